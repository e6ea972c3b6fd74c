"""What changed between two reviews is told in words, and what cannot be compared is refused by name."""

import json
from fractions import Fraction

import pytest

from specrules.rollup import Move
from specrules.runs.comparing import Cause, compare
from specrules.runs.opening import open_review
from specrules.runs.staging import staged
from specrules.runs.store import Folder
from specrules.values.periods import read_period
from tests.runs.made import LOG, SPEC, kept
from tests.runs.test_store import change

HIGHER = SPEC.replace("at least 90%", "at least 96%")


@pytest.fixture(scope="module")
def runs(tmp_path_factory):
    """A folder in which to keep reviews of one contract laid out in another."""
    folder = tmp_path_factory.mktemp("compared")
    return folder / "runs", folder / "anytown"


def two(runs, first, second):
    """The paths of two kept reviews."""
    folder, at = runs
    return [
        kept(folder / f"{first}{second}".encode().hex()[-60:], at, **each).path for each in (first, second)
    ]


def changed(paths):
    """What changed between two reviews that are no more than data."""
    return compare(*(open_review(path).review for path in paths))


def test_a_restated_figure_is_told_with_what_it_was(runs, said):
    paths = two(runs, {"delivered": "57 of 60"}, {"delivered": "44 of 60"})
    code, text, _ = said("compare", *paths)
    assert code == 1
    assert text == (
        "What changed: Recovery service of Anytown\n"
        "=========================================\n"
        "Before  2026-27-Q1, as at 21 July 2026, by version 1 of anytown\n"
        "After   2026-27-Q1, as at 21 July 2026, by version 1 of anytown\n"
        "\n"
        "Results: 1 worse and 2 the same.\n"
        "\n"
        "Worse\n"
        "-----\n"
        "\n"
        "MA-1  Riverbank Recovery: met -> not met\n"
        "  Keyworkers help people to use mutual aid, by FAMA or an agreed equivalent\n"
        "  - a figure was restated\n"
        "      delivered: 57 of 60 (95%) -> 44 of 60 (73.3%)\n"
    )


def test_of_several_causes_each_is_told_with_its_share_and_what_it_does_alone(runs, said):
    paths = two(
        runs,
        {"delivered": "57 of 60"},
        {
            "period": "2026-27-Q2",
            "delivered": "50 of 60",
            "spec": HIGHER,
            "plan": None,
            "reviewed": "2026-08-02",
        },
    )
    text = said("compare", *paths)[1]
    assert text.partition("\n\n")[2] == (
        "Results: 1 worse, 1 with less evidence than before and 1 the same.\n"
        "\n"
        "Worse\n"
        "-----\n"
        "\n"
        "MA-1  Riverbank Recovery: met -> partly met\n"
        "  Keyworkers help people to use mutual aid, by FAMA or an agreed equivalent\n"
        "  - what is asked changed (50% of the change; by itself: partly met)\n"
        "      delivered: at least 90%; at least 75% is partly met -> at least 96%; at least 75% is partly\n"
        "      met\n"
        "  - the data changed (50% of the change; by itself: partly met)\n"
        "      delivered: 57 of 60 (95%) -> 50 of 60 (83.3%)\n"
        "\n"
        "With less evidence than before\n"
        "------------------------------\n"
        "\n"
        "R-1  Riverbank Recovery: met -> no evidence\n"
        "  The service has a plan for people who stop coming\n"
        "  - evidence came or was lost\n"
        "      plan: yes -> not submitted\n"
    )


def test_a_target_that_was_lowered_while_the_figure_fell_is_shown_though_the_result_is_the_same(runs, said):
    lower = SPEC.replace("at least 90%", "at least 80%")
    paths = two(runs, {"delivered": "57 of 60"}, {"delivered": "50 of 60", "spec": lower})
    code, text, _ = said("compare", *paths)
    assert code == 0
    assert text.partition("\n\n")[2] == (
        "Results: 3 the same. 1 is so only because causes cancel one another.\n"
        "\n"
        "The same, only because causes cancel one another\n"
        "------------------------------------------------\n"
        "\n"
        "MA-1  Riverbank Recovery: met\n"
        "  Keyworkers help people to use mutual aid, by FAMA or an agreed equivalent\n"
        "  - what is asked changed (by itself: met)\n"
        "      delivered: at least 90%; at least 75% is partly met -> at least 80%; at least 75% is partly\n"
        "      met\n"
        "  - a figure was restated (by itself: partly met)\n"
        "      delivered: 57 of 60 (95%) -> 50 of 60 (83.3%)\n"
    )


@pytest.mark.parametrize(
    ("first", "second", "cause", "details"),
    [
        (
            {"delivered": "44 of 60"},
            {"delivered": "44 of 60", "log": LOG},
            Cause.ALLOWANCES,
            ("A-1 from 2026-04-01 to 2026-06-30: the record system is late",),
        ),
        (
            {"delivered": "44 of 60", "log": LOG},
            {"delivered": "44 of 60", "log": "# Invented\nspecrules: meeting log 1\n"},
            Cause.ALLOWANCES,
            ("A-1 was until 2026-06-30: the record system is late",),
        ),
        (
            {},
            {"period": "2026-27-Q2"},
            Cause.DAY,
            ("21 July 2026 -> 21 October 2026",),
        ),
        (
            {},
            {"spec": SPEC.replace("R-2:\n", "R-3:\n")},
            Cause.SPECIFICATION,
            ("it is asked now, and was not",),
        ),
    ],
    ids=["allowance started", "allowance ended", "day moved", "asked now"],
)
def test_each_cause_is_told_in_words_by_those_who_have_only_the_reviews_too(
    runs, first, second, cause, details
):
    folder, at = runs
    at = at.parent / f"{cause.name}{len(first)}"
    paths = [kept(folder / f"{at.name}-{n}", at, **each).path for n, each in enumerate((first, second))]
    found = changed(paths)
    assert [(each.cause, each.share, each.details) for each in found.changes[0].causes] == [
        (cause, Fraction(1), details)
    ]
    assert not found.attributed


def test_of_reviews_alone_it_cannot_be_told_how_much_each_of_two_causes_accounts_for(runs):
    paths = two(runs, {}, {"delivered": "50 of 60", "spec": HIGHER})
    (only,) = changed(paths).changes
    assert [(each.cause, each.share) for each in only.causes] == [
        (Cause.SPECIFICATION, None),
        (Cause.RESTATED, None),
    ]


def test_looking_back_mirrors_looking_forward(runs):
    paths = two(runs, {}, {"period": "2026-27-Q2", "delivered": "44 of 60", "plan": None})
    forward, back = changed(paths), changed(paths[::-1])
    assert [(each.before, each.after) for each in forward.changes] == [
        (each.after, each.before) for each in back.changes
    ]
    assert {each.move for each in forward.changes} == {Move.WORSE, Move.OPENED}
    assert {each.move for each in back.changes} == {Move.BETTER, Move.SETTLED}


def test_the_same_as_json(runs, said):
    paths = two(runs, {}, {"delivered": "44 of 60"})
    found = json.loads(said("compare", *paths, "--format", "json")[1])
    assert found["specrules"] == "comparison 1"
    assert found["after"]["record"] == paths[1].name
    assert (found["attributed"], found["same"], found["held"]) == (True, 2, [])
    assert found["changes"] == [
        {
            "requirement": "MA-1",
            "party": "riverbank",
            "title": "Keyworkers help people to use mutual aid, by FAMA or an agreed equivalent",
            "before": {"result": "met", "low": 2, "high": 2},
            "after": {"result": "not met", "low": 0, "high": 0},
            "move": "worse",
            "causes": [
                {
                    "cause": "a figure was restated",
                    "share": "1",
                    "alone": "not met",
                    "details": ["delivered: 57 of 60 (95%) -> 44 of 60 (73.3%)"],
                }
            ],
        }
    ]


# -- what is taken, and what is refused


def test_a_folder_of_one_contract_is_compared_by_its_last_two_periods(tmp_path, said):
    runs, at = tmp_path / "runs", tmp_path / "anytown"
    for period in ("2026-27-Q1", "2026-27-Q2", "2026-27-Q3"):
        kept(runs, at, period)
    text = said("compare", runs)[1]
    assert "Before  2026-27-Q2," in text
    assert "After   2026-27-Q3," in text


def test_a_review_json_can_be_compared_with_a_record(tmp_path, said):
    runs, at = tmp_path / "runs", tmp_path / "anytown"
    record = kept(runs, at).path
    kept(runs, at, delivered="44 of 60")
    said("review", at, "--engine", "python", "--output", tmp_path / "out")
    code, text, _ = said("compare", record, tmp_path / "out" / "review.json")
    assert code == 1
    assert "These reviews were not kept with what they were made from" in text
    assert "delivered: 57 of 60 (95%) -> 44 of 60 (73.3%)" in text


def test_reviews_of_different_contracts_are_not_compared(tmp_path, said):
    runs = tmp_path / "runs"
    one = kept(runs, tmp_path / "a")
    other_spec = SPEC.replace("id: anytown", "id: harbourton")
    other = kept(runs, tmp_path / "b", spec=other_spec, of="harbourton")
    assert said("compare", one.path, other.path) == (
        2,
        "",
        "Nothing was compared: the first is a review of anytown and the second of harbourton. "
        "Only reviews of one contract can be compared.\n",
    )
    assert said("compare", runs)[2] == (
        f"Nothing was compared: {runs} is for 2 contracts. Name two kept reviews.\n"
    )


def test_nothing_is_judged_on_a_record_that_was_changed(tmp_path, said):
    runs = tmp_path / "runs"
    one, other = (kept(runs, tmp_path / "a", period) for period in ("2026-27-Q1", "2026-27-Q2"))
    change(other.path, other.path.read_bytes().replace(b"57 of 60", b"58 of 60"))
    assert said("compare", one.path, other.path) == (
        2,
        "",
        f"Nothing was compared. {other.path.name} was changed after it was kept: "
        "its content no longer gives its name.\n",
    )


def test_a_review_that_was_taken_away_in_between_is_named(tmp_path, said):
    runs, at = tmp_path / "runs", tmp_path / "a"
    one, gone, other = (kept(runs, at, f"2026-27-Q{n}").path for n in (1, 2, 3))
    gone.unlink()
    gap = f"{other.name} comes after {gone.name}, which is not in this folder"
    for command in (["compare", one, other], ["compare", runs], ["trend", runs]):
        code, text, remarks = said(*command)
        assert (code, bool(text), remarks) == (1, True, f"{gap}: removed, or given another name.\n")


def test_two_texts_of_one_version_are_named(tmp_path, said):
    runs = tmp_path / "runs"
    one = kept(runs, tmp_path / "a", "2026-27-Q1").path
    other = kept(runs, tmp_path / "b", "2026-27-Q2", spec=SPEC.replace("at least 75%", "at least 74%")).path
    assert said("compare", one, other)[2] == (
        "Both reviews are by a version 1, and these are two different texts. "
        "Give the later one a version of its own.\n"
    )


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("{}", "it is no kept review and no review.json, or is damaged."),
        ("specrules: spec 1", "it is no kept review and no review.json, or is damaged."),
        ('{"specrules": "review 2"}', 'it is a "review 2", which this version cannot read.'),
        ('{"specrules": "review 1"}', "it is no kept review and no review.json, or is damaged."),
        ('{"specrules": "findings 1"}', "it is no review."),
        ("[" * 100_000, "it is no kept review and no review.json, or is damaged."),
    ],
)
def test_what_is_no_review_is_refused_by_name(tmp_path, said, text, why):
    file = tmp_path / "review.json"
    file.write_text(text)
    assert said("compare", file, file) == (2, "", f"{file} was not read: {why}\n")


def test_a_page_is_made_of_two_reviews_and_of_nothing_else(tmp_path, said):
    assert said("compare", tmp_path / "a.yaml", tmp_path / "b.yaml", "--format", "html") == (
        2,
        "",
        "A page is made of two reviews. Of two specifications: --format markdown, or --output.\n",
    )


def test_one_review_alone_cannot_be_compared(tmp_path, said):
    kept(tmp_path, tmp_path.parent / "a")
    assert said("compare", tmp_path)[2] == (
        f"Nothing was compared: {tmp_path} holds one kept review, and a comparison "
        "needs two. Name two kept reviews.\n"
    )
    assert said("compare", tmp_path / "x", tmp_path / "y", tmp_path / "z")[0] == 2


def test_what_a_record_was_made_from_can_be_read_again(runs):
    """For a draft to be tried on what was kept."""
    folder, at = runs
    record = kept(folder / "again", at)
    body = Folder(folder / "again").read(record.path.name).body
    with staged(body.inputs, lambda each: Folder(folder / "again").input(each.sha256)) as stage:
        given = stage.read(read_period("2026-27-Q1"))
    assert [each.party for each in given.returns] == ["riverbank"]
