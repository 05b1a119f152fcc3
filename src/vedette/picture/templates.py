"""Texts of one template: the same words around other figures, as in the daily digests of one office."""

from dataclasses import dataclass
from datetime import date
from functools import cache

import numpy as np
from numpy.typing import NDArray

from vedette.picture.names import fold
from vedette.picture.rules import CopyRules, copy_rules

__all__ = ["Wording", "is_figure", "of_one_template"]


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of a text, the hashes of its shingles in their order, and which of them the other text holds, too.

    `publisher` is folded, `published` a local day.
    """

    words: tuple[str, ...]
    shingles: NDArray[np.uint64]
    shared: NDArray[np.bool_]
    publisher: str
    published: date | None


def of_one_template(one: Wording, other: Wording, rules: CopyRules) -> bool:
    """Whether two texts that share most of their words differ as two forms filled in, and not as a copy that was edited.

    A copy has lost its head or its end, or whole passages; a form has other words between the same neighbours. The
    rules are those of data/copies.toml.
    """
    mine, theirs = _runs(one, rules), _runs(other, rules)
    replaced = [(mine[place], theirs[place]) for place in mine.keys() & theirs.keys() if mine[place] != theirs[place]]
    figures = sum(_figures(a) != _figures(b) for a, b in replaced)
    if figures >= rules.template_figures:
        return True
    if not one.publisher or one.publisher != other.publisher:
        return False
    return len(replaced) >= rules.template_runs or (figures > 0 and one.published != other.published)


def _runs(text: Wording, rules: CopyRules) -> dict[tuple[int, int], tuple[str, ...]]:
    """The short runs of words that no shared shingle covers, by the shingles just before and after; none at either end."""
    length = len(text.words) - len(text.shingles) + 1
    covered = np.zeros(len(text.words) + 1, dtype=np.int64)
    at = np.flatnonzero(text.shared)
    np.add.at(covered, at, 1)
    np.add.at(covered, at + length, -1)
    bare = np.flatnonzero(np.cumsum(covered[:-1]) == 0)
    if not len(bare) or not len(at):
        return {}
    breaks = np.flatnonzero(np.diff(bare) > 1)
    begins, ends = bare[np.r_[0, breaks + 1]], bare[np.r_[breaks, len(bare) - 1]] + 1
    found = {}
    for begin, end in zip(begins.tolist(), ends.tolist(), strict=True):
        if begin >= length and end < len(text.words) and end - begin <= rules.longest_run:
            place = int(text.shingles[begin - length]), int(text.shingles[end])
            found[place] = text.words[begin:end]
    return found


def _figures(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(word for word in words if is_figure(word))


def is_figure(word: str) -> bool:
    """Whether a folded word is a number, in digits or in letters, or a name of the calendar."""
    return word in _figure_words() or any(c.isdigit() for c in word)


@cache
def _figure_words() -> frozenset[str]:
    return frozenset(fold(word) for word in copy_rules().figures)
