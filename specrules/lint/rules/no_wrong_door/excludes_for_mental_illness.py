"""The rule ``excludes-for-mental-illness``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from specrules.base.findings import Severity
from specrules.lint.registry import Found, Wrong, rule
from specrules.lint.wording import saying

if TYPE_CHECKING:
    from specrules.spec.model import Spec

_SAYS = (
    r"(?:exclud\w*|refus\w*|turn\w* away|reject\w*|declin\w*|not (?:be )?(?:accept\w*|eligible"
    r"|seen|taken on|offered)|ineligible|barred?|cannot (?:use|be (?:seen|accepted|referred))"
    r"|will not (?:see|accept|take|treat)|does not (?:see|accept|take|treat)"
    r"|no access)[^.;]{0,60}?\b(?:mental (?:health|illness|disorder)|psycho(?:sis|tic)|schizo\w+"
    r"|bipolar|personality disorder|diagnos\w+|depress\w+|suicid\w+|self-harm)"
    r"|\b(?:mental (?:health(?! team| service| trust| nurse| worker| care)|illness|disorder)"
    r"|psycho(?:sis|tic)|schizo\w+|bipolar|personality disorder|psychiatric diagnos\w+|depress\w+"
    r"|suicid\w+)[^.;]{0,60}?\b(?:exclud\w*|refus\w*|turn\w* away|reject\w*|declin\w*"
    r"|not (?:be )?(?:accept\w*|eligible|seen|taken on|offered)|ineligible|barred?|cannot (?:use"
    r"|be (?:seen|accepted|referred))|will not (?:see|accept|take|treat)|does not (?:see|accept"
    r"|take|treat)|no access)"
)
_UNLESS = (
    r"\b(?:no one|nobody|never|none|no (?:person|referral)|not (?:be )?(?:excluded|refused"
    r"|turned away|rejected|a reason|a ground|grounds)|without (?:being )?(?:excluded|refused"
    r"|turned)|(?:number|share|count|how many|referrals|people) (?:who were )?(?:refused"
    r"|turned away|excluded|rejected)|are (?:counted|monitored|reviewed|recorded|reported)"
    r"|review\w*|monitor\w*)\b"
)


@rule("NW601", "excludes-for-mental-illness", Severity.ADVICE)
def excludes_for_mental_illness(spec: Spec) -> Found:
    """Nobody is kept out for a mental health condition.

    People of 14 and over are not to be excluded from a service because of a co-
    existing condition.

    Source: Better care for people with co-occurring mental health and
    alcohol/drug use conditions (Public Health England, 2017), as analysed by Drug
    and Alcohol Findings (2019), statement 2 of the quality standard

    Bad:

        requirements:
          X-1:
            title: People with psychosis are not accepted
            owed-by: riverbank
            strength: should
            checks: {done: {count: times it was done, target: at least 3}}
            source: local decision, 2026-02-10

    Good:

        requirements:
          X-1:
            title: People with psychosis are seen together with the mental health team
            owed-by: riverbank
            strength: should
            checks: {done: {count: times it was done, target: at least 3}}
            source: local decision, 2026-02-10
    """
    for clause, words in saying(spec, __name__, _SAYS, _UNLESS):
        yield Wrong(
            clause.place,
            f'"{words}" keeps people out for their mental health.',
            "Ask for adaptations or joint care instead.",
            clause.about,
        )
