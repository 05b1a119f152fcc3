"""From the documents to records: the drawn deployment for those who direct it, the whole list for those who review it."""

import hashlib
from collections.abc import Mapping
from typing import Any

import numpy as np
import orjson
from numpy.typing import NDArray

from vedette.terms.deployment import Chance, Deployment, Draw, Posting
from vedette.terms.errors import InfeasibleError
from vedette.terms.marking import Marking
from vedette.terms.record import record_id

__all__ = ["deployment", "presence"]


def deployment(problem: Mapping[str, Any], plan: Mapping[str, Any]) -> Deployment:
    """The Deployment record of a plan: its drawn roster and its chances, by the ids of groups, posts and units. RED.

    `problem` and `plan` are the two documents. Raises InfeasibleError when the plan has no deployment.
    """
    if plan["status"] == "infeasible":
        raise InfeasibleError("the plan holds no deployment: its rules exclude each other", tuple(plan["conflict"]))
    posts, groups = problem["posts"]["id"], problem["groups"]["id"]
    roster, chances = plan["roster"], plan["chances"]
    plan_hash = hashlib.sha256(orjson.dumps(plan, option=orjson.OPT_SORT_KEYS)).hexdigest()
    return Deployment(
        id=record_id("deployment", plan["problem_sha256"], plan_hash),
        marking=Marking.RED,
        problem_sha256=plan["problem_sha256"],
        plan_sha256=plan_hash,
        objective=plan["objective"],
        lower_bound=plan["lower_bound"],
        gap=plan["gap"]["total"],
        draw=Draw(
            **{name: _tuple(plan["draw"][name]) for name in ("shares", "commitments", "mixture_sha256", "index")}
        ),
        postings=tuple(
            Posting(unit=unit, group=groups[group], post=posts[post], shift=shift)
            for unit, group, post, shift in zip(
                roster["unit"], roster["group"], roster["post"], roster["shift"], strict=True
            )
        ),
        chances=tuple(
            Chance(post=posts[post], shift=shift, probability=probability)
            for post, shift, probability in zip(chances["post"], chances["shift"], chances["probability"], strict=True)
        ),
    )


def presence(problem: Mapping[str, Any], plan: Mapping[str, Any]) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Every deployment of the lottery: probabilities [D], and where at least one unit stands, [D, posts, shifts].

    The drawn one is row plan["draw"]["index"]. This is the exact distribution that a permutation test runs over.
    """
    mixture = plan["mixture"]
    weights = np.array(mixture["weights"], float)
    there = np.zeros((len(weights), len(problem["posts"]["id"]), len(problem["shifts"]["start"])), bool)
    for d, roster in enumerate(mixture["rosters"]):
        there[d, roster["post"], roster["shift"]] = True
    return weights / weights.sum(), there


def _tuple(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
