"""Small planning problems, and an independent reading of what makes a deployment lawful."""

import importlib.util
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

TOOLS = Path(__file__).parents[2].parent / "shared" / "tools"


def small_problem(**changes: Any) -> dict[str, Any]:
    """Three posts, two groups, six shifts of eight hours (the third and sixth at night)."""
    problem: dict[str, Any] = {
        "format": "vedette-problem-1",
        "name": "small",
        "shifts": {
            "start": [f"2031-05-0{1 + s // 3}T{8 * (s % 3):02d}:00:00+00:00" for s in range(6)],
            "hours": [8.0] * 6,
            "night": [s % 3 == 2 for s in range(6)],
        },
        "areas": {"id": ["country", "north", "south"], "parent": [None, 0, 0]},
        "services": ["army", "police"],
        "posts": {
            "id": ["gate", "market", "bridge"],
            "area": [1, 1, 2],
            "lat": [1.0, 1.1, 1.2],
            "lon": [2.0, 2.1, 2.2],
            "harm": [4.0, 2.0, 1.0],
            "services": [[0, 1], [0, 1], [1]],
            "max_units": [2, 1, 1],
        },
        "groups": {
            "id": ["g0", "g1"],
            "base": ["b0", "b1"],
            "area": [1, 2],
            "service": [0, 1],
            "units": [2, 2],
            "lat": [1.0, 1.2],
            "lon": [2.0, 2.2],
        },
        "reach": {
            "group": [0, 0, 1, 1, 1],
            "post": [0, 1, 0, 1, 2],
            "efficacy": [0.9, 0.6, 0.5, 0.7, 0.8],
        },
        "risk": {"mean": [[0.5] * 6, [0.25, 0.5, 1.0] * 2, [1.0] * 6], "scenarios": []},
        "rules": [
            {"id": "rest", "of": "all", "window": 3, "max": 1},
            {"id": "nights", "of": "night", "window": 2, "max": 1},
        ],
        "presence": {"area": [1], "service": [None], "units": [1], "first": [0], "last": [2]},
        "hardening": {"budget": 1.0, "cost": [1.0, 1.0, 1.0], "effect": [0.5, 0.5, 0.5], "divisible": True},
        "absent": {"unit": [3], "first": [0], "last": [1]},
        "objective": {
            "worst": 5.0,
            "shift_worst": 1.0,
            "total": 0.01,
            "cvar": 0.0,
            "alpha": 0.9,
            "quantile": None,
            "change": 0.0,
        },
        "previous": None,
    }
    problem.update(changes)
    return problem


@pytest.fixture(scope="session")
def problem() -> Callable[..., dict[str, Any]]:
    return small_problem


@pytest.fixture(scope="session")
def country() -> ModuleType:
    """The maker of countries beside the repository."""
    path = TOOLS / "country_problem.py"
    if not path.exists():
        pytest.skip("../shared/tools/country_problem.py is absent")
    spec = importlib.util.spec_from_file_location("country_problem", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.path.insert(0, str(TOOLS))
    try:
        spec.loader.exec_module(module)
    finally:
        sys.path.remove(str(TOOLS))
    return module


def broken_rules(problem: dict[str, Any], roster: dict[str, list[int]]) -> list[str]:
    """Everything that a deployment does wrong, read straight from the document, with the slowest plain loops."""
    sizes, wrong = problem["groups"]["units"], []
    group_of = [g for g, n in enumerate(sizes) for _ in range(n)]
    reach = set(zip(problem["reach"]["group"], problem["reach"]["post"], strict=True))
    postings = list(zip(roster["unit"], roster["post"], roster["shift"], strict=True))
    previous = problem.get("previous")
    done = list(zip(previous["roster"]["unit"], previous["roster"]["shift"], strict=True)) if previous else []
    first = previous["from_shift"] if previous else 0
    wrong += [f"reach {u} {p}" for u, p, _ in postings if (group_of[u], p) not in reach]
    wrong += [f"frozen {s}" for *_, s in postings if s < first]
    duty = [(u, s) for u, _, s in postings]
    wrong += [f"twice {pair}" for pair in set(duty) if duty.count(pair) > 1]
    absent = problem["absent"]
    for unit, low, high in zip(absent["unit"], absent["first"], absent["last"], strict=True):
        wrong += [f"absent {u} {s}" for u, s in duty if u == unit and low <= s <= high]
    shifts = range(len(problem["shifts"]["start"]))
    for rule in problem["rules"]:
        members = [s for s in shifts if rule["of"] == "all" or problem["shifts"]["night"][s]]
        size = min(rule["window"], len(members))
        for at in range(len(members) - size + 1):
            window = members[at : at + size]
            if window and window[-1] >= first:
                for unit in range(len(group_of)):
                    if sum((unit, s) in set(duty + done) for s in window) > rule["max"]:
                        wrong.append(f"{rule['id']} {unit} {window[0]}")
    for p, most in enumerate(problem["posts"]["max_units"]):
        wrong += [f"full {p} {s}" for s in shifts if sum(q == p and t == s for _, q, t in postings) > most]
    presence, parent = problem["presence"], problem["areas"]["parent"]

    def inside(area: int | None, top: int) -> bool:
        while area is not None and area != top:
            area = parent[area]
        return area == top

    for i, area in enumerate(presence["area"]):
        for s in range(max(first, presence["first"][i]), presence["last"][i] + 1):
            here = [
                u
                for u, p, t in postings
                if t == s
                and inside(problem["posts"]["area"][p], area)
                and presence["service"][i] in (None, problem["groups"]["service"][group_of[u]])
            ]
            if len(here) < presence["units"][i]:
                wrong.append(f"presence {i} {s}")
    return wrong


@pytest.fixture(scope="session")
def wrongs() -> Callable[[dict[str, Any], dict[str, list[int]]], list[str]]:
    return broken_rules
