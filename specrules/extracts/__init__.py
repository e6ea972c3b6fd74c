"""Extracts: client-level rows, read once and turned into facts.

In: a CSV file and the note that comes with it.  Out: tables in Parquet with
nothing in them that identifies anybody, an account of every row that could not
be used, and the facts that measures make of them.
"""
