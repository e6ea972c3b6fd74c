"""Which files have changed, as git knows it.

In: a folder in a repository, and what to compare with.  Out: the whole paths of
the files that differ from it, new ones among them.
"""

# ``pathlib`` takes longer to import than a specification takes to read.
# ruff: noqa: PTH118

from __future__ import annotations

import os
import subprocess

from specrules.base.errors import SpecrulesError


class NoRepository(SpecrulesError):
    """Git is not there, or does not know the folder or what to compare with."""


def changed(folder: str, since: str = "HEAD") -> frozenset[str]:
    """Return the files of the repository round *folder* that differ from *since*, new ones among them.

    Raises NoRepository with the reason.
    """
    if since.startswith("-"):
        raise NoRepository(f"{since} is no branch, tag or commit; name one to compare with.")
    top = os.path.realpath(_git(folder, "rev-parse", "--show-toplevel").rstrip("\n"))
    names = _git(top, "diff", "--name-only", "-z", "--no-ext-diff", "--diff-filter=d", since, "--")
    new = _git(top, "ls-files", "-z", "--others", "--exclude-standard")
    return frozenset(os.path.realpath(os.path.join(top, name)) for name in (names + new).split("\0") if name)


def _git(folder: str, *arguments: str) -> str:
    # A repository may name a program to be run as its file monitor, and a linter runs none of those.
    command = ["git", "-c", "core.fsmonitor=false", *arguments]
    try:
        done = subprocess.run(  # noqa: S603 - the arguments are ours, and the reference cannot be an option
            command, cwd=folder, capture_output=True, check=True
        )
    except FileNotFoundError as error:
        raise NoRepository("What has changed is not known, because git is not installed here.") from error
    except subprocess.CalledProcessError as error:
        said = os.fsdecode(error.stderr).strip().partition("\n")[0].removeprefix("fatal: ")
        raise NoRepository(f"What has changed is not known; git says: {said}.") from error
    return os.fsdecode(done.stdout)
