"""From a problem to a plan: marginals, bound, lottery, draw."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vedette.plan.bound import Prices, certified_bound, coverage_worth, trivial_prices
from vedette.plan.chance import spread, whole_weights
from vedette.plan.document import infeasible_document, plan_document
from vedette.plan.draw import draw
from vedette.plan.figures import nothing_done
from vedette.plan.hardening import whole_levels, within_budget
from vedette.plan.infeasible import conflict
from vedette.plan.marginals import Fractional, best_marginals
from vedette.plan.mixture import Target, best_lottery
from vedette.plan.problem import Problem
from vedette.plan.roster import Builder
from vedette.plan.settings import default_settings
from vedette.plan.waterfill import levels_by_shift, needed, shared_prices
from vedette.plan.weeks import unit_weeks
from vedette.terms.errors import InfeasibleError

__all__ = ["Progress", "solve"]

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Progress:
    """Where the planner stands: `stage` ("bound", "lottery", "draw"), seconds, lower bound and best objective so far."""

    stage: str
    seconds: float
    bound: float
    objective: float | None


def solve(
    problem: Problem,
    shares: Sequence[bytes],
    *,
    time_limit: float = 60.0,
    seed: int = 0,
    min_support: int | None = None,
    on_progress: Callable[[Progress], None] | None = None,
    clock: Callable[[], float] = time.monotonic,
) -> dict[str, Any]:
    """The `vedette-plan-1` document of a problem.

    `shares` are the secret bytes of those who take part in the draw (each 16 bytes or more). `time_limit` in seconds is
    when the search stops; the best plan so far is returned with its gap. `seed` steers the search, never the draw.
    `min_support`: no deployment may be more likely than 1 / min_support, where that is possible at a small loss
    (settings.toml). The same arguments give the same plan unless time runs out.

    An infeasible problem gives a document of status infeasible with its conflict; the search for it may take until
    `time_limit`, or 10 seconds where less is left. Raises FieldError for bad shares and
    InfeasibleError when no deployment was found and no conflict could be shown in time.
    """
    draw(problem.sha256, {"weights": [1], "rosters": [{"unit": [], "post": [], "shift": []}]}, shares)
    settings = default_settings()
    if min_support is not None:
        settings = replace(settings, min_support=max(1, min_support))
    began = clock()

    def left() -> float:
        return time_limit - (clock() - began)

    def tell(stage: str, bound: float, objective: float | None) -> None:
        if on_progress is not None:
            on_progress(Progress(stage, clock() - began, bound, objective))

    scale = nothing_done(problem)
    fractional = None
    if unit_weeks(problem, 0) is not None:
        fractional = best_marginals(problem, 0.4 * time_limit, by_week=True)
    known = [fractional]
    if fractional is None or not fractional.solved:
        known.append(best_marginals(problem, 0.6 * left()))
    fractional = next((found for found in known if found is not None and found.solved), None)
    prices, bound = _best_bound(problem, known)
    tell("bound", bound, None)
    rng = np.random.default_rng(seed)
    levels, fractional = _levels(problem, fractional, 0.3 * left())
    builder = Builder(problem, levels)
    lottery = best_lottery(
        problem,
        builder,
        _target(problem, fractional, prices),
        settings,
        rng,
        lambda: 0.85 * time_limit - (clock() - began),
        lambda objective: tell("lottery", bound, objective),
        bound,
    )
    if lottery is None:
        rows = conflict(problem, max(10.0, left()))
        if rows:
            return infeasible_document(problem, rows)
        raise InfeasibleError("no deployment that meets presence was found; ask for less presence or allow more time")
    builder.harden(lottery.levels)
    target = _target(problem, fractional, prices)
    wide = spread(problem, builder, lottery, target, settings, rng, left)
    weights = whole_weights(wide.weights, settings.precision)
    best = lottery.figures.objective
    # without a fractional plan the lottery's own mean is the best one known: the gap is the solver's, not that of whole units
    value = fractional.objective if fractional else best
    out = plan_document(
        problem, builder, wide, weights, shares, bound, value, best, prices, scale, settings.optimal_gap
    )
    tell("draw", out["lower_bound"], out["objective"])
    return out


def _best_bound(problem: Problem, fractional: Sequence[Fractional | None]) -> tuple[Prices, float]:
    """The prices that prove most, among those of the linear programme, of water-filling and of the total alone."""
    known = [trivial_prices(problem), shared_prices(problem, levels_by_shift(problem))]
    known += [found.prices for found in fractional if found is not None]
    proven = [certified_bound(problem, prices) for prices in known]
    best = int(np.argmax(proven))
    return known[best], proven[best]


def _levels(problem: Problem, fractional: Fractional | None, time_limit: float) -> tuple[Floats, Fractional | None]:
    """Hardening to begin with, and the fractional plan that goes with it."""
    if problem.previous is not None:
        return problem.previous.levels, fractional
    if problem.hardening is None or fractional is None:
        return np.zeros(problem.posts), fractional
    if problem.hardening.divisible:
        return within_budget(problem, fractional.levels), fractional
    levels = whole_levels(problem, fractional)
    again = best_marginals(problem, max(1.0, time_limit), levels, by_week=True)
    return levels, again if again is not None and again.solved else fractional


def _target(problem: Problem, fractional: Fractional | None, prices: Prices) -> Target:
    live = problem.live
    worth = coverage_worth(problem, fractional.prices if fractional else prices)[:, live]
    if fractional is None:
        worst = levels_by_shift(problem)
        return Target(needed(problem, worst), worst, worth, None, None)
    o = problem.objective
    if o.worst > 0 or o.shift_worst > 0:
        need = needed(problem, fractional.worst)
    else:
        need = np.zeros((problem.posts, len(live)))
    hint = fractional.x[np.argsort(problem.edge_group, kind="stable")]
    changes = o.change > 0 and problem.previous is not None and problem.previous.promised is not None
    return Target(need, fractional.worst, worth, hint if changes else None, hint)
