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


def review(folder, trials, *more):
    where = ["--events", str(folder / "events.csv"), "--areas", str(folder / "areas.csv")]
    with pytest.raises(SystemExit) as stop:
        main(["review", str(folder / trials), *where, "--out", str(folder / "out.json"), *more])
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
