"""Independence is counted by origin: whoever repeats another's words, or another's text, adds nobody.

One origin are: copies of one text; all who quote one named voice; an office and its spokesman; a relay ("X, citing Y") and
Y's own report; a table of events and the press that it was compiled from.
"""

from collections.abc import Mapping, Sequence

from vedette.picture.backing import Backing
from vedette.picture.voices import is_compiler

__all__ = ["independent"]


def independent(backings: Sequence[Backing], originals: Mapping[str, str]) -> list[list[Backing]]:
    """The backings by independent origin; `originals` is that of `duplicates`.

    The groups do not depend on the order of the backings, but for the order in which they stand.
    """
    root = list(range(len(backings)))
    held: dict[str, int] = {}
    for number, backing in enumerate(backings):
        for key in (f"origin {backing.origin}", f"text {originals[backing.report.id]}"):
            _join(root, held.setdefault(key, number), number)
    _join_offices(backings, root)
    _join_relays(backings, root)
    groups: dict[int, list[Backing]] = {}
    for number, backing in enumerate(backings):
        groups.setdefault(_find(root, number), []).append(backing)
    return list(groups.values())


def _join_offices(backings: Sequence[Backing], root: list[int]) -> None:
    """Who speaks for an office is the office: "a spokesman of Anbar police" holds all words of "Anbar police"."""
    offices: dict[str, int] = {}
    for number, backing in enumerate(backings):
        if backing.is_official:
            offices.setdefault(backing.origin, number)
    words = sorted((frozenset(name.split()), name) for name in offices)
    for small, name in words:
        for large, other in words if len(small) > 1 else ():
            if small < large:
                _join(root, offices[name], offices[other])


def _join_relays(backings: Sequence[Backing], root: list[int]) -> None:
    """A group of mere relays and compilers adds nobody where what they rest on speaks for itself in another group."""
    speaks: dict[str, list[int]] = {}
    for number, backing in enumerate(backings):
        for key in dict.fromkeys((backing.publisher, backing.origin)):
            speaks.setdefault(key, []).append(number)
    groups: dict[int, list[int]] = {}
    for number in range(len(backings)):
        groups.setdefault(_find(root, number), []).append(number)
    for members in groups.values():
        others = [_elsewhere(backings[number], members[0], speaks, root, len(backings)) for number in members]
        if all(other is not None for other in others):
            # one of them is enough: to join all would join what is independent
            _join(root, min(other for other in others if other is not None), members[0])


def _elsewhere(
    backing: Backing, group: int, speaks: Mapping[str, list[int]], root: list[int], count: int
) -> int | None:
    own = _find(root, group)
    for key in backing.rests_on:
        for number in speaks.get(key, ()):
            if _find(root, number) != own:
                return number
    if is_compiler(backing.origin):
        return next((number for number in range(count) if _find(root, number) != own), None)
    return None


def _join(root: list[int], one: int, other: int) -> None:
    a, b = sorted((_find(root, one), _find(root, other)))
    root[b] = a


def _find(root: list[int], number: int) -> int:
    while root[number] != number:
        root[number] = root[root[number]]
        number = root[number]
    return number
