"""What the meeting log says about a review, beside its verdicts and in every form."""

import json

from specrules.minutes import NONE
from specrules.report.html import review as as_html
from specrules.report.json import as_data
from specrules.report.text import review as as_text
from specrules.spec.schema import validate
from specrules.view import Audience
from specrules.viewing import view
from tests.report.made import a_run
from tests.report.minuted import LOG, a_minuted_run, minuted


def duty(requirement, party="riverbank"):
    return next(
        each.minutes for each in minuted().verdicts if (each.requirement, each.party) == (requirement, party)
    )


def test_a_comment_and_its_reply_stand_beside_the_verdict():
    (comment,) = duty("MA-2").comments
    (reply,) = comment.replies
    assert (comment.id, comment.kind) == ("C-1", "factual accuracy")
    assert (reply.says, reply.outcome) == ("send them again", "accepted in part")


def test_a_comment_moves_no_result():
    without = {(each.requirement, each.party): each.result for each in view(a_run()).verdicts}
    said = LOG.partition("adjudications:")[0]
    found = {(each.requirement, each.party): each.result for each in view(a_minuted_run(said)).verdicts}
    assert found == without


def test_what_may_identify_a_person_is_withheld():
    assert duty("MA-2").comments[0].says == "twelve records were entered late; [withheld]"


def test_a_decision_is_shown_beside_the_result_it_gave():
    verdict = next(each for each in minuted().verdicts if each.requirement == "MA-4")
    assert (verdict.result.word, verdict.raw.word) == ("partly met", "not met")
    assert verdict.without == "before the decision AD-1"
    assert [each.counts for each in verdict.minutes.adjudications] == [True]


def test_an_action_says_by_which_cells_it_is_closed_or_why_it_is_open():
    closed, still_open = minuted().minutes.actions
    assert (closed.state, still_open.state, still_open.overdue) == ("closed", "open", True)
    assert closed.why.startswith("closed by riverbank.csv, cell MA-1.delivered/number")
    assert still_open.why == "MA-4.programmes is not met: TSF; wanted: met"


def test_a_query_that_was_asked_again_and_not_answered_in_time_is_overdue():
    (query,) = duty("NWD-1", "trust").queries
    assert (query.state, query.overdue, len(query.then)) == ("restated", True, 2)


def test_a_review_without_a_log_has_no_minutes():
    assert view(a_run()).minutes == NONE


def test_a_publication_says_nothing_that_somebody_wrote_freely():
    said = view(a_minuted_run(), Audience.PUBLICATION).minutes
    assert (said.comments, said.queries, said.actions, said.seen, said.decisions, said.documents) == ((),) * 6
    assert [(each.reason, each.authority, each.evidence) for each in said.adjudications] == [("", "", "")]


def test_the_data_follow_their_schema():
    data = as_data(minuted())
    assert validate("review", data) == []
    assert json.loads(json.dumps(data)) == data


def test_the_whole_text_with_a_meeting_log(as_kept):
    as_kept("minuted.txt", as_text(minuted()))


def test_the_whole_page_with_a_meeting_log(as_kept):
    as_kept("minuted.html", as_html(minuted()))
