"""Near-duplicate texts: the copies of one wire, found by the word shingles that they share.

Source of the method: Broder (1997), On the resemblance and containment of documents. Candidates come from an inverted
index of shingles; resemblance and containment are then exact, so that no random seed is needed.
"""

import zlib
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from vedette.picture.names import fold
from vedette.picture.rules import merging_rules
from vedette.terms.report import Report

__all__ = ["duplicates"]

_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)

Hashes = NDArray[np.uint64]


def duplicates(reports: Sequence[Report]) -> dict[str, str]:
    """Report id → id of the first report of its group of near-duplicate texts; its own id where it has no copy.

    Two texts are copies when enough of their shingles are common to both, or enough of the shorter one's are in the
    longer one (a shortened wire), and they were published within a few days: section [copy] of data/merging.toml.
    The first of a group is the one published first, then the one retrieved first, then the one with the lower id.
    """
    rules = merging_rules().copy_of
    order = sorted(
        {report.id: report for report in reversed(reports)}.values(),
        key=lambda r: (
            r.published is None,
            r.published.toordinal() if r.published else 0,
            r.retrieved is None,
            r.retrieved.timestamp() if r.retrieved else 0.0,
            r.id,
        ),
    )
    sets = [_shingles(report.text, int(rules["shingle_words"])) for report in order]
    first = list(range(len(order)))
    for one, other in _candidates(sets):
        # the roots are compared, so that a chain of ever weaker likeness does not run on
        a, b = sorted((_root(first, one), _root(first, other)))
        if a != b and _close(order[a], order[b], rules["days"]) and _alike(sets[a], sets[b], rules):
            first[b] = a
    return {report.id: order[_root(first, number)].id for number, report in enumerate(order)}


def _shingles(text: str, length: int) -> Hashes:
    tokens = np.array([zlib.crc32(word.encode()) for word in fold(text).split()], dtype=np.uint64)
    if not len(tokens):
        return tokens
    size = min(length, len(tokens))
    mixed: Hashes = np.zeros(len(tokens) - size + 1, dtype=np.uint64)
    for offset in range(size):
        mixed = (mixed ^ tokens[offset : offset + len(mixed)]) * _MULTIPLIER
        mixed ^= mixed >> np.uint64(29)
    return np.unique(mixed)


def _candidates(sets: Sequence[Hashes]) -> list[tuple[int, int]]:
    """Pairs that share several shingles: each text with the first and the preceding text that hold the same shingle."""
    if len(sets) < 2:
        return []
    shingle = np.concatenate(sets)
    text = np.repeat(np.arange(len(sets)), [len(s) for s in sets])
    order = np.lexsort((text, shingle))
    shingle, text = shingle[order], text[order]
    starts = np.flatnonzero(np.r_[True, shingle[1:] != shingle[:-1]]) if len(shingle) else np.zeros(0, dtype=int)
    head = np.repeat(text[starts], np.diff(np.r_[starts, len(shingle)]))
    again = np.flatnonzero(np.r_[False, shingle[1:] == shingle[:-1]]) if len(shingle) else np.zeros(0, dtype=int)
    pairs = np.concatenate(
        [np.column_stack([head[again], text[again]]), np.column_stack([text[again - 1], text[again]])]
    )
    found, shared = np.unique(pairs, axis=0, return_counts=True)
    sizes = np.array([len(s) for s in sets])
    # the index counts a shingle only for neighbours in its list, so the bar here is well below the true one
    enough = shared >= np.maximum(1, 0.1 * np.minimum(sizes[found[:, 0]], sizes[found[:, 1]]))
    return [(int(a), int(b)) for a, b in found[enough] if a != b]


def _close(one: Report, other: Report, days: float) -> bool:
    if one.published is None or other.published is None:
        return True
    return abs((one.published - other.published).days) <= days


def _alike(one: Hashes, other: Hashes, rules: Mapping[str, float]) -> bool:
    common = len(np.intersect1d(one, other, assume_unique=True))
    least = min(len(one), len(other))
    if common and common >= rules["resemblance"] * (len(one) + len(other) - common):
        return True
    return least >= rules["short_shingles"] and common >= rules["containment"] * least


def _root(first: list[int], number: int) -> int:
    while first[number] != number:
        first[number] = first[first[number]]
        number = first[number]
    return number
