"""The one gate: whatever leaves passes here, whole or not at all, cut to what its audience may see."""

import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TypeVar

from vedette.publish.text import plain
from vedette.terms.errors import MarkingError, RuleError, UnknownReferenceError
from vedette.terms.marking import Marking, combine
from vedette.terms.places import Area
from vedette.terms.publication import Audience, PublicationStatus, Withheld
from vedette.terms.record import Term, record_id

__all__ = [
    "as_public_map",
    "audience_named",
    "audiences",
    "effective_marking",
    "gate",
    "least_marking",
    "require",
    "require_status",
]

R = TypeVar("R", bound=Term)


@dataclass(frozen=True)
class _Rules:
    audiences: tuple[Audience, ...]
    least: dict[str, Marking]


def audiences() -> tuple[Audience, ...]:
    """The audiences, from everybody to the command (data/audiences.toml)."""
    return _rules().audiences


def audience_named(name: str) -> Audience:
    """The audience with that id. Raises UnknownReferenceError, naming the ids there are."""
    for audience in audiences():
        if audience.id == name:
            return audience
    raise UnknownReferenceError(None, None, "audience", name, f"one of {', '.join(one.id for one in audiences())}")


def effective_marking(record: Term) -> Marking:
    """The strictest of the record's own marking, that of everything in it, and the least that its kind may have.

    A kind without a marking of its own that data/audiences.toml does not name is RED. Deployments, draws, chances and
    rosters are RED whatever they say of themselves, and so are orders that name a post.
    """
    least = [
        _rules().least[name] for name in (kind.__name__ for kind in type(record).__mro__) if name in _rules().least
    ]
    own = getattr(record, "marking", None)
    if own is None and not least:
        return Marking.RED
    if any(getattr(task, "post", None) is not None for task in getattr(record, "tasks", ())):
        return Marking.RED
    return combine([*least, *([own] if own is not None else []), *_inside(record)])


def least_marking(kind: str) -> Marking:
    """The least marking of a kind of record by the name of its class, CLEAR where data/audiences.toml sets none."""
    return _rules().least.get(kind, Marking.CLEAR)


def gate(records: Iterable[R], audience: Audience) -> tuple[tuple[R, ...], tuple[Withheld, ...]]:
    """What the audience may see, in order, and what is withheld from it.

    The id of a withheld record is a digest that the ledger can match and the audience cannot read, and the reason is
    the same for all: neither tells the kind, the number of markings or anything else above the audience's clearance.
    """
    visible: list[R] = []
    withheld: list[Withheld] = []
    for record in records:
        if audience.clearance.admits(effective_marking(record)):
            visible.append(record)
        else:
            withheld.append(
                Withheld(
                    record=record_id("withheld", getattr(record, "id", repr(record))),
                    reason=f"not for readers at {audience.clearance.label}",
                )
            )
    return tuple(visible), tuple(withheld)


def require(records: Sequence[Term], audience: Audience) -> None:
    """Raise MarkingError, with words that tell nothing of the content, unless the audience may see every record."""
    if gate(records, audience)[1]:
        raise MarkingError(f"not all of this may be seen by {audience.name} ({audience.clearance.label})")


def require_status(status: PublicationStatus, exercise: str | None, records: Iterable[Term] = ()) -> None:
    """Raise RuleError unless an exercise leaves as an exercise, with its name, and nothing else does.

    A record that says of itself that it is of an exercise leaves in no other way, whatever the caller asks for.
    """
    if (status is PublicationStatus.EXERCISE) != (exercise is not None and plain(exercise) != ""):
        raise RuleError("an exercise leaves as status Exercise with its name, and nothing else does")
    if status is not PublicationStatus.EXERCISE and any(getattr(record, "exercise", False) for record in records):
        raise RuleError("this is of an exercise and cannot leave as actual; give the name of the exercise")


def as_public_map(areas: Iterable[Area]) -> list[Area]:
    """Areas of a published map as CLEAR geography: GREEN, the marking of areas that nobody marked, becomes CLEAR.

    Stricter areas stay as they are. Calling this is the statement that names and outlines are public knowledge.
    """
    return [
        area.model_copy(update={"marking": Marking.CLEAR}) if area.marking == Marking.GREEN else area for area in areas
    ]


def _inside(record: Term) -> list[Marking]:
    found = []
    for name in type(record).model_fields:
        held = getattr(record, name)
        for item in held if isinstance(held, tuple) else (held,):
            if isinstance(item, Term) and (hasattr(item, "marking") or type(item).__name__ in _rules().least):
                found.append(effective_marking(item))
    return found


@cache
def _rules() -> _Rules:
    table = tomllib.loads(files(__package__).joinpath("data/audiences.toml").read_text("utf-8"))
    return _Rules(
        audiences=tuple(Audience.model_validate(row) for row in table["audience"]),
        least={name: Marking(value) for name, value in table["least"].items()},
    )
