"""What a page for publication tells of two partnerships that differ in what is held back: the same."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import pytest

from specrules.report.every import FORMS
from specrules.view import HIDDEN
from tests.browser.test_page import visiting
from tests.disclosure.test_files import with_sites
from tests.page.asking import serving
from tests.report.files import SIGNED, a_folder, a_return

# Of two sites the figures are held back, and what they come to is shown; of four people one did, or all.
SITES = ((3, 12), (2, 13))
SHARE = ("MA-1.delivered: 1 of 4", "MA-1.delivered: 4 of 4")
# What somebody might try who has seen the addresses of the others.
GUESSED = (
    *("/kept/1/engine-fault.json", "/kept/1/record.json", "/kept/1/returns.zip", "/kept/1/riverbank.yaml"),
    *(
        "/kept/1/review.json?for=commissioner",
        "/kept/1/",
        "/kept/1",
        "/kept/01/review.txt",
        "/kept/0/review.txt",
    ),
    *(
        "/kept/1/%2e%2e%2freview.txt",
        "/kept/2/review.json",
        "/scorecard/2",
        "/scorecard/1.json",
        "/scorecard/",
    ),
    *("/scorecard/1?for=commissioner", "/review/1", "/returns/riverbank.yaml", "/spec.yaml", "/favicon.ico"),
)


class Told(NamedTuple):
    """What a visit was told: every answer by its address, and a page as it is drawn and read."""

    answers: Mapping[str, tuple[Any, ...]]
    links: Sequence[str]
    drawn: str
    text: str


def published(visit):
    """All that is told from choosing returns to the last file, but for the secrets and the hour of a run."""
    guard = visit.served.guard
    secrets = re.compile("|".join((str(guard.port), guard.form, guard.cookie, "nonce[-=][^' ]*")))
    heard = []

    def plain(text):
        return secrets.sub("·", text)

    def told(answer):
        headers = {name: plain(value) for name, value in answer.headers.items() if name != "date"}
        body = b"" if "location" in headers else answer.body()
        is_page = headers.get("content-type", "").startswith("text/html")
        return answer.status, headers, plain(body.decode()) if is_page else body

    visit.goto(f"{visit.own}/review?file=spec.yaml")
    visit.tab.on("response", lambda answer: heard.append(answer))
    visit.get_by_label("Publication").check()
    visit.get_by_role("button", name="Review").click()
    visit.get_by_role("heading", name="Keep it").wait_for()
    answers = {f"{answer.request.method} {plain(answer.url)}": told(answer) for answer in heard}
    links = visit.locator("a").evaluate_all("all => all.map(each => each.getAttribute('href'))")
    own = [each for each in links if each.startswith("/")]
    assert {f"/kept/1/{name}" for name in FORMS} <= set(own)
    for address in (*own, *GUESSED):
        answers[address] = told(visit.context.request.get(visit.own + address, max_redirects=0))
    return Told(answers, links, plain(visit.content()), visit.locator("body").inner_text())


def walked(chromium, folder):
    """What is told of a folder."""
    with serving(folder) as served, visiting(chromium, served) as visit:
        told = published(visit)
        assert visit.complaints == []
        return told


def of_sites(folder, numbers):
    """A partnership with a figure for each site, in which *numbers* are those of two."""
    north, south = numbers
    return with_sites(folder, 1, {"North": (north, 20), "South": (south, 20), "East": (14, 20)})


def of_a_share(folder, item):
    """A partnership with a share of four people."""
    return a_folder(folder, a_return("riverbank", item), SIGNED)


@pytest.mark.slow
@pytest.mark.parametrize(("make", "pair"), [(of_sites, SITES), (of_a_share, SHARE)])
def test_pages_links_files_and_answers_are_the_same_whatever_is_held_back(chromium, tmp_path, make, pair):
    one, other = (walked(chromium, make(tmp_path, each)) for each in pair)
    assert f'"text": "{HIDDEN}"'.encode() in one.answers["/kept/1/review.json"][-1]
    assert len(one.answers) > len(FORMS) and one.answers.keys() == other.answers.keys()
    for address, answer in one.answers.items():
        assert answer == other.answers[address], address
    assert (one.links, one.drawn, one.text) == (other.links, other.drawn, other.text)
