"""Per post, why it is covered as it is: reasons that the checker recomputes, and what the prices say binds there."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from vedette.plan.problem import Problem

__all__ = ["explain"]

Floats = NDArray[np.float64]

TOP = 20
"""Posts of highest peak risk that are explained even if nobody is ever sent there."""


def explain(problem: Problem, coverage: Floats, chances: Floats, levels: Floats) -> list[dict[str, Any]]:
    """Reasons [[code, value], …] for each post with a chance and the 20 of highest peak risk.

    `coverage` and `chances` [P, T] over live shifts, `levels` [P]. Codes: peak_risk (max V), rank (1 is highest),
    units_in_reach, worst_left (max V (1 − C)), worst_shift (where that is), hardened, mean_chance, binding
    ("worst_of_shift" when the post's remaining harm is the largest of a shift, else "below_the_worst"; "no_unit_reaches"
    when nobody can come).
    """
    if not problem.posts or not len(problem.live):
        return []
    value = problem.value[:, problem.live]
    left = value * (1.0 - coverage)
    peak, worst = value.max(axis=1), left.max(axis=0)
    rank = np.empty(problem.posts, np.int64)
    rank[np.argsort(-peak, kind="stable")] = np.arange(1, problem.posts + 1)
    reach = np.zeros(problem.posts)
    np.add.at(reach, problem.edge_post, problem.units[problem.edge_group])
    binding = (left >= worst * (1 - 1e-6)) & (left > 0)
    out = []
    for post in np.flatnonzero((chances.max(axis=1) > 0) | (rank <= TOP)):
        why = "worst_of_shift" if binding[post].any() else "below_the_worst"
        reasons: list[list[Any]] = [
            ["peak_risk", float(peak[post])],
            ["rank", int(rank[post])],
            ["units_in_reach", int(reach[post])],
            ["worst_left", float(left[post].max())],
            ["worst_shift", int(problem.live[int(left[post].argmax())])],
            ["hardened", float(levels[post])],
            ["mean_chance", float(chances[post].mean())],
            ["binding", why if reach[post] else "no_unit_reaches"],
        ]
        out.append({"post": int(post), "reasons": reasons})
    return out
