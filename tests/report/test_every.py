"""A review in every form: each has words that say what it is for, and none is left out."""

from specrules.report.every import FORMS, every_form
from specrules.view import view
from tests.report.made import a_run


def test_every_form_says_what_it_is_for():
    assert sorted(every_form(view(a_run()))) == sorted(FORMS)
    assert len(set(FORMS.values())) == len(FORMS)
