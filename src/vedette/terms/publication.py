"""What left the system, to whom, and what was withheld."""

from enum import StrEnum

from pydantic import Field

from vedette.terms.directive import Approval
from vedette.terms.marking import Marking
from vedette.terms.record import Record, Term, UtcTime

__all__ = ["Audience", "Publication", "PublicationStatus", "Withheld"]


class PublicationStatus(StrEnum):
    """CAP's status; it comes from the workspace, never from a form."""

    ACTUAL = "Actual"
    EXERCISE = "Exercise"


class Audience(Term):
    """Somebody who is told, and the strictest marking that they may see."""

    id: str
    name: str
    clearance: Marking


class Withheld(Term):
    """A record that this audience does not get; the reason says no more than the audience may know."""

    record: str
    reason: str


class Publication(Record):
    """One rendered file for one audience."""

    format: str = Field(description="cap, sitrep-html, geojson, …")
    audience: str
    status: PublicationStatus
    published_at: UtcTime
    sha256: str = Field(description="Of the rendered bytes")
    file: str
    withheld: tuple[Withheld, ...] = ()
    approval: Approval | None = None
