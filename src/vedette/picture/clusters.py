"""Groups of claims about the same thing: candidates by day and place, then average linkage with a hard guard.

Two groups are joined, best first, when the mean of the points over all pairs between them reaches the threshold, and
never when one pair between them cannot be the same thing: so A–B and B–C alike do not join A with a C far away.
"""

import heapq
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from vedette.picture.features import Features
from vedette.picture.rules import MergingRules
from vedette.picture.similarity import likeness
from vedette.terms.geometry import great_circle_km

__all__ = ["attach", "cluster"]

_CHUNK = 256
_Links = dict[int, tuple[float, int]]


def cluster(items: Sequence[Features], rules: MergingRules) -> list[list[Features]]:
    """Partition claims of one kind into groups about the same thing; the result does not depend on their order."""
    ordered = sorted(items, key=lambda f: (f.first, f.last, f.report, f.number))
    if not ordered:
        return []
    threshold = rules.threshold[ordered[0].group]
    spoken_of = _antecedents(ordered, rules)
    groups = _agglomerate([f for f in ordered if f.number not in spoken_of], threshold, rules)
    group_of = {member.number: group for group in groups for member in group}
    for claim in ordered:
        if claim.number in spoken_of:
            group_of[spoken_of[claim.number]].append(claim)
    return groups


def _antecedents(ordered: Sequence[Features], rules: MergingRules) -> dict[int, int]:
    """For each claim whose words name no place the claim of the same report that it speaks of, by number, where there is one.

    They are set aside, for a bare "nobody claimed the attack" is like every attack of the week: it would keep the groups of
    full claims apart where it has no place, and glue them together where a reader gave it that of the story.
    """
    found: dict[int, int] = {}
    _speak_of(ordered, [c for c in ordered if c.spots and not c.anchored], lambda c: c.anchored, found, rules)
    _speak_of(ordered, [c for c in ordered if not c.spots], lambda c: c.number not in found, found, rules)
    return found


def _speak_of(
    ordered: Sequence[Features],
    bare: Sequence[Features],
    fits: Callable[[Features], bool],
    found: dict[int, int],
    rules: MergingRules,
) -> None:
    """Find for each bare claim the best of the placed claims of its report that fit; best, then first in the text."""
    placed: dict[str, list[Features]] = defaultdict(list)
    for claim in ordered:
        if claim.spots and fits(claim):
            placed[claim.report].append(claim)
    for claim in bare:
        scores = [(likeness(claim, other, rules), -other.position, -other.number) for other in placed[claim.report]]
        fitting = [(points, place, number) for points, place, number in scores if points is not None]
        if fitting and max(fitting)[0] >= min(rules.threshold["antecedent"], rules.threshold[claim.group]):
            found[claim.number] = -max(fitting)[2]


def _agglomerate(ordered: Sequence[Features], threshold: float, rules: MergingRules) -> list[list[Features]]:
    links = _links(ordered, rules)
    members = {number: [number] for number in range(len(ordered))}
    heap = [(-points, a, b) for a, near in links.items() for b, (points, _) in near.items() if a < b]
    heapq.heapify(heap)
    while heap:
        negative, a, b = heapq.heappop(heap)
        current = links.get(a, {}).get(b)
        if current is None or current[0] / current[1] != -negative:
            continue
        if -negative < threshold:
            break
        _join(a, b, links, members, heap)
    return [[ordered[number] for number in sorted(group)] for _, group in sorted(members.items())]


def attach(denials: Sequence[Features], groups: Sequence[Sequence[Features]], rules: MergingRules) -> dict[int, int]:
    """Which group each denial speaks of: its number → position of the group with the highest mean of points.

    A denial must agree with at least half of the group's claims; one that fits none is left out.
    """
    asserted = [member for group in groups for member in group]
    if not denials or not asserted:
        return {}
    position = {member.number: place for place, group in enumerate(groups) for member in group}
    everything = sorted([*asserted, *denials], key=lambda f: (f.first, f.last, f.report, f.number))
    found: dict[int, dict[int, list[float]]] = defaultdict(lambda: defaultdict(list))
    for a, b in _pairs(everything, rules):
        one, other = everything[a], everything[b]
        if one.denied == other.denied:
            continue
        denial, claim = (one, other) if one.denied else (other, one)
        points = likeness(denial, claim, rules)
        if points is not None:
            found[denial.number][position[claim.number]].append(points)
    best: dict[int, int] = {}
    for denial_number, scores in found.items():
        fitting = [
            (sum(points) / len(points), -place)
            for place, points in scores.items()
            if 2 * len(points) >= len(groups[place]) and sum(points) / len(points) >= rules.threshold["denial"]
        ]
        if fitting:
            best[denial_number] = -max(fitting)[1]
    return best


def _links(ordered: Sequence[Features], rules: MergingRules) -> dict[int, _Links]:
    """For each claim its possible partners: sum of the points and number of pairs behind it."""
    links: dict[int, _Links] = {number: {} for number in range(len(ordered))}
    for a, b in _pairs(ordered, rules):
        points = likeness(ordered[a], ordered[b], rules)
        if points is not None:
            links[a][b] = links[b][a] = (points, 1)
    return links


def _join(
    a: int, b: int, links: dict[int, _Links], members: dict[int, list[int]], heap: list[tuple[float, int, int]]
) -> None:
    """Join group b to group a; only partners of both stay partners, which is the guard against chains."""
    mine, theirs = links.pop(a), links.pop(b)
    members[a] += members.pop(b)
    joined: _Links = {}
    for other in {*mine, *theirs} - {a, b}:
        links[other].pop(a, None)
        links[other].pop(b, None)
        if other in mine and other in theirs:
            total, pairs = mine[other][0] + theirs[other][0], mine[other][1] + theirs[other][1]
            joined[other] = links[other][a] = (total, pairs)
            heapq.heappush(heap, (-(total / pairs), min(a, other), max(a, other)))
    links[a] = joined


def _pairs(ordered: Sequence[Features], rules: MergingRules) -> Iterator[tuple[int, int]]:
    """Pairs that are near enough in days and place to be compared; `ordered` is sorted by first day."""
    first = np.array([f.first for f in ordered])
    last = np.array([f.last for f in ordered])
    latitude, longitude, reach = _circles(ordered, rules)
    tolerance = int(rules.day["tolerance_days"])
    for begin in range(0, len(ordered), _CHUNK):
        end = min(begin + _CHUNK, len(ordered))
        stop = int(np.searchsorted(first, last[begin:end].max() + tolerance, side="right"))
        mine, theirs = np.s_[begin:end], np.s_[begin:stop]
        near = first[None, theirs] - last[mine, None] <= tolerance
        near &= first[mine, None] - last[None, theirs] <= tolerance
        near &= np.arange(begin, stop)[None, :] > np.arange(begin, end)[:, None]
        rows, columns = np.nonzero(near)
        a, b = rows + begin, columns + begin
        distance = great_circle_km(latitude[a], longitude[a], latitude[b], longitude[b])
        # an unresolved place compares by name, so NaN distances stay in
        kept = ~(distance > np.maximum(reach[a] + reach[b], rules.place["name_km"]))
        yield from zip(a[kept].tolist(), b[kept].tolist(), strict=True)


def _circles(
    ordered: Sequence[Features], rules: MergingRules
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Centre and radius (km) of the circle that may hold the places of each claim; NaN where one is unresolved or does not matter."""
    centre = np.full((2, len(ordered)), np.nan)
    reach = np.zeros(len(ordered))
    for number, claim in enumerate(ordered):
        points = [(s.latitude, s.longitude) for s in claim.spots if s.latitude is not None and s.longitude is not None]
        if not points or len(points) < len(claim.spots) or rules.is_held_widely(claim.group, claim.type):
            continue
        at = np.array(points, dtype=float)
        centre[:, number] = at.mean(axis=0)
        apart = great_circle_km(at[:, 0], at[:, 1], centre[0, number], centre[1, number])
        reach[number] = float(
            np.max(apart + np.array([max(s.radius, rules.place["coarse_km"] * s.coarse) for s in claim.spots]))
        )
    return centre[0], centre[1], reach
