"""The life of a directive: every verb takes a frozen directive and gives the one that follows it.

A repeated answer changes nothing, a late one is taken with a note of how late, one that overtook another is taken at
the time of the last transition with its own time in the note, and one that the table forbids raises RuleError.
"""

from datetime import UTC, datetime

from vedette.direct.rules import rules
from vedette.store.canonical import canonical_json, sha256_hex
from vedette.terms.directive import Approval, Directive, DirectiveState, Transition
from vedette.terms.errors import RuleError
from vedette.terms.persons import person, same_person

__all__ = [
    "acknowledge",
    "approve",
    "complete",
    "content_sha256",
    "delegate",
    "expire",
    "issue",
    "put_in_force",
    "refuse",
    "rescind",
    "supersede",
]

_HISTORY = {"history", "approval", "escalated_to"}


def content_sha256(directive: Directive) -> str:
    """SHA-256 over the canonical JSON (RFC 8785) of what an approver approves: all but history and approval."""
    return sha256_hex(canonical_json(directive.model_dump(mode="json", exclude=_HISTORY)))


def approve(directive: Directive, author: str, approver: str, now: datetime) -> Directive:
    """A second named person approves exactly this content.

    Raises RuleError when approver and author are one person (letter case and blanks do not make two), when the
    approver drafted it, when a name is empty, or when the directive is not a draft.
    """
    names = {person(author), person(directive.history[0].by)}
    if not person(author) or not person(approver):
        raise RuleError(f"{directive.id}: an approval needs the names of author and approver")
    if person(approver) in names:
        raise RuleError(f"{directive.id}: {approver} wrote it; the approver must be a second person")
    bound = Approval(content_sha256=content_sha256(directive), author=author, approver=approver, at=now)
    if directive.state is DirectiveState.APPROVED and directive.approval is not None:
        same = (bound.content_sha256, author, approver)
        if same == (directive.approval.content_sha256, directive.approval.author, directive.approval.approver):
            return directive
    return _moved(directive, DirectiveState.APPROVED, now, approver).model_copy(update={"approval": bound})


def issue(directive: Directive, by: str, now: datetime) -> Directive:
    """Send an approved directive. Raises RuleError when its content is no longer the approved one."""
    if directive.state is DirectiveState.ISSUED:
        return directive
    _still_approved(directive)
    return _moved(directive, DirectiveState.ISSUED, now, by)


def acknowledge(directive: Directive, by: str, now: datetime) -> Directive:
    """The addressee has received and will carry out; again is no change, late is noted."""
    answered = any(step.state is DirectiveState.ACKNOWLEDGED for step in directive.history)
    if answered and directive.state in (
        DirectiveState.ACKNOWLEDGED,
        DirectiveState.IN_FORCE,
        DirectiveState.DONE,
    ):
        return directive
    return _moved(directive, DirectiveState.ACKNOWLEDGED, now, by, _lateness(directive, now))


def refuse(directive: Directive, by: str, now: datetime, reason: str) -> Directive:
    """The addressee cannot or will not; the reason is required. Raises RuleError without one."""
    if not reason.strip():
        raise RuleError(f"{directive.id}: a refusal needs its reason")
    if directive.state is DirectiveState.REFUSED:
        return directive
    note = "; ".join(part for part in (reason.strip(), _lateness(directive, now)) if part)
    return _moved(directive, DirectiveState.REFUSED, now, by, note)


def delegate(directive: Directive, by: str, to: str, now: datetime) -> Directive:
    """Hand the task to `to` (a stable id), who then has to acknowledge by the same deadline."""
    if not to.strip():
        raise RuleError(f"{directive.id}: a delegation needs the id of the one who takes over")
    if directive.state is DirectiveState.DELEGATED and directive.history[-1].note == f"to {to}":
        return directive
    return _moved(directive, DirectiveState.DELEGATED, now, by, f"to {to}")


def put_in_force(directive: Directive, by: str, now: datetime) -> Directive:
    """An acknowledged directive begins. Raises RuleError outside its validity or without acknowledgement."""
    if directive.state is DirectiveState.IN_FORCE:
        return directive
    if not directive.valid_from <= now < directive.valid_until:
        raise RuleError(
            f"{directive.id}: cannot be put in force at {_shown(now)}, it holds from {_shown(directive.valid_from)}"
            f" to {_shown(directive.valid_until)}"
        )
    _still_approved(directive)
    return _moved(directive, DirectiveState.IN_FORCE, now, by)


def complete(directive: Directive, by: str, now: datetime, note: str = "") -> Directive:
    """A directive in force is done."""
    if directive.state is DirectiveState.DONE:
        return directive
    return _moved(directive, DirectiveState.DONE, now, by, note)


def expire(directive: Directive, now: datetime, by: str = "clock") -> Directive:
    """The validity has ended. One that nobody acknowledged is told to its issuer as it expires.

    Raises RuleError before `valid_until`.
    """
    if directive.state is DirectiveState.EXPIRED:
        return directive
    if now < directive.valid_until:
        raise RuleError(f"{directive.id}: cannot expire before {_shown(directive.valid_until)}")
    silent = directive.state in (DirectiveState.ISSUED, DirectiveState.DELEGATED, DirectiveState.REFUSED)
    note = f"never acknowledged; {directive.issuer} told" if silent else ""
    expired = _moved(directive, DirectiveState.EXPIRED, now, by, note)
    if silent and directive.issuer not in directive.escalated_to:
        return expired.model_copy(update={"escalated_to": (*directive.escalated_to, directive.issuer)})
    return expired


def rescind(directive: Directive, by: str, now: datetime, reason: str) -> Directive:
    """Take a directive back; the reason is required."""
    if not reason.strip():
        raise RuleError(f"{directive.id}: to rescind needs a reason")
    if directive.state is DirectiveState.RESCINDED:
        return directive
    return _moved(directive, DirectiveState.RESCINDED, now, by, reason.strip())


def supersede(directive: Directive, successor: Directive, by: str, now: datetime) -> Directive:
    """Replace a directive by a later one to the same addressee; the successor must have been issued."""
    if directive.state is DirectiveState.SUPERSEDED:
        return directive
    if successor.id == directive.id or successor.addressee != directive.addressee:
        raise RuleError(f"{directive.id}: only another directive to {directive.addressee} can supersede it")
    if all(step.state is not DirectiveState.ISSUED for step in successor.history):
        raise RuleError(f"{directive.id}: its successor {successor.id} has not been issued")
    return _moved(directive, DirectiveState.SUPERSEDED, now, by, f"by {successor.id}")


def _moved(directive: Directive, to: DirectiveState, now: datetime, by: str, note: str = "") -> Directive:
    if to not in rules().transitions[directive.state]:
        raise RuleError(f"{directive.id}: cannot go from {directive.state.value} to {to.value}")
    if not by.strip():
        raise RuleError(f"{directive.id}: {to.value} by nobody; give the name of a person or command")
    last = directive.history[-1].at
    if now < last:
        note = "; ".join(part for part in (note, f"answered at {_shown(now)}") if part)
    step = Transition(state=to, at=max(now, last), by=by, note=note)
    return directive.model_copy(update={"history": (*directive.history, step)})


def _still_approved(directive: Directive) -> None:
    if directive.approval is None:
        raise RuleError(f"{directive.id}: nobody has approved it")
    if directive.approval.content_sha256 != content_sha256(directive):
        raise RuleError(f"{directive.id}: its content was changed after the approval; approve the new content")
    if same_person(directive.approval.author, directive.approval.approver):
        raise RuleError(f"{directive.id}: author and approver are one person")


def _lateness(directive: Directive, now: datetime) -> str:
    late = now - directive.acknowledge_by
    return f"late by {int(late.total_seconds() // 60)} min" if late.total_seconds() > 0 else ""


def _shown(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%MZ")
