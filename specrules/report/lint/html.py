"""What lint found as a page for a browser, or to paste into a document.

The page stands alone: nothing is fetched for it and nothing in it runs.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from specrules.base.frozen import replace
from specrules.report.findings import WIDTH, Lines, frames, summary
from specrules.report.show import show, width

if TYPE_CHECKING:
    from specrules.base.findings import Finding, Severity
    from specrules.lint import LintRun
    from specrules.report.lint import Shown

_STYLE = """\
body { font: 1rem/1.5 Arial, sans-serif; max-width: 60rem; margin: 0 auto; padding: 1rem }
body { color: #0b0c0c; background: #fff }
h1 { font-size: 1.6rem }
h2 { font-size: 1.2rem; margin: 2rem 0 0.5rem; overflow-wrap: anywhere }
article { border-left: 0.4rem solid #505a5f; padding: 0.2rem 0 0.2rem 1rem; margin: 0 0 1.5rem }
article.error { border-color: #aa2a16 }
article.warning { border-color: #b27d00 }
h3 { font-size: 1rem; margin: 0 }
p { margin: 0.3rem 0; overflow-wrap: anywhere }
pre { background: #f3f2f1; color: #0b0c0c; padding: 0.5rem; overflow-x: auto; margin: 0.5rem 0 }
.rule { color: #484f55; font-size: 0.9rem }
@media (prefers-color-scheme: dark) {
  body { color: #f3f2f1; background: #0b0c0c }
  pre { background: #22262a; color: #f3f2f1 }
  .rule { color: #c8cdd1 }
}
@media print { article { break-inside: avoid } pre { white-space: pre-wrap } }
"""


def _policy() -> str:
    """What a browser may take from the page: this style, known by its fingerprint, and nothing else."""
    from base64 import b64encode
    from hashlib import sha256

    own = b64encode(sha256(f"\n{_STYLE}".encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{own}'; base-uri 'none'; form-action 'none'"


def written(run: LintRun, _: Shown) -> str:
    """Return *run* as one page: what was done, and the findings of each file."""
    body = ["<h1>What lint found</h1>", f"<p>{_text(summary(run))}</p>"]
    lines, file = Lines(run.sources), ""
    for finding in run.findings:
        if finding.place.file != file:
            file = finding.place.file
            body.append(f"<h2>{_text(file)}</h2>")
        body += _article(finding, lines)
    return "\n".join([*_head(), *body, "</main>", "</body>", "</html>", ""])


def _head() -> list[str]:
    return [
        "<!DOCTYPE html>",
        '<html lang="en-GB">',
        "<head>",
        '<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f'<meta http-equiv="Content-Security-Policy" content="{_policy()}">',
        "<title>What lint found</title>",
        f"<style>\n{_STYLE}</style>",
        "</head>",
        "<body>",
        "<main>",
    ]


def _article(finding: Finding, lines: Lines) -> list[str]:
    """One finding: where, what, the lines, what to do, and last its name."""
    place = str(finding.place)
    where = place[0].upper() + place[1:] + (f" - {finding.subject}" if finding.subject else "")
    shown = "\n".join(_frames(finding, lines))
    return [
        f'<article class="{finding.severity}">',
        f"<h3>{_text(where)}</h3>",
        f"<p>{_severity(finding.severity)}{_text(finding.message)}</p>",
        # Not focusable by accident: a reader of a narrow page scrolls it with the keyboard.
        *([f'<pre tabindex="0">{escape(shown)}</pre>'] if shown else []),
        *([f"<p>{_text(finding.remedy)}</p>"] if finding.remedy else []),
        f'<p class="rule">{_text(finding.name)} ({_text(finding.code)})</p>',
        "</article>",
    ]


def _frames(finding: Finding, lines: Lines) -> list[str]:
    """The lines of *finding*; what was meant beside the carets only where nobody has to scroll for it.

    What to do says it too, and is broken over lines.
    """
    found = frames(finding, lines)
    is_wide = any(width(line) > WIDTH and "^" in line for line in found)
    if is_wide and finding.meant and finding.meant in (finding.remedy or ""):
        return frames(replace(finding, meant=None), lines)
    return found


def _severity(severity: Severity) -> str:
    return f"<strong>{str(severity).capitalize()}:</strong> "


def _text(said: str) -> str:
    return escape(show(said))
