"""The closed form is the oracle of the general code where one type of unit is shared out freely."""

import json
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vedette.plan import parse_problem
from vedette.plan.bound import certified_bound
from vedette.plan.marginals import best_marginals
from vedette.plan.waterfill import water_level


def test_a_level_worked_out_by_hand() -> None:
    # posts worth 4 and 2 share one unit: coverage 2/3 and 1/3 leave 4/3 at both
    assert water_level(np.array([4.0, 2.0]), 1.0) == pytest.approx(4 / 3)


@pytest.mark.parametrize(
    ("values", "capacity", "level"),
    [([], 1.0, 0.0), ([0.0, 0.0], 1.0, 0.0), ([3.0], 0.0, 3.0), ([5.0, 5.0, 5.0], 1.5, 2.5), ([9.0, 1.0], 0.5, 4.5)],
)
def test_degenerate_levels(values: list[float], capacity: float, level: float) -> None:
    assert water_level(np.array(values), capacity) == pytest.approx(level)


@settings(max_examples=40, deadline=None)
@given(
    values=st.lists(st.sampled_from([0.0, 1e-6, 0.5, 1.0, 1.0, 2.0, 7.25, 1e3]), min_size=1, max_size=12),
    units=st.integers(0, 5),
)
def test_the_linear_programme_agrees_with_the_closed_form(
    problem: Callable[..., dict[str, Any]], values: list[float], units: int
) -> None:
    posts = len(values)
    one_type = problem(
        posts={
            "id": [f"p{i}" for i in range(posts)],
            "area": [1] * posts,
            "harm": values,
            "services": [[0]] * posts,
            "max_units": [1] * posts,
        },
        groups={"id": ["g"], "base": ["b"], "area": [1], "service": [0], "units": [units]},
        reach={"group": [0] * posts, "post": list(range(posts)), "efficacy": [1.0] * posts},
        shifts={"start": ["2031-05-01T00:00:00+00:00"], "hours": [8.0], "night": [False]},
        risk={"mean": [[1.0]] * posts, "scenarios": []},
        rules=[],
        presence=None,
        hardening=None,
        absent=None,
        objective={"worst": 1.0, "shift_worst": 0.0, "total": 0.0},
    )
    parsed = parse_problem(json.dumps(one_type).encode(), "p")
    fractional = best_marginals(parsed, 10.0)
    level = water_level(np.array(values), units)
    assert fractional is not None
    assert fractional.objective == pytest.approx(level, rel=1e-6, abs=1e-6 * max(values))
    assert certified_bound(parsed, fractional.prices) <= level * (1 + 1e-9) + 1e-12
