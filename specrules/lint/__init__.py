"""Find what is wrong with specifications and the files that go with them, before anybody signs them.

In: files and folders.  Out: findings, and how much was looked at.  ``run`` says
which files are looked at and adds up what is found; ``look`` looks at one of
them, and is only imported when there is one that was not looked at before.
"""

from specrules.lint.run import LintRun, Options, lint

__all__ = ["LintRun", "Options", "explain", "lint"]


def explain(code_or_name: str) -> str:
    """Return the page of a rule, by its code (SO701) or its name (no-source), in capitals or not.

    Raises SpecrulesError when there is no such rule.
    """
    from specrules.lint.pages import explain as page_of

    return page_of(code_or_name)
