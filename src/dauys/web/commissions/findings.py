"""What the law says of a composition, in the words of its pack: the rule, what is wrong, what to do."""

from __future__ import annotations

from dataclasses import dataclass

from dauys.apps.commissions.queries import Composition, commissions_under, findings_about
from dauys.core.bodies import Answer
from dauys.core.norms import Body, Pack
from dauys.web.ui import words


@dataclass(frozen=True, slots=True)
class SaidFinding:
    """One rule: `holds` is None where a fact is missing; `wrong` and `remedy` are empty where it holds."""

    code: str
    holds: bool | None
    severity: str
    sentence: str
    article: str
    is_default: bool
    wrong: str = ""
    remedy: str = ""
    names: str = ""


def said_of(composed: Composition, pack: Pack, language: str) -> list[SaidFinding]:
    """Every rule about one composition, those that do not hold first."""
    chosen = commissions_under(composed.commission.unit).filter(id=composed.commission.id)
    code = composed.commission.code
    answers = findings_about({code: composed}, chosen, pack).get(code, ())
    rules = {body.code: body for body in pack.bodies}
    order = {False: 0, None: 1, True: 2}
    found = [_said(one, rules[one.finding.code], composed, language) for one in answers]
    return sorted(found, key=lambda one: order[one.holds])


def _said(answer: Answer, rule: Body, composed: Composition, language: str) -> SaidFinding:
    finding = answer.finding
    wrong = remedy = ""
    if finding.holds is False:
        is_size = rule.subject.startswith("size") and rule.subject != "size_odd"
        subject = "size" if is_size else rule.subject
        wanted = words.said(language, f"commissions.number.{NUMBERS[finding.op]}", n=finding.right)
        wrong = words.said(language, f"commissions.wrong.{subject}", left=finding.left, right=wanted)
        remedy = words.said(language, f"commissions.remedy.{subject}")
    named = {str(member.person): member.name for member in composed.members}
    return SaidFinding(
        rule.code,
        finding.holds,
        str(finding.severity),
        rule.sentence.in_language(language),
        rule.article,
        rule.grade.is_default,
        wrong,
        remedy,
        ", ".join(named[person] for person in answer.persons if person in named),
    )


NUMBERS = {"==": "exactly", "<=": "at_most", ">=": "at_least", "<": "below"}
