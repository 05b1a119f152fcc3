"""What bad input gets: one clear line that names file, line and field, exit code 2, and nothing written."""

import polars as pl
import pytest

from vedette.cli import main

HEADER = "trial,area,chosen,chance,start,end,stratum"
ROWS = [
    "1,A,1,0.5,2030-03-01,2030-03-07,all",
    "1,B,0,0.5,2030-03-01,2030-03-07,all",
    "1,C,1,0.5,2030-03-01,2030-03-07,all",
    "1,D,0,0.5,2030-03-01,2030-03-07,all",
]
AREAS = "area,latitude,longitude\nA,33,44\nB,33,45\nC,34,44\nD,34,45\nE,35,45\n"


@pytest.fixture
def files(tmp_path):
    days = [f"2030-0{1 + d // 28}-{1 + d % 28:02d}" for d in range(84)]
    rows = [f"{day},{'ABCDE'[(i + k) % 5]}" for i, day in enumerate(days) for k in range(1 + i % 3)]
    (tmp_path / "events.csv").write_text("date,area\n" + "\n".join(rows) + "\n")
    (tmp_path / "areas.csv").write_text(AREAS)
    (tmp_path / "trials.csv").write_text("\n".join([HEADER, *ROWS]) + "\n")
    return tmp_path


def review(folder, *more):
    names = {"events": "events.csv", "areas": "areas.csv"}
    options = [part for key, name in names.items() for part in (f"--{key}", str(folder / name))]
    with pytest.raises(SystemExit) as stop:
        main(["review", str(folder / "trials.csv"), *options, "--out", str(folder / "out.json"), *more])
    return stop.value.code


def changed(row, column, value):
    cells = ROWS[row].split(",")
    cells[HEADER.split(",").index(column)] = value
    return [*ROWS[:row], ",".join(cells), *ROWS[row + 1 :]]


def every(column, values):
    index = HEADER.split(",").index(column)
    out = []
    for row, value in zip(ROWS, values, strict=True):
        cells = row.split(",")
        cells[index] = value
        out.append(",".join(cells))
    return out


BAD_ROWS = [
    (changed(1, "trial", "one"), 'line 3: trial: found "one"'),
    (changed(0, "trial", "0"), 'line 2: trial: found "0"'),
    (changed(2, "area", ""), 'line 4: area: found "nothing"'),
    (changed(2, "area", "Z"), 'line 4: area: found "Z", expected an area of the areas file'),
    (changed(1, "area", "A"), 'line 3: area: found "A", expected each area once'),
    (changed(0, "chosen", "yes"), 'line 2: chosen: found "yes", expected 1 (protected) or 0'),
    (changed(0, "chosen", "2"), 'line 2: chosen: found "2"'),
    (changed(3, "chance", "1.5"), 'line 5: chance: found "1.5"'),
    (changed(3, "chance", "-0.1"), 'line 5: chance: found "-0.1"'),
    (changed(3, "chance", "NaN"), 'line 5: chance: found "NaN"'),
    (changed(3, "chance", "often"), 'line 5: chance: found "often"'),
    (changed(3, "chance", ""), 'chance: found "some empty, some not"'),
    (changed(3, "chance", "0.9"), 'chance: found "chances that add up to 2.400", expected 2, the number chosen'),
    (changed(0, "chance", "0"), 'line 2: chosen: found "1", expected 0, because the chance is 0'),
    (changed(1, "chance", "1"), 'line 3: chosen: found "0", expected 1, because the chance is 1'),
    (changed(0, "start", "2030-02-30"), 'line 2: start: found "2030-02-30", expected a day, YYYY-MM-DD'),
    (changed(0, "end", "7 March"), 'line 2: end: found "7 March"'),
    (changed(0, "end", "2030-02-01"), 'line 2: end: found "2030-02-01", expected a day not before start'),
    (changed(0, "end", "2030-03-09"), 'end: found "different days", expected the same day in all rows of a stratum'),
    (every("chosen", "0000"), 'chosen: found "no area chosen"'),
    (every("chosen", "1111"), 'chosen: found "all chosen"'),
    (every("start", ["2031-03-01"] * 4), "end: found"),
    ([], 'found "no row", expected one row per trial and candidate area'),
]


@pytest.mark.parametrize(("rows", "expected"), BAD_ROWS)
def test_a_bad_row_gets_one_clear_line(files, capsys, rows, expected):
    (files / "trials.csv").write_text("\n".join([HEADER, *rows]) + "\n")
    assert review(files) == 2
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 1
    assert lines[0].startswith(f"vedette: {files / 'trials.csv'}: ")
    assert expected in lines[0]
    assert not (files / "out.json").exists()


def test_a_missing_column_is_named(files, capsys):
    (files / "trials.csv").write_text("trial,area,chosen,start,end,stratum\n1,A,1,2030-03-01,2030-03-07,all\n")
    assert review(files) == 2
    assert "trials.csv: line 1: chance: found" in capsys.readouterr().err


def test_a_window_after_the_last_event_is_named(files, capsys):
    text = (files / "trials.csv").read_text()
    (files / "trials.csv").write_text(text.replace("2030-03-01", "2031-03-01").replace("2030-03-07", "2031-03-07"))
    assert review(files) == 2
    assert 'line 2: start: found "2031-03-01", expected a day up to 2030-03-28' in capsys.readouterr().err


def test_events_in_an_unknown_area_are_named(files, capsys):
    (files / "events.csv").write_text("date,area\n2030-03-01,Q\n")
    assert review(files) == 2
    assert 'events.csv: line 2: area: found "Q"' in capsys.readouterr().err


def test_a_file_of_events_without_an_event_is_named(files, capsys):
    (files / "events.csv").write_text("date,area\n")
    assert review(files) == 2
    assert 'events.csv: found "no event"' in capsys.readouterr().err


def test_a_negative_ring_is_named(files, capsys):
    assert review(files, "--ring-km", "-3") == 2
    assert "ring_km" in capsys.readouterr().err


GOOD_COUNTS = {"trial": [1], "area": ["A"], "day": ["2030-03-02"], "count": [4]}
BAD_COUNTS = [
    ({"trial": None}, "trial: found"),
    ({"trial": [2]}, "trial: found 2, expected at least one trial of TRIALS"),
    ({"area": ["Q"]}, 'area: found "Q"'),
    ({"count": [-1]}, "count: found -1, expected 0 or more"),
    ({"count": ["many"]}, "whole numbers"),
    ({"count": [None]}, 'count: found "nothing"'),
    ({"day": ["never"]}, "row 1: day: found"),
    ({"trial": [1, 1], "area": ["A", "A"], "day": ["2030-03-02"] * 2, "count": [1, 2]}, "an area and day twice"),
]


@pytest.mark.parametrize(("change", "expected"), BAD_COUNTS)
def test_bad_counts_get_one_clear_line(files, capsys, change, expected):
    columns = {key: value for key, value in (GOOD_COUNTS | change).items() if value is not None}
    pl.DataFrame(columns).write_parquet(files / "counts.parquet")
    assert review(files, "--counts", str(files / "counts.parquet")) == 2
    error = capsys.readouterr().err
    assert len(error.splitlines()) == 1
    assert "counts.parquet" in error
    assert expected in error


def test_counts_that_are_no_parquet_file_are_named(files, capsys):
    assert review(files, "--counts", str(files / "events.csv")) == 2
    assert "expected a Parquet file" in capsys.readouterr().err


def test_the_good_files_are_good(files, capsys):
    pl.DataFrame(GOOD_COUNTS).with_columns(pl.col("day").str.to_date()).write_parquet(files / "counts.parquet")
    assert review(files, "--counts", str(files / "counts.parquet")) == 0
    assert (files / "out.json").exists()
    assert "Cannot say" in capsys.readouterr().out
