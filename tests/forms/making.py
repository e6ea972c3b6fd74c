"""Forms, and what is filled into them, for the tests of return new."""

from datetime import date
from functools import cache
from pathlib import Path

from specrules.compile import compile_spec, requests
from specrules.evidence.facts import Column, ValueKind
from specrules.evidence.returns import read_return
from specrules.forms.form import Filled, form_for
from specrules.library import read_spec
from specrules.values.periods import due_date, read_period

ROOT = Path(__file__).parent.parent.parent
SPEC = ROOT / "examples" / "anytown" / "spec.yaml"


@cache
def anytown():
    """The specification of the example."""
    return read_spec(SPEC).spec


def plan_for(period="2026-27-Q2", spec=None):
    """The plan of the example for a quarter."""
    return compile_spec(spec or anytown(), read_period(period))


def a_form(party="riverbank", period="2026-27-Q2", before=None, spec=None):
    """The form of a party for a quarter."""
    plan = plan_for(period, spec)
    return form_for(plan, party, due_date(plan.spec.returns.due, plan.period), before)


def read_back(path, party="riverbank", period="2026-27-Q2", spec=None):
    """What the reader makes of a file, held against what is asked."""
    return read_return(path, requests(plan_for(period, spec)))


def everything(form):
    """One answer for every question of a form, each as its cell wants it, and no two alike."""
    answers = {
        ValueKind.YES_NO: "yes",
        ValueKind.MONEY: 7,
        ValueKind.DURATION: 12,
        ValueKind.DATE: date(2026, 9, 14),
        ValueKind.TEXT: "service manager",
    }
    cells = {}
    for number, question in enumerate(form.questions, 1):
        for column, kind in question.request.columns.items():
            key = question.request.key(column)
            if kind is ValueKind.COUNT:
                cells[key] = {Column.OUT_OF: 100 + number, Column.NOT_RECORDED: 1}.get(column, number)
            elif kind is ValueKind.CHOICE:
                cells[key] = question.request.words[-1]
            elif kind is ValueKind.WORDS:
                cells |= {f"{key}/{word}": "no" if n else "yes" for n, word in enumerate(question.words)}
            elif kind is not ValueKind.ROWS:
                cells[key] = answers[kind]
    header = {"submitted": date(2026, 10, 16), "data-as-at": date(2026, 10, 15), "status": "final"}
    group = ("12-step", "Monday fellowship", "public information contact", date(2026, 9, 14))
    documents = (("Room booking log", "v2", "service manager", date(2026, 9, 30)),)
    comments = {"MA-1": "The record system was changed in August."}
    return Filled(header, cells, {"MA-2.developed": (group,)}, comments, documents)
