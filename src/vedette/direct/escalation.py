"""Who has not answered, who is told of it, and the table of who answered and who is late."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from vedette.direct.rules import rules
from vedette.terms.directive import Directive, DirectiveState, Transition

__all__ = ["escalate", "status"]

_AWAITED = (DirectiveState.ISSUED, DirectiveState.DELEGATED)


def escalate(directives: Sequence[Directive], now: datetime) -> list[Directive]:
    """Tell the next step of the chain of every directive that nobody acknowledged in time, or that was refused.

    The chain is superior, then issuer; a further step is told after each `escalation_step_minutes` (rules.toml).
    Every step is recorded in `escalated_to` and in the history. Calling it again at the same time changes nothing, and
    a call after a long pause makes up for the steps that were missed. The order of the directives is kept.
    """
    return [_escalated(directive, now) for directive in directives]


def status(directives: Sequence[Directive], now: datetime) -> list[dict[str, Any]]:
    """One row per directive: id, addressee, subject, state, since, by, acknowledge_by, late_minutes, escalated_to.

    `by` is who answered, None while nobody has; a delegation asks anew, and the first answer after it counts.
    `late_minutes` is how long the answer has been missing, or how late it came, and None where it is not late. Times
    are UTC.
    """
    return [_row(directive, now) for directive in directives]


def _escalated(directive: Directive, now: datetime) -> Directive:
    if directive.state is DirectiveState.REFUSED:
        since = directive.history[-1].at if not directive.escalated_to else _refused_at(directive)
    elif directive.state in _AWAITED and now > directive.acknowledge_by:
        since = directive.acknowledge_by
    else:
        return directive
    due = 1 + int((now - since) / rules().step)
    chain = list(dict.fromkeys(step for step in (directive.superior, directive.issuer) if step))
    history, told = list(directive.history), list(directive.escalated_to)
    for step in chain[: max(due, 0)]:
        if step not in told:
            why = "refused" if directive.state is DirectiveState.REFUSED else "not acknowledged"
            at = max(now, history[-1].at)
            history.append(Transition(state=directive.state, at=at, by="clock", note=f"{why}; escalated to {step}"))
            told.append(step)
    if len(told) == len(directive.escalated_to):
        return directive
    return directive.model_copy(update={"history": tuple(history), "escalated_to": tuple(told)})


def _refused_at(directive: Directive) -> datetime:
    """When the present refusal came, the escalations after it left out."""
    return next(step.at for step in reversed(directive.history) if step.by != "clock")


def _row(directive: Directive, now: datetime) -> dict[str, Any]:
    asked = max((n for n, step in enumerate(directive.history) if step.state is DirectiveState.DELEGATED), default=0)
    answer = next(
        (
            step
            for step in directive.history[asked:]
            if step.state in (DirectiveState.ACKNOWLEDGED, DirectiveState.REFUSED) and step.by != "clock"
        ),
        None,
    )
    waiting = directive.state in _AWAITED
    measured = answer.at if answer is not None and not waiting else now if waiting else None
    late = (measured - directive.acknowledge_by).total_seconds() / 60 if measured is not None else 0.0
    return {
        "id": directive.id,
        "addressee": directive.addressee,
        "subject": directive.subject,
        "state": directive.state.value,
        "since": directive.history[-1].at,
        "by": answer.by if answer is not None else None,
        "acknowledge_by": directive.acknowledge_by,
        "late_minutes": int(late) if late > 0 else None,
        "escalated_to": list(directive.escalated_to),
    }
