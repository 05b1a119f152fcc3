"""Orders down the chain of command and what became of them."""

from enum import StrEnum

from pydantic import Field, model_validator

from vedette.terms.persons import same_person
from vedette.terms.record import Record, Term, UtcTime

__all__ = ["Approval", "Directive", "DirectiveState", "Task", "Transition"]


class DirectiveState(StrEnum):
    """Life of a directive."""

    DRAFTED = "drafted"
    APPROVED = "approved"
    ISSUED = "issued"
    ACKNOWLEDGED = "acknowledged"
    REFUSED = "refused"
    DELEGATED = "delegated"
    IN_FORCE = "in force"
    DONE = "done"
    EXPIRED = "expired"
    RESCINDED = "rescinded"
    SUPERSEDED = "superseded"


class Task(Term):
    """Where, when and what; `post` is absent for tasks of a whole area."""

    area: str
    post: str | None = None
    start: UtcTime
    end: UtcTime
    what: str


class Transition(Term):
    """One step of a directive's life."""

    state: DirectiveState
    at: UtcTime
    by: str
    note: str = ""


class Approval(Term):
    """A second named person approves exactly this content."""

    content_sha256: str
    author: str
    approver: str
    at: UtcTime

    @model_validator(mode="after")
    def _four_eyes(self) -> "Approval":
        if same_person(self.author, self.approver):
            raise ValueError("author and approver must be two named persons")
        return self


class Directive(Record):
    """An order to one addressee; the last transition is its state."""

    addressee: str = Field(description="Stable id of the command or unit")
    superior: str | None = Field(default=None, description="To whom it escalates when a deadline passes")
    issuer: str
    subject: str
    tasks: tuple[Task, ...] = Field(min_length=1)
    valid_from: UtcTime
    valid_until: UtcTime
    acknowledge_by: UtcTime
    approval: Approval | None = None
    history: tuple[Transition, ...] = Field(min_length=1)
    escalated_to: tuple[str, ...] = ()
    exercise: bool = False

    @property
    def state(self) -> DirectiveState:
        """The state after the last transition."""
        return self.history[-1].state
