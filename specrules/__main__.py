"""Start specrules: ``specrules`` and ``python -m specrules``.

In: the arguments.  Out: an exit code; 0 nothing to act on, 1 something to act
on, 2 the work could not be done, 130 interrupted, 143 terminated.  ``--version``
and plain ``lint`` run before anything slow is imported; everything else is for
``specrules.cli``.  Whatever goes wrong ends here, in one sentence.
"""

import sys

# Spelt out, because importing typing takes longer than printing the version does.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import FrameType
    from typing import NoReturn


_INTERRUPTED = 130


def start() -> "NoReturn":
    """Run the command of this process, and end the process with its exit code."""
    code = main()
    if sys.argv[1:2] in (["lint"], ["--version"]):
        import os

        # All is written and closed by now, and taking apart what starting made takes a sixth of a run.
        os._exit(code)
    if code == _INTERRUPTED:
        _end_as_told(code)
    sys.exit(code)


def _end_as_told(code: int) -> "NoReturn":
    """End the process with *code*, and with no other, although it was interrupted.

    Where Ctrl-C comes while a class is made of a text, as named tuples are, Python remembers it as never
    dealt with, and in the end says that the signal ended us.
    """
    import atexit
    import os

    atexit._run_exitfuncs()  # what waits for something to do ends with us
    os._exit(code)


def main(argv: "Sequence[str] | None" = None) -> int:
    """Run the command in *argv*, or in the arguments of the process, and return its exit code."""
    args = list(sys.argv[1:] if argv is None else argv)
    try:
        return _version() if args == ["--version"] else _run(args)
    except _Terminated:
        return 143
    except KeyboardInterrupt:
        return _sorry("Stopped before the end.", _INTERRUPTED)
    except BrokenPipeError:
        # What this run found is no longer known here, so it must not look as if all were well.
        return 1
    except Exception as error:
        return _sorry(_why(error), 2)


def _version() -> int:
    from specrules import __version__
    from specrules.main import put

    put(f"specrules {__version__}\n")
    return 0


def _run(args: "list[str]") -> int:
    from specrules.main import put

    _prepare()
    if args[:1] == ["lint"]:
        code = _lint(args[1:])
        if code is not None:
            return code
    from specrules.cli import run

    code = run(args)
    put("")
    return code


def _lint(args: "list[str]") -> "int | None":
    """Lint as *args* ask, or None where they need somebody to explain them."""
    from specrules.base.collecting import rarely_collecting

    # Starting makes much and throws nothing away: looking for what may go takes a twentieth of the time.
    with rarely_collecting(50_000):
        from specrules.linting import asked_plainly, lint_command

        asked = asked_plainly(args)
        return lint_command(asked) if asked else None


# -- a process others can stop


class _Terminated(BaseException):
    """Somebody asked this process to end; whatever is open is closed on the way out."""


def _prepare() -> None:
    """Make every character printable on every screen, and SIGTERM something that is cleaned up after."""
    import signal

    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    try:
        signal.signal(signal.SIGTERM, _terminate)
    except ValueError:
        return  # only the main thread may ask for signals


def _terminate(number: int, frame: "FrameType | None") -> None:
    raise _Terminated


# -- what went wrong


def _sorry(sentence: str, code: int) -> int:
    from specrules.main import remark

    remark(sentence)
    return code


def _why(error: Exception) -> str:
    """Why the work could not be done, as one sentence without any value of the user's."""
    from specrules.base.errors import SpecrulesError

    if isinstance(error, SpecrulesError):
        return str(error)
    kind = type(error).__name__
    return f"This is a fault in specrules, not in your files; please report it: {kind} in {_where(error)}."


def _where(error: Exception) -> str:
    """The innermost function of specrules that *error* passed through."""
    found, step = "specrules", error.__traceback__
    while step:
        module = step.tb_frame.f_globals.get("__name__", "")
        if module.partition(".")[0] == "specrules":
            found = f"{module}.{step.tb_frame.f_code.co_qualname}"
        step = step.tb_next
    return found


if __name__ == "__main__":
    start()
