"""Bad input gets one clear line that names file, record and field, exit code 2, and nothing is half-written."""

import gzip
import json
import os
import subprocess
from pathlib import Path

import pytest

AREAS = "area,latitude,longitude\nhit,33.6,42.8\nana,34.4,41.9\n"
EVENTS = "date,area\n2025-03-01,hit\n2025-03-02,ana\n"
TRIALS = "trial,area,chosen,chance,start,end,stratum\n1,hit,1,0.5,2025-03-01,2025-03-10,all\n1,ana,0,0.5,2025-03-01,2025-03-10,all\n"


@pytest.fixture
def tables(tmp_path):
    for name, text in {"areas": AREAS, "events": EVENTS, "trials": TRIALS}.items():
        (tmp_path / f"{name}.csv").write_text(text)
    return tmp_path


HINDCAST = (
    "hindcast",
    "{events}",
    "--areas",
    "{areas}",
    "--first",
    "2025-03-02",
    "--last",
    "2025-03-03",
    "--out",
    "{out}",
)
FORECAST = ("forecast", "{events}", "--areas", "{areas}", "--as-of", "2025-03-03", "--horizon", "2", "--out", "{out}")
REVIEW = ("review", "{trials}", "--events", "{events}", "--areas", "{areas}", "--out", "{out}")

# arguments, the file that is spoilt, its content, words of the one line
SPOILT = [
    (HINDCAST, "events", b"", ("events.csv", "empty")),
    (HINDCAST, "events", os.urandom(4096).replace(b"\n", b"\0") + b"\0", ("events.csv", "binary")),
    (HINDCAST, "events", EVENTS.encode("utf-16"), ("events.csv", "UTF-16")),
    (
        HINDCAST,
        "areas",
        "area,latitude,longitude\nهيت,33,42\n".encode("windows-1256"),
        ("areas.csv", "line 2", "UTF-8"),
    ),
    (HINDCAST, "events", b"day,area\n2025-03-01,hit\n", ("events.csv", "line 1", "date")),
    (HINDCAST, "events", b"date,area\n2025-02-30,hit\n", ("events.csv", "line 2", "date", "2025-02-30")),
    (
        HINDCAST,
        "areas",
        b"area,latitude,longitude\nhit,144,42\nana,34,41\n",
        ("areas.csv", "line 2", "latitude", "144"),
    ),
    (FORECAST, "events", b"date,area\n2025-03-01,atlantis\n", ("events.csv", "line 2", "area", "atlantis")),
    (FORECAST, "areas", b"area,latitude,longitude\nhit,33,nan\nana,34,41\n", ("areas.csv", "line 2", "longitude")),
    (REVIEW, "trials", TRIALS.replace("0.5", "1.5").encode(), ("trials.csv", "line 2", "chance", "1.5")),
    (REVIEW, "trials", TRIALS.replace("hit", "atlantis").encode(), ("trials.csv", "atlantis")),
    (REVIEW, "trials", TRIALS.replace("stratum", "layer").encode(), ("trials.csv", "stratum")),
]


@pytest.mark.parametrize(("arguments", "spoilt", "content", "words"), SPOILT)
def test_a_spoilt_table(vedette, tables, arguments, spoilt, content, words):
    (tables / f"{spoilt}.csv").write_bytes(content)
    before = {p.name for p in tables.iterdir()}
    paths = {name: tables / f"{name}.csv" for name in ("areas", "events", "trials")} | {"out": tables / "out"}
    run = vedette(*(a.format(**paths) for a in arguments))
    assert run.returncode == 2, run.stderr
    assert len(run.stderr.strip().splitlines()) == 1, run.stderr
    assert all(word in run.stderr for word in words), run.stderr
    assert {p.name for p in tables.iterdir()} == before


REPORTS = [
    ("empty.txt", b"", "empty"),
    ("binary.txt", bytes(range(256)) * 64, "binary"),
    ("huge.txt", b"The ministry said nothing at all today. " * 1_310_720, "huge.txt"),
    ("bare.html", b"<html><head><title>x</title></head><body><script>1</script></body></html>", "bare.html"),
]


@pytest.mark.parametrize(("name", "content", "word"), REPORTS, ids=[row[0] for row in REPORTS])
def test_a_document_that_is_no_report(vedette, tmp_path, name, content, word):
    (tmp_path / name).write_bytes(content)
    run = vedette("read", tmp_path / name, "--json")
    assert run.returncode == 2
    assert run.stdout == ""
    assert word in run.stderr
    assert len(run.stderr.strip().splitlines()) == 1


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "windows-1256"])
def test_other_encodings_are_read_as_what_they_are(vedette, tmp_path, encoding):
    text = "انفجار في الرمادي\n\nصحيفة الوادي، 6 أيار 2025\n\nقتل جنديان في انفجار عبوة ناسفة في الرمادي يوم الثلاثاء، حسب وزارة الداخلية.\n"
    (tmp_path / "report.txt").write_bytes(text.encode(encoding))
    run = vedette("read", tmp_path / "report.txt", "--json")
    assert run.returncode == 0, run.stderr
    report = json.loads(run.stdout)["report"]
    assert report["title"] == "انفجار في الرمادي"
    assert report["language"] == "ar"


def problem():
    return {
        "format": "vedette-problem-1",
        "shifts": {"start": ["2025-05-01T06:00:00+00:00", "2025-05-01T18:00:00+00:00"], "hours": [12, 12], "night": [False, True]},
        "areas": {"id": ["country", "town"], "parent": [None, 0]},
        "services": ["army"],
        "posts": {"id": ["p0", "p1"], "area": [1, 1], "lat": [33, 33.1], "lon": [44, 44.1], "harm": [1, 2], "services": [[0], [0]], "max_units": [1, 1]},
        "groups": {"id": ["g0"], "base": ["camp"], "area": [1], "service": [0], "units": [1], "lat": [33], "lon": [44]},
        "reach": {"group": [0, 0], "post": [0, 1], "efficacy": [0.8, 0.6]},
        "risk": {"mean": [[0.1, 0.2], [0.3, 0.1]], "scenarios": []},
        "rules": [{"id": "rest", "of": "all", "window": 2, "max": 1}],
        "presence": {"area": [], "service": [], "units": [], "first": [], "last": []},
        "hardening": None,
        "absent": {"unit": [], "first": [], "last": []},
        "objective": {"worst": 5.0, "shift_worst": 1.0, "total": 0.01, "cvar": 0.0, "alpha": 0.9, "quantile": None, "change": 0.0},
        "previous": None,
    }  # fmt: skip


def spoil(**changes):
    document = problem()
    for path, value in changes.items():
        table, _, field = path.partition("__")
        document[table] = document[table] | {field: value} if field else value
    return document


PROBLEMS = [
    (spoil(risk__mean=[[0.1, -0.2], [0.3, 0.1]]), ("risk.mean", "-0.2")),
    (spoil(posts__harm=[1, -2]), ("posts", "row 1", "harm", "-2")),
    (spoil(absent={"unit": [7], "first": [0], "last": [1]}), ("absent", "unit", "7")),
    (spoil(reach__post=[0, 9]), ("reach", "post", "9")),
    (spoil(posts__id=["p0", "p0"]), ("posts", "row 1", "id", "p0")),
    (spoil(format="vedette-problem-9"), ("format", "vedette-problem-9")),
    (
        spoil(presence={"area": [1], "service": [None], "units": [3], "first": [0], "last": [0]}),
        ("presence", "row 0", "units", "at most 1"),
    ),
]


@pytest.mark.parametrize(("document", "words"), PROBLEMS, ids=[words[0] for _, words in PROBLEMS])
def test_a_malformed_problem(vedette, tmp_path, document, words):
    (tmp_path / "problem.json").write_text(json.dumps(document))
    run = vedette("plan", tmp_path / "problem.json", "--out", tmp_path / "plan.json")
    assert run.returncode == 2, run.stderr
    assert len(run.stderr.strip().splitlines()) == 1, run.stderr
    assert all(word in run.stderr for word in ("problem.json", *words)), run.stderr
    assert not (tmp_path / "plan.json").exists()


def test_risk_that_is_not_a_number(vedette, tmp_path):
    raw = json.dumps(spoil(risk__mean=[[0.1, float("nan")], [0.3, 0.1]])).encode()
    (tmp_path / "problem.json.gz").write_bytes(gzip.compress(raw))
    run = vedette("plan", tmp_path / "problem.json.gz", "--out", tmp_path / "plan.json")
    assert run.returncode == 2
    assert "risk.mean row 0" in run.stderr
    assert "found nan" in run.stderr


def test_a_demand_that_no_roster_meets_is_an_answer_of_no(vedette, tmp_path):
    document = spoil(presence={"area": [1], "service": [None], "units": [1], "first": [0], "last": [1]})
    (tmp_path / "problem.json").write_text(json.dumps(document))
    run = vedette("plan", tmp_path / "problem.json", "--out", tmp_path / "plan.json")
    assert run.returncode == 1, run.stderr
    plan = json.loads((tmp_path / "plan.json").read_text())
    assert plan["status"] == "infeasible"
    assert any(row.startswith("presence:0:") for row in plan["conflict"])
    assert any(row.startswith("rule:rest:") for row in plan["conflict"])


def mounted(folder: Path, options: str):
    """A file system of its own on `folder`, or a skip where this machine does not let us mount one."""
    folder.mkdir()
    run = subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)], capture_output=True, text=True)
    if run.returncode:
        pytest.skip(f"mounting is not permitted here: {run.stderr.strip()}")


def test_a_full_disk(vedette, files, tmp_path):
    disk = tmp_path / "disk"
    mounted(disk, "size=64k")
    try:
        (disk / "kept.txt").write_text("kept")
        run = vedette("demo", "--out", disk / "demo")
        assert run.returncode == 2, run.stdout
        assert len(run.stderr.strip().splitlines()) == 1, run.stderr
        forecast = vedette(
            "forecast", files / "events.csv", "--areas", files / "areas.csv", "--as-of", "2025-05-01", "--horizon", "28", "--out", disk / "f.parquet",
        )  # fmt: skip
        (disk / "fill").write_bytes(b"\0" * 30_000)
        assert forecast.returncode in (0, 2)
        assert [p.name for p in disk.iterdir() if p.name not in ("kept.txt", "fill", "f.parquet")] == []
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def test_a_read_only_directory(vedette, files, tmp_path):
    disk = tmp_path / "disk"
    mounted(disk, "size=1m,ro")
    try:
        for arguments in (
            ("demo", "--out", disk / "demo"),
            ("forecast", files / "events.csv", "--areas", files / "areas.csv", "--as-of", "2025-05-01", "--out", disk / "f.parquet"),
        ):  # fmt: skip
            run = vedette(*arguments)
            assert run.returncode == 2, run.stdout
            assert "read-only" in run.stderr.lower(), run.stderr
            assert len(run.stderr.strip().splitlines()) == 1, run.stderr
    finally:
        subprocess.run(["umount", str(disk)], check=True)
