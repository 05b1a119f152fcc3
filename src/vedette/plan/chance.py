"""How much chance a lottery keeps: no deployment too likely, weights as whole numbers that anybody can add up."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from vedette.plan.master import Master
from vedette.plan.mixture import Lottery, Target, lottery_figures
from vedette.plan.problem import Problem
from vedette.plan.roster import Builder
from vedette.plan.settings import Settings

__all__ = ["spread", "whole_weights"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def whole_weights(weights: Floats, total: int) -> Ints:
    """Whole numbers ≥ 0 that add to `total`, nearest to total · weights by largest remainders; ties go to the first."""
    exact = weights / weights.sum() * total
    out: Ints = np.floor(exact).astype(np.int64)
    missing = total - int(out.sum())
    out[np.argsort(-(exact - out), kind="stable")[:missing]] += 1
    return out


def spread(
    problem: Problem,
    builder: Builder,
    lottery: Lottery,
    target: Target,
    settings: Settings,
    rng: np.random.Generator,
    left: Callable[[], float],
) -> Lottery:
    """The lottery with no deployment more likely than 1 / min_support, if that costs at most `most_loss`.

    That is a floor of log2(min_support) bits under the entropy of the draw. Where the rules leave too few deployments,
    or the loss would be larger, the limit is doubled until it fits; at 1 the lottery is returned as it was.
    """
    most = 1.0 / max(1, settings.min_support)
    if not target.price.size or float(lottery.weights.max()) <= most:
        return lottery
    master = Master(problem, builder, 0.5 * lottery.figures.shift_worst)
    for roster in lottery.rosters:
        master.add(roster)
    noise, tries = 0.05, 0
    while len(master.rosters) < 3 * settings.min_support and tries < 6 * settings.min_support and left() > 0:
        jitter = np.exp(noise * rng.standard_normal(target.price.shape))
        base = master.rosters[int(rng.integers(len(lottery.rosters)))]
        roster = builder.build(target.price * jitter, rng, start=base if tries % 2 else None)
        if not master.add(roster):
            noise = min(2.0, noise * 1.2)
        tries += 1
    limit = lottery.figures.objective * (1 + settings.most_loss)
    while most < 1.0:
        if most * len(master.rosters) >= 1.0:
            master.cap(most)
            found = master.solve(max(0.5, left()))
            if found is not None:
                weights = found.weights
                figures = lottery_figures(problem, builder, master.rosters, weights)
                if figures.objective <= limit:
                    return Lottery(tuple(master.rosters), weights, lottery.levels, figures)
        most *= 2
    return lottery
