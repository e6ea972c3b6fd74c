"""Reviews that are kept: one file for each, and what can be said of many.

In: reviews, and folders of records.  Out: a record whose name tells its content, the proof that it still
says what it said, why one review differs from another, and which way things go.
"""
