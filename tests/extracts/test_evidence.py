"""A check that names a measure is judged from the extract, and from nothing else."""

import shutil
from pathlib import Path

import pytest

from specrules.__main__ import main
from specrules.cli import extract as extract_command
from specrules.engine import open_engine
from specrules.extracts.convert import Source, convert
from specrules.inputs import FaultySpec, gather, read
from specrules.judging.review import review
from specrules.library import Library, shipped
from specrules.runs.figures import read_supply, supply_text

HARBOUR = Path(__file__).parent.parent.parent / "examples" / "harbour"
NDTMS = Library([shipped("rules")]).dataset("ndtms-k")[0]
RETURN = """\
specrules: return 1
spec: harbourton-treatment-2026
party: harbour
period: 2026-27-Q1
submitted: 2026-07-14
items:
  MA-1.delivered: {number}
  TR-1.people: 125
"""


def judged(folder):
    given = read(gather([folder]))
    with open_engine("python") as engine:
        return review(given, engine)


@pytest.fixture
def harbour(tmp_path):
    return Path(shutil.copytree(HARBOUR, tmp_path / "harbour"))


def check(run, requirement):
    return next(each for each in run.verdicts if each.requirement.id == requirement).checks[0]


def codes(run):
    return {each.code for each in run.findings}


def test_a_verdict_is_traced_to_file_measure_and_query(harbour):
    run = judged(harbour)
    fact = check(run, "MA-1").facts[0]
    assert fact.origin.place.file.endswith("harbour.csv")
    assert fact.origin.digest == run.files[fact.origin.place.file]
    assert fact.origin.text == "24 to 39, by mutual-aid/fama-delivered (query 74c23442)"
    assert "measures/mutual-aid/fama-delivered" in run.catalogue


def test_the_queries_that_are_printed_are_those_of_groups_of_people_too(capsys):
    assert main(["sql", str(HARBOUR / "spec.yaml"), "--dialect", "tsql"]) == 0
    titles = [line for line in capsys.readouterr().out.splitlines() if line.startswith("-- mutual-aid/fama")]
    whole, *groups = (each.partition("dated in the period")[2] for each in titles)
    assert (whole, groups) == ("", ["; only male (sex)", "; only female (sex)"])


def test_a_figure_typed_into_a_return_never_stands_in_for_an_extract(harbour):
    shutil.rmtree(harbour / "extracts")
    (harbour / "return.yaml").write_text(RETURN.replace("{number}", "126 of 126"))
    found = check(judged(harbour), "MA-1")
    assert found.result.word == "no evidence"
    assert str(found.reason) == "not submitted"


def test_a_figure_typed_into_a_return_that_differs_is_reported_and_not_used(harbour):
    (harbour / "return.yaml").write_text(RETURN.replace("{number}", "126 of 126"))
    run = judged(harbour)
    assert check(run, "MA-1").found.text.startswith("24 to 39 of 122 to 128")
    assert "EV490" in codes(run)


def test_a_figure_that_may_be_the_same_is_not_reported(harbour):
    (harbour / "return.yaml").write_text(RETURN.replace("{number}", "30 of 126"))
    assert "EV490" not in codes(judged(harbour))


def test_two_extracts_of_one_party_settle_nothing(harbour):
    shutil.copy(harbour / "extracts" / "harbour.yaml", harbour / "extracts" / "again.yaml")
    run = judged(harbour)
    assert check(run, "MA-1").result.word == "no evidence"
    assert "EV484" in codes(run)


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("dataset: ndtms-k", "dataset: ndtms-z", "EV484"),
        ("file: harbour.csv", "file: ../spec.yaml", "EV484"),
        ("file: harbour.csv", "file: other.csv", "EV485"),
        ("party: harbour", "party: somebody", "EV484"),
        ("spec: harbourton-treatment-2026", "spec: another", "EV484"),
    ],
)
def test_an_extract_that_cannot_be_used_is_no_evidence(harbour, old, new, code):
    (harbour / "return.yaml").write_text(RETURN.replace("{number}", "126 of 126"))
    note = harbour / "extracts" / "harbour.yaml"
    note.write_text(note.read_text().replace(old, new))
    run = judged(harbour)
    assert code in codes(run)
    assert check(run, "MA-1").result.word == "no evidence"


# -- places

GROUPS = "shown-at: {each: sex, of: [male, female]}"


def changed(harbour, old, new, file="spec.yaml"):
    path = harbour / file
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new))
    return harbour


def two_sites(harbour, sites="sites: {High Street: [X0001], Quayside: [X0002]}"):
    """The extract as of two services, each with half of the people, judged at each site."""
    changed(harbour, "bound-by: this contract}", "bound-by: this contract, sites: [High Street, Quayside]}")
    note = harbour / "extracts" / "harbour.yaml"
    note.write_text(note.read_text().replace("providers: [X0001]", f"providers: [X0001, X0002]\n{sites}"))
    file = harbour / "extracts" / "harbour.csv"
    head, *lines = file.read_text().splitlines()
    second = [each.replace("X0001", "X0002", 1) if int(each.split(",")[1]) % 2 else each for each in lines]
    file.write_text("\n".join([head, *second]) + "\n")
    return harbour


def test_figures_of_groups_are_shown_beside_the_result_and_decide_nothing(harbour):
    with_groups = check(judged(harbour), "MA-1")
    assert [(each.place, each.what, each.found.text) for each in with_groups.shown] == [
        ("male", "sex", "12 to 23 of 60 to 66 (18.2% to 38.3%)"),
        ("female", "sex", "12 to 24 of 62 to 68 (17.6% to 38.7%)"),
    ]
    without = check(judged(changed(harbour, f"    {GROUPS}\n", "")), "MA-1")
    assert (with_groups.result, with_groups.found) == (without.result, without.found)


def test_somebody_with_a_blank_where_the_group_stands_may_be_in_any(harbour):
    text = (harbour / "extracts" / "harbour.csv").read_text().replace(",1,", ",9,", 0)
    lines = text.splitlines()
    sex = lines[0].split(",").index("SEX")
    person = lines[1].split(",")[1]
    blanked = [
        ",".join(
            "5" if n == sex and each.split(",")[1] == person else cell
            for n, cell in enumerate(each.split(","))
        )
        for each in lines
    ]
    before = check(judged(harbour), "MA-1").shown
    (harbour / "extracts" / "harbour.csv").write_text("\n".join(blanked) + "\n")
    after = check(judged(harbour), "MA-1").shown
    for old, new in zip(before, after, strict=True):
        assert new.found.share.out_of[1] >= old.found.share.out_of[1]
        assert new.found.share.out_of[0] <= old.found.share.out_of[0]
    assert sum(each.found.share.out_of[1] for each in after) == 1 + sum(
        each.found.share.out_of[1] for each in before
    )


def test_each_site_is_judged_by_the_codes_that_the_note_gives_it(harbour):
    spec = two_sites(changed(harbour, GROUPS, "judged-at: each site"))
    verdict = next(each for each in judged(spec).verdicts if each.requirement.id == "MA-1")
    assert [each.name for each in verdict.checks] == ["delivered at High Street", "delivered at Quayside"]
    whole = check(judged(changed(harbour, "judged-at: each site", GROUPS)), "MA-1").found.share
    lows = [each.found.share.out_of[0] for each in verdict.checks]
    assert all(0 < low < whole.out_of[0] for low in lows)
    assert sum(lows) == whole.out_of[0]


def test_a_site_that_no_code_stands_for_has_no_evidence(harbour):
    run = judged(two_sites(changed(harbour, GROUPS, "judged-at: each site"), "sites: {Quayside: [X0002]}"))
    found = check(run, "MA-1")
    assert (found.name, found.result.word) == ("delivered at High Street", "no evidence")
    said = [each.message for each in run.findings if each.code == "EV483"]
    assert said == ["The note does not say which codes in the file are High Street."]


def test_a_code_of_nobody_in_the_note_is_a_fault(harbour):
    run = judged(two_sites(changed(harbour, GROUPS, "shown-at: each site"), "sites: {Quayside: [X0009]}"))
    assert 'Quayside has the code "X0009", which is not among its providers.' in [
        each.message for each in run.findings
    ]


def test_a_measure_is_not_added_up_over_places(harbour):
    with pytest.raises(FaultySpec) as fault:
        judged(changed(harbour, "shown-at: {each: sex", "asked-at: {each: sex"))
    assert [each.code for each in fault.value.findings] == ["MS362"]


def test_places_are_shown_or_judged_and_not_both(harbour):
    with pytest.raises(FaultySpec) as fault:
        judged(changed(harbour, GROUPS, f"{GROUPS}\n    judged-at: {{each: sex, of: [male, female]}}"))
    assert [each.code for each in fault.value.findings] == ["FI126"]


def test_a_place_is_named_once(harbour):
    two = "shown-at: [{each: sex, of: [male, female]}, {each: mind, of: [male]}]"
    with pytest.raises(FaultySpec) as fault:
        judged(changed(harbour, GROUPS, two))
    assert "is named twice" in fault.value.findings[0].message


def test_figures_of_places_are_kept_with_a_review(harbour):
    supplied = read(gather([harbour])).extracts
    assert read_supply(supply_text(supplied, str), "").supplied == supplied.supplied
    assert {each.place for each in supplied.supplied[0].figures} == {"", "male", "female"}


def test_what_may_identify_somebody_in_a_name_or_a_note_is_in_no_output(harbour, tmp_path):
    number = "943 476 5919"  # an NHS number by its check digit, of nobody
    note = harbour / "extracts/harbour.yaml"
    (harbour / "extracts/harbour.csv").rename(harbour / f"extracts/{number}.csv")
    told = (
        note.read_text()
        .replace("harbour.csv", f"{number}.csv")
        .replace("monthly report", f"report of {number}")
    )
    note.write_text(told)
    run = judged(harbour)
    said = [str(run.findings), str(run.files), *(str(each.because) for each in run.verdicts)]
    made = convert([Source(harbour / f"extracts/{number}.csv", NDTMS)], tmp_path / "made")
    said += [
        (tmp_path / "made/rejects.csv").read_text(),
        (tmp_path / "made/extract.json").read_text(),
        str(made.accounts),
    ]
    assert "[withheld]" in said[0]
    assert not any(number in each or number.replace(" ", "") in each for each in said)


# -- control totals of sites

OF_SITES = "stated-by: the partnership's monthly report"


def stated(harbour, sites):
    """Two sites, with totals of their own."""
    spec = two_sites(changed(harbour, GROUPS, "judged-at: each site"))
    return changed(spec, OF_SITES, f"{OF_SITES}, sites: {sites}", "extracts/harbour.yaml")


def told(run, code):
    return [each.message for each in run.findings if each.code == code]


def shares(run):
    verdict = next(each for each in run.verdicts if each.requirement.id == "MA-1")
    return [each.found.share for each in verdict.checks]


def test_reviews_that_do_not_say_which_they_are_are_counted(harbour):
    file = harbour / "extracts" / "harbour.csv"
    head, *records = file.read_text().splitlines()
    place, date = head.split(",").index("SUBMID"), head.split(",").index("SUBMODDT")
    dated = next(n for n, each in enumerate(records) if each.split(",")[date] != "NA")
    cells = records[dated].split(",")
    records[dated] = ",".join([*cells[:place], "NA", *cells[place + 1 :]])
    file.write_text("\n".join([head, *records]) + "\n")
    assert told(judged(harbour), "EV480")[0] == (
        "1 record tells of one of the reviews without all of EPISODID, MODID and SUBMID, so that nobody can "
        "say which. It could have counted either way, so it widens the figures."
    )


def test_a_site_is_widened_by_who_is_missing_there(harbour):
    run = judged(stated(harbour, "{High Street: {people: 63}, Quayside: {people: 64}}"))
    stated_by = "By the partnership's monthly report"
    assert told(run, "EV481")[1:] == [
        f"{stated_by}, 63 people were in treatment at High Street, and the extract has 62. "
        "The one who is missing widens every figure at High Street.",
        f"{stated_by}, 64 people were in treatment at Quayside, and the extract has 60. "
        "The 4 who are missing widen every figure at Quayside.",
    ]
    # Two records of Quayside could not be used.
    assert [each.out_of for each in shares(run)] == [(62, 62 + 1), (60, 60 + 4 + 2)]


def test_a_site_without_a_total_is_widened_by_all_who_are_missing_anywhere(harbour):
    run = judged(stated(harbour, "{High Street: {people: 62}}"))
    assert [each.out_of for each in shares(run)] == [(62, 62), (60, 60 + 4 + 2)]


def test_without_a_total_of_episodes_whoever_is_at_another_site_may_have_been_here_too(harbour):
    spec = stated(harbour, "{High Street: {people: 62}}")
    run = judged(changed(spec, "episodes: 131, ", "", "extracts/harbour.yaml"))
    assert [each.out_of for each in shares(run)] == [(62, 62), (60, 60 + 4 + 62 + 2)]
    assert told(run, "EV481")[-1] == (
        "Nobody has said how many people there should be at Quayside. Whoever is at another site may have "
        "been there too, so they widen its figures."
    )


@pytest.mark.parametrize(
    "sites", ["{High Street: {people: 60}, Quayside: {people: 61}}", "{High Street: {people: 127}}"]
)
def test_totals_of_sites_that_cannot_be_right_are_named_and_not_used(harbour, sites):
    without = shares(judged(stated(Path(shutil.copytree(harbour, harbour.parent / "other")), "{}")))
    run = judged(stated(harbour, sites))
    assert told(run, "FI103") == ["The people of the sites cannot be right beside the 126 of the whole."]
    assert shares(run) == without


def test_a_total_of_a_site_that_has_no_codes_is_named(harbour):
    run = judged(stated(harbour, "{Station Road: {people: 12}}"))
    assert told(run, "FI103") == ["Station Road has a total here, and no codes under sites."]


def test_one_of_something_is_said_in_words_for_one(harbour, tmp_path):
    file = harbour / "extracts" / "harbour.csv"
    head, first, *_ = file.read_text().splitlines()
    bad = first.replace("17/08/2025", "31/02/2026")
    file.write_text("\n".join([head, first, bad]) + "\n")
    made = extract_command.convert([file], tmp_path / "tables").text
    assert "from 2 records.\n1 record could not be used;" in made
    said = told(judged(harbour), "EV480")[0]
    assert said.startswith("1 of 2 records could not be used: ")
    assert said.endswith("It could have counted either way, so it widens the figures.")


# -- control totals of groups of people


def of_groups(harbour, groups):
    """Men and women judged apart, with totals of their own."""
    spec = changed(harbour, GROUPS, "judged-at: {each: sex, of: [male, female]}")
    return changed(spec, OF_SITES, f"{OF_SITES}, groups: {groups}", "extracts/harbour.yaml")


def test_a_group_is_widened_by_who_is_missing_of_it(harbour):
    run = judged(of_groups(harbour, "{sex: {male: {people: 61}, female: {people: 65}}}"))
    stated_by = "By the partnership's monthly report"
    assert told(run, "EV481")[1:] == [
        f"{stated_by}, 61 people were in treatment as male (sex), and the extract has 60. "
        "The one who is missing widens every figure of male (sex).",
        f"{stated_by}, 65 people were in treatment as female (sex), and the extract has 62. "
        "The 3 who are missing widen every figure of female (sex).",
    ]
    # Two records could not be used.
    assert [each.out_of for each in shares(run)] == [(60, 60 + 1 + 2), (62, 62 + 3 + 2)]


def test_a_group_without_a_total_is_widened_by_all_who_are_missing(harbour):
    run = judged(of_groups(harbour, "{sex: {male: {people: 60}}, main substance: {opiate: {people: 5}}}"))
    assert [each.out_of for each in shares(run)] == [(60, 60 + 2), (62, 62 + 4 + 2)]
    assert [each for each in told(run, "EV481") if "opiate" in each] == [
        "The note says how many people of opiate (main-substance) there should be, and nobody can count "
        "them: no code of its main-substance means opiate."
    ]


@pytest.mark.parametrize(
    ("groups", "message"),
    [
        ("{sex: {male: {people: 127}}}", "The 127 people of male are more than the 126 people of the whole."),
        (
            "{sex: {male: {episodes: 70}, female: {episodes: 70}}}",
            "The 140 episodes of all groups are more than the 131 episodes of the whole.",
        ),
    ],
)
def test_a_total_of_a_group_that_is_more_than_the_whole_is_named_and_not_used(harbour, groups, message):
    without = shares(judged(of_groups(Path(shutil.copytree(harbour, harbour.parent / "other")), "{}")))
    run = judged(of_groups(harbour, groups))
    assert told(run, "FI103") == [message]
    assert shares(run) == without


def test_groups_may_have_more_people_than_the_whole_since_somebody_may_be_in_two(harbour):
    run = judged(of_groups(harbour, "{sex: {male: {people: 70}, female: {people: 70}}}"))
    assert told(run, "FI103") == []
