"""The verb: FINDINGS.json in the agreed form, words and tables for people."""

import json

import pytest

from vedette.cli import main
from vedette.terms.finding import Verdict

FIELDS = ("trial", "design", "chosen", "not_chosen", "estimate", "low", "high", "p", "mde", "displacement", "verdict")


@pytest.fixture
def files(make_world, tmp_path):
    """A world written out, with 32 trials in it."""
    import polars as pl

    world = make_world(seed=5)
    history = world.history
    rows = [
        (str(history.day(d)), name)
        for d in range(history.days)
        for i, name in enumerate(history.areas)
        for _ in range(int(history.counts[d, i]))
    ]
    pl.DataFrame(rows, schema=["date", "area"], orient="row").write_csv(tmp_path / "events.csv")
    pl.DataFrame({"area": history.areas, "latitude": history.latitude, "longitude": history.longitude}).write_csv(
        tmp_path / "areas.csv"
    )
    trials = pl.concat([world.trial(i, first=120 + i) for i in range(1, 33)])
    trials.write_csv(tmp_path / "many.csv")
    trials.filter(pl.col("trial") <= 2).write_csv(tmp_path / "few.csv")
    world.trial(1, chance=None).write_csv(tmp_path / "fixed.csv")
    return tmp_path


def _where(folder):
    return ["--events", str(folder / "events.csv"), "--areas", str(folder / "areas.csv")]


def review(folder, trials, *more):
    with pytest.raises(SystemExit) as stop:
        main(["review", str(folder / trials), *_where(folder), "--out", str(folder / "out.json"), *more])
    assert stop.value.code == 0
    return json.loads((folder / "out.json").read_text())


def test_findings_have_the_agreed_form(files, capsys):
    document = review(files, "many.csv")
    assert document["seconds"] >= 0
    assert [finding["trial"] for finding in document["findings"]] == list(range(1, 33))
    for finding in document["findings"]:
        assert all(name in finding for name in FIELDS)
        assert set(finding["displacement"]) == {"estimate", "low", "high", "p", "mde"}
        assert finding["design"] == "lottery"
        assert (finding["chosen"], finding["not_chosen"]) == (6, 6)
        assert finding["verdict"] in {verdict.value for verdict in Verdict}
        assert finding["statement"]
    out = capsys.readouterr().out
    assert "32 findings" in out
    assert "chance alone gives about 5 in 100" in out


def test_few_trials_are_told_in_words(files, capsys):
    document = review(files, "few.csv")
    out = " ".join(capsys.readouterr().out.split())
    for finding in document["findings"]:
        assert f"Trial {finding['trial']}: {finding['statement']}" in out


def test_json_prints_what_is_written(files, capsys):
    document = review(files, "few.csv", "--json")
    assert json.loads(capsys.readouterr().out) == document


def test_fixed_siting_cannot_say_and_nothing_is_claimed(files, capsys):
    (finding,) = review(files, "fixed.csv")["findings"]
    assert (finding["design"], finding["verdict"], finding["p"]) == ("none", "cannot say", None)
    out = capsys.readouterr().out.lower()
    assert "worked" not in out
    assert "effective" not in out
    assert "lottery" in out


def test_the_same_files_give_the_same_findings(files):
    assert review(files, "few.csv")["findings"] == review(files, "few.csv")["findings"]


@pytest.mark.parametrize(
    ("column", "value"),
    [("end", "9999-12-31"), ("start", "0001-01-01"), ("start", "9999-01-01")],
    ids=["a window without end", "a window before all events", "a window after all events"],
)
def test_a_window_far_from_the_events_is_refused_with_its_line(files, capsys, column, value):
    import polars as pl

    table = pl.read_csv(files / "few.csv", infer_schema=False)
    wrong = table.with_columns(pl.lit(value).alias(column))
    wrong = wrong.with_columns(pl.max_horizontal("start", "end").alias("end"))
    wrong.write_csv(files / "wrong.csv")
    with pytest.raises(SystemExit) as stop:
        main(["review", str(files / "wrong.csv"), *_where(files), "--out", str(files / "out.json")])
    assert stop.value.code == 2
    assert f'wrong.csv: line 2: {column}: found "{value}"' in capsys.readouterr().err
    assert not (files / "out.json").exists()


def test_events_a_thousand_years_away_cost_nothing(files):
    before = review(files, "few.csv")["findings"]
    area = (files / "areas.csv").read_text().splitlines()[1].split(",")[0]
    with (files / "events.csv").open("a") as file:
        file.write(f"9999-12-31,{area}\n")
    assert review(files, "few.csv")["findings"] == before
    with (files / "events.csv").open("a") as file:
        file.write(f"0001-01-01,{area}\n")
    assert len(review(files, "few.csv")["findings"]) == len(before)
