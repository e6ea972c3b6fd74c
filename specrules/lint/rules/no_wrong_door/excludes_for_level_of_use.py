"""The rule ``excludes-for-level-of-use``."""

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
    r"|no access)[^.;]{0,60}?\b(?:drink\w*|drunk|drug use\w*|use (?:of )?(?:drugs|alcohol)|units"
    r"|dependen\w+|level of use|heroin|crack|injecting|substance use|using (?:drugs|on top)"
    r"|misuse)"
    r"|\b(?:drink\w*|drunk|drug use\w*|use (?:of )?(?:drugs|alcohol)|units|dependen\w+"
    r"|level of use|heroin|crack|injecting|substance use|using (?:drugs|on top)"
    r"|misuse)[^.;]{0,60}?\b(?:exclud\w*|refus\w*|turn\w* away|reject\w*|declin\w*"
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


@rule("NW602", "excludes-for-level-of-use", Severity.ADVICE)
def excludes_for_level_of_use(spec: Spec) -> Found:
    """Nobody is kept out for how much they drink or use.

    Access criteria help people in. They do not turn anybody away for how
    dependent they are.

    Source: Better care for people with co-occurring mental health and
    alcohol/drug use conditions (Public Health England, 2017), as analysed by Drug
    and Alcohol Findings (2019), what commissioners should do, action 12

    Bad:

        requirements:
          X-1:
            title: People who drink more than 30 units a day are not accepted
            owed-by: riverbank
            strength: should
            checks: {done: {count: times it was done, target: at least 3}}
            source: local decision, 2026-02-10

    Good:

        requirements:
          X-1:
            title: People who drink heavily are offered a medical assessment first
            owed-by: riverbank
            strength: should
            checks: {done: {count: times it was done, target: at least 3}}
            source: local decision, 2026-02-10
    """
    for clause, words in saying(spec, __name__, _SAYS, _UNLESS):
        yield Wrong(
            clause.place,
            f'"{words}" keeps people out for what or how much they drink or use.',
            "Ask for adaptations or joint care instead.",
            clause.about,
        )
