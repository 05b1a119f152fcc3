"""`vedette forecast --by --spans`: sums beside the forecast, from files alone."""

import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pytest

from vedette.cli import main
from vedette.forecast.sums import SUM_SCHEMA
from vedette.terms.forecast import FORECAST_SCHEMA

AREAS = "area,latitude,longitude,parent\nNorth,36.0,44.0,Up\nMiddle,35.0,44.0,Up\nSouth,34.0,44.0,\nUp,35.5,44.0,\n"
FORECAST = ("forecast", "events.csv", "--areas", "areas.csv", "--as-of", "2031-03-02", "--out", "o.parquet")

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    start = date(2031, 1, 1)
    rows = [
        f"{start + timedelta(days=n)},{area}" for n in range(60) for area in ("North", "Middle", "South")[: 1 + n % 3]
    ]
    (tmp_path / "events.csv").write_text("date,area\n" + "\n".join(rows) + "\n")
    (tmp_path / "areas.csv").write_text(AREAS)
    monkeypatch.chdir(tmp_path)

    def call(*arguments: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as stop:
            main(arguments)
        out, err = capsys.readouterr()
        return int(stop.value.code or 0), out, err

    return call


def test_without_the_options_there_are_no_sums(run: Run, tmp_path: Path) -> None:
    assert run(*FORECAST)[0] == 0
    assert sorted(path.name for path in tmp_path.glob("*.parquet")) == ["o.parquet"]


def test_sums_of_every_level_agree_with_the_forecast(run: Run, tmp_path: Path) -> None:
    code, out, _ = run(*FORECAST, "--horizon", "40", "--by", "all", "--spans", "1,7,28,month")
    days, sums = (pl.read_parquet(tmp_path / name) for name in ("o.parquet", "o.sums.parquet"))
    assert code == 0
    assert "o.sums.parquet" in out
    assert "2031-03, days 2–31" in out
    assert "2031-04, days 1–10" in out
    assert days.schema == FORECAST_SCHEMA
    assert sums.schema == SUM_SCHEMA
    assert days.height == 40 * 3
    assert sums.group_by("span", maintain_order=True).len().rows() == [
        (span, 5) for span in ("1", "7", "28", "2031-03", "2031-04")
    ]
    assert set(sums.select("level", "area").unique().rows()) == {
        ("area", "North"), ("area", "Middle"), ("area", "South"), ("parent", "Up"), ("all", "all areas")
    }  # fmt: skip
    for row in sums.iter_rows(named=True):
        leaves = {"Up": ["North", "Middle"], "all areas": ["North", "Middle", "South"]}.get(row["area"], [row["area"]])
        inside = pl.col("area").is_in(leaves) & pl.col("day").is_between(row["first"], row["last"])
        assert row["mean"] == pytest.approx(days.filter(inside)["mean"].sum())


def test_parents_alone_and_all_spans_that_the_horizon_holds(run: Run, tmp_path: Path) -> None:
    code, out, _ = run(*FORECAST, "--horizon", "14", "--by", "parent", "--json")
    told = json.loads(out)["sums"]
    sums = pl.read_parquet(tmp_path / "o.sums.parquet")
    assert code == 0
    assert sums["area"].unique().sort().to_list() == ["Up", "all areas"]
    assert sums["span"].unique(maintain_order=True).to_list() == ["1", "2", "3", "7", "14"]
    assert (told["out"], told["rows"]) == ("o.sums.parquet", 10)
    assert [row["area"] for row in told["highest"]] == ["all areas"] * 5 + ["Up"] * 5


def test_later_rows_change_no_byte_of_the_sums(run: Run, tmp_path: Path) -> None:
    arguments = (*FORECAST, "--by", "all", "--spans", "7")
    run(*arguments)
    before = (tmp_path / "o.sums.parquet").read_bytes()
    with (tmp_path / "events.csv").open("a") as file:
        file.write("2031-03-02,South\n2031-03-05,North\n")
    run(*arguments)
    assert (tmp_path / "o.sums.parquet").read_bytes() == before


@pytest.mark.parametrize(
    ("arguments", "areas", "said"),
    [
        (("--spans", "1,8"), AREAS, ("--spans", "8", "horizon (7)")),
        (("--spans", "week"), AREAS, ("--spans", "week", "month")),
        (("--spans", ""), AREAS, ("--spans", "month")),
        (("--by", "all"), AREAS.replace("Up,35.5,44.0,", "Up,35.5,44.0,Up"), ("areas.csv", "parent", "ring")),
    ],
)
def test_bad_options_get_one_clear_line_and_nothing_is_written(
    run: Run, tmp_path: Path, arguments: tuple[str, ...], areas: str, said: tuple[str, ...]
) -> None:
    (tmp_path / "areas.csv").write_text(areas)
    code, _, err = run(*FORECAST, *arguments)
    assert code == 2
    assert len(err.strip().splitlines()) == 1
    assert all(part in err for part in said)
    assert not list(tmp_path.glob("*.parquet"))
