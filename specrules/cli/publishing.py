"""What is published: made safe with all that was published before, and kept so that the next one is too."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from specrules.base.phrases import listed
from specrules.cli.app import Misused, Readers

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from specrules.disclosure.linked import Edition
    from specrules.evidence.facts import Published
    from specrules.judging.review import Run
    from specrules.spec.model import Spec
    from specrules.view import View


PublishedOption = Annotated[
    list[Path] | None,
    typer.Option(
        metavar="FILE_OR_DIR",
        help="With --for publication: each review.json published before, or folders of them.",
    ),
]


def expect_publication(published: Sequence[Path] | None, audience: Readers) -> None:
    """Raise Misused where earlier publications are named and none is made."""
    if published and audience is not Readers.PUBLICATION:
        raise Misused("--published goes with --for publication: what was published before is linked with it.")


def expect_apart(kept: Path | None, output: Path | None, audience: Readers) -> None:
    """Raise Misused where reviews with every figure would be kept inside what is published."""
    if audience is not Readers.PUBLICATION or not kept or not output:
        return
    if kept.resolve().is_relative_to(output.resolve()):
        raise Misused(
            f"Nothing was published: what is kept has every figure, and {kept} lies in {output}, "
            "which is for anybody. Keep it in a folder of its own."
        )


def published_before(spec: Spec, named: Sequence[Path], kept: Path | None = None) -> list[Edition]:
    """What was published: what is *named*, and what is *kept* beside reviews. Raises NotPublished."""
    from specrules.disclosure.editions import read_editions
    from specrules.runs.published import kept_editions

    return [*read_editions(named, spec), *(kept_editions(kept, spec) if kept else ())]


def for_publication(run: Run, again: Callable[[Published], Run], before: Sequence[Edition]) -> View:
    """What anybody may see of a run, whatever was published before. Raises Exposed where nothing is safe."""
    from specrules.disclosure.policy import policy_for
    from specrules.disclosure.publishing import publication

    return publication(run, again, before, policy_for(run.spec.file))


def kept_as_published(seen: View, run: Run, before: Sequence[Edition], folder: Path) -> list[str]:
    """Keep what is published in *folder*, and say so. Raises NotWritten: what was not kept is not shown."""
    from specrules.base.files import shown
    from specrules.report.json import review as as_json
    from specrules.runs.published import keep_publication, unknown_periods

    unknown = unknown_periods(folder, run.spec, before, run.period.name)
    path = keep_publication(folder, run.period.name, as_json(seen).encode())
    remarks = [f"Kept as published: {shown(path)}. What is published later is linked with it."]
    if unknown:
        told = f"Of {listed(unknown)} a review is kept and no publication."
        remarks.append(f"{told} If there was one, name it with --published.")
    return remarks
