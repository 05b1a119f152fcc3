"""The bar of the validation month, scored by the shared scorer."""

import gzip
import json
import subprocess
import sys
from pathlib import Path

import pytest

from vedette.cli import main

SHARED = Path(__file__).parents[2].parent / "shared"
DATA, SCORER = SHARED / "data" / "iraq_attacks", SHARED / "tools" / "score_forecast.py"

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not (DATA / "events.csv.gz").exists(), reason="../shared/data/iraq_attacks is absent"),
]


def _hindcast(events: Path, last: str, out: Path) -> Path:
    with pytest.raises(SystemExit) as stop:
        main(
            f"hindcast {events} --areas {DATA / 'areas_10km.csv'} --first 2007-12-01 --last {last} --out {out} --json".split()
        )
    assert not stop.value.code
    return out


@pytest.fixture(scope="module")
def december(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _hindcast(DATA / "events.csv.gz", "2007-12-31", tmp_path_factory.mktemp("december") / "all.parquet")


def test_no_worse_than_the_scorers_ewma30(december: Path) -> None:
    command = [sys.executable, str(SCORER), str(december), str(DATA / "events.csv.gz")]
    done = subprocess.run(
        [*command, "--areas", str(DATA / "areas_10km.csv"), "--baseline"], capture_output=True, text=True, check=True
    )
    result = json.loads(done.stdout)
    own, peer = result["scores"], result["baselines"]["ewma30"]["scores"]
    assert own["hit_5pct"] >= peer["hit_5pct"]
    assert own["crps"] <= peer["crps"]
    assert own["log_score_nb"] < peer["log_score_nb"]
    assert set(result["coherence"].values()) == {0}


def test_the_leak_check_is_clean(december: Path, tmp_path: Path) -> None:
    with gzip.open(DATA / "events.csv.gz", "rt") as file:
        kept = [line for line in file if line.startswith("date") or line[:10] <= "2007-12-15"]
    (tmp_path / "cut.csv").write_text("".join(kept))
    cut = _hindcast(tmp_path / "cut.csv", "2007-12-16", tmp_path / "cut.parquet")
    done = subprocess.run(
        [sys.executable, str(SCORER), str(december), "--leak", str(cut)], capture_output=True, text=True, check=False
    )
    result = json.loads(done.stdout)
    assert done.returncode == 0
    assert result["rows_compared"] == 16 * 4380
    assert result["rows_that_differ"] == 0
