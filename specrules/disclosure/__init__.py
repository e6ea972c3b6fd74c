"""What may be published: which counts are held back, and the proof that none of them can be worked out.

Counts that can be worked out from each other make one linked system (``counts``,
``linked``).  Small ones are held back, and with them as few others as hide them
(``protect``).  Before anything is published an attacker tries to work them out
again from what would be in print (``gate``).
"""
