"""What a person or a program gets to see, one module for each format.

``text`` and ``json`` take a view of a review and never the run itself;
``compiled`` takes a plan, and ``findings`` what is wrong in files.
"""
