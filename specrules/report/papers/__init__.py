"""What is put before a meeting, in one order of pieces: Markdown, a Word document or a page.

In: a view.  Out: a :class:`~specrules.report.papers.blocks.Paper`, which says what
is written and in which order, and from it the same words in each form.
"""
