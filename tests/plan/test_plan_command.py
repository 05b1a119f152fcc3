"""vedette plan: files in, files out, exit codes, nothing half-written."""

import gzip
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from vedette.cli.plan import command
from vedette.terms.errors import FieldError, FormatError

Make = Callable[..., dict[str, Any]]
SHARE = "ab" * 16


@pytest.fixture
def week(tmp_path: Path, problem: Make) -> Path:
    path = tmp_path / "week.json.gz"
    path.write_bytes(gzip.compress(json.dumps(problem()).encode()))
    return path


def test_the_table_says_red_and_shows_the_gap_in_parts(week: Path, tmp_path: Path) -> None:
    result = CliRunner().invoke(command, [str(week), "--out", str(tmp_path / "plan.json")])
    assert result.exit_code == 0
    assert result.stdout.startswith("TLP:RED")
    for word in ("lower bound", "solver", "integrality", "sampling", "uniform", "proportional"):
        assert word in result.stdout
    assert "bound" in result.stderr


def test_json_repeats_the_figures_of_the_plan(week: Path, tmp_path: Path) -> None:
    out = tmp_path / "plan.json"
    result = CliRunner().invoke(command, [str(week), "--out", str(out), "--json"])
    summary, plan = json.loads(result.stdout), json.loads(out.read_text())
    assert summary["objective"] == plan["objective"]
    assert summary["marking"] == plan["marking"] == "RED"
    assert set(summary["compared"]) == {"uniform", "proportional"}


def test_given_shares_give_the_same_bytes(week: Path, tmp_path: Path) -> None:
    for name in ("one.json", "two.json"):
        arguments = [str(week), "--out", str(tmp_path / name), "--share", SHARE, "--share", "cd" * 16]
        assert CliRunner().invoke(command, arguments).exit_code == 0
    assert (tmp_path / "one.json").read_bytes() == (tmp_path / "two.json").read_bytes()


def test_own_shares_differ_from_run_to_run(week: Path, tmp_path: Path) -> None:
    commitments = set()
    for name in ("one.json", "two.json"):
        CliRunner().invoke(command, [str(week), "--out", str(tmp_path / name)])
        commitments.update(json.loads((tmp_path / name).read_text())["draw"]["commitments"])
    assert len(commitments) == 2


def test_a_plan_that_cannot_be_exits_1_and_names_the_rows(tmp_path: Path, problem: Make) -> None:
    floor = {"area": [2], "service": [None], "units": [2], "first": [4], "last": [4]}
    (tmp_path / "week.json").write_text(json.dumps(problem(presence=floor)))
    result = CliRunner().invoke(command, [str(tmp_path / "week.json"), "--out", str(tmp_path / "plan.json")])
    assert result.exit_code == 1
    assert "presence:0:4" in result.stdout
    assert json.loads((tmp_path / "plan.json").read_text())["status"] == "infeasible"


def test_a_bad_problem_leaves_no_file(tmp_path: Path, problem: Make) -> None:
    bad = problem()
    bad["posts"]["harm"][1] = -1
    (tmp_path / "week.json").write_text(json.dumps(bad))
    result = CliRunner().invoke(command, [str(tmp_path / "week.json"), "--out", str(tmp_path / "plan.json")])
    assert isinstance(result.exception, FieldError)
    assert not (tmp_path / "plan.json").exists()


def test_a_share_that_is_no_hexadecimal_number_is_not_repeated(week: Path, tmp_path: Path) -> None:
    result = CliRunner().invoke(command, [str(week), "--out", str(tmp_path / "plan.json"), "--share", "my secret"])
    assert isinstance(result.exception, FieldError)
    assert "my secret" not in str(result.exception)


def test_a_previous_plan_needs_its_shift(week: Path, tmp_path: Path) -> None:
    result = CliRunner().invoke(command, [str(week), "--out", str(tmp_path / "p.json"), "--previous", str(week)])
    assert result.exit_code == 2
    result = CliRunner().invoke(
        command, [str(week), "--out", str(tmp_path / "p.json"), "--previous", str(week), "--from-shift", "2"]
    )
    assert isinstance(result.exception, FormatError)
