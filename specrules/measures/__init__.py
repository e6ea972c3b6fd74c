"""Measures: whole numbers from rows.

In: a measure of the catalogue and an extract in Parquet.  Out: counts, and days
with how many waited so long.  ``lower`` turns a measure into plain SQL; ``duck``
runs it on DuckDB, which is embedded, and ``spark`` where data may not leave a platform.
"""
