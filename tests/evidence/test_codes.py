"""The codes of findings about returns: one name and one sentence each, all of them used."""

from pathlib import Path

import pytest

from specrules.base.findings import Place, Severity
from specrules.evidence import codes
from specrules.evidence.codes import CODES, finding

PACKAGE = Path(codes.__file__).parent.parent
FILES = [*PACKAGE.glob("evidence/*.py"), *PACKAGE.glob("extracts/*.py")]
SOURCE = "".join(path.read_text(encoding="utf-8") for path in FILES)


def test_no_two_codes_share_a_name():
    assert len({code.name for code in CODES.values()}) == len(CODES)


@pytest.mark.parametrize("code", CODES)
def test_every_code_is_used_and_says_what_it_is_about(code):
    assert SOURCE.count(f'"{code}"') > 1
    assert CODES[code].about.endswith(".")


def test_a_finding_is_as_serious_as_its_code_unless_told_otherwise():
    place = Place("a.csv")
    assert finding("EV422", place, "x").severity is Severity.ERROR
    assert finding("EV422", place, "x", severity=Severity.ADVICE).severity is Severity.ADVICE


def test_a_remedy_of_its_own_goes_before_what_was_meant():
    place = Place("a.csv")
    assert finding("EV420", place, "x", meant="MA-1").remedy == 'Did you mean "MA-1"?'
    assert finding("EV420", place, "x", meant="MA-1", remedy="Delete it.").remedy == "Delete it."
