"""What commands share: putting text on the screen.

In: text.  Out: text on standard output, and remarks on standard error.
"""

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from specrules.base.errors import NotWritten


def put(text: str) -> None:
    """Write *text*, and whatever waits to be written, to standard output, as far as somebody reads it.

    Raises NotWritten when it cannot be written for another reason, such as a full disk.
    """
    if sys.stdout is None:
        return  # it was closed before the start, so nobody reads it
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        _silence()
    except OSError as error:
        raise not_written(error) from error


def not_written(error: OSError) -> "NotWritten":
    """What to raise when standard output fails with *error*; nothing more is written to it."""
    from specrules.base.errors import NotWritten

    _silence()
    return NotWritten(f"The output was not written: {error.strerror}.")


def remark(text: str) -> None:
    """Write *text* as one line to standard error."""
    from specrules.report.show import show

    if sys.stderr is None:
        return
    try:
        sys.stderr.write(f"{show(text)}\n")
        sys.stderr.flush()
    except OSError:
        return  # there is nowhere left to say so


def somebody_looks() -> bool:
    """Whether standard output is a screen on which colour is welcome (``NO_COLOR`` is unset or empty)."""
    from os import environ

    return (
        sys.stdout is not None
        and sys.stdout.isatty()
        and not environ.get("NO_COLOR")
        and environ.get("TERM") != "dumb"
    )


def _silence() -> None:
    """Send what still waits to be written nowhere, so that Python does not complain of it at the end."""
    import os

    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
    except (OSError, ValueError):
        return  # standard output is not a file, or is closed already
