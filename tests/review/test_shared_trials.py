"""The made trials of ../shared: batch against plain files, and a short look at false alarms on real attacks."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from vedette.cli import main

SHARED = Path(__file__).parents[2].parent / "shared"
EVENTS, AREAS = (SHARED / "data/iraq_attacks" / name for name in ("events.csv.gz", "areas_10km.csv"))
TOOL = SHARED / "tools/make_trials.py"

pytestmark = pytest.mark.shared


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    if not (EVENTS.exists() and TOOL.exists()):
        pytest.skip("../shared/data/iraq_attacks is absent")
    out = tmp_path_factory.mktemp("trials")
    tool(out, "--trials", "40")
    return out


def tool(out, *more):
    subprocess.run(
        [sys.executable, str(TOOL), str(EVENTS), "--areas", str(AREAS), "--out", str(out), *more], check=True
    )


def review(trials, events, out, *more):
    with pytest.raises(SystemExit) as stop:
        main(["review", str(trials), "--events", str(events), "--areas", str(AREAS), "--out", str(out), *more])
    assert stop.value.code == 0
    return {f["trial"]: f for f in json.loads(out.read_text())["findings"]}


def test_counts_give_the_same_finding_as_the_thinned_events(folder):
    counts = folder / "COUNTS-cut50-moved50.parquet"
    batch = review(folder / "TRIALS.csv", EVENTS, folder / "batch.json", "--counts", str(counts))
    tool(folder, "--single", "3", "--set", "cut50-moved50")
    stem = "cut50-moved50-3.csv"
    alone = review(folder / f"TRIALS-{stem}", folder / f"EVENTS-{stem}", folder / "alone.json")
    assert alone == {3: batch[3]}


def test_placebo_on_real_attacks_seldom_alarms(folder):
    found = review(folder / "TRIALS.csv", EVENTS, folder / "placebo.json").values()
    # 5 % of 40 is 2; more than 8 come by chance less than once in a thousand times
    assert sum(f["p"] <= 0.05 for f in found) <= 8
    assert sum(f["displacement"]["p"] <= 0.05 for f in found) <= 8
