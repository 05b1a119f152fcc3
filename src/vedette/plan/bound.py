"""A lower bound that needs no trust in a solver: weak duality from any prices (plan-format.md, certificate)."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vedette.plan.duties import best_duty_value, duty_graph, start_states
from vedette.plan.problem import Problem

__all__ = ["Prices", "certified_bound", "coverage_worth", "trivial_prices"]

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Prices:
    """Prices of a certificate, all ≥ 0: shift κ [S], cell a [P, S], scenario d [W], presence ρ [R, S],
    cap θ, pair χ and post ν [P, S]."""

    shift: Floats
    cell: Floats
    scenario: Floats
    presence: Floats
    cap: Floats
    pair: Floats
    post: Floats

    def document(self) -> dict[str, Any]:
        """The `certificate` of a plan: sparse tables of what is above zero."""
        return {
            "shift": self.shift.tolist(),
            "scenario": self.scenario.tolist(),
            "presence": _sparse("row", self.presence),
            "cell": _sparse("post", self.cell),
            "cap": _sparse("post", self.cap),
            "pair": _sparse("post", self.pair),
            "post": _sparse("post", self.post),
        }


def _sparse(name: str, table: Floats) -> dict[str, list[Any]]:
    row, shift = np.nonzero(table)
    return {name: row.tolist(), "shift": shift.tolist(), "price": table[row, shift].tolist()}


def trivial_prices(problem: Problem) -> Prices:
    """Prices that bound the objective by its total alone: what is left when no programme could be solved in time."""
    zero = np.zeros((problem.posts, problem.shifts))
    scenario = problem.objective.cvar * problem.scenario_weight
    floors = np.zeros((len(problem.presence), problem.shifts))
    return Prices(np.zeros(problem.shifts), zero, scenario, floors, zero, zero, zero)


def coverage_worth(problem: Problem, prices: Prices) -> Floats:
    """[P, S] λ, what a unit of coverage is worth at these prices, cut back to where duality allows; 0 in past shifts."""
    o, live = problem.objective, np.arange(problem.shifts) >= problem.from_shift
    kappa = np.maximum(0.0, prices.shift) * live
    if kappa.sum() > o.worst:
        kappa *= o.worst / kappa.sum()
    cell = np.maximum(0.0, prices.cell) * live
    allowed, used = o.shift_worst + kappa, cell.sum(axis=0)
    cell = cell * np.where(used > allowed, allowed / np.maximum(used, 1e-300), 1.0)
    worth = cell * problem.value + o.total * problem.mean_value
    if o.cvar > 0:
        worth = worth + problem.base * _scenario_mix(problem, prices.scenario)
    return np.asarray(worth * live)


def certified_bound(problem: Problem, prices: Prices) -> float:
    """The lower bound that the prices prove on the objective of every lottery; 0 if they prove less.

    The prices are first cut back to where duality allows; then each unit takes its best duties under the rules, by
    dynamic programming, and hardening its best knapsack. Rules whose memory would be too large are left out, which
    weakens the bound and keeps it valid.
    """
    posts, shifts = problem.posts, problem.shifts
    live = np.arange(shifts) >= problem.from_shift
    worth = coverage_worth(problem, prices)
    mu = worth - np.minimum(np.maximum(0.0, prices.cap), worth)
    post = np.maximum(0.0, prices.post) * live
    best = problem.best_efficacy[:, None]
    pair = np.minimum(np.maximum(0.0, prices.pair), mu) * (best > 0.5)
    asked = np.zeros((len(problem.presence), shifts))
    for i, floor in enumerate(problem.presence):
        span = live & (np.arange(shifts) >= floor.first) & (np.arange(shifts) <= floor.last)
        asked[i] = np.maximum(0.0, prices.presence[i]) * span
    bound = float(mu.sum() - (pair * (2 * best - 1)).sum() - (post * problem.max_units[:, None]).sum())
    bound += sum(floor.units * float(asked[i].sum()) for i, floor in enumerate(problem.presence))
    bound -= _best_hardening(problem, problem.effect * mu.sum(axis=1))
    if len(problem.unit_group):
        edge = problem.edge_post
        earn = (mu - pair)[edge] * problem.efficacy[:, None] + (pair * (1 - best) - post)[edge]
        for i, floor in enumerate(problem.presence):
            earn[floor.posts[edge] & floor.groups[problem.edge_group]] += asked[i]
        earning = np.full((problem.groups, shifts), -np.inf)
        np.maximum.at(earning, problem.edge_group, earn)
        bound -= _duties(problem, earning)
    return max(0.0, bound) if np.isfinite(bound) and posts else 0.0


def _scenario_mix(problem: Problem, scenario: Floats) -> Floats:
    o, weight = problem.objective, problem.scenario_weight
    most = o.cvar * (weight / (1 - o.alpha) if o.alpha < 1 else np.ones(len(weight)))
    mix = np.clip(scenario if len(scenario) == len(weight) else o.cvar * weight, 0.0, most)
    if mix.sum() > o.cvar:
        mix = mix * (o.cvar / mix.sum())
    return np.asarray(np.tensordot(mix, problem.factor, 1)[problem.post_area])


def _best_hardening(problem: Problem, gain: Floats) -> float:
    if problem.previous is not None:
        return float((gain * problem.previous.levels).sum())
    if problem.hardening is None:
        return 0.0
    money, out, cost = problem.hardening.budget, 0.0, problem.hardening.cost
    out = float(gain[cost <= 0].sum())
    paid = np.flatnonzero((cost > 0) & (gain > 0))
    for p in paid[np.argsort(-gain[paid] / cost[paid], kind="stable")]:
        level = min(1.0, money / cost[p])
        out += float(gain[p] * level)
        money -= level * cost[p]
        if money <= 0:
            break
    return out


def _duties(problem: Problem, earning: Floats) -> float:
    rules = list(problem.rules)
    graph = duty_graph(problem, rules)
    while not graph.whole:
        rules.remove(max(rules, key=lambda rule: rule.window))
        graph = duty_graph(problem, rules)
    return float(best_duty_value(problem, graph, start_states(problem, graph), earning).sum())
