"""A specification as a workbook, for those who read and mark up in Excel, and what comes back of it.

In: the tree of a specification.  Out: its numbers, dates and wording as rows of a workbook; and from a
workbook that somebody marked up, the changes and comments in it, to be accepted by place.
"""
