"""The `vedette-plan-1` document of a lottery: everything recomputed from the list that is published."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vedette.plan.bound import Prices
from vedette.plan.draw import draw
from vedette.plan.explain import explain
from vedette.plan.figures import measure, promised_change
from vedette.plan.mixture import Lottery
from vedette.plan.problem import Problem
from vedette.plan.roster import Builder

__all__ = ["infeasible_document", "plan_document", "split_gap"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def infeasible_document(problem: Problem, conflict: Sequence[str]) -> dict[str, Any]:
    """The plan that says that there is none, and which rows exclude each other."""
    return {
        "format": "vedette-plan-1",
        "problem_sha256": problem.sha256,
        "status": "infeasible",
        "conflict": list(conflict),
    }


def split_gap(bound: float, fractional: float, lottery: float, objective: float, scale: float) -> dict[str, float]:
    """The gap (objective − bound)/max(bound, 1e-9 scale) in its three parts; each part is at least 0.

    solver: from the bound to the best fractional plan; integrality: on to the best lottery of whole units; sampling: on
    to the published list of integer weights. All 0 where nothing is at risk (scale 0).
    """
    size = max(bound, 1e-9 * scale)
    if size <= 0:
        return {"total": 0.0, "solver": 0.0, "integrality": 0.0, "sampling": 0.0}
    top = max(bound, objective)
    first = min(top, max(bound, fractional))
    second = min(top, max(first, lottery))
    return {
        "total": (top - bound) / size,
        "solver": (first - bound) / size,
        "integrality": (second - first) / size,
        "sampling": (top - second) / size,
    }


def plan_document(
    problem: Problem,
    builder: Builder,
    lottery: Lottery,
    weights: Ints,
    shares: Sequence[bytes],
    bound: float,
    fractional: float,
    best: float,
    prices: Prices | None,
    scale: float,
    optimal_gap: float,
) -> dict[str, Any]:
    """The document for the integer `weights` of the lottery's deployments (those with weight 0 are left out).

    `bound`, `fractional` and `best` are the lower bound, the best fractional plan's objective and the best lottery's;
    `scale` is the objective when nothing is done. Raises FieldError for bad shares.
    """
    live, shifts = problem.live, len(problem.live)
    some = np.flatnonzero(weights > 0)
    # equal deployments were merged by their key, so a list of equal ones cannot appear here
    chance = weights[some] / float(weights[some].sum())
    coverage, chances = np.zeros((problem.posts, shifts)), np.zeros((problem.posts, shifts))
    mean = np.zeros((len(builder.edge_post), shifts))
    rosters = []
    for d, probability in zip(some.tolist(), chance.tolist(), strict=True):
        roster = lottery.rosters[d]
        raw, count, _ = builder.state(roster.assign)
        coverage += probability * np.minimum(1.0, raw)
        chances += probability * (count > 0)
        u, t = np.nonzero(roster.assign >= 0)
        np.add.at(mean, (roster.assign[u, t], t), probability)
        unit, post, shift = builder.table(roster)
        rosters.append({"unit": unit.tolist(), "post": post.tolist(), "shift": shift.tolist()})
    mixture = {"weights": [int(w) for w in weights[some]], "rosters": rosters}
    e, t = np.nonzero(mean)
    group, post, shift = builder.edge_group[e], builder.edge_post[e], live[t]
    marginals = {
        "group": group.tolist(),
        "post": post.tolist(),
        "shift": shift.tolist(),
        "units": mean[e, t].tolist(),
    }
    change = promised_change(
        problem, zip(*(marginals[name] for name in ("group", "post", "shift", "units")), strict=True)
    )
    figures = measure(problem, coverage, change)
    bound = min(bound, figures.objective)
    gap = split_gap(bound, fractional, best, figures.objective, scale)
    p, t = np.nonzero(chances)
    worst: list[float | None] = [None] * problem.from_shift
    hard = np.flatnonzero(lottery.levels > 0)
    drawn = draw(problem.sha256, mixture, shares)
    chosen = rosters[drawn["index"]]
    out = {
        "format": "vedette-plan-1",
        "marking": "RED",
        "problem_sha256": problem.sha256,
        "status": "optimal" if gap["total"] <= optimal_gap else "feasible",
        "objective": figures.objective,
        "lower_bound": bound,
        "gap": gap,
        "worst_harm": figures.worst,
        "shift_worst": worst + figures.shift_worst.tolist(),
        "total_harm": figures.total,
        "cvar_harm": figures.cvar,
        "change": figures.change,
        "hardening": {"post": hard.tolist(), "level": lottery.levels[hard].tolist()},
        "marginals": marginals,
        "chances": {
            "post": p.tolist(),
            "shift": live[t].tolist(),
            "probability": np.minimum(1.0, chances[p, t]).tolist(),
        },
        "mixture": mixture,
        "draw": drawn,
        "roster": {
            "unit": [problem.unit_id(u) for u in chosen["unit"]],
            "group": [int(problem.unit_group[u]) for u in chosen["unit"]],
            "post": chosen["post"],
            "shift": chosen["shift"],
        },
        "explain": explain(problem, coverage, chances, lottery.levels),
    }
    if prices is not None:
        out["certificate"] = prices.document()
    return out
