"""A review as OSCAL, the format in which assessments of controls are exchanged.

In: a view.  Out: assessment results, or a plan of action and milestones, as JSON of
OSCAL 1.2.1.  Every id is made from what it stands for, so that the same review gives
the same bytes and two reviews can be compared.  What OSCAL has no word for stands in
properties of our own; docs/interchange.md says what is lost all the same.
"""

from specrules.report.oscal.plan import plan
from specrules.report.oscal.results import results

__all__ = ["plan", "results"]
