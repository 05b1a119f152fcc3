"""`vedette hindcast` and `vedette forecast` on files."""

import gzip
import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pytest

from vedette.cli import main
from vedette.terms.forecast import FORECAST_SCHEMA

AREAS = "area,latitude,longitude\nNorth,36.0,44.0\nMiddle,35.0,44.0\nSouth,34.0,44.0\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    start = date(2031, 1, 1)
    rows = [
        f"{start + timedelta(days=n)},{area}" for n in range(60) for area in ("North", "North", "South")[: 1 + n % 3]
    ]
    (tmp_path / "events.csv").write_text("date,area\n" + "\n".join(rows) + "\n")
    (tmp_path / "areas.csv").write_text(AREAS)
    return tmp_path


@pytest.fixture
def run(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Callable[..., tuple[int, str, str]]:
    monkeypatch.chdir(folder)

    def call(*arguments: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as stop:
            main(arguments)
        out, err = capsys.readouterr()
        return int(stop.value.code or 0), out, err

    return call


HINDCAST = (
    "hindcast",
    "events.csv",
    "--areas",
    "areas.csv",
    "--first",
    "2031-02-20",
    "--last",
    "2031-03-01",
    "--out",
    "o.parquet",
)
FORECAST = (
    "forecast",
    "events.csv",
    "--areas",
    "areas.csv",
    "--as-of",
    "2031-03-02",
    "--horizon",
    "5",
    "--out",
    "o.parquet",
)


def test_hindcast_writes_the_columns_of_the_contract(run: Callable[..., tuple[int, str, str]], folder: Path) -> None:
    code, out, _ = run(*HINDCAST)
    assert code == 0
    assert "North" in out
    table = pl.read_parquet(folder / "o.parquet")
    assert table.schema == FORECAST_SCHEMA
    assert table.height == 10 * 3
    assert (table["issued"] == table["day"]).all()
    assert not list(folder.glob(".o.parquet*"))


def test_forecast_starts_on_the_day_of_issue(run: Callable[..., tuple[int, str, str]], folder: Path) -> None:
    code, out, _ = run(*FORECAST, "--json")
    summary = json.loads(out)
    table = pl.read_parquet(folder / "o.parquet")
    assert code == 0
    assert sorted(table["day"].unique()) == [date(2031, 3, 2) + timedelta(days=n) for n in range(5)]
    assert set(table["issued"]) == {date(2031, 3, 2)}
    assert summary["rows"] == 15
    assert summary["highest"][0]["area"] == "North"
    assert summary["seen_until"] == "2031-03-01"
    assert summary["expected"] == pytest.approx(table["mean"].sum())


def test_later_rows_and_workers_change_no_byte(run: Callable[..., tuple[int, str, str]], folder: Path) -> None:
    run(*HINDCAST, "--horizon", "3", "--workers", "2")
    full = (folder / "o.parquet").read_bytes()
    lines = (folder / "events.csv").read_text().splitlines()
    with gzip.open(folder / "events.csv", "wt") as file:
        file.write("\n".join(line for line in lines if line < "2031-03-01" or line.startswith("date")))
    run(*HINDCAST, "--horizon", "3")
    assert (folder / "o.parquet").read_bytes() == full


def test_no_event_at_all_is_said_and_forecast_from_the_prior(
    run: Callable[..., tuple[int, str, str]], folder: Path
) -> None:
    (folder / "events.csv").write_text("date,area\n")
    code, out, _ = run(*FORECAST)
    assert code == 0
    assert "no event at all" in out
    assert pl.read_parquet(folder / "o.parquet")["mean"].n_unique() == 1


def test_one_old_event_does_not_cost_centuries(run: Callable[..., tuple[int, str, str]], folder: Path) -> None:
    text = (folder / "events.csv").read_text()
    (folder / "events.csv").write_text(text + "0001-01-01,South\n9999-12-31,South\n")
    assert run(*FORECAST)[0] == 0


def test_events_of_areas_that_hold_others_are_told_as_left_out(
    run: Callable[..., tuple[int, str, str]], folder: Path
) -> None:
    (folder / "areas.csv").write_text(
        "area,latitude,longitude,parent\nNorth,36,44,\nMiddle,35,44,North\nSouth,34,44,\n"
    )
    arguments = ("forecast", "events.csv", "--areas", "areas.csv", "--as-of", "2031-03-01", "--out", "out.parquet")
    code, out, _ = run(*arguments)
    assert code == 0
    # of the 117 events before March, 98 are in North, which holds Middle
    assert "98 left out" in " ".join(out.split())
    assert json.loads(run(*arguments, "--json")[1])["left_out"] == 98


def test_reasons_are_printed_on_request(run: Callable[..., tuple[int, str, str]]) -> None:
    code, out, _ = run(*FORECAST, "--explain", "South")
    assert code == 0
    assert "own record" in out


def _with(arguments: tuple[str, ...], option: str, value: str) -> tuple[str, ...]:
    at = arguments.index(option)
    return (*arguments[: at + 1], value, *arguments[at + 2 :])


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (_with(HINDCAST, "--first", "2031-13-01"), ("--first", "2031-13-01", "YYYY-MM-DD")),
        (_with(HINDCAST, "--first", "20310201"), ("--first", "20310201")),
        (_with(HINDCAST, "--first", "2031-03-02"), ("--first", "2031-03-02", "not after --last")),
        (_with(FORECAST, "--as-of", "0001-01-01"), ("--as-of", "0001-01-01")),
        (_with(FORECAST, "--horizon", "0"), ("--horizon", "0")),
        (_with(FORECAST, "--horizon", "two"), ("--horizon", "two")),
        ((*HINDCAST, "--workers", "0"), ("--workers", "0")),
        ((*FORECAST, "--explain", "East"), ("area", "East")),
        (_with(FORECAST, "--areas", "none.csv"), ("none.csv", "exists")),
    ],
)
def test_bad_options_get_one_clear_line(
    run: Callable[..., tuple[int, str, str]], folder: Path, arguments: tuple[str, ...], said: tuple[str, ...]
) -> None:
    code, _, err = run(*arguments)
    assert code == 2
    assert len(err.strip().splitlines()) == 1
    assert all(part in err for part in said)
    assert not (folder / "o.parquet").exists()


@pytest.mark.parametrize(
    ("file", "content", "said"),
    [
        ("events.csv", "date,area\n2031-01-01,North\n2031-01-02,West\n", ("events.csv", "line 3", "area", "West")),
        ("events.csv", "date,area\n2031-02-30,North\n", ("events.csv", "line 2", "date", "2031-02-30")),
        ("events.csv", "day,area\n2031-01-01,North\n", ("events.csv", "line 1", "date")),
        ("events.csv", "", ("events.csv", "empty")),
        ("areas.csv", AREAS.replace("36.0", "144"), ("areas.csv", "line 2", "latitude", "144")),
        ("areas.csv", AREAS.replace("35.0", ""), ("areas.csv", "line 3", "latitude")),
    ],
)
def test_bad_files_get_one_clear_line_and_nothing_is_written(
    run: Callable[..., tuple[int, str, str]], folder: Path, file: str, content: str, said: tuple[str, ...]
) -> None:
    (folder / file).write_text(content)
    code, _, err = run(*HINDCAST)
    assert code == 2
    assert len(err.strip().splitlines()) == 1
    assert all(part in err for part in said)
    assert not (folder / "o.parquet").exists()
