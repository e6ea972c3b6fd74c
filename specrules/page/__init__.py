"""The local page: specifications drafted, checked and reviewed in a browser on the same computer.

In: a folder.  Out: pages at an address that only this computer answers to.  The
work is done by the same functions as on the command line: ``folder`` reads and
saves, ``looking`` says what is wrong and what the text means, ``adding`` writes a
duty, ``reviewing`` reads returns.  ``server`` is the one module that knows of the
web, and ``guard`` decides whom it answers.
"""
