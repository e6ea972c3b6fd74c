"""All lint rules. Importing this declares them, in the order of their pages."""

from specrules.lint.rules import evidence, measures, mutual_aid, no_wrong_door, source

__all__ = ["evidence", "measures", "mutual_aid", "no_wrong_door", "source"]
