"""Every document of the test suite of YAML gives findings inside itself, and lint no fault of its own."""

import json
import os
from pathlib import Path
from textwrap import indent

import pytest

from tests.lint.test_campaign import Campaign

# In the suite a sign stands for what a reader of it would not see.
SEEN = str.maketrans({"␣": " ", "»": "\t", "←": "\r", "⇔": "\ufeff", "—": "", "↵": "", "∎": ""})
AROUND = {
    "alone": "{}",
    "as a specification": "specrules: spec 1\n{}",
    "under a requirement": "specrules: spec 1\nrequirements:\n  MA-1:\n{}",
}


@pytest.fixture(scope="module")
def documents():
    """The cases of the suite, the text of each as its authors meant it."""
    folder = os.environ.get("SPECRULES_YAML_DOCUMENTS")
    if not folder:
        reason = "SPECRULES_YAML_DOCUMENTS does not say where the test suite of YAML is"
        (pytest.fail if os.environ.get("SPECRULES_CI_COMPLETE") == "1" else pytest.skip)(reason)
    files = [path for path in sorted(Path(folder).glob("*.js")) if path.name != "index.js"]
    cases = [case for path in files for case in cases_of(path.read_text(encoding="utf-8"))]
    assert len(cases) >= 350
    return [{**each, "yaml": each["yaml"].translate(SEEN)} for each in cases if "yaml" in each]


def cases_of(module):
    """What a module of the suite exports, which is written as JSON."""
    return json.loads(module.partition("export default ")[2].rstrip(" ;\n"))["cases"]


@pytest.mark.slow
@pytest.mark.parametrize("where", AROUND)
def test_every_document_is_looked_at_without_a_fault(where, documents):
    campaign = Campaign()
    for each in documents:
        text = indent(each["yaml"], "    ") if "requirement" in where else each["yaml"]
        campaign.look("specs/mutual-aid.yaml", AROUND[where].format(text))
    assert campaign.slowest < 2
