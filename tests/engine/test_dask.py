"""A real Dask cluster on this machine: a scheduler and two worker processes, one of them killed midway."""

import contextlib
import importlib
import json
import os
import signal
import subprocess
import sys
import time
from datetime import date, timedelta
from pathlib import Path

import pytest

from vedette.engine import dask, here, partitioned
from vedette.store.folder import Folder
from vedette.terms.errors import EngineError

pytest.importorskip("distributed", reason="the optional extra is not installed: pip install 'vedette[dask]'")

HERE = str(Path(__file__).parent)


@contextlib.contextmanager
def _cluster(folder: Path, workers: int = 2):
    """The address of a scheduler on the loopback, and its worker processes; all end with the block."""
    where = folder / "scheduler.json"
    environment = {
        **os.environ,
        "PYTHONPATH": HERE,
        "DASK_DISTRIBUTED__SCHEDULER__WORKER_TTL": "20s",
        "DASK_DISTRIBUTED__WORKER__MEMORY__TERMINATE": "False",
    }
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "env": environment, "cwd": folder}
    program = [sys.executable, "-m", "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0"]
    with contextlib.ExitStack() as running:

        def start(command: list[str]) -> subprocess.Popen[bytes]:
            process = running.enter_context(subprocess.Popen(command, **quiet))
            running.callback(process.kill)
            return process

        start([*program, "--no-dashboard", "--scheduler-file", str(where)])
        until = time.monotonic() + 60
        while not where.exists():
            assert time.monotonic() < until
            time.sleep(0.05)
        worker = [sys.executable, "-m", "distributed.cli.dask_worker", "--scheduler-file", str(where), "--no-nanny"]
        started = [start([*worker, "--nthreads", "1", "--no-dashboard", "--host", "127.0.0.1"]) for _ in range(workers)]
        address = json.loads(where.read_text())["address"]
        yield address, started


def _files(out: Path) -> dict[str, bytes]:
    return {str(p.relative_to(out)): p.read_bytes() for p in sorted(out.rglob("*")) if p.is_file()}


def test_a_cluster_that_loses_a_worker_midway_gives_the_same_bytes_as_this_process(tmp_path):
    words = importlib.import_module("words")
    texts = {**words.slow_texts(), "part-99": "one\nbad\ntwo"}
    out = tmp_path / "out"
    with _cluster(tmp_path) as (address, workers):
        until = time.monotonic() + 60
        with dask(address, patience=30) as place:
            while place.count() < 2:
                assert time.monotonic() < until
                time.sleep(0.05)
            done = []
            for part in partitioned(words.job(), words.partitions(texts), Folder(out), place):
                done.append(part)
                if len(done) == 2:
                    workers[0].send_signal(signal.SIGKILL)
    with here() as place:
        list(partitioned(words.job(), words.partitions(texts), Folder(tmp_path / "plain"), place))
    assert _files(out) == _files(tmp_path / "plain")
    assert [part.refused for part in done if part.refused] == [("line 2: ValueError: a bad word",)]
    assert len(done) == len(texts)


@pytest.mark.slow
def test_the_command_reads_an_archive_on_a_cluster_as_in_this_process(tmp_path):
    text = "A roadside bomb killed {} soldiers near Baqubah on Tuesday, the Interior Ministry said."
    lines = [json.dumps({"text": text.format(n), "published": "2031-05-14"}) for n in range(2, 60)]
    (tmp_path / "day.jsonl").write_text("\n".join(lines))
    program = [sys.executable, "-c", "from vedette.cli import main; main()", "read", "day.jsonl", "--partition", "7"]
    with _cluster(tmp_path) as (address, _):
        there = ["--out", "there", "--engine", "dask", "--scheduler", address]
        subprocess.run([*program, *there], cwd=tmp_path, check=True, timeout=120)
    subprocess.run([*program, "--out", "here"], cwd=tmp_path, check=True, timeout=120)
    assert len(_files(tmp_path / "here")) == 3 * 9 + 1
    assert _files(tmp_path / "there") == _files(tmp_path / "here")


@pytest.mark.slow
def test_a_hindcast_on_a_cluster_that_loses_a_worker_midway_is_the_same_file(tmp_path):
    days = [date(2031, 1, 1) + timedelta(days=n) for n in range(90)]
    rows = [f"{day},A{(n * n + k) % 60:02}" for n, day in enumerate(days) for k in range(n % 5)]
    (tmp_path / "events.csv").write_text("date,area\n" + "\n".join(rows) + "\n")
    areas = [f"A{n:02},{33 + 0.1 * (n // 8)},{44 + 0.1 * (n % 8)}" for n in range(60)]
    (tmp_path / "areas.csv").write_text("area,latitude,longitude\n" + "\n".join(areas) + "\n")
    program = [sys.executable, "-c", "from vedette.cli import main; main()", "hindcast", "events.csv"]
    span = ["--areas", "areas.csv", "--first", "2031-02-20", "--last", "2031-04-10", "--horizon", "20"]
    with _cluster(tmp_path) as (address, workers):
        there = [
            "--partition",
            "1",
            "--engine",
            "dask",
            "--scheduler",
            address,
            "--keep",
            "kept",
            "--out",
            "there.parquet",
        ]
        with subprocess.Popen([*program, *span, *there], cwd=tmp_path) as job:
            done, until = tmp_path / "kept" / "done", time.monotonic() + 100
            while not done.is_dir() or len(list(done.glob("2*.json"))) < 5:
                assert time.monotonic() < until
                assert job.poll() is None
                time.sleep(0.01)
            workers[0].send_signal(signal.SIGKILL)
            assert len(list(done.glob("2*.json"))) < 69
            assert job.wait(timeout=200) == 0
        assert workers[0].poll() == -signal.SIGKILL
    subprocess.run([*program, *span, "--out", "here.parquet"], cwd=tmp_path, check=True, timeout=120)
    assert (tmp_path / "there.parquet").read_bytes() == (tmp_path / "here.parquet").read_bytes()


def test_a_scheduler_that_is_not_there_is_one_line():
    with pytest.raises(EngineError, match=r"no Dask scheduler answers at tcp://127\.0\.0\.1:1 "):
        dask("tcp://127.0.0.1:1", patience=1)
