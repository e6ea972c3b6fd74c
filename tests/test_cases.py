"""Every folder in ``cases/`` is a test that a commissioner can read; its page says what a case holds."""

from itertools import zip_longest
from pathlib import Path

import pytest
import yaml

from specrules.base.errors import NothingChecked
from specrules.engine import open_engine
from specrules.inputs import gather, read
from specrules.judging.review import review
from specrules.report.json import as_data
from specrules.viewing import view

CASES = Path(__file__).parent / "cases"
FOLDERS = sorted(each for each in CASES.iterdir() if each.is_dir())
ENDS = {0: "not met", 1: "partly met", 2: "met", None: "nothing"}
# What a new case says of each verdict. One that is there keeps the keys it has.
USUAL = ("party", "result", "found", "because")
# What is said of the whole, where a case is about it.
WHOLE = ("rated", "together", "reported", "refused")


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_case_comes_out_as_it_says(folder, request):
    path = folder / "expected.yaml"
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    wanted = yaml.load(text, yaml.BaseLoader) or {}  # noqa: S506 - reads every value as text
    found = narrowed(outcome(folder), wanted)
    if request.config.getoption("--update"):
        path.write_text(remarks_in(text) + written(found), encoding="utf-8", newline="\n")
    else:
        assert found == wanted


def remarks_in(text):
    """The lines of an expected file that are remarks."""
    return "".join(line for line in text.splitlines(keepends=True) if line.startswith("#"))


def written(found):
    """What came out, as the text of an expected file."""
    return yaml.safe_dump(found, sort_keys=False, allow_unicode=True, width=110)


# -- what came out


def outcome(folder):
    """All that can be said of a case, as text: each verdict by its requirement, and the whole."""
    try:
        given = read(gather([folder]))
        with open_engine("both") as engine:
            seen = view(review(given, engine))
    except NothingChecked as nothing:
        return {"refused": str(nothing).replace(f"{folder}/", "")}
    data = as_data(seen)
    verdicts = {}
    for each in data["verdicts"]:
        verdicts.setdefault(each["requirement"], []).append(verdict(each))
    return {
        **{requirement: alone(found) for requirement, found in verdicts.items()},
        "rated": ratings(data["cards"]),
        "together": together(data["cards"]["no_wrong_door"]),
        "reported": alone(map(reported, seen.findings)),
    }


def verdict(data):
    """One verdict in the words of an expected file."""
    checks = data["checks"]
    lacking = {each["name"]: alone(each["lacking"]) for each in checks if each["lacking"]}
    return {
        **{key: data[key] for key in ("party", "result", "raw")},
        **{end: ENDS[data[end]] for end in ("low", "high")},
        "found": by_name({each["name"]: each["found"] or "nothing" for each in checks}),
        "checks": {each["name"]: each["result"] for each in checks},
        "lacking": lacking if len(checks) > 1 else alone(lacking.values()),
        "because": alone(dict.fromkeys(map(line, data["because"]))),
        "reasons": alone(data["reasons"]),
        "queries": alone(data["queries"]),
    }


def line(fact):
    """Where a fact stands: the name of the file, and the line."""
    return f"{Path(fact['file']).name} {fact['place']}"


def ratings(cards):
    """The rating of each party's card, and of all services together."""
    joint = cards["no_wrong_door"]
    each = {card["party"]: card["rating"]["words"] for card in cards["compliance"]}
    return each | ({"all together": joint["rating"]["words"]} if joint else {})


def together(card):
    """The joint result of each principle, and whose results decided it."""
    return {
        each["title"]: {"result": each["together"]["result"], "decided by": alone(each["decided_by"])}
        for each in (card["principles"] if card else ())
    }


def reported(finding):
    """A finding by its name and place."""
    return f"{finding.name}, {Path(finding.place.file).name} {finding.place}"


def by_name(values):
    """Values by name, or the value itself when there is only one."""
    return values if len(values) > 1 else alone(values.values())


def alone(values):
    """The only one of several values, "nothing" for none, or the list of them."""
    values = list(values)
    return values[0] if len(values) == 1 else values or "nothing"


# -- what a case is about


def narrowed(found, wanted):
    """What came out, as far as the expected file is about it; but every verdict, whether it is or not."""
    return {
        key: value if key in WHOLE else only(value, wanted.get(key))
        for key, value in found.items()
        if key == "refused" or key not in WHOLE or key in wanted
    }


def only(found, wanted):
    """A verdict, or each of several, with the keys that are wanted of it."""
    if isinstance(found, list):
        told = wanted if isinstance(wanted, list) else ()
        return [only(one, keys) for one, keys in zip_longest(found, told) if one]
    keys = wanted if isinstance(wanted, dict) else USUAL
    return {key: found[key] for key in keys if key in found}
