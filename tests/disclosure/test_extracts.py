"""A publication of what an extract says: waits and days are figures of people too."""

import csv
import shutil
from pathlib import Path

import pytest

from specrules.__main__ import main

HARBOUR = Path(__file__).parent.parent.parent / "examples" / "harbour"
EVERYTHING = "specrules: settings 1\npublication:\n  hide-below: {below}\n  zeros: hidden\n"


@pytest.fixture
def published(tmp_path, capsys):
    """Publishes the example with some of its rows, and returns what is printed and every file by name."""

    def publish(name, keep, below=90_000):
        folder = Path(shutil.copytree(HARBOUR, tmp_path / name / "harbour"))
        (folder / "specrules.yaml").write_text(EVERYTHING.format(below=below))
        extract = folder / "extracts" / "harbour.csv"
        headings, *rows = csv.reader(extract.read_text().splitlines())
        with extract.open("w", newline="") as file:
            csv.writer(file).writerows([headings, *(row for n, row in enumerate(rows) if keep(n))])
        output = tmp_path / name / "public"
        main(["review", str(folder), "--for", "publication", "--output", str(output)])
        return capsys.readouterr().out, {path.name: path.read_bytes() for path in sorted(output.iterdir())}

    return publish


def test_where_everything_is_held_back_no_row_moves_one_byte(published):
    assert published("all", lambda _: True) == published("some", lambda n: n % 3)


def test_a_day_of_a_few_people_is_held_back_and_one_of_many_is_shown(published):
    assert "28 June 2026" in published("many", lambda _: True, below=5)[0]
    few, _ = published("few", lambda n: n < 6, below=5)
    assert "2026-27-Q1" in few
    assert "TR-2" in few
    latest = few.split("latest: when the last review in the record was held")[1]
    assert "found   *\n" in latest.split("source")[0]
