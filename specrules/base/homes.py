"""Find the settings and the catalogues that go with a file.

In: the folder of a file.  Out: the nearest ``specrules.yaml`` at or above it,
and the folders of the user's own catalogue and of the shipped one.  Nothing is read here, and
nothing slow is imported, so that a run with nothing new to look at starts and
ends at once.
"""

# ``pathlib`` takes longer to import than a specification takes to read.
# ruff: noqa: PTH100, PTH112, PTH113, PTH118, PTH120

from __future__ import annotations

import os

from specrules.base.errors import UnreadableFile
from specrules.base.findings import Severity
from specrules.base.frozen import NamedTuple

SETTINGS_FILE = "specrules.yaml"


class Publication(NamedTuple):
    """What is held back from a publication: numbers of people from 1 to one less than *below*.

    Where *zeros* is False, nobody at all is held back like a few.  A share of fewer
    than *fewest* people is held back.  With *nearest*, every other number is
    rounded to the nearest so many.  *things* are the requirements and checks that
    count no people.
    """

    below: int = 5
    zeros: bool = True
    fewest: int = 0
    nearest: int = 0
    things: tuple[str, ...] = ()


class Settings(NamedTuple):
    """What ``specrules.yaml`` sets. The folder and files in it are named from where it stands.

    *rules* is the folder of the user's own catalogue; *fail_on* is from when on
    lint fails; *baseline* is the file of findings known before; *leave_out* are
    files and folders that are passed over; *is_kept* is whether what lint found
    may be kept for the next run; *publication* is what is held back from a publication.
    """

    rules: str = ""
    fail_on: Severity = Severity.ERROR
    baseline: str = ""
    leave_out: tuple[str, ...] = ()
    is_kept: bool = True
    publication: Publication = Publication()


def nearest_settings(folder: str) -> str | None:
    """The settings file in *folder* or the nearest folder above it, or None.

    The search ends at the top of a git repository, because what stands above it
    is not part of what its authors share.
    """
    here = os.path.abspath(folder)
    while True:
        path = os.path.join(here, SETTINGS_FILE)
        if os.path.isfile(path):
            return path
        above = os.path.dirname(here)
        if above == here or os.path.lexists(os.path.join(here, ".git")):
            return None
        here = above


def own_rules(folder: str, settings: str | None, named: str = "") -> str | None:
    """The user's own catalogue for files in *folder*, or None when there is none.

    It is the folder that the file *settings* has *named*; else ``rules`` beside
    the files, or beside the settings.  A folder elsewhere is not taken.  A measure
    stands in the catalogue it belongs to.
    """
    home = os.path.dirname(settings) if settings else folder
    places = ((home, named),) if named else ((folder, "rules"), (home, "rules"))
    for place, name in places:
        rules = os.path.join(place, name)
        if os.path.isdir(rules) and lies_in(rules, place):
            return rules
    around, found, _ = os.path.join(folder, "").rpartition(_OF_MEASURES)
    return os.path.join(around, "rules") if found and not named else None


_OF_MEASURES = os.path.join(os.sep, "rules", "measures", "")


def shipped(name: str) -> str:
    """The folder *name* ("rules" or "specs") that comes with the package: from a wheel, or from a checkout.

    Raises UnreadableFile when it is not there.
    """
    package = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    for folder in (os.path.join(package, "_shipped", name), os.path.join(os.path.dirname(package), name)):
        if os.path.isdir(folder):
            return folder
    raise UnreadableFile(
        f"The folder {name}, which comes with specrules, is missing; install specrules again."
    )


def lies_in(path: str, folder: str) -> bool:
    """Whether *path*, links followed, is inside *folder*."""
    inside, outside = os.path.realpath(path), os.path.realpath(folder)
    return os.path.commonpath([inside, outside]) == outside
