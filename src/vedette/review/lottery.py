"""The draws that a recorded lottery could have made, each with its exact probability.

In each stratum the number chosen is fixed. With equal chances every set of that size is equally likely; with unequal
chances the draw is the one of highest entropy for these chances (conditional Poisson sampling): independent tosses,
repeated until the number is right.
"""

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from math import comb, prod

import numpy as np
from numpy.typing import NDArray

from vedette.review.settings import settings

__all__ = ["Lottery", "lottery", "odds_for"]

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Lottery:
    """All draws of one design, or a fair sample of them.

    draws: shape (draws, areas), 1 where chosen; weight: their probabilities, adding up to 1; chance: shape (areas,),
    the inclusion probabilities; complete: whether the draws are all that there are. When they are a sample, the draw
    that was made must be added before a p-value is taken.
    """

    draws: Floats
    weight: Floats
    chance: Floats
    complete: bool

    def index(self, chosen: Floats) -> int:
        """Row of the draw `chosen`; raises ValueError when the lottery could not make it."""
        same = np.flatnonzero((self.draws == chosen).all(axis=1))
        if not len(same):
            raise ValueError("the lottery could not make this draw")
        return int(same[0])

    def with_draw(self, chosen: Floats) -> "tuple[Lottery, int]":
        """The lottery with the draw that was made in it, and its row: what a valid Monte Carlo test compares with.

        Source: Phipson and Smyth (2010), "Permutation p-values should never be zero".
        """
        if self.complete:
            return self, self.index(chosen)
        draws = np.vstack([self.draws, chosen])
        weight = np.full(len(draws), 1 / len(draws))
        return Lottery(draws, weight, self.chance, complete=False), len(draws) - 1


def lottery(chance: Floats, chosen: Floats, strata: tuple[str, ...]) -> Lottery:
    """The draws of a lottery held separately in each stratum.

    chance: shape (areas,), each strictly between 0 and 1, adding up in each stratum to the number chosen there;
    chosen: shape (areas,), 1 for the areas drawn (only its number per stratum is used); strata: their names.
    Designs of up to `most_draws` draws are enumerated; larger ones are sampled with a seed made from the design, so
    that the same trial gives the same finding everywhere.
    """
    names = sorted(set(strata))
    groups = [tuple(i for i, s in enumerate(strata) if s == name) for name in names]
    sizes = tuple(round(float(sum(chosen[i] for i in group))) for group in groups)
    return _lottery(tuple(round(float(c), 9) for c in chance), tuple(groups), sizes)


@lru_cache(maxsize=64)
def _lottery(chance: tuple[float, ...], groups: tuple[tuple[int, ...], ...], sizes: tuple[int, ...]) -> Lottery:
    rates = [odds_for(np.array([chance[i] for i in group]), k) for group, k in zip(groups, sizes, strict=True)]
    number = prod(comb(len(group), k) for group, k in zip(groups, sizes, strict=True))
    complete = number <= settings().test.most_draws
    rows = number if complete else settings().test.sampled_draws
    draws, weight = np.zeros((rows, len(chance))), np.full(rows, 1 / rows)
    if complete:
        parts = [_every(odds, k) for odds, k in zip(rates, sizes, strict=True)]
        choice = np.meshgrid(*[np.arange(len(sets)) for sets, _ in parts], indexing="ij")
        weight = np.ones(rows)
        for group, (sets, share), pick in zip(groups, parts, choice, strict=True):
            draws[:, list(group)] = sets[pick.ravel()]
            weight = weight * share[pick.ravel()]
        weight /= weight.sum()
    else:
        seed = hashlib.sha256(repr((chance, groups, sizes)).encode()).digest()
        generator = np.random.default_rng(int.from_bytes(seed[:8], "big"))
        for group, odds, k in zip(groups, rates, sizes, strict=True):
            draws[:, list(group)] = _sample(odds, k, rows, generator)
    for array in (draws, weight):
        array.setflags(write=False)
    return Lottery(draws, weight, np.array(chance), complete)


def odds_for(chance: Floats, size: int, rounds: int = 500) -> Floats:
    """Odds of independent tosses that, repeated until `size` are in, give these inclusion chances; shape (areas,).

    Source: Chen, Dempster and Liu (1994), "Weighted finite population sampling to maximize entropy"; the steps are
    damped ones of our own.
    """
    target = chance * (size / chance.sum())
    target = np.clip(target, 1e-9, 1 - 1e-9)
    odds = target / (1 - target)
    if np.ptp(chance) < 1e-9:
        return np.asarray(odds / odds.mean())
    for _ in range(rounds):
        included = _inclusion(odds, size)
        if np.abs(included - target).max() < 1e-10:
            break
        # half a step: full steps swing to and fro when few areas are drawn
        odds = odds * np.sqrt((target * (1 - included)) / (included * (1 - target)))
        odds = odds / np.exp(np.log(odds).mean())
    return np.asarray(odds)


def _inclusion(odds: Floats, size: int) -> Floats:
    """Chance of each area when sets of `size` have probability proportional to the product of their odds."""
    whole = _symmetric(odds, size)
    out = np.empty(len(odds))
    for i in range(len(odds)):
        out[i] = odds[i] * _symmetric(np.delete(odds, i), size - 1)[size - 1] / whole[size]
    return out


def _symmetric(odds: Floats, size: int) -> Floats:
    """Elementary symmetric polynomials of degree 0…size."""
    out = np.zeros(size + 1)
    out[0] = 1.0
    for value in odds:
        out[1:] = out[1:] + value * out[:-1]
    return out


def _every(odds: Floats, size: int) -> tuple[Floats, Floats]:
    """Every set of `size`, as rows of 0 and 1, with its probability."""
    sets = np.array(list(combinations(range(len(odds)), size)), dtype=np.int64).reshape(-1, size)
    rows = np.zeros((len(sets), len(odds)))
    np.put_along_axis(rows, sets, 1.0, axis=1)
    weight = np.exp(rows @ np.log(odds))
    return rows, weight / weight.sum()


def _sample(odds: Floats, size: int, number: int, generator: np.random.Generator) -> Floats:
    """Independent draws: areas are decided one after the other, given how many places are left."""
    areas = len(odds)
    scale = odds / np.exp(np.log(odds).mean())
    tails = np.zeros((areas + 1, size + 1))
    tails[areas, 0] = 1.0
    for i in range(areas - 1, -1, -1):
        tails[i] = tails[i + 1]
        tails[i, 1:] += scale[i] * tails[i + 1, :-1]
    rows, left = np.zeros((number, areas)), np.full(number, size)
    for i in range(areas):
        taken = np.where(left > 0, scale[i] * tails[i + 1, np.maximum(left - 1, 0)], 0.0)
        into = generator.random(number) * tails[i, left] < taken
        rows[into, i] = 1.0
        left = left - into
    return rows
