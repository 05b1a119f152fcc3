"""The judge beside the repository shares no code with the planner; it recomputes everything from the two files."""

import json
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from click.testing import CliRunner

from vedette.cli.plan import command

pytestmark = pytest.mark.shared

JUDGE = Path(__file__).parents[2].parent / "shared" / "tools" / "check_plan.py"
SMALL = {"posts": 30, "units": 8, "governorates": 2, "districts": 5}


def planned(folder: Path, problem: dict[str, Any], *options: str) -> tuple[int, dict[str, Any]]:
    (folder / "problem.json").write_text(json.dumps(problem))
    arguments = [str(folder / "problem.json"), "--out", str(folder / "plan.json"), "--time-limit", "2", *options]
    result = CliRunner().invoke(command, arguments)
    return result.exit_code, judged(folder / "problem.json", folder / "plan.json")


def judged(problem: Path, plan: Path, *options: str) -> dict[str, Any]:
    run = subprocess.run(
        [sys.executable, str(JUDGE), str(problem), str(plan), "--bound", "--json", *options],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    verdict: dict[str, Any] = json.loads(run.stdout)
    return verdict


@pytest.mark.parametrize(
    "options",
    [{}, {"scenarios": 4}, {"shifts_per_day": 4}, {"clusters": 2}, {"units": 0}, {"units": 1, "posts": 1}],
    ids=["base", "scenarios", "four shifts a day", "clusters", "no units", "one post"],
)
def test_no_violation(tmp_path: Path, country: ModuleType, options: dict[str, Any]) -> None:
    code, verdict = planned(tmp_path, country.make(seed=3, **{**SMALL, **options}))
    assert code == 0
    assert verdict["first_violations"] == []
    assert verdict["bound_verified"] is True


def test_no_violation_with_absences_whole_sites(tmp_path: Path, country: ModuleType) -> None:
    problem = country.make(seed=5, **SMALL)
    problem["absent"] = {"unit": [0, 3], "first": [0, 2], "last": [5, 20]}
    problem["hardening"].update(divisible=False, budget=2.0, cost=[0.5 + 0.1 * (p % 7) for p in range(30)])
    code, verdict = planned(tmp_path, problem)
    assert code == 0
    assert verdict["first_violations"] == []


@pytest.mark.parametrize("factor", [1e-9, 1e9, 0.0])
def test_no_violation_at_any_scale(tmp_path: Path, country: ModuleType, factor: float) -> None:
    problem = country.make(seed=3, **SMALL)
    problem["risk"]["mean"] = [[risk * factor for risk in row] for row in problem["risk"]["mean"]]
    _, verdict = planned(tmp_path, problem)
    assert verdict["first_violations"] == []


@pytest.mark.parametrize("change", [0.0, 0.05])
def test_no_violation_after_an_event(tmp_path: Path, country: ModuleType, change: float) -> None:
    problem = country.make(seed=4, **SMALL)
    problem["objective"]["change"] = change
    planned(tmp_path, problem)
    first = json.loads((tmp_path / "plan.json").read_text())
    sys.path.insert(0, str(JUDGE.parent))
    try:
        moved = country.event(problem, first)
    finally:
        sys.path.remove(str(JUDGE.parent))
    code, verdict = planned(tmp_path, moved)
    assert code == 0
    assert verdict["first_violations"] == []


def test_no_violation_when_the_command_freezes_the_past(tmp_path: Path, country: ModuleType) -> None:
    planned(tmp_path, country.make(seed=4, **SMALL))
    (tmp_path / "old.json").write_bytes((tmp_path / "plan.json").read_bytes())
    again = ["--previous", str(tmp_path / "old.json"), "--from-shift", "6"]
    arguments = [str(tmp_path / "problem.json"), "--out", str(tmp_path / "plan.json"), "--time-limit", "2", *again]
    assert CliRunner().invoke(command, arguments).exit_code == 0
    verdict = judged(tmp_path / "problem.json", tmp_path / "plan.json", *again)
    assert verdict["first_violations"] == []
    assert verdict["problem"]["from_shift"] == 6


def test_a_conflict_is_proven_and_minimal(tmp_path: Path, country: ModuleType) -> None:
    problem = country.make(seed=3, **SMALL)
    problem["presence"] = {"area": [0], "service": [None], "units": [7], "first": [0], "last": [20]}
    code, verdict = planned(tmp_path, problem)
    assert code == 1
    assert verdict["first_violations"] == []
    assert verdict["conflict"]["proven"] is True
    assert verdict["conflict"]["minimal"] is True


@pytest.mark.parametrize(
    ("floor", "changes"),
    [
        ((0, None, 3, 0, 20), {}),
        ((0, None, 4, 4, 12), {"absent": {"unit": [0, 1, 2, 3], "first": [4] * 4, "last": [12] * 4}}),
        ((1, 0, 3, 2, 4), {"rules": [{"id": "nights", "of": "night", "window": 21, "max": 1}]}),
    ],
    ids=["more duties than a week holds", "units that are away", "one service and one night each"],
)
def test_a_conflict_is_accepted(
    tmp_path: Path, country: ModuleType, floor: tuple[Any, ...], changes: dict[str, Any]
) -> None:
    problem = country.make(seed=4, **SMALL)
    names = ("area", "service", "units", "first", "last")
    for name, value in zip(names, floor, strict=True):
        problem["presence"][name].append(value)
    code, verdict = planned(tmp_path, {**problem, **changes})
    assert code == 1
    assert verdict["first_violations"] == []
    assert verdict["conflict"]["proven"] is True
    assert verdict["conflict"]["minimal"] is not False
