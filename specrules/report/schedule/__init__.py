"""The contract schedule: a specification as the document that people sign.

In: a specification and the headings of a form of contract.  Out: a Word document,
a page or Markdown, with the same words in each; and where a signed document and
the specification have parted.
"""
