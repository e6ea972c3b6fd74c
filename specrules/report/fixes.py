"""What was mended in files, or would be, as text for a person.

In: files before and after.  Out: a line for each finding that was put right, or
the lines that differ.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from specrules.base.files import lines_of
from specrules.base.phrases import number
from specrules.report.show import show
from specrules.text.edits import apply

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from specrules.lint.fixes import Fix
    from specrules.lint.fixing import Mended


def as_text(files: Sequence[Mended]) -> str:
    """Return what was changed where, for each finding that was put right; empty when nothing was."""
    lines = [line for file in files for line in _of_file(file)]
    if not lines:
        return ""
    done = f"{number(len(lines), 'fault')} mended in {number(len(files), 'file')}."
    return "".join(f"{show(line)}\n" for line in [*lines, done])


def diff(files: Iterable[Mended]) -> str:
    """Return the lines that would change, as programs that compare texts write them."""
    return "".join(_diff(file) for file in files)


def _of_file(file: Mended) -> Iterator[str]:
    path = file.before.path
    if file.resaved:
        yield f"{path}: saved as UTF-8. {_label(file.resaved.name, file.resaved.code, safe=True)}"
    for fix, text in file.made:
        label = _label(fix.finding.name, fix.finding.code, fix.safe)
        yield f"{path}, {fix.finding.place}: {_change(fix, text)} {label}"


def _label(name: str, code: str, safe: bool) -> str:
    return f"{name} ({code})" if safe else f"{name} ({code}, not safe: please check)"


def _change(fix: Fix, text: str) -> str:
    """The first line that a fix changed, as it was and as it is."""
    span = fix.edits[0].span
    before, after = (_line(each, span.line) for each in (text, apply(text, fix.edits)))
    if span.end_column == 1:
        return f'"{before.strip()}" was taken out.'
    if before.strip() == after.strip():
        return f'"{after.strip()}" now has {number(_lead(after), "space")} before it.'
    return f'"{before.strip()}" is now "{after.strip()}".'


def _lead(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _line(text: str, line: int) -> str:
    lines = lines_of(text)
    return lines[line - 1] if line <= len(lines) else ""


def _diff(file: Mended) -> str:
    from difflib import unified_diff

    path, before, after = file.before.path, _lines(file.before.text), _lines(file.text)
    if before == after:
        return f"{show(path)} would be saved as UTF-8.\n"
    return "".join(f"{show(line)}\n" for line in unified_diff(before, after, path, path, lineterm=""))


def _lines(text: str) -> list[str]:
    return lines_of(text.removesuffix("\n").removesuffix("\r"))
