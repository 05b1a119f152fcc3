"""How a thing came to be believed as it is: what each day's reports changed, and which claim did it.

The history is worked out from the claims alone, day by day of their publication, so that it does not depend on the order
in which they are handed in; a copy counts on the day of its original.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import groupby

from vedette.picture.backing import Backing, strength
from vedette.picture.building import Group, figures_of, period_of, place_of, type_of
from vedette.picture.grading import grade
from vedette.terms.picture import CasualtyFigure, Revision
from vedette.terms.report import PlaceRef

__all__ = ["revisions_of"]

_State = dict[str, str | None]


def revisions_of(group: Group, originals: Mapping[str, str]) -> tuple[Revision, ...]:
    """The revisions of a group, oldest first; the first row of a field is the one by which it became known.

    Nothing is known of a thing before somebody asserts it: an earlier denial is told with the first claim.
    """
    asserting, denying = set(map(id, group.asserting)), set(map(id, group.denying))
    everything = sorted([*group.asserting, *group.denying], key=lambda b: (b.said[0], *strength(b)))
    told: list[Revision] = []
    before: _State = {}
    held: list[Backing] = []
    pending: list[Backing] = []
    for day, members in groupby(everything, key=lambda b: b.said[0]):
        pending += members
        if not any(id(b) in asserting for b in [*held, *pending]):
            continue
        new, pending = pending, []
        held += new
        yes, no = [b for b in held if id(b) in asserting], [b for b in held if id(b) in denying]
        state = _state(group.kind, yes, no, originals)
        for field, after in state.items():
            if after != before.get(field):
                claim = _due(field, after, new).claim.id
                known = None if day == date.max else day
                told.append(Revision(known=known, field=field, before=before.get(field), after=after, claim=claim))
        before = state
    return tuple(told)


def _state(kind: str, asserting: Sequence[Backing], denying: Sequence[Backing], originals: Mapping[str, str]) -> _State:
    ordered = sorted(asserting, key=strength)
    graded, _, _ = grade(asserting, denying, originals)
    state: _State = {
        "type": type_of(ordered),
        "place": _place(place_of(ordered)),
        "days": _days(*period_of(ordered, kind)),
        "figures": _figures(figures_of(ordered)) if kind == "attack" else None,
        "grade": str(graded),
        "denied_by": ", ".join(dict.fromkeys(b.name for b in sorted(denying, key=strength))) or None,
    }
    return state


def _due(field: str, after: str | None, new: Sequence[Backing]) -> Backing:
    """The claim of the day that gives the field its new value; the strongest of them where none can be named alone."""
    ordered = sorted(new, key=strength)
    fitting = (b for b in ordered if _gives(field, after, b))
    return next(fitting, ordered[0])


def _gives(field: str, after: str | None, backing: Backing) -> bool:
    claim = backing.claim
    denies = claim.modality.value == "denied"
    if field == "denied_by":
        return denies and backing.name in (after or "")
    if denies or field == "grade":
        return field == "grade"
    if field == "type":
        return claim.type == after
    if field == "place":
        return any(_place(place) == after for place in claim.places)
    if field == "days":
        return claim.time is not None and _days(claim.time.start, claim.time.end) == after
    return claim.casualties is not None and backing.name in (after or "")


def _place(place: PlaceRef | None) -> str | None:
    return (place.name or place.text) if place else None


def _days(start: date | None, end: date | None) -> str | None:
    if start is None and end is None:
        return None
    return str(start) if start == end else f"{start or '…'}/{end or '…'}"


def _figures(figures: Iterable[CasualtyFigure]) -> str | None:
    told = (
        f"{_number(f.casualties.killed)} killed, {_number(f.casualties.injured)} injured: {f.source}" for f in figures
    )
    return "; ".join(told) or None


def _number(value: int | None) -> str:
    return "?" if value is None else str(value)
