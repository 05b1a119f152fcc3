"""A deployment drawn by the recorded lottery."""

from pydantic import Field

from vedette.terms.marking import Marking
from vedette.terms.record import Probability, Record, Term

__all__ = ["Chance", "Deployment", "Draw", "Posting"]


class Posting(Term):
    """One unit at one post in one shift (all ids; `shift` is the index into the problem's shifts)."""

    unit: str
    group: str
    post: str
    shift: int = Field(ge=0)


class Chance(Term):
    """Probability with which the lottery puts at least one unit at the post in the shift."""

    post: str
    shift: int = Field(ge=0)
    probability: Probability


class Draw(Term):
    """What anybody needs to repeat the draw (plan-format.md): shares, their commitments, the mixture's hash, the index."""

    shares: tuple[str, ...]
    commitments: tuple[str, ...]
    mixture_sha256: str
    index: int = Field(ge=0)


class Deployment(Record):
    """What the lottery drew from the optimised mixture. Always RED."""

    marking: Marking = Marking.RED
    problem_sha256: str
    plan_sha256: str
    objective: float
    lower_bound: float
    gap: float = Field(ge=0)
    draw: Draw
    postings: tuple[Posting, ...]
    chances: tuple[Chance, ...]
    approved_by: str | None = None
