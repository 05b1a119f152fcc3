"""Releasing a posture to a wider audience: a decision of two named people, and it takes the grounds away."""

from datetime import datetime

from vedette.terms.errors import MarkingError, RuleError
from vedette.terms.marking import Marking
from vedette.terms.persons import same_person
from vedette.terms.posture import Posture, Reason
from vedette.terms.record import record_id

__all__ = ["release"]


def release(posture: Posture, to: Marking, author: str, approver: str, at: datetime) -> Posture:
    """A posture that tells level, area and time alone, marked `to`.

    Reasons, sources, measures, floor and budget stay behind, so nothing of the grounds goes with it; the id is derived
    anew. A marking that is not stricter than `to` already is returned unchanged. Raises RuleError unless author and
    approver are two named persons, MarkingError for a RED posture.
    """
    if to.admits(posture.marking):
        return posture
    if same_person(author, approver):
        raise RuleError("a release needs an author and, as approver, a second named person")
    if posture.marking == Marking.RED:
        raise MarkingError("a RED posture cannot be released; propose one from sources that may be told")
    return Posture(
        id=record_id("posture", "released", posture.id, to.value, at, author, approver),
        marking=to,
        area=posture.area,
        system=posture.system,
        level=posture.level,
        level_name=posture.level_name,
        floor=1,
        reasons=(Reason(text="the grounds are not released", code="commander"),),
        falls_when="its end is announced",
        valid_from=posture.valid_from,
        expires=posture.expires,
        review_at=posture.review_at,
        unknown_since=posture.unknown_since,
        approved_by=posture.approved_by,
        exercise=posture.exercise,
    )
