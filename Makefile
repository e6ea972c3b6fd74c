# One environment, made once and remade when the packaging changes.
#   make review   the main job on the example partnership: both scorecards
#   make test     the test suite
#   make slow     the tests that take longer: kills, fuzzing, LibreOffice, Spark
#   make check    style and types
#   make docs     the documents as pages, in site/
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV   ?= .venv
BIN     = $(VENV)/bin
# Older ones write start scripts that import re, which makes `specrules --version` half as slow again.
PIP     = "pip>=25.1"

.PHONY: review test slow check docs deep clean

# A review exits with 1 when a "must" is not met: that is an answer, not a failure.
review: $(VENV)/ready
	@$(BIN)/specrules review examples/anytown || test $$? -eq 1

test: $(VENV)/ready
	@$(BIN)/python -m pytest -n auto

check: $(VENV)/ready
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

slow: $(VENV)/ready
	@$(BIN)/python -m pytest -n auto -m slow

# Not with --quiet, under which --strict lets warnings pass.
docs: $(VENV)/ready
	@$(BIN)/python -m mkdocs build --strict
	@echo "Open site/index.html."

deep: $(VENV)/ready
	@$(BIN)/python -m pytest -m deep

# Compiled once, since a command that may not write what it compiled would compile all of it each time.
$(VENV)/ready: pyproject.toml
	@echo "Setting up (about a minute the first time) ..."
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade $(PIP)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[dev,docs]"
	@$(BIN)/python -m compileall -q specrules
	@touch $@

clean:
	rm -rf $(VENV) dist build site
