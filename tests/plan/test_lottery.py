"""Properties of every plan: each deployment lawful, every figure true, the bound below, the draw repeatable."""

import hashlib
import json
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vedette.plan import deployment, parse_problem, presence, solve
from vedette.terms.marking import Marking

Make = Callable[..., dict[str, Any]]
SHARES = [b"first person's share", b"second person's share"]


def plan_of(problem: dict[str, Any], **options: Any) -> dict[str, Any]:
    return solve(parse_problem(json.dumps(problem).encode(), "p"), SHARES, **options)


choices = st.fixed_dictionaries(
    {
        "seed": st.integers(0, 2**32 - 1),
        "floor": st.integers(0, 2),
        "rest": st.integers(1, 2),
        "hardening": st.sampled_from([None, True, False]),
        "scenarios": st.booleans(),
        "quantile": st.sampled_from([None, 0.9]),
    }
)


def varied(problem: dict[str, Any], chosen: dict[str, Any]) -> dict[str, Any]:
    rng = np.random.default_rng(chosen["seed"])
    problem["posts"]["harm"] = rng.exponential(2.0, 3).tolist()
    problem["posts"]["max_units"] = rng.integers(0, 3, 3).tolist()
    problem["groups"]["units"] = rng.integers(0, 4, 2).tolist()
    problem["risk"]["mean"] = (rng.exponential(1.0, (3, 6)) * (rng.random((3, 6)) < 0.8)).tolist()
    problem["absent"] = {"unit": [], "first": [], "last": []}
    problem["presence"]["units"] = [int(min(sum(problem["groups"]["units"]), chosen["floor"]))]
    problem["rules"][0]["max"] = chosen["rest"]
    if chosen["hardening"] is None:
        problem["hardening"] = None
    else:
        problem["hardening"]["divisible"] = chosen["hardening"]
    if chosen["scenarios"]:
        factors = rng.uniform(0.5, 2.0, (3, 3, 6)).tolist()
        problem["risk"]["scenarios"] = [{"weight": 1 / 3, "factor": factor} for factor in factors]
        problem["objective"]["cvar"], problem["objective"]["quantile"] = 0.5, chosen["quantile"]
    return problem


@settings(max_examples=25, deadline=None)
@given(chosen=choices)
def test_every_deployment_is_lawful_and_every_figure_true(problem: Make, wrongs: Any, chosen: dict[str, Any]) -> None:
    problem = varied(problem(), chosen)
    plan = plan_of(problem, time_limit=10.0)
    if plan["status"] == "infeasible":
        assert plan["conflict"]
        return
    for roster in plan["mixture"]["rosters"]:
        assert wrongs(problem, roster) == []
    weights, total = plan["mixture"]["weights"], sum(plan["mixture"]["weights"])
    assert all(type(weight) is int and weight > 0 for weight in weights)
    group_of = [g for g, n in enumerate(problem["groups"]["units"]) for _ in range(n)]
    efficacy = {
        (g, p): e for g, p, e in zip(*(problem["reach"][key] for key in ("group", "post", "efficacy")), strict=True)
    }
    strength = np.zeros(3)
    for post, level in zip(plan["hardening"]["post"], plan["hardening"]["level"], strict=True):
        strength[post] = problem["hardening"]["effect"][post] * level
    covered, chance = np.zeros((3, 6)), np.zeros((3, 6))
    for weight, roster in zip(weights, plan["mixture"]["rosters"], strict=True):
        each = np.repeat(strength[:, None], 6, axis=1)
        there = np.zeros((3, 6))
        for u, p, s in zip(roster["unit"], roster["post"], roster["shift"], strict=True):
            each[p, s] += efficacy[group_of[u], p]
            there[p, s] = 1
        covered += weight / total * np.minimum(1, each)
        chance += weight / total * there
    base = np.array(problem["posts"]["harm"])[:, None] * np.array(problem["risk"]["mean"])
    scenarios = problem["risk"]["scenarios"]
    factors = np.array([s["factor"] for s in scenarios])[:, [1, 1, 2]] if scenarios else np.ones((1, 3, 6))
    mean = base * factors.mean(axis=0)
    value = base * factors.max(axis=0) if problem["objective"]["quantile"] else mean
    worst = (value * (1 - covered)).max(axis=0)
    losses = (base * factors * (1 - covered)).sum(axis=(1, 2))
    goal = problem["objective"]
    objective = goal["worst"] * worst.max() + worst.sum() + goal["total"] * (mean * (1 - covered)).sum()
    objective += goal["cvar"] * losses.max()  # with three scenarios of a third each, CVaR at 0.9 is the largest loss
    assert plan["worst_harm"] == pytest.approx(worst.max(), abs=1e-9)
    assert plan["shift_worst"] == pytest.approx(worst.tolist(), abs=1e-9)
    assert plan["cvar_harm"] == pytest.approx(losses.max(), abs=1e-9)
    assert plan["objective"] == pytest.approx(objective, abs=1e-9)
    told = np.zeros((3, 6))
    told[plan["chances"]["post"], plan["chances"]["shift"]] = plan["chances"]["probability"]
    assert told == pytest.approx(chance, abs=1e-9)
    assert plan["lower_bound"] <= plan["objective"] * (1 + 1e-9)
    gap = plan["gap"]
    assert min(gap.values()) >= 0
    assert gap["total"] == pytest.approx(gap["solver"] + gap["integrality"] + gap["sampling"], rel=1e-9, abs=1e-12)


def test_a_post_that_holds_nobody_does_not_spoil_the_bound(problem: Make) -> None:
    closed = problem(presence=None, hardening=None)
    closed["posts"]["max_units"] = [0, 1, 0]
    assert plan_of(closed)["gap"]["total"] < 0.02


def test_the_same_shares_draw_the_same_deployment(problem: Make) -> None:
    first, second = plan_of(problem()), plan_of(problem())
    assert first == second


def test_the_draw_can_be_repeated_by_hand(problem: Make) -> None:
    plan = plan_of(problem())
    mixture, draw = plan["mixture"], plan["draw"]
    lines = []
    for weight, roster in zip(mixture["weights"], mixture["rosters"], strict=True):
        rows = sorted(zip(roster["shift"], roster["unit"], roster["post"], strict=True))
        lines.append(f"{weight}:" + ";".join(",".join(map(str, row)) for row in rows) + "\n")
    digest = hashlib.sha256("".join(lines).encode()).hexdigest()
    assert draw["mixture_sha256"] == digest
    assert draw["commitments"] == [hashlib.sha256(share).hexdigest() for share in SHARES]
    words = ["vedette-draw-1", plan["problem_sha256"], digest, *(share.hex() for share in SHARES)]
    point = int(hashlib.sha256("\n".join(words).encode()).hexdigest(), 16) % sum(mixture["weights"])
    assert draw["index"] == int(np.searchsorted(np.cumsum(mixture["weights"]), point, side="right"))


def test_many_different_deployments_are_kept_possible(problem: Make) -> None:
    wide = problem(presence=None)
    narrow, plan = plan_of(wide, min_support=1), plan_of(wide, min_support=10)
    assert max(plan["mixture"]["weights"]) / sum(plan["mixture"]["weights"]) <= 0.2 + 1e-6
    assert plan["objective"] <= narrow["objective"] * 1.006


def test_the_record_is_red_and_speaks_in_ids(problem: Make) -> None:
    document = problem()
    plan = plan_of(document)
    record = deployment(document, plan)
    assert record.marking is Marking.RED
    assert {posting.post for posting in record.postings} <= {"gate", "market", "bridge"}
    assert {posting.unit for posting in record.postings} <= {"g0/1", "g0/2", "g1/1", "g1/2"}
    weights, there = presence(document, plan)
    assert weights.sum() == pytest.approx(1.0)
    chance = np.tensordot(weights, there, 1)
    for told in record.chances:
        post = document["posts"]["id"].index(told.post)
        assert chance[post, told.shift] == pytest.approx(told.probability, abs=1e-9)
    drawn = {(posting.post, posting.shift) for posting in record.postings}
    row = there[plan["draw"]["index"]]
    assert {(document["posts"]["id"][p], int(s)) for p, s in np.argwhere(row)} == drawn
