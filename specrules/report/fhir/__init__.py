"""The figures of a review as FHIR R4: what is measured, and a summary report of each measure.

In: a view.  Out: a Bundle in JSON with an Organization for each party, a Measure for
each share that is asked for and a MeasureReport, summary only, for each party.  No
person comes into it.  A count that is a range, held back or not known has no number
but the reason why; docs/interchange.md says what is lost.
"""

from specrules.report.fhir.bundle import measures

__all__ = ["measures"]
