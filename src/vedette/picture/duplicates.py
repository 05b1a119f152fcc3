"""Near-duplicate texts: the copies of one wire, found by the word shingles that they share.

Source of the method: Broder (1997), On the resemblance and containment of documents. Candidates come from an inverted
index of each text's modulo sketch, whose length is linear in the texts; resemblance and containment are then exact, so
that no random seed is needed. Texts of one template, such as the digests of two days, are no copies: `templates`.
"""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vedette.picture.names import fold
from vedette.picture.rules import CopyRules, copy_rules
from vedette.picture.templates import Wording, of_one_template
from vedette.terms.report import Report

__all__ = ["duplicates"]

_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)

Hashes = NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class _Text:
    """One report's words, the hashes of its shingles in the order of the text, and the same ones sorted, each once."""

    report: Report
    words: tuple[str, ...]
    shingles: Hashes
    unique: Hashes


def duplicates(reports: Sequence[Report]) -> dict[str, str]:
    """Report id → id of the first report of its group of near-duplicate texts; its own id where it has no copy.

    Two texts are copies when enough of their shingles are common to both, or enough of the shorter one's are in the
    longer one (a shortened wire), and they were published within a few days, and when they are not two texts of one
    template: data/copies.toml. The first of a group is the one published first, then the one retrieved first, then the
    one with the lower id. The time is linear in the number of reports, but for the sorting of their shingles.
    """
    rules = copy_rules()
    texts = [_read(report, rules) for report in sorted(_once(reports), key=_age)]
    first = list(range(len(texts)))
    for one, other in _candidates([_sketch(text.unique, rules) for text in texts]):
        # the roots are compared, so that a chain of ever weaker likeness does not run on
        a, b = sorted((_root(first, one), _root(first, other)))
        if a != b and _is_copy(texts[a], texts[b], rules):
            first[b] = a
    return {text.report.id: texts[_root(first, number)].report.id for number, text in enumerate(texts)}


def _once(reports: Sequence[Report]) -> list[Report]:
    """Each report once, as it was when it was first retrieved."""
    found: dict[str, Report] = {}
    for report in reports:
        if report.id not in found or _age(report) < _age(found[report.id]):
            found[report.id] = report
    return list(found.values())


def _age(report: Report) -> tuple[bool, int, bool, float, str]:
    return (
        report.published is None,
        report.published.toordinal() if report.published else 0,
        report.retrieved is None,
        report.retrieved.timestamp() if report.retrieved else 0.0,
        report.id,
    )


def _read(report: Report, rules: CopyRules) -> _Text:
    words = tuple(fold(report.text).split())
    shingles = _shingles(words, rules.shingle_words)
    return _Text(report, words, shingles, np.unique(shingles))


def _shingles(words: Sequence[str], length: int) -> Hashes:
    tokens = np.array([zlib.crc32(word.encode()) for word in words], dtype=np.uint64)
    if not len(tokens):
        return tokens
    size = min(length, len(tokens))
    mixed: Hashes = np.zeros(len(tokens) - size + 1, dtype=np.uint64)
    for offset in range(size):
        mixed = (mixed ^ tokens[offset : offset + len(mixed)]) * _MULTIPLIER
        mixed ^= mixed >> np.uint64(29)
    return mixed


def _sketch(unique: Hashes, rules: CopyRules) -> Hashes:
    if len(unique) <= rules.sketch_above:
        return unique
    kept: Hashes = unique[unique % np.uint64(rules.sketch_share) == 0]
    return kept


def _candidates(sets: Sequence[Hashes]) -> list[tuple[int, int]]:
    """Pairs that share several shingles: each text with the first and the preceding text that hold the same shingle.

    A short text that keeps all its shingles meets the sketch of a long one in the shingles that both keep.
    """
    if len(sets) < 2 or not sum(map(len, sets)):
        return []
    shingle = np.concatenate(sets)
    text = np.repeat(np.arange(len(sets)), [len(s) for s in sets])
    order = np.argsort(shingle, kind="stable")
    shingle, text = shingle[order], text[order]
    again = shingle[1:] == shingle[:-1]
    starts = np.flatnonzero(np.r_[True, ~again])
    head = np.repeat(text[starts], np.diff(np.r_[starts, len(shingle)]))[1:][again]
    later, before = text[1:][again], text[:-1][again]
    pairs = np.concatenate([head, before[head != before]]) * len(sets) + np.concatenate([later, later[head != before]])
    found, shared = np.unique(pairs, return_counts=True)
    one, other = np.divmod(found, len(sets))
    sizes = np.array([len(s) for s in sets])
    # the index counts a shingle only for neighbours in its list and a sketch is a sample, so the bar is well below the true one
    enough = shared >= np.maximum(1, 0.1 * np.minimum(sizes[one], sizes[other]))
    return list(zip(one[enough].tolist(), other[enough].tolist(), strict=True))


def _is_copy(one: _Text, other: _Text, rules: CopyRules) -> bool:
    if not _close(one.report, other.report, rules.days):
        return False
    common = np.intersect1d(one.unique, other.unique, assume_unique=True)
    if not _alike(len(common), len(one.unique), len(other.unique), rules):
        return False
    return not of_one_template(_wording(one, common), _wording(other, common), rules)


def _wording(text: _Text, common: Hashes) -> Wording:
    report = text.report
    return Wording(text.words, text.shingles, np.isin(text.shingles, common), fold(report.publisher), report.published)


def _close(one: Report, other: Report, days: int) -> bool:
    if one.published is None or other.published is None:
        return True
    return abs((one.published - other.published).days) <= days


def _alike(common: int, one: int, other: int, rules: CopyRules) -> bool:
    least = min(one, other)
    if common and common >= rules.resemblance * (one + other - common):
        return True
    return least >= rules.short_shingles and common >= rules.containment * least


def _root(first: list[int], number: int) -> int:
    while first[number] != number:
        first[number] = first[first[number]]
        number = first[number]
    return number
