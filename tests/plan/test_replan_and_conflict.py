"""Replanning keeps what is past, and a plan that cannot exist says why."""

import itertools
import json
from collections.abc import Callable
from typing import Any

import pytest

from vedette.plan import deployment, parse_plan, parse_problem, previous_of, solve
from vedette.plan.infeasible import conflict
from vedette.terms.errors import FieldError, FormatError, InfeasibleError

Make = Callable[..., dict[str, Any]]
SHARES = [b"the only share of this draw"]


def test_a_replan_keeps_the_past_and_the_hardening(problem: Make, wrongs: Any) -> None:
    document = problem()
    raw = json.dumps(document).encode()
    first = solve(parse_problem(raw, "p"), SHARES)
    before = previous_of(document, first, 3)
    second = solve(parse_problem(raw, "p", before), SHARES)
    again = {**document, "previous": before}
    assert second["shift_worst"][:3] == [None] * 3
    assert min(second["roster"]["shift"]) >= 3
    assert second["hardening"] == first["hardening"]
    assert second["problem_sha256"] == first["problem_sha256"]
    for roster in second["mixture"]["rosters"]:
        assert wrongs(again, roster) == []


def test_change_counts_against_what_was_promised(problem: Make) -> None:
    document = problem()
    raw = json.dumps(document).encode()
    first = solve(parse_problem(raw, "p"), SHARES)
    before = previous_of(document, first, 3)
    dear = {**document, "objective": {**document["objective"], "change": 5.0}, "previous": before}
    cheap = {**document, "previous": before}
    moved = [solve(parse_problem(json.dumps(d).encode(), "p"), SHARES)["change"] for d in (dear, cheap)]
    assert moved[0] <= moved[1] + 1e-9


def test_nothing_is_left_to_plan_after_the_last_shift(problem: Make) -> None:
    document = problem()
    raw = json.dumps(document).encode()
    first = solve(parse_problem(raw, "p"), SHARES)
    last = solve(parse_problem(raw, "p", previous_of(document, first, 6)), SHARES)
    assert last["objective"] == 0
    assert last["roster"]["unit"] == []


@pytest.mark.parametrize("key", ["format", "status", "mixture", "draw"])
def test_a_previous_plan_that_is_none_is_refused(problem: Make, key: str) -> None:
    plan = solve(parse_problem(json.dumps(problem()).encode(), "p"), SHARES)
    del plan[key]
    with pytest.raises(FormatError, match=rf"old\.json.*{key}"):
        parse_plan(json.dumps(plan).encode(), "old.json")


def test_a_conflict_is_named_and_no_row_of_it_is_idle(problem: Make) -> None:
    floor = {"area": [1], "service": [0], "units": [2], "first": [0], "last": [1]}
    plan = solve(parse_problem(json.dumps(problem(presence=floor)).encode(), "p"), SHARES)
    # two army units in both shifts, and one duty in any three shifts
    assert plan["status"] == "infeasible"
    assert set(plan["conflict"]) == {"presence:0:0", "presence:0:1", "rule:rest:0:0"}
    with pytest.raises(InfeasibleError):
        deployment(problem(presence=floor), plan)


def test_a_post_that_is_too_small_for_its_floor_is_named(problem: Make) -> None:
    floor = {"area": [2], "service": [None], "units": [2], "first": [4], "last": [4]}
    plan = solve(parse_problem(json.dumps(problem(presence=floor)).encode(), "p"), SHARES)
    assert set(plan["conflict"]) == {"presence:0:4", "post:2:4"}


def test_a_conflict_that_runs_out_of_time_is_larger_and_still_one(problem: Make) -> None:
    floor = {"area": [1], "service": [0], "units": [2], "first": [0], "last": [5]}
    parsed = parse_problem(json.dumps(problem(presence=floor)).encode(), "p")
    smallest = conflict(parsed)
    # a clock that moves by a second whenever it is looked at: the search for a smaller answer stops at its first step
    stopped = [conflict(parsed, seconds, itertools.count().__next__) for seconds in range(1, 60)]
    found = [rows for rows in stopped if rows]
    assert len(smallest) == 3
    assert max(len(rows) for rows in found) > len(smallest)
    assert found[-1] == smallest
    assert not stopped[0]


@pytest.mark.parametrize("shares", [[], [b"short"]])
def test_a_draw_without_a_real_share_is_refused(problem: Make, shares: list[bytes]) -> None:
    with pytest.raises(FieldError, match="share"):
        solve(parse_problem(json.dumps(problem()).encode(), "p"), shares)
