"""`vedette hindcast` over many days: the same file however it was made, a stopped run that goes on, and bad input."""

import gzip
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Hashable
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from vedette.cli import main
from vedette.cli.forecast import history_of
from vedette.cli.hindcast_runs import hindcast_into
from vedette.engine import here
from vedette.engine.tasks import Failed, Lost, Outcome
from vedette.forecast.hindcast import planned
from vedette.terms.errors import EngineError

PROGRAM = [sys.executable, "-c", "from vedette.cli import main; main()"]
START = date(2031, 1, 1)
AREAS = 40
SHARED = Path(__file__).parents[2].parent / "shared"
Run = Callable[..., tuple[int, str, str]]


def _events(path: Path, days: int, seed: int = 5) -> None:
    counts = np.random.default_rng(seed).poisson(0.8 ** np.arange(AREAS), size=(days, AREAS))
    rows = [f"{START + timedelta(days=int(d))},A{a:02}" for d, a in np.argwhere(counts) for _ in range(counts[d, a])]
    path.write_text("date,area\n" + "\n".join(rows) + "\n")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    _events(tmp_path / "events.csv", 120)
    rows = [f"A{n:02},{33 + 0.1 * (n // 8)},{44 + 0.1 * (n % 8)}" for n in range(AREAS)]
    (tmp_path / "areas.csv").write_text("area,latitude,longitude\n" + "\n".join(rows) + "\n")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def run(folder: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    def call(*options: str, first: str = "2031-03-01", last: str = "2031-03-31", out: str = "o.parquet"):
        with pytest.raises(SystemExit) as stop:
            main(_arguments(*options, first=first, last=last, out=out))
        told = capsys.readouterr()
        return int(stop.value.code or 0), told.out, told.err

    return call


def _arguments(*options: str, first: str, last: str, out: str) -> list[str]:
    span = ["--first", first, "--last", last, "--out", out]
    return ["hindcast", "events.csv", "--areas", "areas.csv", *span, *options]


def test_workers_and_partitions_change_no_byte_and_leave_nothing_behind(run: Run, folder: Path) -> None:
    before = sorted(path.name for path in folder.iterdir())
    assert run("--horizon", "4")[0] == 0
    whole = (folder / "o.parquet").read_bytes()
    for options in (("--partition", "1"), ("--workers", "2", "--partition", "3")):
        (folder / "o.parquet").unlink()
        code, _, err = run("--horizon", "4", *options)
        assert code == 0
        assert "34 issue days forecast" in err
        assert (folder / "o.parquet").read_bytes() == whole
    assert sorted(path.name for path in folder.iterdir()) == sorted([*before, "o.parquet"])


def test_the_summary_is_that_of_the_days_of_issue_for_any_partitions(run: Run, folder: Path) -> None:
    told = [json.loads(run("--horizon", "4", "--json", "--partition", n)[1]) for n in ("1", "7", "1000")]
    assert told[0] == told[1] == told[2]
    table = pl.read_parquet(folder / "o.parquet")
    first = table.filter(pl.col("issued") == pl.col("day"))
    assert told[0]["rows"] == table.height == 31 * 4 * AREAS
    assert told[0]["expected"] == pytest.approx(first["mean"].sum())
    assert (told[0]["first"], told[0]["last"], told[0]["issues"], told[0]["resumed"]) == (
        "2031-03-01",
        "2031-03-31",
        34,
        0,
    )
    best = first.group_by("area").agg(pl.col("mean").sum()).sort("mean", descending=True)
    assert [row["area"] for row in told[0]["highest"]] == best["area"].head(10).to_list()
    assert told[0]["highest"][0]["p_any"] == first.filter(pl.col("area") == best["area"][0])["p_any"][0]


def test_partitions_that_are_kept_spare_what_new_days_leave_as_it_was(run: Run, folder: Path) -> None:
    run("--keep", "parts", "--partition", "5", "--json", last="2031-03-20")
    _events(folder / "events.csv", 140)  # the same days, and twenty more
    code, out, err = run("--keep", "parts", "--partition", "5", "--json", last="2031-03-31")
    assert code == 0
    assert (json.loads(out)["issues"], json.loads(out)["resumed"]) == (31, 20)
    assert "20 were done before" in err
    kept = (folder / "o.parquet").read_bytes()
    run(last="2031-03-31")
    assert (folder / "o.parquet").read_bytes() == kept
    # an event that is added within makes the days after it anew
    text = (folder / "events.csv").read_text()
    (folder / "events.csv").write_text(text + "2031-03-11,A20\n")
    told = json.loads(run("--keep", "parts", "--partition", "5", "--json")[1])
    assert told["resumed"] == 10
    assert (folder / "parts" / "manifest.json").exists()


def test_another_horizon_model_or_set_of_areas_in_one_folder_makes_all_anew(run: Run, folder: Path) -> None:
    run("--keep", "parts")
    assert json.loads(run("--keep", "parts", "--json")[1])["resumed"] == 31
    assert json.loads(run("--keep", "parts", "--json", "--horizon", "2")[1])["resumed"] == 0
    run("--keep", "parts")
    text = (folder / "areas.csv").read_text()
    (folder / "areas.csv").write_text(text.replace("A39,33.4", "A39,33.5"))
    assert json.loads(run("--keep", "parts", "--json")[1])["resumed"] == 0


def test_deleting_later_rows_changes_no_bit_over_blocks(run: Run, folder: Path) -> None:
    run("--horizon", "5", "--partition", "4", "--workers", "2", out="full.parquet")
    lines = (folder / "events.csv").read_text().splitlines()
    for cut in ("2031-03-05", "2031-03-12", "2031-03-13"):
        with gzip.open(folder / "events.csv", "wt") as file:
            file.write("\n".join(line for line in lines if line.startswith("date") or line < cut))
        run("--horizon", "5", "--partition", "4", out="cut.parquet")
        full, short = pl.read_parquet(folder / "full.parquet"), pl.read_parquet(folder / "cut.parquet")
        until = pl.col("issued") <= date.fromisoformat(cut)
        assert short.filter(until).equals(full.filter(until))
        assert not short.filter(~until).equals(full.filter(~until))


class _FailsOnce(here):
    """This process, in which the third task does not end well."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__()
        self.ended, self.outcome = 0, outcome

    def wait(self) -> tuple[Hashable, Outcome]:
        name, outcome = super().wait()
        self.ended += 1
        return name, self.outcome if self.ended == 3 else outcome


@pytest.mark.parametrize(
    ("outcome", "said"),
    [
        (Failed(MemoryError("no memory left")), "hindcast: MemoryError: no memory left; what is done is kept"),
        (Lost(times=3), "hindcast: issues of 2031-03-09 to 2031-03-12: found an item that ends the process"),
    ],
)
def test_a_partition_that_cannot_be_made_is_told_and_the_next_run_goes_on(
    run: Run, folder: Path, outcome: Outcome, said: str
) -> None:
    wanted = planned(date(2031, 3, 1), date(2031, 3, 31), 1)
    history = history_of("events.csv", "areas.csv", wanted[0].day, date(2031, 3, 31))
    with pytest.raises(EngineError, match=said):
        hindcast_into(history, wanted, 1, "o.parquet", place=_FailsOnce(outcome), size=4)
    assert not (folder / "o.parquet").exists()
    told = json.loads(run("--partition", "4", "--json")[1])
    assert told["resumed"] == 8
    assert not (folder / "o.parquet.parts").exists()
    resumed = (folder / "o.parquet").read_bytes()
    run()
    assert (folder / "o.parquet").read_bytes() == resumed


@pytest.mark.slow
@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_run_that_was_killed_goes_on_and_gives_the_same_bytes(run: Run, folder: Path, workers: str) -> None:
    options = ("--horizon", "28", "--partition", "1", "--workers", workers)
    span = {"first": "2031-03-01", "last": "2031-04-30"}
    done = folder / "o.parquet.parts" / "done"
    command = [*PROGRAM, *_arguments(*options, **span, out="o.parquet")]
    with subprocess.Popen(command, start_new_session=True, stderr=subprocess.DEVNULL) as job:
        until = time.monotonic() + 60
        while not done.is_dir() or len(list(done.glob("*.json"))) < 3:
            assert time.monotonic() < until
            assert job.poll() is None
            time.sleep(0.01)
        os.killpg(job.pid, signal.SIGKILL)
    code, out, err = run(*options, "--json", **span)
    assert code == 0
    assert 3 <= json.loads(out)["resumed"] < 88
    assert "were done before" in err
    resumed = (folder / "o.parquet").read_bytes()
    assert not (folder / "o.parquet.parts").exists()
    run("--horizon", "28", **span)
    assert (folder / "o.parquet").read_bytes() == resumed


def test_the_file_goes_to_standard_output_or_a_pipe_without_a_folder_beside_it(folder: Path) -> None:
    arguments = {"first": "2031-03-01", "last": "2031-03-02"}
    got = subprocess.run(
        [*PROGRAM, *_arguments("--json", **arguments, out="/dev/stdout")], capture_output=True, check=True, timeout=120
    )
    assert got.stdout.startswith(b"PAR1")
    assert not list(folder.glob("*.parts"))


def test_days_before_the_first_event_are_forecast_from_the_bare_prior(run: Run, folder: Path) -> None:
    code, out, _ = run("--horizon", "2", first="2030-12-01", last="2031-01-02")
    assert code == 0
    table = pl.read_parquet(folder / "o.parquet")
    assert table.filter(pl.col("issued") <= START)["mean"].n_unique() == 1
    assert table.filter(pl.col("issued") > START)["mean"].n_unique() > 1
    assert "the last on 2031-01-01" in " ".join(out.split())


def test_no_event_at_all_is_said_and_forecast_from_the_prior(run: Run, folder: Path) -> None:
    (folder / "events.csv").write_text("date,area\n")
    code, out, _ = run()
    assert code == 0
    assert "no event at all: this is a bare prior" in " ".join(out.split())
    assert pl.read_parquet(folder / "o.parquet")["mean"].n_unique() == 1


def test_events_after_the_last_day_are_neither_counted_nor_seen(run: Run, folder: Path) -> None:
    seen = [json.loads(run("--json", last="2031-03-10")[1])]
    before = (folder / "o.parquet").read_bytes()
    text = (folder / "events.csv").read_text()
    (folder / "events.csv").write_text(text + "2031-03-10,A01\n2190-01-01,A03\n9999-12-31,A07\n")
    seen.append(json.loads(run("--json", last="2031-03-10")[1]))
    assert seen[0] == seen[1]
    assert (folder / "o.parquet").read_bytes() == before


def test_a_gap_in_a_busy_record_is_forecast_wider_and_not_as_peace(run: Run, folder: Path) -> None:
    lines = (folder / "events.csv").read_text().splitlines()
    silent = [line for line in lines[1:] if not "2031-03-11" <= line < "2031-04-11"]
    (folder / "events.csv").write_text("\n".join([lines[0], *silent, *silent]) + "\n")  # some ten attacks a day
    assert run(first="2031-03-01", last="2031-04-20")[0] == 0
    table = pl.read_parquet(folder / "o.parquet")
    total = dict(table.group_by("day").agg(pl.col("mean").sum()).iter_rows())
    spread = dict(table.filter(pl.col("area") == "A00").select("day", "dispersion").iter_rows())
    begin, later, after = date(2031, 3, 11), date(2031, 4, 8), date(2031, 4, 15)
    assert total[later] > 0.7 * total[begin]
    assert spread[later] > spread[begin]
    assert total[after] > 0.7 * total[begin]


@pytest.mark.parametrize(
    ("options", "span", "said"),
    [
        ((), {"first": "2031-04-01"}, ("--first", "2031-04-01", "a day not after --last (2031-03-31)")),
        (("--horizon", "0"), {}, ("--horizon", '"0"', "1 to 1000")),
        (("--partition", "0"), {}, ("--partition", '"0"')),
        (("--workers", "65"), {}, ("--workers", "1 to 64")),
        (("--engine", "dask"), {}, ("--scheduler", "tcp://HOST:PORT")),
        ((), {"out": "."}, (".: found", "a folder", "a file to write")),
        (("--keep", "events.csv"), {}, ("events.csv", "not a folder")),
    ],
)
def test_what_cannot_be_done_is_one_clear_line_before_any_work(
    run: Run, folder: Path, options: tuple[str, ...], span: dict[str, str], said: tuple[str, ...]
) -> None:
    names = sorted(path.name for path in folder.iterdir())
    code, out, err = run(*options, **span)
    assert (code, out) == (2, "")
    assert len(err.strip().splitlines()) == 1
    assert all(part in err for part in said)
    assert sorted(path.name for path in folder.iterdir()) == names


@pytest.mark.slow
@pytest.mark.shared
def test_the_scorer_finds_no_leak_over_blocks_of_a_real_record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if not SHARED.is_dir():
        pytest.skip("../shared/data/iraq_attacks is absent")
    monkeypatch.chdir(tmp_path)
    data = SHARED / "data" / "iraq_attacks"
    with gzip.open(data / "events.csv.gz", "rt") as file:
        lines = file.read().splitlines()
    kept = [line for line in lines[1:] if "2007-01-01" <= line < "2007-11-15"]
    for name, until in (("all", "2007-11-15"), ("cut", "2007-11-08")):
        (tmp_path / f"{name}.csv").write_text("\n".join([lines[0], *(line for line in kept if line < until)]) + "\n")
        span = ["--first", "2007-11-01", "--last", "2007-11-14" if name == "all" else "2007-11-08", "--horizon", "3"]
        out = ["--partition", "5", "--out", f"{name}.parquet"]
        with pytest.raises(SystemExit) as stop:
            main(["hindcast", f"{name}.csv", "--areas", str(data / "areas_10km.csv"), *span, *out])
        assert not stop.value.code
    scorer = [sys.executable, str(SHARED / "tools" / "score_forecast.py"), "all.parquet", "--leak", "cut.parquet"]
    got = subprocess.run(scorer, capture_output=True, text=True, timeout=120)
    told = json.loads(got.stdout)
    assert (got.returncode, told["rows_that_differ"], told["last_day_compared"]) == (0, 0, "2007-11-08")
    assert told["rows_compared"] == 8 * 3 * 4380
