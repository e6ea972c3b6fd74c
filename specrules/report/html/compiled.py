"""Templates are compiled once, as Python's own files are.

In: a template as Jinja compiled it.  Out: the same, read back the next time, which takes a tenth of the
time.  It is kept where Python keeps what it compiles, and under the same conditions: whoever can write
there can change this program anyhow.  What is damaged, of another version or of another text is
compiled again.
"""

from __future__ import annotations

import sys
from contextlib import suppress
from importlib.util import cache_from_source
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jinja2 import BytecodeCache
    from jinja2.bccache import Bucket

_TEMPLATES = Path(__file__).parent / "templates"


def templates_kept() -> BytecodeCache:
    """Return where compiled templates are kept."""
    from jinja2 import BytecodeCache

    class Kept(BytecodeCache):
        def load_bytecode(self, bucket: Bucket) -> None:
            # What is no bytecode can fail to be read in any way, and is as if it were not there.
            with suppress(Exception):
                bucket.bytecode_from_string(_place(bucket).read_bytes())

        def dump_bytecode(self, bucket: Bucket) -> None:
            if sys.dont_write_bytecode:
                return
            with suppress(OSError):
                _write(_place(bucket), bucket.bytecode_to_string())

    return Kept()


def _place(bucket: Bucket) -> Path:
    return Path(cache_from_source(str(_TEMPLATES / f"{bucket.key}.j2")))


def _write(place: Path, data: bytes) -> None:
    """Write *data* whole or not at all: two programs may start at a time."""
    place.parent.mkdir(parents=True, exist_ok=True)
    from tempfile import NamedTemporaryFile

    with NamedTemporaryFile(dir=place.parent, delete=False) as file:
        file.write(data)
    Path(file.name).replace(place)
