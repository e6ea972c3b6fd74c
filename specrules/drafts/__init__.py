"""What a draft would mean: held against the past, and against the specification it would take the place of.

In: specifications, and returns that were reviewed before.  Out: what flips and for whom, what nobody was
asked, how many would meet each wording of a target, and the variation in plain sentences.
"""
