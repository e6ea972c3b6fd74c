"""What is found in many files that have passages in common is what is found in each by itself."""

from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from specrules.base.files import source_of
from specrules.base.frozen import replace
from specrules.lint.look import Looker
from specrules.lint.registry import Rule
from specrules.spec.model import Spec
from specrules.text.passages import Passages
from specrules.text.plainly import read_plainly
from specrules.text.tree import Mapping, Scalar, Sequence
from tests.damage import one_damage
from tests.lint.test_again import AFRESH, APART, ROOT, SMALL, SPEC, looked, spec_of

# What one local specification has otherwise than another.
OTHERWISE = [
    ("anytown-recovery-2026", "othertown-recovery"),
    ("Anytown Council", "Othertown Council"),
    ("Riverbank Recovery", "Alcoholics Anonymous"),
    ("role: commissioner", "role: drug and alcohol treatment"),
    ("role: mental health", "role: commissioner"),
    ("riverbank", "harbour"),
    ("2026-04-01", "2027-04-01"),
    ("2029-03-31", "2026-03-31"),
    ("every: quarter", "every: year"),
    ("this contract", "joint agreement"),
    ("sites: [Quay]", "subcontractors: [Quay]"),
    ("at least 90%", "at least 80%"),
    ("at least 100%", "at least 5"),
    ("a suitable room exists", "a room exists"),
    ("keyworker:", "peer mentor:"),
    ("2026-02-10", "2026-02-11"),
    ("\n  MA-3:", "\n\n  # a remark\n  MA-3:"),
    ("X-1", "X-9"),
    ("catalogues: [mutual-aid, no-wrong-door]", "catalogues: [mutual-aid]"),
    ("strength: should\n", "strength: should # specrules: allow MS312 because it is agreed\n"),
    ("People who drink", "People born 01/02/1980 who drink"),
    ("title: People must", "title: People TBC must"),
    ("more than 30", "more than #30"),
]
RECOVERY = (ROOT / "specs" / "recovery-service.yaml").read_text(encoding="utf-8")
CLEAN = SMALL[: SMALL.index("  X-1:")]


def one_of_many(chance, text):
    for old, new in chance.sample(OTHERWISE, chance.randint(0, 3)):
        text = text.replace(old, new)
    return one_damage(text, chance) if chance.random() < 0.2 else text


def look_at_many(chance, text, files):
    looker = Looker(many=True)
    for number in range(files):
        one = one_of_many(chance, text).encode("utf-8", "surrogatepass")
        found = looker.look(f"spec-{number}.yaml", one, asked_for=True)
        assert found == AFRESH.look(f"spec-{number}.yaml", one, asked_for=True)


@settings(max_examples=12)
@given(st.integers(0, 2**32), st.sampled_from([CLEAN, SMALL]))
def test_many_files_come_to_what_each_comes_to_by_itself(seed, text):
    look_at_many(Random(seed), text, 5)


@pytest.mark.slow
@settings(max_examples=80, suppress_health_check=list(HealthCheck))
@given(st.integers(0, 2**32), st.sampled_from([*[CLEAN] * 8, SMALL, SPEC]))
def test_many_files_come_to_what_each_comes_to_whatever_is_in_them(seed, text):
    look_at_many(Random(seed), text, 8)


@pytest.mark.parametrize(("old", "new"), OTHERWISE)
def test_a_file_is_looked_at_anew_where_it_differs_from_the_one_before(old, new):
    looker = Looker(many=True)
    for text in (SMALL, CLEAN):
        for each in (text, text.replace(old, new), text):
            assert looked(looker, each) == looked(AFRESH, each)


def test_a_clean_file_is_seen_to_be_clean_at_a_glance(monkeypatch):
    looker, whole = Looker(many=True), looked(AFRESH, RECOVERY)
    assert whole.findings == ()
    monkeypatch.setattr(Looker, "_looked", None)
    for text in (RECOVERY, f"# a remark\n\n{RECOVERY}"):
        assert looked(looker, text) == whole


def test_a_file_with_a_finding_is_read_as_a_whole_until_it_is_mended():
    looker = Looker(remembers=True)
    glances = looker._glances
    looked(looker, SMALL)
    assert glances.found_in == {"spec.yaml"}
    assert glances.tree_of(source_of("spec.yaml", SMALL.encode())) is None


# -- rules that look at each requirement by itself ask for nothing else


def test_a_rule_by_requirement_asks_for_nothing_but_requirements_and_parties():
    spec = spec_of(SMALL)
    others = {name: None for name in Spec.__match_args__ if name not in ("requirements", "parties")}
    parties = tuple(replace(each, name="", written=None) for each in spec.parties)
    bare = replace(spec, **{**others, "parties": parties})
    for rule in APART:
        assert isinstance(rule, Rule)
        assert list(rule.look(bare)) == list(rule.look(spec)), rule.name


# -- passages


def texts(node):
    """A node without its places."""
    match node:
        case Mapping(entries, _):
            return {key.text: texts(value) for key, value in entries}
        case Sequence(items, _):
            return [texts(each) for each in items]
        case Scalar(text, _, style):
            return text, style


@settings(max_examples=60)
@given(st.integers(0, 2**32))
def test_passage_by_passage_a_text_says_what_it_says_as_a_whole(seed):
    chance, passages = Random(seed), Passages(lambda text: True)
    for _ in range(4):
        text = one_of_many(chance, SMALL)
        parted, whole = passages.read(text), read_plainly(text)
        assert parted is None or texts(parted) == texts(whole)
        assert whole is None or "\n  X-1:" not in text or parted is not None


def test_two_requirements_of_one_name_are_not_plain():
    assert Passages(lambda text: True).read(SMALL.replace("  X-2:", "  X-1:")) is None
    assert Passages(lambda text: True).read(SMALL + "id: again\n") is None


def test_no_more_passages_are_kept_than_come_up():
    passages = Passages(lambda text: True)
    for number in range(3_000):
        passages.read(f"a: {number}\n")
    assert len(passages._now) + len(passages._before) <= 800
