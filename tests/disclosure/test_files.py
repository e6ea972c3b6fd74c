"""What is written for publication: no file has a number that is held back, or anything made of one."""

import contextlib
import io
import itertools
import json
import zipfile
from pathlib import Path
from random import Random

import pytest

from specrules.__main__ import main
from specrules.engine.plain import PlainEngine
from specrules.result import MET, NOT_MET
from tests.report.files import LOG, SPEC, a_folder, a_return

MORE = """\
  MA-2:
    title: Reviews are held at every site
    owed-by: riverbank
    strength: should
    asked-at: each site
    checks:
      reviews: {share: people who had a review, of: people at the site, target: at least 90%}
    source: local decision, 2026-02-10
"""
SETTINGS = "specrules: settings 1\npublication:\n  hide-below: {below}\n"


def everything(folder):
    """The text of all files in a folder, workbooks taken apart, by their names."""
    found = {}
    for path in sorted(filter(Path.is_file, folder.rglob("*"))):
        data = path.read_bytes()
        if zipfile.is_zipfile(io.BytesIO(data)):
            with zipfile.ZipFile(io.BytesIO(data)) as packed:
                data = b"\n".join(packed.read(name) for name in packed.namelist())
        found[path.name] = data.decode("utf-8-sig", errors="replace")
    return found


@pytest.fixture
def run(capsys):
    """Run a command and return its exit code and all that it says."""

    def running(*argv):
        code = main([str(each) for each in argv])
        captured = capsys.readouterr()
        return code, captured.out + captured.err

    return running


def test_no_file_has_a_number_that_is_held_back_or_its_rate(tmp_path, run):
    rng = Random(11)
    number, out_of = rng.randint(20_001, 30_000), rng.randint(60_001, 70_000)
    folder = a_folder(tmp_path / "in", a_return("riverbank", f"MA-1.delivered: {number} of {out_of}"))
    (folder / "specrules.yaml").write_text(SETTINGS.format(below=90_000))
    kept, public = tmp_path / "kept", tmp_path / "public"
    run("review", folder, "--output", kept)
    code, said = run("review", folder, "--for", "publication", "--output", public)
    rate = f"{number / out_of:.1%}"
    assert code == 1
    private = everything(kept)
    assert str(number) in private["review.txt"] and rate in private["review.txt"]
    for name, text in {**everything(public), "what was said": said}.items():
        for secret in (str(number), f"{number:,}", str(out_of), f"{out_of:,}", rate, str(out_of - number)):
            assert secret not in text, (name, secret)
    assert set(everything(public)) == set(private)


def test_every_format_that_is_printed_holds_it_back(tmp_path, run):
    folder = a_folder(tmp_path, a_return("riverbank", "MA-1.delivered: 23417 of 71243"))
    (folder / "specrules.yaml").write_text(SETTINGS.format(below=90_000))
    for form in ("text", "json", "html", "csv", "junit", "markdown"):
        said = run("review", folder, "--for", "publication", "--format", form)[1]
        assert "23417" not in said and "71243" not in said and "32.9" not in said, form


def test_words_of_people_names_of_files_and_fingerprints_are_in_no_file(tmp_path, run):
    riverbank = a_return("riverbank", "MA-1.delivered: {number: 57, out of: 60, comment: three declined it}")
    log = LOG.replace("the new record system is late", "four people were missed")
    folder = a_folder(tmp_path / "in", riverbank, log=log)
    (folder / "returns/riverbank.yaml").rename(folder / "returns/seven people.yaml")
    run("review", folder, "--output", tmp_path / "kept")
    fingerprint = next(
        digest
        for file, digest in json.loads((tmp_path / "kept/review.json").read_text())["run"]["files"].items()
        if "seven" in file
    )
    run("review", folder, "--for", "publication", "--output", tmp_path / "public")
    private = "\n".join(everything(tmp_path / "kept").values())
    public = "\n".join(everything(tmp_path / "public").values())
    for secret in ("four people were missed", "seven people", fingerprint[:12], "review meeting"):
        assert secret in private and secret not in public, secret
    assert "three declined" not in public


@pytest.mark.parametrize("command", [("review",), ("pack",)])
def test_an_exit_code_says_nothing_of_what_is_held_back(tmp_path, run, command):
    codes = set()
    for number in (1, 4):
        folder = a_folder(tmp_path / f"in-{number}", a_return("riverbank", f"MA-1.delivered: {number} of 4"))
        public = ("--for", "publication", "--output", tmp_path / f"public-{number}")
        codes.add(run(*command, folder, *public)[0])
    assert codes == {1}
    assert everything(tmp_path / "public-1") == everything(tmp_path / "public-4")


@pytest.mark.parametrize("command", ["review", "pack"])
def test_what_is_kept_of_a_fault_is_not_published_and_holds_no_number_and_no_name(
    tmp_path, run, monkeypatch, command
):
    decide = PlainEngine.decide
    monkeypatch.setattr(
        PlainEngine, "decide", lambda self, *asked: NOT_MET if decide(self, *asked) is MET else MET
    )
    monkeypatch.chdir(tmp_path)
    public = tmp_path / "public"
    public.mkdir()
    folder = a_folder(tmp_path / "in", a_return("riverbank", "MA-1.delivered: 23417 of 71243"))
    code, said = run(command, folder, "--for", "publication", "--output", public)
    assert (code, list(public.iterdir())) == (2, [])
    kept = Path("engine-fault.json").read_text()
    assert json.loads(kept)["answers"]
    for secret in ("23417", "71243", "riverbank", "MA-1", "delivered", "anytown", "2026"):
        assert secret not in kept and secret not in said.replace(str(tmp_path), ""), secret


# -- from one publication to the next


def with_sites(folder, number, sites):
    """Write a quarter into *folder* in which there is a figure of each site."""
    lines = [f"  - {{site: {site}, number: {n}, out of: {o}}}" for site, (n, o) in sites.items()]
    items = ["MA-2.reviews:", *lines]
    riverbank = a_return("riverbank", "MA-1.delivered: 57 of 90", *items, period=f"2026-27-Q{number}")
    spec = SPEC.replace("bound-by: this contract}", "bound-by: this contract, sites: [North, South, East]}")
    head, _, tail = spec.partition("  NWD-1:")
    council = a_return("council", "NWD-1.signed: yes", period=f"2026-27-Q{number}")
    return a_folder(folder, riverbank, council, f"{head}{MORE}  NWD-1:{tail}")


def quarter(folder, number, sites, run, *options):
    """Publish a quarter and return the exit code, what was said, and what is printed of each cell."""
    place = with_sites(folder / f"in-{number}", number, sites)
    public = folder / f"public-{number}"
    code, said = run("review", place, "--for", "publication", "--output", public, *options)
    if not (public / "review.json").exists():
        return code, said, {}
    data = json.loads((public / "review.json").read_text())
    assert data["run"]["audience"] == "publication"
    return code, said, {f["item"]: f["text"] for v in data["verdicts"] for f in v["because"]}


def test_what_was_held_back_stays_held_back_when_a_figure_is_published_again(tmp_path, run):
    first = {"North": (3, 20), "South": (12, 20), "East": (14, 20)}
    _, _, before = quarter(tmp_path / "a", 1, first, run)
    changed = {"North": (9, 20), "South": (12, 20), "East": (14, 20)}
    _, _, alone = quarter(tmp_path / "b", 1, changed, run)
    _, _, again = quarter(tmp_path / "c", 1, changed, run, "--published", tmp_path / "a/public-1")
    hidden = {item for item, text in before.items() if text == "*"}
    assert len(hidden) == 2
    assert "*" not in alone.values()
    assert hidden <= {item for item, text in again.items() if text == "*"}


def test_a_change_of_a_few_people_is_held_back(tmp_path, run):
    first = {"North": (9, 20), "South": (12, 20), "East": (14, 20)}
    _, _, before = quarter(tmp_path / "a", 1, first, run)
    changed = {"North": (10, 20), "South": (12, 20), "East": (13, 20)}
    _, _, again = quarter(tmp_path / "c", 1, changed, run, "--published", tmp_path / "a/public-1")
    assert "*" not in before.values()
    assert {item for item, text in again.items() if text == "*"} >= {
        "MA-2.reviews@North/number",
        "MA-2.reviews@East/number",
    }


def test_only_what_was_published_can_be_named_as_published(tmp_path, run):
    folder = a_folder(tmp_path / "in")
    run("review", folder, "--output", tmp_path / "kept")
    options = ("--for", "publication", "--published", tmp_path / "kept/review.json")
    code, said = run("review", folder, *options)
    assert code == 2
    assert "was made for the commissioner and not for publication" in said
    (tmp_path / "other.json").write_text("{}")
    code, said = run("review", folder, "--for", "publication", "--published", tmp_path / "other.json")
    assert (code, "is no review.json that specrules wrote" in said) == (2, True)
    code, said = run("review", folder, "--published", tmp_path / "kept/review.json")
    assert (code, "--published goes with --for publication" in said) == (2, True)
    empty = tmp_path / "nothing"
    empty.mkdir()
    assert run("review", folder, "--for", "publication", "--published", empty)[0] == 2


def test_reviews_side_by_side_for_publication_are_all_for_publication(tmp_path, run):
    folder = a_folder(tmp_path / "in")
    run("review", folder, "--output", tmp_path / "kept")
    code, said = run("roll-up", tmp_path / "kept", "--for", "publication", "--output", tmp_path / "pages")
    assert (code, "was not made for publication" in said) == (2, True)
    assert not (tmp_path / "pages").exists()
    run("review", folder, "--for", "publication", "--output", tmp_path / "public")
    code, _ = run("roll-up", tmp_path / "public", "--for", "publication", "--output", tmp_path / "pages")
    assert code == 0
    pages = everything(tmp_path / "pages")
    marked = [name for name, text in pages.items() if "For publication: small numbers are held" in text]
    assert marked == [name for name in pages if name.endswith(".html")]


@pytest.mark.parametrize(
    ("settings", "why"),
    [
        ("specrules: settings 1\npublication: {hide-bellow: 8}\n", "an error, so it was not used"),
        ("specrules: settings 1\npublication: {hide-below: few}\n", "an error, so it was not used"),
        ("specrules: settings 1\npublication: {hide-below: 0}\n", "has to be 2 or more"),
    ],
)
def test_settings_that_are_wrong_publish_nothing(settings, why, tmp_path, run):
    folder = a_folder(tmp_path / "in")
    (folder / "specrules.yaml").write_text(settings)
    code, said = run("review", folder, "--for", "publication", "--output", tmp_path / "public")
    assert (code, why in said) == (2, True)
    assert not (tmp_path / "public").exists()


# -- kept beside the reviews


def test_what_was_kept_as_published_is_linked_without_being_named(tmp_path, run):
    records = ("--keep", tmp_path / "records")
    first = {"North": (3, 20), "South": (12, 20), "East": (14, 20)}
    code, said, before = quarter(tmp_path / "a", 1, first, run, *records)
    assert code in (0, 1) and "Kept as published:" in said
    changed = {"North": (9, 20), "South": (12, 20), "East": (14, 20)}
    _, _, again = quarter(tmp_path / "b", 1, changed, run, *records)
    hidden = {item for item, text in before.items() if text == "*"}
    assert hidden and hidden <= {item for item, text in again.items() if text == "*"}


def test_the_same_publication_is_kept_once(tmp_path, run):
    sites = {"North": (3, 20), "South": (12, 20), "East": (14, 20)}
    printed = [quarter(tmp_path / name, 1, sites, run, "--keep", tmp_path / "records")[2] for name in "ab"]
    assert printed[0] == printed[1]
    assert len(list((tmp_path / "records/published").iterdir())) == 1


def test_a_period_that_was_kept_and_not_published_is_named(tmp_path, run):
    sites = {"North": (9, 20), "South": (12, 20), "East": (14, 20)}
    quarter(tmp_path / "a", 1, sites, run)
    run("review", tmp_path / "a/in-1", "--keep", tmp_path / "records")
    said = quarter(tmp_path / "b", 2, sites, run, "--keep", tmp_path / "records")[1]
    assert "Of 2026-27-Q1 a review is kept and no publication. If there was one, name it" in said


# -- a year in one command

YEAR = (
    {"North": (3, 20), "South": (12, 20), "East": (14, 20)},
    {"North": (9, 20), "South": (2, 20), "East": (14, 20)},
    {"North": (9, 20), "South": (11, 20), "East": (8, 20)},
)


def texts(review):
    """What a review says of each cell."""
    data = json.loads(review.read_text())
    return {fact["item"]: fact["text"] for verdict in data["verdicts"] for fact in verdict["because"]}


@pytest.fixture
def kept_year(tmp_path, run):
    """A folder in which the reviews of two quarters are kept, and that of the third, which is not."""
    printed = []
    for number, sites in enumerate(YEAR, 1):
        before = [option for n in range(1, number) for option in ("--published", tmp_path / f"public-{n}")]
        printed.append(quarter(tmp_path, number, sites, run, *before)[2])
    for number in (1, 2):
        run("review", tmp_path / f"in-{number}", "--keep", tmp_path / "records")
    return tmp_path / "records", tmp_path / "in-3", printed


def test_the_kept_reviews_of_a_year_are_published_together_as_if_one_after_the_other(
    kept_year, tmp_path, run
):
    records, newest, printed = kept_year
    options = ("--runs", records, "--for", "publication", "--output")
    code, said = run("pack", newest, *options, tmp_path / "year")
    assert code in (0, 1), said
    assert f"written to {tmp_path}/year: 2026-27-Q1, 2026-27-Q2 and 2026-27-Q3." in said
    quarters = [tmp_path / f"year/2026-27-Q{number}/review.json" for number in (1, 2, 3)]
    assert [texts(each) for each in quarters] == printed
    assert any("*" in each.values() for each in printed)
    text = "\n".join(everything(tmp_path / "year").values())
    assert "three declined" not in text and "specrules-" not in text and "in-3" not in text


def test_a_year_that_is_published_again_is_the_same_to_the_byte(kept_year, tmp_path, run):
    records, newest, _ = kept_year
    made = []
    for name in ("one", "two"):
        said = run("pack", newest, "--runs", records, "--for", "publication", "--output", tmp_path / name)
        assert said[0] in (0, 1), said
        files = filter(Path.is_file, (tmp_path / name).rglob("*.*"))
        made.append({path.relative_to(tmp_path / name): path.read_bytes() for path in files})
    one, two = made
    assert one == two and len(one) > 40
    assert len(list((records / "published").iterdir())) == 3


def test_of_a_year_in_which_a_kept_review_was_changed_nothing_is_published(kept_year, tmp_path, run):
    records, newest, _ = kept_year
    record = next(records.glob("2026-27-Q1-*.json"))
    record.write_bytes(record.read_bytes().replace(b"57 of 90", b"58 of 90"))
    code, said = run("pack", newest, "--runs", records, "--for", "publication", "--output", tmp_path / "year")
    assert code == 2 and record.name in said
    assert not (tmp_path / "year").exists()


@pytest.mark.parametrize("command", [("review", "--keep"), ("pack", "--runs")])
def test_reviews_with_every_figure_are_not_kept_inside_what_is_published(tmp_path, run, command):
    verb, option = command
    folder, public = a_folder(tmp_path / "in"), tmp_path / "public"
    code, said = run(verb, folder, option, public / "records", "--for", "publication", "--output", public)
    assert (code, "Keep it in a folder of its own." in said) == (2, True)
    assert not public.exists()


def told_of_a_year(folder, year, run):
    """What is in print of each quarter, and all that is said and written of a year, by name."""
    folder.mkdir()
    with contextlib.chdir(folder):
        printed, told = [], {}
        for number, sites in enumerate(year, 1):
            before = [option for n in range(1, number) for option in ("--published", f"public-{n}")]
            code, said, shown = quarter(Path(), number, sites, run, *before)
            printed.append(shown)
            told[number] = code, said
        public = [f"public-{number}" for number in range(1, len(year) + 1)]
        for pair, form in itertools.product(itertools.pairwise(public), ("text", "json", "html")):
            reviews = [f"{each}/review.json" for each in pair]
            told[*pair, form] = run("compare", *reviews, "--for", "publication", "--format", form)
        into = ("--output", "pages", "--results", "results.csv")
        told["rolled up"] = run("roll-up", *public, "--for", "publication", *into)
        written = [
            Path("results.csv"),
            *(each for top in (*public, "pages") for each in Path(top).rglob("*")),
        ]
        return printed, {**told, **{path: path.read_bytes() for path in filter(Path.is_file, written)}}


def moved(year, printed):
    """The same year with one person moved between two places whose numbers are held back."""
    for sites, shown in zip(year, printed, strict=True):
        hidden = [site for site in sites if shown.get(f"MA-2.reviews@{site}/number") == "*"]
        more = zip(hidden[:2], (-1, 1), strict=False) if len(hidden) > 1 else ()
        yield {**sites, **{site: (sites[site][0] + one, sites[site][1]) for site, one in more}}


def alike(tmp_path, year, run):
    """Whether the twin of a year is told apart from it by what is held back alone; then nothing else may."""
    printed, told = told_of_a_year(tmp_path / "one", year, run)
    twin = list(moved(year, printed))
    again, same = told_of_a_year(tmp_path / "other", twin, run)
    if twin == list(year) or again != printed:
        return False
    assert told.keys() == same.keys()
    assert [name for name in told if told[name] != same[name]] == []
    return True


def test_of_a_year_that_differs_in_what_is_held_back_everything_is_the_same(tmp_path, run):
    assert alike(tmp_path, YEAR, run)


@pytest.mark.slow
def test_of_any_such_year_everything_is_the_same(tmp_path, run):
    rng, many = Random(21), 0
    for number in range(15):
        (tmp_path / str(number)).mkdir()
        year = [
            {site: (rng.choice((2, 3, 4, 9, 12, 13)), 20) for site in ("North", "South", "East")}
            for _ in range(rng.randint(2, 4))
        ]
        many += alike(tmp_path / str(number), year, run)
    assert many > 5


# -- what no gate has looked at


@pytest.mark.parametrize("command", [("trend",), ("replay", "spec.yaml"), ("plan",)])
def test_what_has_every_figure_is_not_published(tmp_path, run, command):
    folder = a_folder(tmp_path / "in")
    verb, *first = command
    code, said = run(verb, *(folder / each for each in first), folder, "--for", "publication")
    assert (code, "Nothing was published:" in said) == (2, True)


def test_two_publications_are_compared_for_publication_and_nothing_else_is(tmp_path, run):
    sites = {"North": (9, 20), "South": (12, 20), "East": (14, 20)}
    for number in (1, 2):
        quarter(tmp_path, number, sites, run)
    run("review", tmp_path / "in-2", "--output", tmp_path / "kept")
    first, second = (tmp_path / f"public-{n}/review.json" for n in (1, 2))
    assert run("compare", first, second, "--for", "publication")[0] in (0, 1)
    code, said = run("compare", first, tmp_path / "kept/review.json", "--for", "publication")
    assert (code, "a review made for the commissioner has every figure" in said) == (2, True)
