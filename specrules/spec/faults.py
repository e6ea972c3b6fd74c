"""Everything the reader of specifications can find wrong, and the means to say so.

``FAULTS`` is the list: codes and names never change meaning and are never used
again for something else.  A :class:`Faults` gathers what is found in one file.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeVar

from specrules.base.files import lines_of
from specrules.base.findings import Finding, Place, Severity, Span, nearest
from specrules.base.frozen import NamedTuple, replace
from specrules.text.nodes import Style
from specrules.values.understand import Fault as Unread
from specrules.values.understand import quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from specrules.spec.kept import Kept
    from specrules.text.tree import Scalar, Tree
    from specrules.values.understand import NotUnderstood

T = TypeVar("T")


class Fault(NamedTuple):
    """Something that can be wrong: its code, its name, and why it matters, for ``explain``."""

    code: str
    name: str
    says: str


UNKNOWN_CHOICE = Fault("FI103", "unknown-choice", "Only the words offered can be told apart by a rule.")
MISSPELT_HEADING = Fault(
    "FI104", "misspelt-heading", "A heading nobody knows would be passed over, and what stands under it lost."
)
MISSING_HEADING = Fault("FI106", "missing-heading", "Without it, what is owed cannot be judged.")
WRONG_SHAPE = Fault(
    "FI107", "wrong-shape", "A list, a value and headings are told apart, so that none is misread."
)
NOT_AN_ID = Fault(
    "FI108", "not-an-id", "Names and numbers are repeated in returns, so they are kept to plain letters."
)
UK_DATE = Fault(
    "FI109", "uk-date", "04/05/2026 is April to one reader and May to another. 2026-05-04 is neither's guess."
)
WRONG_KIND_OF_FILE = Fault(
    "FI123",
    "wrong-kind-of-file",
    "Each file opens with its kind and format number, so that none is mistaken.",
)
HEADING_ELSEWHERE = Fault(
    "FI124",
    "heading-elsewhere",
    "The heading is known, but it says nothing where it stands. Often a line is indented wrongly, "
    "or two lines have changed places.",
)
NOTHING_WRITTEN = Fault(
    "FI125", "nothing-written", "A heading with nothing after it looks answered and is not."
)
TWO_KINDS = Fault("FI126", "two-kinds", "One check looks at one thing. Two things are two checks.")
TOO_LONG = Fault(
    "FI127", "too-long", "A quantity is a few words. Anything longer is probably a paste by mistake."
)
ODD_CHARACTERS = Fault(
    "FI128", "odd-characters", "Look-alike characters are not read as the ones they resemble."
)
NOT_A_DATE = Fault("FI129", "not-a-date", "Dates are written year-month-day, such as 2026-04-01.")
NO_SUCH_DATE = Fault("FI130", "no-such-date", "The day is not in the calendar.")
TWO_DIGIT_YEAR = Fault("FI131", "two-digit-year", "26 could be 1926 or 2026, or a day.")
NOT_A_DUE_DATE = Fault("FI132", "not-a-due-date", "A return is due a length of time after its period ends.")
NOT_A_PERIOD = Fault(
    "FI133", "not-a-period", "Periods are months, financial quarters or years, or two dates."
)

TEXT_MADE_A_REMARK = Fault(
    "FI134", "text-made-a-remark", "What stands behind # is not read, and nobody notices that it is lost."
)
BLANK_TO_FILL = Fault(
    "FI135", "blank-to-fill", "What a template leaves open is for somebody to write, not to sign."
)
SPOILT_CHARACTERS = Fault(
    "FI136",
    "spoilt-characters",
    "Characters spoilt on their way from one program to another are printed on whatever is signed.",
)

NO_DENOMINATOR = Fault(
    "MS301", "no-denominator", 'A share needs an "out of whom"; without it nobody can work it out.'
)
PERCENT_OR_FRACTION = Fault(
    "MS302", "percent-or-fraction", "0.9 could mean 90% or 0.9%. A percent sign settles it."
)
PARTLY_MET_NOT_EASIER = Fault(
    "MS316",
    "partly-met-not-easier",
    "Half way must be easier to reach than the whole, or it decides nothing.",
)
TARGET_KIND = Fault("MS317", "target-kind", "A share is held against a percentage, a fee against pounds.")
TARGETS_OUT_OF_ORDER = Fault(
    "MS318",
    "targets-out-of-order",
    "Dated targets stand in order, so that a reader can see which holds when.",
)
EVIDENCE_OF_ANOTHER_KIND = Fault(
    "MS319",
    "evidence-of-another-kind",
    "Evidence asked for one check can serve another only if both read it alike.",
)
EVIDENCE_PASSED_ON = Fault(
    "MS329",
    "evidence-passed-on",
    "Evidence is asked for once. Whoever shares it names the check that asks for it.",
)
HALF_A_CONDITION = Fault(
    "MS330",
    "half-a-condition",
    "A condition holds or it does not: half way would leave the duty open for good.",
)
UNKNOWN_MEASURE = Fault(
    "MS360", "unknown-measure", "A figure can only be worked out by a measure that the catalogue has."
)
MEASURE_OF_ANOTHER_KIND = Fault(
    "MS361",
    "measure-of-another-kind",
    "A share needs a measure that gives how many of how many, a time one that gives days.",
)
NOT_A_QUANTITY = Fault("MS320", "not-a-quantity", "Quantities are a number and what it counts.")
NOT_A_TARGET = Fault(
    "MS321", "not-a-target", "A target is a comparison and a quantity, such as at least 90%."
)
NO_COMPARISON = Fault("MS322", "no-comparison", '"90%" alone does not say whether more or less is better.')
STRICT_COMPARISON = Fault(
    "MS323",
    "strict-comparison",
    "Targets include their ends, so that nobody fails by a hair without knowing why.",
)
OVER_100_PERCENT = Fault("MS324", "over-100-percent", "A share cannot be more than all.")
WRONG_UNIT = Fault("MS325", "wrong-unit", "The unit decides how it is counted.")
WRONG_WAY_ROUND = Fault("MS326", "wrong-way-round", "A range begins with its lower end.")
TOO_FEW_TO_COMBINE = Fault("MS327", "too-few-to-combine", "At least three of two things can never be asked.")
NO_STATISTIC = Fault("MS351", "no-statistic", "The longest wait and the median wait are different promises.")
BESIDE_ITSELF = Fault("MS353", "checks-in-a-circle", "Checks that wait for one another are never judged.")
BESIDE_ANOTHER_KIND = Fault(
    "MS354", "steps-of-different-kinds", "A step follows a step: dates follow dates, and people people."
)
FEWER_THAN_WHAT = Fault(
    "MS355", "fewer-than-what", "Another check can only decide where there may be too few."
)
ASKED_TOO_OFTEN = Fault(
    "MS356", "asked-more-often-than-returns", "A return can only be judged when it comes."
)
TARGET_NOWHERE = Fault("MS357", "target-nowhere", "A target for a place that is not judged is never used.")
PLACE_WITHOUT_TARGET = Fault(
    "MS358", "place-without-target", "Where no target holds, nothing is judged and nobody notices."
)
SAME_TARGET_TWICE = Fault("MS359", "same-target-twice", "Where two targets hold at once, only one can count.")
NO_BASELINE = Fault("MS382", "change-from-nothing", "A change can only be measured from something.")
BASELINE_UNIT = Fault("MS383", "baseline-in-another-unit", "A change is counted in the unit of its baseline.")
BASELINE_TOO_FAR = Fault(
    "MS384", "out-of-reach-of-baseline", "A share is never less than none or more than all."
)
POINTS_OR_PART = Fault(
    "MS385", "points-or-part", "From 40%, 5% more could be 45% or 42%. Percentage points settle it."
)
TWO_BASELINES = Fault("MS387", "two-baselines", "A change is measured from one figure.")
BASELINE_NO_USE = Fault(
    "MS388", "baseline-of-no-use", "What a return is asked has to move a result, or nobody should be asked."
)
ANOTHER_PACE = Fault(
    "MS389", "another-pace", "A figure for a quarter is held against a target for a quarter."
)
TOGETHER_AND_APART = Fault(
    "MS386", "together-and-apart", "What parties owe together has one result for all of them."
)
VARIATION_UNKNOWN = Fault("SO745", "variation-of-nothing", "A variation changes requirements that are there.")
VARIATIONS_OUT_OF_ORDER = Fault(
    "SO746", "variations-out-of-order", "Variations are numbered in the order in which they came to hold."
)
WEIGHT_TOO_GREAT = Fault("MS380", "weight-too-great", "A weight is a small whole number.")
NEVER_RATED = Fault(
    "MS381", "never-rated", "What is never rated cannot also be essential, weighted or dated."
)
TWO_TARGETS = Fault("MS328", "two-targets", "Where a target is set twice, only one can count.")

UNKNOWN_CLAUSE = Fault(
    "SO712", "unknown-clause", "What the catalogue does not hold has no checks and no source."
)
ENDS_BEFORE_START = Fault("SO716", "ends-before-start", "Both days are included, and time runs one way.")
UNKNOWN_PARTY = Fault("SO720", "unknown-party", "A duty is owed by somebody the specification names.")
UNKNOWN_CHECK = Fault("SO721", "unknown-check", "A rule can only combine checks that are there.")
TARGET_MISSING = Fault(
    "SO722", "target-missing", "Without a target nobody can say whether a figure is good enough."
)
TARGET_FOR_NOBODY = Fault(
    "SO723",
    "target-for-nobody",
    "A target on a requirement is for its only check that wants one; otherwise it is a guess.",
)
NO_SITES = Fault("SO731", "no-sites", "A requirement judged at each site needs to know the sites.")
THEME_NOT_NAMED = Fault(
    "SO732", "theme-not-named", '"catalogues" says which themes may be used, so that none comes in unnoticed.'
)
UNKNOWN_THEME = Fault("SO733", "unknown-theme", "A theme is a folder of the catalogue.")
HAND_OFF_ALONE = Fault("SO734", "hand-off-alone", "A hand-off is between services, so at least two owe it.")
UNUSED_CONDITIONS = Fault(
    "SO735", "unused-conditions", "A condition that decides nothing is asked for in vain."
)
FILE_NAME_DIFFERS = Fault(
    "SO736", "file-name-differs", "A standard clause is found by its name, so its file is called that."
)
NAME_TAKEN = Fault(
    "SO737", "name-taken", "A name stands for one check, so that a return cannot answer the wrong one."
)

DATASET_LACKS = Fault(
    "MS363",
    "dataset-lacks-column",
    "A measure can only be worked out from an extract that has the columns it reads.",
)
UNKNOWN_DATASET = Fault("MS364", "unknown-dataset", "A dataset says which column of an extract holds what.")
MEASURE_ADDED_UP = Fault(
    "MS362",
    "measure-added-up",
    "A measure counts each person once. Added up over places, somebody at two of them would count twice.",
)

FAULTS: tuple[Fault, ...] = tuple(each for each in list(globals().values()) if isinstance(each, Fault))

#: Headings given twice are found, and explained, where a file is read as YAML. This is for names in a list.
GIVEN_TWICE = Fault("FI102", "given-twice", "A name stands in a list once.")

# What the reading of quantities, dates and periods calls what it does not understand.
UNREAD: dict[Unread, Fault] = {Unread(each.name): each for each in FAULTS if each.name in set(Unread)}


# What to do where nothing can be suggested, and the message does not say it.
_REMEDIES = {
    Unread.NO_SUCH_DATE: "Correct the day or the month.",
    Unread.TWO_DIGIT_YEAR: "Write the date as year-month-day, such as 2026-04-01.",
    Unread.NOT_A_DATE: "Write the date as year-month-day, such as 2026-04-01.",
    Unread.NOT_A_DUE_DATE: "Write how long after its period a return is due, in days or weeks.",
    Unread.NOT_A_TARGET: "Write a comparison and a figure, such as: at least 90%",
    Unread.NOT_A_QUANTITY: "Write a figure and what it counts, such as: 15 working days",
    Unread.OVER_100_PERCENT: "Write 100% or less.",
    Unread.WRONG_WAY_ROUND: "Write the lower figure first.",
}

# What cannot be said of a file that was not read to its end, because the rest may hold it.
_ABSENCES = frozenset(
    {
        HAND_OFF_ALONE,
        FEWER_THAN_WHAT,
        MISSING_HEADING,
        NO_BASELINE,
        NO_DENOMINATOR,
        NO_STATISTIC,
        NO_SITES,
        PLACE_WITHOUT_TARGET,
        NOTHING_WRITTEN,
        TARGET_FOR_NOBODY,
        TARGET_MISSING,
        THEME_NOT_NAMED,
        TOO_FEW_TO_COMBINE,
        UNKNOWN_CHECK,
        UNKNOWN_PARTY,
        UNUSED_CONDITIONS,
        VARIATION_UNKNOWN,
    }
)
# What else a line that starts too far left or right brings about in the lines round it.
_CONSEQUENCES = _ABSENCES | {
    HALF_A_CONDITION,
    HEADING_ELSEWHERE,
    MISSPELT_HEADING,
    NAME_TAKEN,
    NOT_AN_ID,
    TARGET_KIND,
    TWO_KINDS,
    TWO_TARGETS,
    WRONG_SHAPE,
}
# What may be lacking only because two things have the same name, and one of them was to have another.
_OF_NAMES = frozenset({HAND_OFF_ALONE, TARGET_FOR_NOBODY, TARGET_MISSING, UNKNOWN_CHECK})
NOT_LINED_UP = "not-lined-up"
_LAYOUT = frozenset({NOT_LINED_UP, "not-yaml"})


# What the parser says where something new begins without a name.
_BEGINS_AGAIN = ("From here on headings are given again", "What begins with # is a remark")


class Faults:
    """What was found wrong in one file so far, on top of what the parser found.

    A place that the parser has reported has one cause, and is not reported
    again; nor is what follows from a line that it found to be out of place.
    """

    def __init__(self, tree: Tree, kept: Kept | None = None) -> None:
        self.file = tree.source.path
        self._kept = kept if tree.is_plain else None
        self._depends = 0  # how often anything depended on what was found elsewhere
        self.text = tree.source.text
        self._lines: list[str] = []
        #: Names of checks under which nothing could be read.
        self.unread: set[str] = set()
        #: What cannot be said, because a name may be lost.
        self.doubted: set[Fault] = set()
        self._tree = tree
        self._told = [
            self._with_its_value(place.span) if each.code == GIVEN_TWICE.code else place.span
            for each in tree.findings
            for place in (each.place, *each.also)
            if place.span
        ]
        self._shifted = [
            _stretch(tree.source.text, each.place.span.line)
            for each in tree.findings
            if each.name in _LAYOUT and each.place.span
        ]
        self._found: list[Finding] = []
        self._ends: dict[int, Span] = {}  # by number of the finding whose remedy names that line
        self._withdrawn: list[Finding] = []

    def add(
        self,
        fault: Fault,
        span: Span,
        message: str,
        *,
        meant: str | None = None,
        remedy: str | None = None,
        also: Iterable[Place] = (),
        ends: Span | None = None,
    ) -> None:
        """Report *fault* at *span*, unless it follows from something reported already.

        In *remedy*, {line} is for the line on which *ends* ends; it is filled in when all is found.
        """
        if self._is_told(fault, span) or (fault is UNKNOWN_CHECK and self._names_unread(message)):
            return
        if ends:
            self._ends[len(self._found)] = ends
        place = Place(self.file, span)
        self._found.append(
            Finding(fault.code, fault.name, Severity.ERROR, place, message, None, meant, remedy, tuple(also))
        )

    def add_once(
        self, fault: Fault, span: Span, message: str, *, remedy: str, meant: str | None = None
    ) -> None:
        """Report *fault*; where the same has been said before, only add *span* to its places."""
        self._depends += 1
        for n, each in enumerate(self._found):
            if (each.code, each.message) == (fault.code, message):
                self._found[n] = replace(each, also=(*each.also, Place(self.file, span)))
                return
        self.add(fault, span, message, meant=meant, remedy=remedy)

    def told(self, fault: Fault) -> tuple[Finding, ...]:
        """What was reported of *fault* so far."""
        self._depends += 1
        return tuple(each for each in self._found if each.code == fault.code)

    def drop(self, finding: Finding) -> None:
        """Take back *finding*, which follows from another."""
        place = self._found.index(finding)
        del self._found[place]
        self._ends = {n - (n > place): end for n, end in self._ends.items() if n != place}

    def has_said(self, fault: Fault, message: str) -> bool:
        """Whether *fault* was reported in these words."""
        self._depends += 1
        return any((each.code, each.message) == (fault.code, message) for each in self._found)

    @property
    def remembers(self) -> bool:
        """Whether what is made once is kept for another time."""
        return self._kept is not None

    def once(self, parts: tuple[object, ...], make: Callable[[], T]) -> T:
        """What *make* makes of *parts*, or made before of the very same, with what it finds wrong in them.

        It is made again where that depends on what was found elsewhere.
        """
        if self._kept is None:
            return make()

        made = self._kept.known(parts)
        if made is None:
            depends = self._depends
            made = self._made(make)
            if self._depends == depends:
                self._kept.keep(parts, made)
        value: T
        value, found, ends = made
        if found:
            self._ends |= {len(self._found) + n: end for n, end in ends.items()}
            self._found += found
        return value

    def tried(self, make: Callable[[], T]) -> T | None:
        """What *make* makes, or None where it finds anything wrong; that is not kept."""
        value, found, _ = self._made(make)
        return None if found else value

    def _made(self, make: Callable[[], T]) -> tuple[T, list[Finding], dict[int, Span]]:
        """What *make* makes, and what is found on the way, taken out again."""
        first = len(self._found)
        value, found = make(), self._found[first:]
        del self._found[first:]
        return value, found, {n - first: self._ends.pop(n) for n in list(self._ends) if n >= first}

    @property
    def placeless(self) -> bool:
        """Whether what is made must not depend on where anything stands, or what any party is called."""
        return self._kept is not None and self._kept.placeless

    def same(self, name: str, value: T) -> T:
        """*value*, or the very same part as before if it is equal to what was given by that name."""
        return self._kept.same(name, value) if self._kept else value

    def _is_told(self, fault: Fault, span: Span) -> bool:
        if fault in _ABSENCES and not self._tree.complete:
            return True
        if fault in self.doubted:
            self._depends += 1
            return True
        if fault in _OF_NAMES and self._has_two_of_a_name(span.line):
            return True  # one of the two was to be called so, or to say so
        if fault in _CONSEQUENCES and any(span.line in stretch for stretch in self._shifted):
            return True
        return any(overlap(span, told) for told in self._told)

    def _with_its_value(self, span: Span) -> Span:
        """*span* of a heading that is given twice, and the text behind it: only one of the two can count."""
        line = self._line(span.line)
        is_text = re.fullmatch(r":[ \t]+[^\[{]+", line[span.end_column - 1 :])
        return span._replace(end_column=len(line) + 1) if is_text else span

    def may_lack_names(self, span: Span | None) -> bool:
        """Whether a line in *span* was out of place, or began anew, so that a name there may be lost."""
        moved = (
            each.place.span
            for each in self._tree.findings
            if each.name == NOT_LINED_UP or each.message.startswith(_BEGINS_AGAIN)
        )
        return span is not None and any(each and span.line <= each.line <= span.end_line for each in moved)

    def is_told_of(self, span: Span) -> bool:
        """Whether the parser found something wrong at *span*, so that what was read may not be meant."""
        return any(each.place.span and overlap(each.place.span, span) for each in self._tree.findings)

    def _names_unread(self, message: str) -> bool:
        """Whether *message* says that nothing is called as something is that could not be read."""
        return any(f"called {quoted(name)}" in message for name in self.unread)

    def _has_two_of_a_name(self, line: int) -> bool:
        """Whether the parser found a name given twice in the entry that *line* stands in."""
        found = [each for each in self._tree.findings if each.code == GIVEN_TWICE.code]
        stretch = _stretch(self.text, line) if found else ()
        return any(each.place.span and each.place.span.line in stretch for each in found)

    def taken_for_remark(self, span: Span) -> str:
        """What stands behind *span* on its line and was read as a remark only because it begins with #."""
        line = self._line(span.end_line)[span.end_column - 1 :]
        remark = re.match(r":?\s*(#[^#\s].*?|#{2,})\s*$", line)
        return remark[1] if remark else ""

    def not_understood(self, node: Scalar, problem: NotUnderstood, otherwise: str | None = None) -> None:
        """Report a quantity, target or date that was not understood, at the part that is at fault.

        *otherwise* is what to do where nothing can be suggested, if not what all figures are told.
        """
        self._withdraw_sign(node)
        meant, span = self._in_brackets(problem.meant, node), node.span
        remedy = f"Write {meant} instead." if meant else otherwise or _REMEDIES.get(problem.code)
        if not meant and "Write " in problem.message:
            remedy = None
        if problem.at:
            start, end = problem.at
            part = part_of(node, start, end)
            meant = meant if part or not meant else node.text[:start] + meant + node.text[end:]
            span = part or span
        message = problem.message
        if any(each.code == TEXT_MADE_A_REMARK.code and _on_line(each, span) for each in self._found):
            return
        if remark := self.taken_for_remark(node.span):
            message += f" What begins with # is a remark: {quoted(remark)}."
        self.add(UNREAD[problem.code], span, message, meant=meant, remedy=remedy)

    def _in_brackets(self, meant: str | None, node: Scalar) -> str | None:
        """What was *meant* by *node*, in quotation marks where a comma in it would end it: in brackets."""
        if not meant or "," not in meant or node.style is not Style.PLAIN:
            return meant
        line = self._line(node.span.line)
        is_inside = re.search(r"(?:^|[\s,:])[\[{]", line[: node.span.column - 1])
        return f'"{meant}"' if is_inside or line[node.span.end_column - 1 :][:1] in tuple(",]}") else meant

    def lines_of_a_list(self, item: Scalar) -> list[str]:
        """The lines of *item*, of a list in brackets, if each seems to be an item of its own; else none.

        They begin in one column, and there was room for more on each of them.
        """
        first, last = item.span.line, item.span.end_line
        if first == last:
            return []
        lines = [self._line(number) for number in range(first, last + 1)]
        begins = [len(each) - len(each.lstrip()) for each in lines]
        is_short = all(len(each) < _SHORT_LINE for each in lines)
        is_alone = set(begins) == {item.span.column - 1}
        return [each.strip().rstrip("]},") for each in lines] if is_short and is_alone else []

    def sign_at(self, span: Span) -> str:
        """The character with which *span* begins."""
        return self._line(span.line)[span.column - 1 : span.column]

    def _line(self, number: int) -> str:
        if not self._lines:
            self._lines = lines_of(self.text)
        return self._lines[number - 1]

    def knows_better(self, span: Span) -> None:
        """Take back that the parser found what stands at *span* to be out of line: it has another cause."""
        for each in self._tree.findings:
            if each.name == NOT_LINED_UP and each.place.span and each.place.span[:2] == span[:2]:
                self._withdrawn.append(each)
                self._told.remove(each.place.span)
                self._shifted.remove(_stretch(self.text, each.place.span.line))

    def in_text_of(self, value: Scalar, key: str) -> Span | None:
        """Where the heading *key* begins a line in the text *value*, below its first line, or None."""
        line, _, end, _ = value.span
        for number in range(line + 1, end + 1):
            if found := re.match(rf" *({re.escape(key)}):(?= |$)", self._line(number)):
                return Span(number, found.start(1) + 1, number, found.end(1) + 1)
        return None

    def behind(self, value: Scalar, key: str) -> Span | None:
        """Where the heading *key* stands on the one line of *value*, as a part of it, or None."""
        line, column, end, _ = value.span
        found = re.compile(rf"[\s,;]({re.escape(key)}):(?= |$)").search(self._line(line), column)
        if end != line or not found or value.style is not Style.PLAIN or f"{key}:" not in value.text:
            return None
        return Span(line, found.start(1) + 1, line, found.end(1) + 1)

    def takes_back(self, code: str, line: int, word: str = "") -> bool:
        """Whether the parser found *code* in *line* about *word*; it has another cause, and is taken back.

        Without a word it is about whatever it may be.
        """
        for each in self._tree.findings:
            at = each.place.span
            if (
                each.code == code
                and at
                and at.line == line
                and (not word or each.message.startswith(quoted(word)))
            ):
                self._withdrawn.append(each)
                self._told = [span for span in self._told if span[:2] != at[:2]]
                return True
        return False

    def _withdraw_sign(self, node: Scalar) -> None:
        """A sign at the start is the quantity's own fault (">= 90%") where it is not understood either."""
        for each in self._tree.findings:
            if each.code == "FI199" and each.place.span == node.span and "cannot begin with" in each.message:
                self._withdrawn.append(each)
                self._told.remove(node.span)

    def found(self) -> tuple[list[Finding], list[Finding]]:
        """What the parser found and was not taken back, and all that was found besides."""
        self._name_lines()
        return [each for each in self._tree.findings if each not in self._withdrawn], self._found

    def _name_lines(self) -> None:
        """Fill in the lines that remedies name, as the file is written."""
        spread = self._tree.spread
        for n, span in self._ends.items():
            line = spread.line(span.end_line) if spread else span.end_line
            remedy = self._found[n].remedy or ""
            self._found[n] = replace(self._found[n], remedy=remedy.replace("{line}", str(line), 1))


def part_of(node: Scalar, start: int, end: int) -> Span | None:
    """Where ``node.text[start:end]`` is written, or None when the text is not written letter for letter."""
    span = node.span
    margins = span.end_column - span.column - len(node.text)
    if span.line != span.end_line or margins not in (0, 2):
        return None
    first = span.column + margins // 2  # a quotation mark on either side
    return Span(span.line, first + start, span.line, first + end)


# Words that go on in the next line of a list fill the line before it first.
_SHORT_LINE = 60
# A heading near the margin, with nothing but curly brackets after it.
_LONGEST_ENTRY = 1000  # lines: a whole specification is hardly longer
_ENTRY = r" {0,2}[^\s#:][^:]*:\s*(?:[{#]|$)"


def _stretch(text: str, line: int) -> range:
    """The lines of the entry (a requirement, a party) that *line* was probably meant to stand in."""
    lines = lines_of(text)
    start, end = max(line - _LONGEST_ENTRY, 1), min(line + _LONGEST_ENTRY, len(lines) + 1)
    first = next((n for n in reversed(range(start, line)) if re.match(_ENTRY, lines[n - 1])), start)
    return range(first, next((n for n in range(line + 1, end) if re.match(_ENTRY, lines[n - 1])), end))


def _on_line(finding: Finding, span: Span) -> bool:
    return finding.place.span is not None and finding.place.span.line == span.line


def overlap(one: Span, other: Span) -> bool:
    """Whether two passages have a character in common."""
    return one[:2] < other[2:] and other[:2] < one[2:]


def offered(words: Iterable[str], last: str = "or") -> str:
    """Join words for a message: "a", "b" or "c"."""
    items = [f'"{word}"' for word in words]
    return f"{', '.join(items[:-1])} {last} {items[-1]}" if len(items) > 1 else "".join(items)


def slip_of(word: str, known: Iterable[str]) -> str | None:
    """The known word from which *word* differs by one letter missing, added, changed or swapped, or None."""
    slips = [each for each in _in_order(known) if _one_slip(word.casefold(), each.casefold())]
    return (nearest(word, slips) or slips[0]) if slips else None


def closest(word: str, known: Iterable[str]) -> str | None:
    """The known word that *word* is most likely a slip for, or None."""
    words = _in_order(known)
    return slip_of(word, words) or nearest(word, words)


def _in_order(known: Iterable[str]) -> list[str]:
    """*known* in their order; those of a set have none that is the same in every run."""
    return sorted(known) if isinstance(known, set | frozenset) else list(known)


def _one_slip(word: str, other: str) -> bool:
    """Whether one letter missing, added or changed, or two swapped, tells the words apart."""
    if abs(len(word) - len(other)) > 1:
        return False
    start = next((n for n, (a, b) in enumerate(zip(word, other, strict=False)) if a != b), None)
    if start is None:
        return True
    rest, others = word[start:], other[start:]
    return (
        rest[1:] == others
        or rest == others[1:]
        or rest[1:] == others[1:]
        or (rest[:2] == others[1::-1] and rest[2:] == others[2:])
    )
