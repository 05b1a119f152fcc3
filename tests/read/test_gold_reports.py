"""The annotated reports beside the repository, scored by their own scorer: the floor below which no change may fall."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from vedette.read import document, read

SHARED = Path(__file__).parents[2].parent / "shared"
FLOORS = {"en": (0.6, 0.4), "ar": (0.5, 0.25), "ckb": (0.5, 0.25)}


@pytest.mark.shared
@pytest.mark.parametrize("language", list(FLOORS))
def test_gold_reports_are_read_above_the_floor(language, tmp_path):
    gold = SHARED / "data" / "reports" / language
    if not gold.is_dir():
        pytest.skip("../shared/data/reports is absent")
    lines = []
    for path in sorted(p for p in gold.iterdir() if p.suffix != ".json"):
        report = document(path.read_bytes(), str(path))
        claims = [claim.model_dump(mode="json") for claim in read(report)]
        lines.append(json.dumps({"report": report.model_dump(mode="json"), "claims": claims}))
    predictions = tmp_path / "claims.jsonl"
    predictions.write_text("\n".join(lines))
    scorer = SHARED / "tools" / "score_claims.py"
    done = subprocess.run(
        [sys.executable, str(scorer), str(gold), str(predictions), "--json"],
        capture_output=True,
        check=True,
        timeout=120,
    )
    score = json.loads(done.stdout)["overall"]
    detection, fields = FLOORS[language]
    assert score["publication_date_accuracy"] == 1.0
    assert score["evidence_verbatim_rate"] == 1.0
    assert score["non_events"]["false_claims"] == 0
    assert score["detection_f1"] >= detection
    assert score["mean_field_f1"] >= fields
