"""What stops the work.

A fault in somebody's file is a finding with a place (``specrules.base.findings``).
An exception here means that the work itself could not be done; the command
line turns each into one sentence and exit code 2, never a traceback.
"""


class SpecrulesError(Exception):
    """The work could not be done. The text is one sentence for the reader: cause, then remedy."""


class UnreadableFile(SpecrulesError):
    """A file or folder is missing, locked, not a regular file, or over the size limit."""


class NotWritten(SpecrulesError):
    """An output could not be written; whatever stood there before is intact."""


class NothingChecked(SpecrulesError):
    """There was nothing to check: no files, no requirements, or no readable return."""


class EngineFault(SpecrulesError):
    """The two engines disagree, or one lost its place. Never turned into a verdict."""
