"""Why a text cannot be read as YAML, in its author's words, and how to mend it.

The parser says where it stopped and in its own words: a ``Trouble``.  Each
function of this folder which is named below knows one cause.  It looks at the draft
round that place, and gives None when the cause is another, or mends the draft and
gives its findings.  Where a text can then be read with stand-ins in it, the finding is
made when it is read (``mending.slip_in``), since its whole extent is only known then.
"""

from __future__ import annotations

from collections.abc import Callable

from specrules.text.causes.blanks import odd_spaces, tab_after_dash, tab_at_start
from specrules.text.causes.brackets import bracket_above, open_at_the_end, open_bracket
from specrules.text.causes.headings import (
    brackets_among_items,
    broken_in_two,
    colon_in_text,
    headings_on_one_line,
    line_above,
    line_above_with_remark,
    no_colon,
    no_colon_before_bracket,
    no_space_after_colon,
)
from specrules.text.causes.leftovers import (
    before_the_start,
    heading_after_value,
    mark_round_each_line,
    marks_of_changes,
    marks_of_mail,
    of_another_program,
    remark_goes_on,
    star_before_words,
    stars_for_dashes,
    text_before_headings,
    two_headings,
    two_versions,
)
from specrules.text.causes.lining_up import (
    above_too_far_left,
    first_line_indented,
    first_too_far_left,
    heading_made_a_remark,
    item_in_text,
    list_of_nothing,
    not_lined_up,
    other_bullet,
    wrong_kind,
)
from specrules.text.causes.signs import (
    backslash,
    bold_headings,
    directive,
    fence,
    open_quote,
    quote_before_a_name,
    quote_closed_below,
    sign_at_start,
    stray_sign,
    text_after,
    text_after_document,
)
from specrules.text.mending import Draft
from specrules.text.trouble import Found, Trouble


def mend(draft: Draft, trouble: Trouble) -> bool:
    """Report the cause of *trouble* in *draft*, and mend it where it can be. False when no cause is known."""
    draft.is_mended = False
    for cause in _causes(trouble.problem):
        found = cause(draft, trouble)
        if found is not None:
            draft.reported(found)
            return True
    return False


Cause = Callable[[Draft, Trouble], Found | None]

_PASTED: tuple[Cause, ...] = (
    of_another_program,
    two_versions,
    marks_of_changes,
    mark_round_each_line,
    marks_of_mail,
    before_the_start,
    stars_for_dashes,
    star_before_words,
    quote_before_a_name,
    bold_headings,
    broken_in_two,
    remark_goes_on,
)
_AFTER_A_VALUE: tuple[Cause, ...] = (quote_closed_below, stray_sign, heading_after_value, text_after)
_BY_PROBLEM: dict[str, tuple[Cause, ...]] = {
    "mapping values are not allowed in this context": (
        no_colon_before_bracket,
        line_above,
        heading_made_a_remark,
        first_too_far_left,
        above_too_far_left,
        text_before_headings,
        not_lined_up,
        two_headings,
        headings_on_one_line,
        colon_in_text,
    ),
    "could not find expected ':'": (no_space_after_colon, no_colon_before_bracket, no_colon),
    "did not find expected key": (
        no_colon_before_bracket,
        *_AFTER_A_VALUE,
        brackets_among_items,
        heading_made_a_remark,
        first_too_far_left,
        wrong_kind,
        line_above_with_remark,
        above_too_far_left,
        text_before_headings,
        list_of_nothing,
        not_lined_up,
    ),
    "did not find expected '-' indicator": (brackets_among_items, *_AFTER_A_VALUE, wrong_kind, not_lined_up),
    "did not find expected <document start>": (
        text_after_document,
        first_line_indented,
        above_too_far_left,
        *_AFTER_A_VALUE,
    ),
    "did not find expected ',' or ']'": (quote_closed_below, open_bracket),
    "did not find expected ',' or '}'": (quote_closed_below, open_bracket),
    "did not find expected node content": (bracket_above, open_at_the_end, stray_sign, sign_at_start),
    "found unexpected end of stream": (open_quote,),
    "found unexpected document indicator": (open_quote,),
    "found unknown escape character": (backslash,),
    "did not find expected hexdecimal number": (backslash,),
    "found invalid Unicode character escape code": (backslash,),
}


def _causes(problem: str) -> tuple[Cause, ...]:
    """The causes of *problem*, the likeliest first."""
    always = (odd_spaces, other_bullet, item_in_text, tab_at_start, tab_after_dash)
    likely = _BY_PROBLEM.get(problem, (directive, fence, sign_at_start))
    return (*_PASTED, *always, *likely) if problem else always[:3]
