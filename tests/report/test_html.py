"""A review as a page."""

import re
from base64 import b64encode
from hashlib import sha256
from pathlib import Path

import pytest

import specrules
from specrules.base.frozen import replace
from specrules.report import html
from specrules.report.html.pages import LONGEST, brief
from specrules.report.html.scorecard import FINDINGS_SHOWN, RAISED, page_of, short_names
from specrules.spec.model import CardSettings, Citation, Strength
from specrules.values.reading import read_target
from specrules.view import HIDDEN, Audience
from specrules.viewing import view
from tests.made import COUNCIL, RIVERBANK, a_check, a_requirement, a_spec
from tests.report.made import GUIDE, a_finding, a_published_run, a_run, requirements, run_of
from tests.report.pages import inert
from tests.report.test_text import ATTACKS

TEMPLATES = Path(specrules.__file__).parent / "report/html/templates"
MORE_ATTACKS = (
    '" onmouseover="alert(1)" x="',
    "' onfocus='alert(1)",
    "javascript:alert(1)",
    "</style><script>alert(1)</script>",
    "</title><img src=x onerror=alert(1)>",
    "<!-- ",
    "]]>",
    "&lt;b&gt;",
    "{% for x in y %}",
    "مركز التعافي",
    "\u202eevil",
    "👨\u200d👩\u200d👧 café",
    "x" * 10_000,
    "",
    " ",
)


def page(run=None, audience=Audience.COMMISSIONER):
    return html.review(view(run or a_run(), audience))


def element(text, name):
    """The text within the element called *name*."""
    found = re.search(rf'<(\w+)[^>]* id="{re.escape(name)}"[^>]*>(.*?)</\1>', text, re.S)
    assert found, f"nothing is called {name}"
    return " ".join(re.sub(r"<[^>]+>", "", found[2]).split())


def with_text_everywhere(value, text):
    """The same view with *text* for every text in it that somebody else wrote."""
    names = getattr(value, "__match_args__", ())
    if names and type(value).__module__ == "specrules.view":
        made = {name: with_text_everywhere(getattr(value, name), text) for name in names}
        return replace(value, **{**made, **_kept(value)})
    if isinstance(value, tuple):
        return tuple(with_text_everywhere(each, text) for each in value)
    if isinstance(value, dict):
        return {f"{text}{n}": with_text_everywhere(each, text) for n, each in enumerate(value.values())}
    return text if isinstance(value, str) else value


def _kept(value):
    """What is ours and closed: the words of a rating's ends, the counts of a card, a party's own id."""
    closed = {"counts", "low", "high", "party", "requirement", "decided_by"}
    kept = {name: getattr(value, name) for name in value.__match_args__ if name in closed}
    if hasattr(value, "doors") and hasattr(value, "flows"):
        kept["doors"] = tuple((party, "name") for party, _ in value.doors)
    if hasattr(value, "requirements"):
        kept["requirements"] = value.requirements
    if hasattr(value, "findings"):
        kept["findings"] = value.findings
    return kept


def test_the_whole_page(as_kept):
    as_kept("small.html", page())


def test_the_same_review_gives_the_same_bytes():
    assert page() == page()


def test_everything_stays_in_the_page_and_every_link_leads_somewhere():
    found = inert(page())
    assert {link.removeprefix("#") for link in found.links} <= set(found.ids)


def test_every_name_on_the_page_is_there_once():
    found = inert(page()).ids
    assert len(found) == len(set(found))


def test_the_policy_allows_this_style_and_nothing_else():
    text = page()
    style = re.search(r"<style>(.*?)</style>", text, re.S)[1]
    digest = b64encode(sha256(style.encode()).digest()).decode()
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', text)[1]
    assert policy == (f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'")


@pytest.mark.parametrize("attack", [*ATTACKS, *MORE_ATTACKS])
def test_text_that_others_wrote_is_inert_in_every_field(attack):
    text = html.review(with_text_everywhere(view(a_run()), attack))
    found = inert(text)
    assert all(each.isprintable() or each == "\n" for each in text)
    assert len(found.ids) == len(set(found.ids))


def test_what_looks_like_markup_is_shown_as_written():
    text = inert(html.review(with_text_everywhere(view(a_run()), "<b>&amp; {{7*7}}"))).text
    assert "<b>&amp; {{7*7}}" in text


def test_a_long_text_is_cut_with_a_count():
    assert brief("x" * 1500, LONGEST) == "x" * LONGEST + "… and 500 more characters"


def test_the_mark_stands_at_the_foot_of_each_sheet_only_when_it_is_plain_words():
    seen = view(a_run())
    assert f'content:"{seen.header.mark}"' in html.review(seen)
    odd = replace(seen, header=replace(seen.header, mark='"}body{display:none'))
    assert 'content:""' in html.review(odd)


def test_no_template_marks_text_as_safe():
    for template in TEMPLATES.glob("*.j2"):
        text = template.read_text(encoding="utf-8")
        assert not re.search(r"\|\s*safe\b|autoescape|\bstyle=|\son\w+=", text), template.name


def test_figures_that_are_held_back_are_nowhere_on_the_page():
    text = page(a_published_run(), Audience.PUBLICATION)
    shown = inert(text).text
    for figure in ("57", "64", "89.1%", "7 others", "23"):
        assert f" {figure} " not in shown and f"“{figure}”" not in shown
    assert set(re.findall(r'class="count">([^<]*)<', text)) == {"not shown"}
    assert f"Found: {HIDDEN}" in shown


def test_hidden_hand_offs_have_no_bars():
    assert "<svg" in page()
    assert "<svg" not in page(a_published_run(), Audience.PUBLICATION)


# -- the answers a reader looks for


def test_the_headline_gives_the_ratings_and_what_they_rest_on():
    assert element(page(), "headline") == (
        "No wrong door: red. Anytown Council: green. Riverbank Recovery: not yet rateable. "
        "Anytown Mental Health Trust: red. Anytown Hospital: not rated. Of 9 duties that say must, "
        "2 are not met or only partly met and 4 cannot be settled until evidence comes."
    )


def test_a_reader_finds_whether_a_duty_is_met():
    assert element(page(), "riverbank.MA-1.result") == "Partly met"


def test_a_reader_finds_why():
    assert element(page(), "riverbank.MA-1.why") == (
        "What delivered looks at, out of people in treatment. "
        "Wanted: at least 90%; at least 75% is partly met. Found: 57 of 64 (89.1%). "
        "Read from riverbank.csv (self-declared): cell MA-1.delivered/number: number “57”, "
        "cell MA-1.delivered/out of: out of “64”"
    )


def test_a_reader_finds_what_it_would_take():
    assert element(page(), "riverbank.MA-1.take") == "1 more of the 7 others (58 of 64)"


def test_a_reader_finds_what_evidence_is_still_needed():
    assert element(page(), "riverbank.MA-3.needed") == "What offered looks at (not submitted: document)"


def test_a_reader_finds_how_far_a_figure_can_be_relied_on():
    assert element(page(), "riverbank.MA-1.grade") == (
        "Self-declared: stated by the party itself, with no document named"
    )
    assert element(page(), "council.NWD-2.grade").startswith("Documented:")


def test_a_reader_finds_where_people_were_lost():
    text = page()
    lost = [element(text, f"flow.{n}.lost") for n in (1, 2)]
    assert "5 people are counted as sent and not as received. The gap belongs to the pathway." in lost[1]
    assert "1 person is counted as sent and not as received." in lost[0]


def test_evidence_that_decides_a_rating_is_asked_for_first():
    checks = [a_check("count", "at least 1", name=name) for name in ("a", "b")]
    spec = a_spec(
        a_requirement(checks[0], id="A", strength=Strength.SHOULD),
        a_requirement(checks[1], id="B"),
        a_requirement(a_check("count", "at least 1", name="c"), id="C"),
    )
    asked = page_of(view(run_of(spec, {"riverbank": {"C.c/answer": 1}}))).asked[0]
    assert [(each.requirement, each.could) for each in asked.asks] == [
        ("B", "could change a rating. Riverbank Recovery: red, or green"),
        ("A", "settles this duty alone"),
    ]


def test_with_bands_of_its_own_what_could_cross_one_decides():
    bands = {"compliance": CardSettings((("green", read_target("at least 60%")),))}
    spec = a_spec(
        *(a_requirement(a_check("count", "at least 1", name="a"), id=f"R-{n}") for n in range(3)), cards=bands
    )
    given = {"riverbank": {"R-0.a/answer": 1}}
    decides = [each.decides for each in view(run_of(spec, given)).needed[0].items]
    assert decides == [True, True]


def test_what_holds_no_wrong_door_open_decides_though_it_is_no_must():
    check = a_check("count", "at least 1", name="a")
    given = {"riverbank": {"R-2.a/answer": 1}}
    settings = {"owed_by": ("riverbank",), "strength": Strength.SHOULD}
    asked = [
        view(run_of(a_spec(first, a_requirement(check, id="R-2")), given)).needed[0].items[0].decides
        for first in (
            a_requirement(check, id="R-1", principle="access", **settings),
            a_requirement(check, id="R-1", **settings),
        )
    ]
    assert asked == [True, False]


def test_an_essential_duty_decides_where_it_caps_the_rating():
    bands = {"compliance": CardSettings((("green", read_target("at least 0%")),))}
    check = a_check("count", "at least 1", name="a")
    for essential in (True, False):
        spec = a_spec(a_requirement(check, id="R-1", essential=essential), cards=bands)
        assert view(run_of(spec, {})).needed[0].items[0].decides is essential


def test_at_most_five_things_are_raised_the_worst_first():
    many = [
        a_requirement(a_check("count", "at least 2", partly, name="a"), id=f"R-{n}")
        for n, partly in enumerate(["at least 1", None] * 4)
    ]
    given = {"riverbank": {f"R-{n}.a/answer": 1 for n in range(8)}}
    raised = page_of(view(run_of(a_spec(*many), given))).raised
    assert len(raised) == RAISED
    assert [each.part.mark.words for each in raised] == ["Not met"] * 4 + ["Partly met"]


def test_files_are_called_by_their_own_names_unless_two_are_alike():
    paths = ["a/return.csv", "b/return.csv", "spec.yaml"]
    assert short_names(["q/spec.yaml", *paths[:2]]) == {
        "q/spec.yaml": "spec.yaml",
        "a/return.csv": "a/return.csv",
        "b/return.csv": "b/return.csv",
    }


# -- the largest and the emptiest


def test_sixty_requirements_stay_within_the_budget():
    guide = Citation(
        "A guide for commissioners " * 4, "Service specifications", "What is expected. " * 12, "5"
    )
    many = [
        a_requirement(
            a_check(target="at least 90%", partly="at least 75%", name="first"),
            a_check("statement", name="second"),
            id=f"R-{n}",
            section=f"Section {n // 10}",
            citations=(guide, GUIDE),
            wording="The provider shall see to it that each person is helped in good time. " * 2,
            if_not_met="improvement plan within 20 working days",
        )
        for n in range(60)
    ]
    given = {f"R-{n}.first/{c}": v for n in range(60) for c, v in (("number", 57), ("out of", 64 + n))}
    text = page(run_of(a_spec(*many), {"riverbank": given}))
    assert len(text.encode()) < 300_000


def test_five_hundred_requirements_are_all_there():
    many = [a_requirement(a_check("count", "at least 1", name="a"), id=f"R-{n}") for n in range(500)]
    found = inert(page(run_of(a_spec(*many), {"riverbank": {"R-0.a/answer": 1}})))
    assert {f"riverbank.R-{n}" for n in range(500)} <= set(found.ids)


def test_with_no_parties_the_page_says_so():
    seen = view(a_run())
    empty = replace(seen, compliance=(), verdicts=(), no_wrong_door=None, needed=(), unmet=(), findings=())
    text = inert(html.review(replace(empty, allowances=()))).text
    assert "Nobody owes anything in this period, so nothing is rated." in text


def test_nothing_rateable_is_said_and_never_a_nought():
    run = run_of(a_spec(requirements()[3], parties=(COUNCIL, RIVERBANK)), {})
    text = inert(page(run)).text
    assert "No score: nothing that counts was owed" in text
    assert "0%" not in text


def test_only_so_many_findings_are_listed_and_the_rest_counted():
    findings = tuple(a_finding(message=f"Fault {n}.") for n in range(FINDINGS_SHOWN + 7))
    assert "And 7 more, which review.json has in full." in inert(page(a_run(findings=findings))).text


def test_an_unreadable_return_is_named():
    assert "Not readable, so that nothing in them counts: trust.xlsx." in page(
        a_run(unreadable=("trust.xlsx",))
    ).replace("<bdi>", "").replace("</bdi>", "")
