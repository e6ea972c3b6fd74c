"""Processes that read workbooks, each used again and again, none of them trusted.

In: the bytes of a workbook.  Out: what ``specrules.evidence.child`` says is in it;
or ``Refused`` with the reason.  A worker has a limit on its memory and on the
time for each workbook.  One that aborts, hangs or runs out of memory harms
nothing here: it is replaced, and only the workbook it was reading is refused.
A worker is also replaced when it has read many workbooks, or a large one, so
that what a library leaves behind never adds up.
"""

from __future__ import annotations

from typing import Any

from specrules.base.isolated import Idle, end, start
from specrules.evidence.guard import Refused

SECONDS = 30
MOST_READ = 200
LARGE = 1 << 20
_START = "from specrules.evidence.child import main; main()"
_UNSAFE = "it could not be read safely{why}. Copy the answers into a new return, save it and send that."
_SIZE = 8  # bytes that say how long a message is
_LONGEST = 1 << 28  # longer than the answer to any workbook the guard lets through; a worker is not believed


class Workers:
    """Workers that wait for something to do. Threads may share them; what is forked starts its own."""

    def __init__(self) -> None:
        self._idle = Idle(_Worker)

    @property
    def idle(self) -> list[_Worker]:
        """Those that have nothing to do."""
        return self._idle.waiting

    def read(self, data: bytes) -> dict[str, Any]:
        """Return what a worker says of a workbook. Raises Refused when it is not safe to read."""
        import json

        worker = self._idle.take()
        reply = worker.ask(data)
        while reply is None:
            worker.close()
            if worker.late or worker.read == 1:
                late = f": it took longer than {SECONDS} seconds" if worker.late else ""
                raise Refused(_UNSAFE.format(why=late))
            # It may have ended for a reason of its own, so the workbook gets a worker that has read nothing.
            worker = _Worker()
            reply = worker.ask(data)
        if worker.is_worn(data):
            worker.close()
        else:
            self._idle.give(worker)
        said: dict[str, Any] = json.loads(reply)
        if "refused" in said:
            raise Refused(said["refused"])
        return said

    def close(self) -> None:
        """Let every idle worker end."""
        self._idle.close()


class _Worker:
    """One process that reads workbooks."""

    def __init__(self) -> None:
        try:
            self.process = start(_START, "python_calamine")
        except OSError:
            raise Refused(_UNSAFE.format(why=": no process could be started to read it")) from None
        self.read, self.late = 0, False

    def ask(self, data: bytes) -> bytes | None:
        """What it says of a workbook; None when it ended, or had to be ended, before it said anything."""
        from threading import Timer

        timer = Timer(SECONDS, self.stop)
        timer.daemon = True
        timer.start()
        self.read += 1
        try:
            return self.exchange(data)
        except OSError:  # it ended while it was being written to
            return None
        finally:
            timer.cancel()

    def exchange(self, data: bytes) -> bytes | None:
        """Send a workbook and wait for the answer, which is None when the other end is closed."""
        to, back = self.process.stdin, self.process.stdout
        assert to is not None and back is not None  # noqa: S101 - both were asked for above
        to.write(len(data).to_bytes(_SIZE, "big"))
        to.write(data)
        to.flush()
        size = back.read(_SIZE)
        if len(size) < _SIZE:
            return None
        wanted = int.from_bytes(size, "big")
        reply = back.read(min(wanted, _LONGEST))
        return reply if len(reply) == wanted else None

    def stop(self) -> None:
        """End it, whatever it is doing."""
        self.late = True
        self.process.kill()

    def is_worn(self, data: bytes) -> bool:
        """Whether it has done enough: many workbooks, or a large one."""
        return self.read >= MOST_READ or len(data) > LARGE

    def close(self) -> None:
        """End it, and wait until it has ended."""
        end(self.process)


WORKERS = Workers()
