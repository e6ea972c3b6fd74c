"""Which lint rules there are, and which of them a file calls for.

In: the text of a file.  Out: rules.  Each rule is a module in the folder of its
family, imported only for a text in which it could find something, because seventy
modules take longer to import than a specification takes to read.
"""

from __future__ import annotations

from functools import cache, lru_cache
from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING

from specrules.base.phrases import words_alone
from specrules.lint.registry import DECLARED, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

# Of so many passages it is known which rules they call for: those of some twenty files.
_MOST_PASSAGES = 1_000
_MOST_WORDS = 10_000

#: Every rule, in the order of their pages, and parts of words of which a text has one if the rule can find
#: anything in it, in small letters. A rule without any looks at every text. Where clauses are looked through,
#: a part with a space is found in their words alone: " aa " is a word, and " miss" how one begins.
INDEX: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "evidence.ndtms_without_audit": ("mutual-aid/recovery",),
        "evidence.recording_only_in_treatment": ("mutual-aid/recovery",),
        "evidence.dataset_version_mismatch": ("cds", "dataset", "data set"),
        "evidence.client_level_in_spec": ("born", "birth", "dob", "d.o.b", "nhs"),
        "evidence.no_baseline": (
            "improv",
            "increas",
            "ris",
            "reduc",
            "decreas",
            "fewer",
            "higher",
            "grow",
            "fall",
            "lower",
        ),
        "evidence.wrong_sub_intervention": ("fama-delivered", "peer-support-involved"),
        "evidence.restricted_data_published": ("ndtms", "restricted", "recovery support"),
        "measures.cannot_pass": (),
        "measures.cannot_fail": (),
        "measures.hundred_percent": ("100",),
        "measures.duty_nobody_can_check": (),
        "measures.check_counts_for_nothing": ("met-when", "standard-clause"),
        "measures.unreachable_clause": ("from:", "until", "agreed"),
        "measures.shadowed_check": ("evidence-from",),
        "measures.contradiction": ("no more than", "at most", "between", "exactly", "within"),
        "measures.sample_too_small": ("sample",),
        "measures.never_met": ("met-when",),
        "measures.check_decides_nothing": ("met-when",),
        "measures.never_partly_met": ("partly-met-when",),
        "measures.condition_never_open": ("applies-if",),
        "measures.ceiling_without_blanks": ("no more than", "at most", "within"),
        "measures.period_mismatch": ("month", "week", "day", "dail"),
        "measures.units_differ": ("share:", "audit:"),
        "measures.turned_round": ("standard-clause",),
        "measures.numerator_not_subset": ("in the", "during", "within"),
        "measures.rewards_cherry_picking": ("payment", "paid", "bonus", "incentiv", "tariff", "reward"),
        "mutual_aid.no_choice": ("covers", "mutual-aid/links"),
        "mutual_aid.one_kind_only": ("covers",),
        "mutual_aid.premises_no_fee": ("mutual-aid/premises",),
        "mutual_aid.links_unmeasured": ("covers", "mutual-aid/links"),
        "mutual_aid.commissions_a_fellowship": ("anonymous", "al-anon", "alateen"),
        "mutual_aid.rco_counted_as_mutual_aid": ("recovery community",),
        "mutual_aid.premises_free_of_charge": ("mutual-aid/premises",),
        "mutual_aid.fee_not_nominal": ("nominal",),
        "mutual_aid.premises_without_alternative": ("mutual-aid/premises",),
        "mutual_aid.tsf_is_not_aa": ("tsf", "facilitation"),
        "mutual_aid.families_left_out": ("anonymous",),
        "mutual_aid.wrong_audience_group": ("al-anon", "alateen", "families anonymous"),
        "mutual_aid.steering_group_incomplete": ("steering group",),
        "mutual_aid.contact_within_forgotten": ("mutual-aid/links",),
        "mutual_aid.pays_a_fellowship": ("anonymous", "fellowship", " aa ", " na ", " ca ", "al-anon"),
        "mutual_aid.fellowship_endorses": ("anonymous", "fellowship", " aa ", " na ", " ca ", "al-anon"),
        "mutual_aid.peer_support_mixed_up": ("peer",),
        "mutual_aid.attendance_compelled": (
            " attend",
            " go along to ",
            " go to ",
            " join ",
            " take part in ",
            " be member",
            " compulsory ",
            " mandatory ",
            " obligatory ",
            " required ",
        ),
        "mutual_aid.leaflet_only": (
            "leaflet",
            "flyer",
            "poster",
            "contact",
            "number",
            "list of",
            "signpost",
            "website",
        ),
        "mutual_aid.attendance_as_outcome": ("attend", "went", "going"),
        "mutual_aid.where_appropriate_undefined": (
            "appropriate",
            "suitable",
            "possible",
            "practic",
            "reasonable",
            "necess",
            "needed",
            "required",
            "relevant",
            "feasible",
        ),
        "mutual_aid.fama_steps_missing": ("fama", "mutual aid", "three steps", "three-steps"),
        "mutual_aid.smart_partnership_missing": ("smart",),
        "mutual_aid.inpatient_left_out": ("community",),
        "no_wrong_door.one_way_door": ("principle", "no-wrong-door/"),
        "no_wrong_door.no_named_lead": ("no-wrong-door/",),
        "no_wrong_door.no_referral_response": ("no-wrong-door/",),
        "no_wrong_door.not_asked": ("no-wrong-door/",),
        "no_wrong_door.disengagement_not_explored": ("no-wrong-door/",),
        "no_wrong_door.no_information_sharing": ("no-wrong-door/",),
        "no_wrong_door.coordinator_in_wrong_service": ("care-coordinator",),
        "no_wrong_door.age_floor_18": ("18", "adults"),
        "no_wrong_door.excludes_for_mental_illness": (
            "mental",
            "psych",
            "schizo",
            "bipolar",
            "personality",
            "diagnos",
            "depress",
            "suicid",
            " self harm",
        ),
        "no_wrong_door.excludes_for_level_of_use": (
            " drink",
            " drunk",
            " drug use",
            " use drugs",
            " use alcohol",
            " use of ",
            " units",
            " dependen",
            " level of use",
            " heroin",
            " crack",
            " injecting",
            " substance use",
            " using drugs",
            " using on top",
            " misuse",
        ),
        "no_wrong_door.sobriety_first": (
            "abst",
            "sober",
            "sobriety",
            "free",
            "clean",
            "dry",
            "detox",
            "stop",
            "stabil",
        ),
        "no_wrong_door.not_severe_enough": ("enough", "threshold", "criteria", "mild", "insufficiently"),
        "no_wrong_door.intoxicated_turned_away": ("intoxicat", "influence", "drunk", "alcohol", "breath"),
        "no_wrong_door.discharge_on_missed_appointment": (
            " miss",
            "to attend ",
            " not attend",
            " non attend",
            " nonattend",
            " dna",
        ),
        "no_wrong_door.follow_up_after_second": (" miss", " non attendance", " nonattendance", " dna"),
        "no_wrong_door.all_care_at_first_door": ("first", "same", "initial", "one"),
        "no_wrong_door.sequential_treatment": ("before", "first", "then", "after", "until", "wait"),
        "no_wrong_door.crisis_hours": ("crisis", "urgent", "emergenc", "hours"),
        "no_wrong_door.tobacco_missing": ("co-occurring/",),
        "source.no_source": (),
        "source.stronger_than_source": ("standard-clause",),
        "source.weaker_than_source": ("standard-clause",),
        "source.orphan_definition": ("definitions",),
        "source.return_after_contract": (),
        "source.no_remedy": (),
        "source.party_not_bound": (),
        "source.party_owes_nothing": (),
        "source.look_back_too_long": ("look-back",),
        "source.question_is_not_guidance": ("consultation",),
        "source.source_page_wrong": ("improving access to mutual aid",),
        "source.aim_as_duty": ("lead-commissioner", "joint-pathway"),
        "source.provider_duty_on_commissioner": ("mutual-aid/", "fama/"),
        "source.duty_of_staff": ("worker", "staff", "nurse", "doctor", "practitioner", "team"),
        "source.must_and_should": ("must", "shall", "should", "may"),
        "source.superseded_body": (
            "public health england",
            "commissioning group",
            "trust",
            "agency",
            "strategic",
            "nhs improv",
        ),
        "source.copied_requirement": (),
        "source.weasel_words": (
            "robust",
            "timely",
            "regular",
            "adequate",
            "effective",
            "efficient",
            " high quality ",
            " good quality ",
            " best practice ",
            " state of the art ",
            "holistic",
            "meaningful",
            "sufficient",
            " reasonable effort",
            "endeavour",
            "as soon",
            "prompt",
            "frequent",
            " world class ",
            "seamless",
        ),
        "source.two_duties_one_clause": ("and",),
    }
)

#: Rules that look at nothing but clauses (``specrules.lint.wording``): other words do not call for them.
BY_CLAUSES = frozenset(
    {
        "evidence.no_baseline",
        "evidence.restricted_data_published",
        "measures.period_mismatch",
        "measures.rewards_cherry_picking",
        "mutual_aid.pays_a_fellowship",
        "mutual_aid.fellowship_endorses",
        "mutual_aid.peer_support_mixed_up",
        "mutual_aid.attendance_compelled",
        "mutual_aid.leaflet_only",
        "mutual_aid.attendance_as_outcome",
        "mutual_aid.where_appropriate_undefined",
        "no_wrong_door.excludes_for_mental_illness",
        "no_wrong_door.excludes_for_level_of_use",
        "no_wrong_door.sobriety_first",
        "no_wrong_door.not_severe_enough",
        "no_wrong_door.intoxicated_turned_away",
        "no_wrong_door.discharge_on_missed_appointment",
        "no_wrong_door.follow_up_after_second",
        "no_wrong_door.all_care_at_first_door",
        "no_wrong_door.sequential_treatment",
        "no_wrong_door.crisis_hours",
        "source.weasel_words",
        "source.two_duties_one_clause",
    }
)
#: These and further rules look at each requirement by itself, with the parties and dates, and not where else
#: anything stands: what they find in one is the same whatever else the file has.
BY_REQUIREMENT = BY_CLAUSES | frozenset(
    {
        "evidence.ndtms_without_audit",
        "evidence.recording_only_in_treatment",
        "evidence.client_level_in_spec",
        "evidence.wrong_sub_intervention",
        "measures.cannot_fail",
        "measures.hundred_percent",
        "measures.duty_nobody_can_check",
        "measures.shadowed_check",
        "measures.turned_round",
        "measures.sample_too_small",
        "measures.never_met",
        "measures.check_decides_nothing",
        "measures.never_partly_met",
        "measures.condition_never_open",
        "measures.ceiling_without_blanks",
        "measures.units_differ",
        "measures.numerator_not_subset",
        "mutual_aid.no_choice",
        "mutual_aid.one_kind_only",
        "mutual_aid.premises_no_fee",
        "mutual_aid.links_unmeasured",
        "mutual_aid.rco_counted_as_mutual_aid",
        "mutual_aid.premises_free_of_charge",
        "mutual_aid.tsf_is_not_aa",
        "mutual_aid.wrong_audience_group",
        "mutual_aid.steering_group_incomplete",
        "mutual_aid.contact_within_forgotten",
        "no_wrong_door.coordinator_in_wrong_service",
        "no_wrong_door.age_floor_18",
        "source.no_source",
        "source.stronger_than_source",
        "source.weaker_than_source",
        "source.no_remedy",
        "source.question_is_not_guidance",
        "source.source_page_wrong",
        "source.aim_as_duty",
        "source.provider_duty_on_commissioner",
        "source.must_and_should",
    }
)


def rules_for(text: str, said: str) -> Iterator[Rule]:
    """The rules that could find something in a file with *text*, whose clauses say *said*."""
    words, said, said_alone = text.casefold().split(), said.casefold(), words_alone(said)
    # Words that belong together may stand on two lines, or far apart.
    plain = " ".join(words)
    # A specification says the same words again and again; once each they are a third of it.
    once = " ".join(set(words))
    for name, parts in INDEX.items():
        single = said if name in BY_CLAUSES else once
        several = said_alone if name in BY_CLAUSES else plain
        if not parts or any(part in (several if " " in part else single) for part in parts):
            yield _rule(name)


@lru_cache(maxsize=_MOST_PASSAGES)
def called_for(passage: str) -> frozenset[str]:
    """The codes of the rules that could find something in a file where it has *passage* in it."""
    # What is written with a backslash says other words than one sees.
    if "\\" in passage:
        return frozenset(all_rules())
    alone = words_alone(passage)
    several = (codes for part, codes in _by_parts(several=True) if part in alone)
    return frozenset().union(_called_by(""), *map(_called_by, passage.casefold().split()), *several)


@lru_cache(maxsize=_MOST_WORDS)
def _called_by(word: str) -> frozenset[str]:
    """The codes of the rules that one *word* calls for; even "" has the part that every text has."""
    return frozenset().union(*(codes for part, codes in _by_parts(several=False) if part in word))


@cache
def _by_parts(*, several: bool) -> tuple[tuple[str, frozenset[str]], ...]:
    """Each part of a word, or of *several*, and the codes of the rules that it calls for."""
    by_part: dict[str, set[str]] = {}
    for code, parts in zip(all_rules(), INDEX.values(), strict=True):
        for part in parts or ("",):
            if several == (" " in part):
                by_part.setdefault(part, set()).add(code)
    return tuple((part, frozenset(codes)) for part, codes in by_part.items())


@cache
def all_rules() -> Mapping[str, Rule]:
    """Every rule by its code, in the order of their pages. Raises ValueError when two have one code."""
    rules = [_rule(name) for name in INDEX]
    by_code = {rule.code: rule for rule in rules}
    if len(by_code) < len(rules):
        raise ValueError("two rules have one code")
    return by_code


def is_by_requirement(rule: Rule) -> bool:
    """Whether *rule* looks at each requirement by itself."""
    return rule.look.__module__.removeprefix(f"{__name__}.") in BY_REQUIREMENT


def _rule(name: str) -> Rule:
    module = f"{__name__}.{name}"
    if module not in DECLARED:
        import_module(module)
    return DECLARED[module]
