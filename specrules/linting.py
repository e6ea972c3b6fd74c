"""What ``specrules lint`` does: look, print what was found, and say whether there is something to act on.

In: what was asked for on the command line.  Out: text on the screen, and an exit
code.  It has to start quickly, so it is apart from the other commands, and what
is only needed when something was found is imported then.
"""

# ``pathlib`` takes longer to import than a specification takes to read.
# ruff: noqa: PTH100, PTH109, PTH118, PTH120

from __future__ import annotations

import codecs
import os
import sys
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from specrules.base.errors import NothingChecked, SpecrulesError
from specrules.base.findings import Severity
from specrules.base.frozen import NamedTuple
from specrules.lint import Options, lint
from specrules.lint.cache import default_folder
from specrules.main import put, remark, somebody_looks

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from specrules.lint import LintRun

STDIN = "stdin.yaml"


class Asked(NamedTuple):
    """What somebody asked of ``lint``, as they wrote it: the options of the command by name."""

    paths: tuple[str, ...] = ()
    format: str = "full"
    save: tuple[str, ...] = ()
    fail_on: str = ""
    exit_zero: bool = False
    statistics: bool = False
    ours_only: bool = False
    changed: bool = False
    since: str = ""
    stdin: bool = False
    stdin_filename: str = ""
    as_at: str = ""
    baseline: str = ""
    write_baseline: bool = False
    no_cache: bool = False
    jobs: str = ""


#: Every option, and what it is when it is not given.
OPTIONS: Mapping[str, Any] = MappingProxyType(
    {
        f"--{name.replace('_', '-')}": default
        for name, default in Asked._field_defaults.items()
        if name != "paths"
    }
)


def asked_plainly(args: Sequence[str]) -> Asked | None:
    """What *args* ask of ``lint``, or None where they need somebody to explain them: help, or a mistake.

    The library that reads the arguments of other commands takes longer to
    import than most files take to lint.
    """
    given: dict[str, Any] = {}
    paths: list[str] = []
    rest = list(args)
    while rest:
        option, equals, value = rest.pop(0).partition("=")
        if not option.startswith("-"):
            paths.append(option + equals + value)
            continue
        default = OPTIONS.get(option)
        name = option[2:].replace("-", "_")
        if isinstance(default, bool) and not equals:
            given[name] = True
        elif isinstance(default, str | tuple) and (equals or rest):
            value = value if equals else rest.pop(0)
            given[name] = (*given.get(name, ()), value) if isinstance(default, tuple) else value
        else:
            return None
    asked = Asked(tuple(paths), **given)
    return asked if _is_plain(asked) else None


def _is_plain(asked: Asked) -> bool:
    from specrules.report.lint import ALSO, FORMATS

    is_choice = asked.format in {*FORMATS, *ALSO} and asked.fail_on in {"", *Severity}
    return is_choice and bool(asked.paths or asked.stdin) and (not asked.jobs or asked.jobs.isdigit())


def lint_command(asked: Asked) -> int:
    """Lint, print what was found, and return the exit code.

    It is 2 when a file could not be opened, 1 when there is something to act on,
    otherwise 0.  Raises SpecrulesError when the work could not be done.
    """
    run = look(asked)
    if run is None:
        changed = " that has changed" if asked.changed or asked.since else ""
        put(f"Nothing was looked at, because no file{changed} is one of ours.\n")
        return 0
    said = [*_saved(run, asked), *(_baseline_lowered(run, asked) if asked.write_baseline else run.remarks)]
    put(_written(run, "statistics" if asked.statistics else asked.format, colour=somebody_looks()))
    for sentence in (*said, *run.unreadable):
        remark(sentence)
    if run.unreadable:
        return 2
    return int(run.to_act_on and not asked.exit_zero)


def look(asked: Asked) -> LintRun | None:
    """Lint what was asked for; None where only some files were wanted and there is none of those.

    Raises NothingChecked when there is no file at all.
    """
    _refuse_what_goes_ill_together(asked)
    options = _options(asked)
    try:
        if asked.write_baseline and not os.path.lexists(asked.baseline):
            _begin_baseline(asked, options)
        return lint(_paths(asked), options)
    except NothingChecked:
        if options.only is None and not options.ours_only:
            raise
        return None


# -- what was asked


def _refuse_what_goes_ill_together(asked: Asked) -> None:
    if asked.stdin and (asked.paths or asked.changed or asked.since):
        raise SpecrulesError("With --stdin the text is read from standard input, so name no file or folder.")
    if asked.stdin_filename and not asked.stdin:
        raise SpecrulesError("--stdin-filename says what the text from --stdin is called; add --stdin.")
    if asked.write_baseline and not asked.baseline:
        raise SpecrulesError("--write-baseline writes the file that --baseline names; add --baseline FILE.")


def _options(asked: Asked) -> Options:
    return Options(
        fail_on=Severity(asked.fail_on) if asked.fail_on else None,
        as_at=_day(asked.as_at) if asked.as_at else "",
        baseline=asked.baseline or None,
        cache="" if asked.no_cache else default_folder(),
        jobs=int(asked.jobs or 0),
        given={_name_of_stdin(asked): _from_stdin()} if asked.stdin else {},
        ours_only=asked.ours_only,
        only=_changed(asked.since) if asked.changed or asked.since else None,
    )


def _paths(asked: Asked) -> tuple[str, ...]:
    return (_name_of_stdin(asked),) if asked.stdin else asked.paths


def _name_of_stdin(asked: Asked) -> str:
    return asked.stdin_filename or STDIN


def _from_stdin() -> bytes:
    from specrules.base.errors import UnreadableFile
    from specrules.base.files import TEXT_LIMIT

    data = sys.stdin.buffer.read(TEXT_LIMIT + 1) if sys.stdin else b""
    if len(data) > TEXT_LIMIT:
        raise UnreadableFile(f"The text is too large: the limit is {TEXT_LIMIT:,} bytes.")
    return data


def _changed(since: str) -> frozenset[str]:
    from specrules.lint.changed import changed

    return changed(os.getcwd(), since or "HEAD")


def _day(text: str) -> str:
    from specrules.values.dates import read_date
    from specrules.values.understand import NotUnderstood

    try:
        return read_date(text).isoformat()
    except NotUnderstood as error:
        meant = f" Did you mean {error.meant}?" if error.meant else ""
        raise SpecrulesError(f"--as-at: {error}{meant}") from error


# -- what is said


def _written(run: LintRun, form: str, *, colour: bool = False) -> str:
    if form in ("full", "text"):
        from specrules.report.findings import as_text

        return as_text(run, colour=colour)
    from specrules.report.lint import Shown, written

    return written(run, form, Shown(top_of(os.getcwd())))


def top_of(folder: str) -> str:
    """The top of the repository that *folder* is in, or the folder itself: files are named from there."""
    here = os.path.abspath(folder)
    while not os.path.lexists(os.path.join(here, ".git")):
        above = os.path.dirname(here)
        if above == here:
            return os.path.abspath(folder)
        here = above
    return here


def _saved(run: LintRun, asked: Asked) -> list[str]:
    """Write what --save asks for, and say so. Raises SpecrulesError before anything is written."""
    from specrules.base.writing import write_file

    files = [_form_and_file(each) for each in asked.save]
    for _, file in files:
        _refuse_to_lose(file, run)
    for form, file in files:
        # Spreadsheets take a CSV that does not begin with this mark for the old Windows way of saving.
        mark = codecs.BOM_UTF8 if form == "csv" else b""
        write_file(file, mark + _written(run, form).encode("utf-8", "backslashreplace"))
    return [f"Written to {file}." for _, file in files]


def _refuse_to_lose(file: str, run: LintRun) -> None:
    """Raise SpecrulesError where *file* is a specification, or whatever else lint has looked at."""
    looked_at = {os.path.realpath(name) for name in run.names}
    is_ours = file.lower().endswith((".yaml", ".yml")) or os.path.realpath(file) in looked_at
    if is_ours and os.path.lexists(file):
        raise SpecrulesError(
            f"--save would write over {file}, and what it says would be lost; name another file."
        )


def _form_and_file(text: str) -> tuple[str, str]:
    from specrules.report.lint import FORMATS

    form, colon, file = text.partition(":")
    if not (colon and file and form in FORMATS):
        raise SpecrulesError(
            f"--save {text}: write the format, a colon and the file, such as --save sarif:lint.sarif. "
            f"The formats are {', '.join(FORMATS)}."
        )
    return form, file


def _begin_baseline(asked: Asked, options: Options) -> None:
    from specrules.lint.baseline import begin

    begin(asked.baseline, lint(_paths(asked), options._replace(baseline="")).findings)


def _baseline_lowered(run: LintRun, asked: Asked) -> list[str]:
    from specrules.lint.baseline import lower

    before = [each.finding for each in run.hidden if each.reason is None]
    return [lower(asked.baseline, [*run.findings, *before], run.names)]
