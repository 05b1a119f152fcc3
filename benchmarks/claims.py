"""Claims of `vedette read` on the gold reports in three languages, by the shared scorer, whole and by halves.

Run it as `python benchmarks/claims.py`. Rules and lexicons were written with the first half of each language at hand.
Exits 1 when a publication date is right in less than 90 % of the reports, or an evidence span is not verbatim.
"""

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

SHARED = Path(__file__).resolve().parents[2] / "shared"
COLUMNS = ("detection_f1", "mean_field_f1", "publication_date_accuracy", "evidence_verbatim_rate")


def score(reports: list[Path], folder: Path) -> dict[str, float]:
    gold = folder / "gold"
    shutil.rmtree(gold, ignore_errors=True)
    gold.mkdir()
    for report in reports:
        shutil.copy(report, gold)
        shutil.copy(report.with_suffix(".json"), gold)
    texts = [str(gold / report.name) for report in reports]
    run = subprocess.run([sys.executable, "-m", "vedette", "read", *texts, "--json"], capture_output=True, check=True)
    (folder / "claims.jsonl").write_bytes(run.stdout)
    scorer = [
        sys.executable,
        str(SHARED / "tools" / "score_claims.py"),
        str(gold),
        str(folder / "claims.jsonl"),
        "--json",
    ]
    overall: dict[str, float] = json.loads(subprocess.run(scorer, capture_output=True, check=True).stdout)["overall"]
    return overall


def main() -> int:
    if not (SHARED / "data" / "reports").exists():
        print("../shared/data/reports is absent: nothing to score")
        return 0
    missed = False
    print(f"{'reports':<22}{'detection F1':>14}{'field F1':>10}{'date right':>12}{'verbatim':>10}")
    with tempfile.TemporaryDirectory() as name:
        for language in ("en", "ar", "ckb"):
            found = sorted(p for p in (SHARED / "data" / "reports" / language).iterdir() if p.suffix != ".json")
            half = len(found) // 2
            for label, part in (("all", found), ("first half", found[:half]), ("second half", found[half:])):
                figures = [score(part, Path(name))[column] for column in COLUMNS]
                detection, fields, dates, verbatim = figures
                print(f"{language} {label:<19}{detection:>14.3f}{fields:>10.3f}{dates:>12.0%}{verbatim:>10.3f}")
                missed |= label == "all" and (dates < 0.9 or verbatim < 1)
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
