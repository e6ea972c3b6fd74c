"""What the tests of kept reviews share."""

import pytest

from specrules.__main__ import main


@pytest.fixture
def said(capsys):
    """A function that runs a command and gives its exit code, its output and its remarks."""

    def run(*words):
        code = main([str(word) for word in words])
        return code, *capsys.readouterr()

    return run
