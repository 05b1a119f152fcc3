"""Alert levels and the posture of an area."""

from datetime import date

from pydantic import Field

from vedette.terms.record import Record, Term, UtcTime

__all__ = ["Posture", "Reason"]


class Reason(Term):
    """One stated ground for a level; `sources` are ids of records."""

    text: str
    code: str = Field(description="forecast, threat, calendar, floor, hysteresis, unknown, budget, commander")
    sources: tuple[str, ...] = ()


class Posture(Record):
    """A proposed or approved level of one area, for stated reasons and a stated time."""

    area: str
    system: str = Field(description="Id of the level system, such as plain-5")
    level: int = Field(ge=1)
    level_name: str
    floor: int = Field(ge=1, description="Level of the parent area, below which this one may not go")
    previous: int | None = None
    reasons: tuple[Reason, ...] = Field(min_length=1)
    falls_when: str = Field(description="What would lower it, in words")
    package: tuple[str, ...] = Field(default=(), description="Measures that the level orders")
    valid_from: UtcTime
    expires: UtcTime
    review_at: UtcTime
    sustainable_until: date | None = Field(default=None, description="Day on which the budget of this level runs out")
    unknown_since: date | None = None
    approved_by: str | None = Field(default=None, description="None while it is a proposal")
    exercise: bool = Field(default=False, description="Of an exercise: it never leaves as actual")
