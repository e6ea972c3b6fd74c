"""The local page in a real browser, as a first-time visitor meets it."""

import re
import shutil
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import MODES
from tests.browser.looking import SPACING, faults, misplaced, shown
from tests.marking.test_marking import marked_up
from tests.page.asking import serving
from tests.report.files import MET, SPEC, a_folder

NOT_QUITE = MET.replace("57 of 60", "57 of 64")
ROOT = Path(__file__).parents[2]
# Whole, because "Not saved yet" has these letters too.
SAVED = re.compile("^Saved$")
DUTY = "/duty?file=spec.yaml&clause=mutual-aid/recovery-support-recorded"
PAGES = (
    "/",
    "/draft?file=spec.yaml",
    "/duty?file=spec.yaml",
    DUTY,
    "/review?file=spec.yaml",
    "/marked?file=spec.yaml",
)


class Visit:
    """A browser with the page of a small partnership open; *requests* and *complaints* are kept."""

    def __init__(self, served, context):
        self.served, self.tab = served, context.new_page()
        self.own = f"http://127.0.0.1:{served.guard.port}"
        self.requests, self.complaints = [], []
        self.tab.on("request", lambda request: self.requests.append(request.url))
        self.tab.on("console", lambda message: self.complaints.append(message.text))
        self.tab.on("pageerror", lambda error: self.complaints.append(str(error)))

    def __getattr__(self, name):
        return getattr(self.tab, name)


@contextmanager
def visiting(chromium, served, mode="light"):
    """A browser in one of the MODES that has the cookie."""
    context = chromium.new_context(**MODES[mode], accept_downloads=True)
    guard = served.guard
    cookie = {"name": guard.cookie_name, "value": guard.cookie, "sameSite": "Strict", "httpOnly": True}
    context.add_cookies([{**cookie, "url": f"http://127.0.0.1:{guard.port}"}])
    visit = Visit(served, context)
    visit.goto(f"{visit.own}/draft?file=spec.yaml")
    yield visit
    context.close()


@pytest.fixture(scope="module")
def shared(tmp_path_factory):
    """A page on which nothing is saved."""
    with serving(a_folder(tmp_path_factory.mktemp("anytown"))) as served:
        yield served


@pytest.fixture
def own(tmp_path):
    """The page of a folder of its own."""
    with serving(a_folder(tmp_path)) as served:
        yield served


@pytest.fixture
def visit(chromium, shared):
    """A visit that saves nothing."""
    shared.visit.drafts.let_go("spec.yaml")
    with visiting(chromium, shared) as visit:
        yield visit


def write(visit, text):
    """Write *text* in the place of all that is in the editor."""
    visit.locator(".cm-content").click()
    visit.keyboard.press("Control+a")
    visit.keyboard.press("Delete")
    visit.keyboard.insert_text(text)


def test_a_first_visitor_drafts_breaks_mends_reviews_and_downloads(chromium, own, tmp_path):
    with visiting(chromium, own) as visit:
        visit.context.clear_cookies()
        visit.goto(own.address)
        visit.get_by_role("link", name="Read and change spec.yaml").click()

        write(visit, SPEC.replace("target: at least 90%", "target: at least 0.9"))
        problems = visit.get_by_role("region", name="Problems")
        problem = problems.get_by_role("listitem").filter(has_text="0.9").first
        problem.wait_for()
        expect(visit.locator("#saved")).to_have_text("Changed, and not saved yet")
        problem.get_by_role("link").click()
        expect(visit.locator(".cm-content")).to_be_focused()

        write(visit, SPEC.replace("target: at least 90%", "target: at least 95%"))
        visit.get_by_role("region", name="In plain English").get_by_text("at least 95%").first.wait_for()
        expect(problem).to_have_count(0)
        visit.get_by_role("button", name="Save", exact=True).click()
        visit.locator("#saved", has_text=SAVED).wait_for()
        assert "at least 95%" in (tmp_path / "spec.yaml").read_text()

        visit.get_by_role("button", name="Review returns").click()
        visit.get_by_role("checkbox").first.wait_for()
        for each in visit.get_by_role("checkbox").all():
            each.uncheck()
        sent = {"name": "riverbank.yaml", "mimeType": "text/yaml", "buffer": NOT_QUITE.encode()}
        visit.get_by_label("Drop returns here, or choose them").set_input_files(sent)
        visit.get_by_role("button", name="Review").click()
        visit.get_by_role("heading", name="A small service").wait_for()
        visit.get_by_role("link", name="MA-1", exact=True).first.click()
        expect(visit.locator("[id='riverbank.MA-1.why']")).to_contain_text("57 of 64")
        expect(visit.locator("[id='riverbank.MA-1.result']")).to_have_text("Not met")

        with visit.expect_download() as download:
            visit.get_by_role("link", name="The scorecard as an Excel workbook").click()
        assert download.value.suggested_filename == "scorecard.xlsx"
        assert Path(download.value.path()).read_bytes().startswith(b"PK")

        assert [each for each in visit.requests if not each.startswith((visit.own, "data:"))] == []
        assert visit.complaints == []


def test_a_duty_is_added_by_answering_and_stands_in_the_text(chromium, own, tmp_path):
    with visiting(chromium, own) as visit:
        visit.get_by_role("button", name="Add a duty").click()
        visit.get_by_text("Mutual aid", exact=True).click()
        visit.get_by_role("link", name="Keyworkers help people to use mutual aid").click()
        visit.get_by_role("button", name="Add this duty").click()
        visit.get_by_role("alert").get_by_role("link", name="Answer delivered: the target").click()
        expect(visit.locator("[id='target.delivered']")).to_be_focused()
        visit.keyboard.type("at least 80%")
        visit.get_by_role("button", name="Add this duty").click()
        visit.get_by_text("MA-2 was added, and is not saved yet.").wait_for()
        visit.get_by_role("link", name="MA-2", exact=True).click()
        visit.keyboard.press("Control+s")
        visit.locator("#saved", has_text=SAVED).wait_for()
    assert "      delivered: at least 80%\n" in (tmp_path / "spec.yaml").read_text()


def test_a_marked_up_workbook_is_handed_over_looked_at_and_taken_over(chromium, own, axe, tmp_path):
    target = "requirements/MA-1/checks/delivered/target"
    book = marked_up(tmp_path / "spec.yaml", {target: "at least 85%", "title": "Another title"})
    with visiting(chromium, own) as visit:
        visit.get_by_role("link", name="Take over a workbook that came back").click()
        visit.get_by_label("Drop the workbook here, or choose it").set_input_files(book)
        visit.get_by_role("button", name="See what it asks for").click()
        visit.get_by_role("row", name="MA-1").get_by_text("at least 85%").wait_for()
        assert faults(visit, axe) == [] and misplaced(visit) == []
        visit.get_by_role("checkbox", name="Title").uncheck()
        visit.get_by_role("button", name="Take over what is ticked").click()
        visit.get_by_text("1 change was taken over from the workbook, and not saved yet.").wait_for()
        visit.get_by_role("button", name="Save", exact=True).click()
        visit.locator("#saved", has_text=SAVED).wait_for()
        assert (tmp_path / "spec.yaml").read_text() == SPEC.replace("at least 90%", "at least 85%")


def test_words_are_offered_while_typing_and_taken_with_the_keyboard(visit):
    visit.locator(".cm-content").click()
    visit.keyboard.press("Control+End")
    visit.keyboard.insert_text("    sect")
    visit.keyboard.press("Control+Space")
    visit.get_by_role("option").first.wait_for()
    visit.wait_for_timeout(150)  # so soon after it has appeared, a key is not meant for the list
    visit.keyboard.press("Enter")
    visit.locator(".cm-line", has_text="section:").last.wait_for()


def test_the_keyboard_leaves_the_editor_as_any_other_box(visit):
    visit.locator(".cm-content").focus()
    visit.keyboard.press("Tab")
    expect(visit.locator(".cm-content")).not_to_be_focused()


def test_the_plain_box_has_what_the_editor_has_and_the_other_way_round(visit):
    write(visit, "# one\n" + SPEC)
    visit.get_by_role("button", name="Use a plain box for the text").click()
    box = visit.get_by_role("textbox", name="The specification")
    expect(box).to_have_value("# one\n" + SPEC)
    box.fill("# two\n" + SPEC)
    visit.get_by_role("button", name="Use the editor").click()
    expect(visit.locator(".cm-line").first).to_have_text("# two")


def test_without_script_all_of_it_works_too(chromium, own, tmp_path):
    with visiting(chromium, own, "no script") as visit:
        box = visit.get_by_role("textbox", name="The specification")
        box.fill(SPEC.replace("strength: must", "strenght: must", 1))
        visit.get_by_role("button", name="Check").click()
        problems = visit.get_by_role("region", name="Problems").get_by_role("listitem")
        problems.filter(has_text="strenght").first.get_by_role("link", name="Line 16").click()
        expect(visit.locator("#line-16")).to_have_text("strenght: must")
        visit.get_by_role("button", name="Put right what safely can be").click()
        expect(box).to_have_value(SPEC)
        box.fill(SPEC.replace("A small service", "Ours"))
        visit.get_by_role("button", name="Save").click()
        assert "title: Ours" in (tmp_path / "spec.yaml").read_text()
        visit.get_by_role("button", name="Review returns").click()
        visit.get_by_role("button", name="Review").click()
        expect(visit.get_by_role("heading", name="Ours")).to_be_visible()


def test_a_file_that_changed_meanwhile_is_said_so_and_nothing_is_lost(chromium, own, tmp_path):
    with visiting(chromium, own) as visit:
        write(visit, "# ours\n" + SPEC)
        visit.locator("#saved", has_text="Changed").wait_for()
        (tmp_path / "spec.yaml").write_text("# theirs\n" + SPEC)
        visit.get_by_role("button", name="Save", exact=True).click()
        visit.get_by_role("heading", name="Not saved: the file has changed").wait_for()
        expect(visit.get_by_label("Your text")).to_have_value("# ours\n" + SPEC)
        visit.get_by_role("button", name="Save your text over it").click()
        visit.get_by_text("Saved over it.").wait_for()
    assert (tmp_path / "spec.yaml").read_text() == "# ours\n" + SPEC


def test_when_it_has_stopped_the_page_says_so(chromium, own):
    with visiting(chromium, own) as visit:
        visit.locator(".cm-content").wait_for()
        visit.context.set_offline(True)
        write(visit, "# more\n" + SPEC)
        visit.get_by_role("alert").filter(has_text="specrules has stopped").wait_for()


@pytest.mark.parametrize("mode", shown("light", "dark", "320 px", "forced colours"))
def test_axe_finds_nothing_and_no_text_is_out_of_its_place(chromium, shared, axe, mode):
    with visiting(chromium, shared, mode) as visit:
        for path in PAGES:
            visit.goto(visit.own + path)
            visit.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
            assert faults(visit, axe) == [], path
            if path.startswith("/draft"):
                # What the editor has scrolled out of sight would be taken for text over other text.
                visit.get_by_role("button", name="Use a plain box for the text").click()
            assert misplaced(visit) == [], path


def test_the_form_with_everything_wrong_and_the_scorecard_have_nothing_wrong_with_them(visit, axe):
    visit.goto(visit.own + DUTY)
    visit.get_by_role("button", name="Add this duty").click()
    assert faults(visit, axe) == []
    visit.goto(f"{visit.own}/review?file=spec.yaml")
    visit.get_by_role("button", name="Review").click()
    visit.get_by_role("heading", name="Keep it").wait_for()
    assert faults(visit, axe) == []
    assert misplaced(visit) == []


def test_nothing_is_cut_off_with_the_spacing_a_reader_may_ask_for(chromium, shared):
    with visiting(chromium, shared, "320 px") as visit:
        for path in ("/", DUTY, "/review?file=spec.yaml"):
            visit.goto(visit.own + path)
            visit.evaluate(SPACING)
            assert misplaced(visit) == [], path


PLANTED = """() => document.querySelector("main").insertAdjacentHTML("beforeend",
  "<img src='https://example.invalid/x.png' onerror='document.title = 1'>"
  + "<p id=planted style='color: rgb(1, 2, 3)'>x</p>")"""


def test_the_policy_refuses_what_is_planted(visit):
    visit.evaluate(PLANTED)
    assert visit.title() != "1"
    assert visit.evaluate("getComputedStyle(document.querySelector('#planted')).color") != "rgb(1, 2, 3)"
    assert len([each for each in visit.complaints if "violates" in each]) >= 2


@pytest.mark.slow
def test_the_example_partnership_is_reviewed_from_its_folder(chromium, tmp_path):
    shutil.copytree(ROOT / "examples/anytown", tmp_path / "anytown")
    with serving(tmp_path) as served, visiting(chromium, served) as visit:
        visit.goto(visit.own)
        visit.get_by_role("link", name="Review returns against anytown/spec.yaml").click()
        visit.get_by_role("button", name="Review").click()
        visit.get_by_role("heading", name="Integrated drug and alcohol recovery service").wait_for()
        assert "Set aside, being for another period: returns/2026-27-Q1/council.yaml" in visit.content()
