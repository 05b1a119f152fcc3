"""The honest answer: what a review found."""

from enum import StrEnum

from pydantic import Field

from vedette.terms.record import Probability, Record, Term

__all__ = ["Displacement", "Finding", "ReviewDesign", "Verdict"]


class ReviewDesign(StrEnum):
    """Whether the review rests on a recorded lottery; without one nothing can be said to have worked."""

    LOTTERY = "lottery"
    NONE = "none"


class Verdict(StrEnum):
    """The fixed vocabulary of verdicts."""

    REDUCED = "reduced"
    INCREASED = "increased"
    MOVED = "moved"
    REDUCED_AND_MOVED = "reduced and moved"
    NO_CHANGE_SEEN = "no change seen"
    CANNOT_SAY = "cannot say"


class Displacement(Term):
    """The same figures for the rings; log rate ratio, its interval, and the smallest rise that would have been seen."""

    estimate: float | None = None
    low: float | None = None
    high: float | None = None
    p: Probability | None = None
    mde: Probability | None = None


class Finding(Record):
    """Effect of one measure or trial (review-format.md). `estimate` is the natural log of the rate ratio."""

    trial: str
    design: ReviewDesign
    chosen: int = Field(ge=0)
    not_chosen: int = Field(ge=0)
    estimate: float | None = None
    low: float | None = None
    high: float | None = None
    p: Probability | None = None
    mde: Probability | None = Field(default=None, description="Smallest cut found with 80 % power at 5 %")
    displacement: Displacement = Displacement()
    verdict: Verdict
    statement: str = Field(default="", description="The verdict in words, with what could have been seen")
