"""What people decide: a commander raises, a second person approves."""

from datetime import UTC, datetime, timedelta

from vedette.posture.systems import LevelSystem, load_system
from vedette.posture.wording import commander_text, level_text
from vedette.terms.errors import FieldError, RuleError
from vedette.terms.persons import person, same_person
from vedette.terms.posture import Posture, Reason
from vedette.terms.record import record_id

__all__ = ["approve", "raise_to"]


def raise_to(
    posture: Posture, level: int, commander: str, reason: str, now: datetime, *, system: LevelSystem | None = None
) -> Posture:
    """The posture at a higher level by a commander's order; again a proposal, whoever had approved the lower one.

    The order lasts as long as the higher level does before it expires, and `assess` keeps it until then. `now` is an
    instant with its zone; `system` is needed only where the posture's system is not shipped. Raises RuleError when the
    level lies below the assessed one, the posture has expired, or commander or reason is not named; FieldError for a
    level that the system does not have.
    """
    held = system or load_system(posture.system)
    if held.id != posture.system:
        raise FieldError(None, posture.id, "system", held.id, posture.system)
    if now.tzinfo is None:
        raise FieldError(None, posture.id, "now", now.isoformat(), "a time with its zone")
    # the name stands before "until" in the reason, from which the end of the order is read back
    if not commander.strip() or not reason.strip() or " until " in commander:
        raise RuleError(f"{posture.id}: a raise needs the name of the commander and a reason")
    if level > len(held.levels):
        raise FieldError(None, posture.id, "level", level, f"at most {len(held.levels)}")
    if level < posture.level:
        lower, assessed = level, level_text(held, posture.level)
        raise RuleError(f"{posture.id}: a commander may add, never go below {assessed}; level {lower} was asked for")
    if not posture.valid_from <= now < posture.expires:
        raise RuleError(f"{posture.id}: not in force at {now.astimezone(UTC):%Y-%m-%dT%H:%MZ}; assess the area anew")
    target = held.level(level)
    expires = (now + timedelta(hours=target.expires_hours)).astimezone(UTC).replace(microsecond=0)
    order = Reason(text=commander_text(level, commander.strip(), expires, reason.strip()), code="commander")
    budget = posture.sustainable_until
    if level > posture.level:
        budget = now.date() + timedelta(days=target.budget_days) if target.budget_days else None
    return posture.model_copy(
        update={
            "id": record_id("posture", posture.id, order.text),
            "sources": (*posture.sources, posture.id),
            "level": level,
            "level_name": target.name.en,
            "previous": posture.level,
            "reasons": (order, *posture.reasons),
            "falls_when": f"{posture.falls_when}; not below level {level} before the commander's raise ends",
            "package": target.package,
            "valid_from": now.astimezone(UTC),
            "expires": expires,
            "review_at": min(expires, (now + timedelta(hours=target.review_hours)).astimezone(UTC)),
            "sustainable_until": budget,
            "approved_by": None,
        }
    )


def approve(posture: Posture, approver: str, author: str) -> Posture:
    """The posture as approved by a second named person.

    Raises RuleError when author and approver are one person (letter case, blanks and invisible characters do not make two), when one of them is
    not named, or when it was approved before.
    """
    if not person(approver) or not person(author):
        raise RuleError(f"{posture.id}: approval needs the names of the author and of the approver")
    if same_person(approver, author):
        raise RuleError(f"{posture.id}: {approver} is its author; a second person has to approve")
    if posture.approved_by is not None:
        raise RuleError(f"{posture.id}: already approved by {posture.approved_by}")
    return posture.model_copy(update={"approved_by": approver.strip()})
