"""Claims of `vedette read` on annotated reports, by the shared scorer: per kind, per field, modality, chain, aligned.

Run it as `python benchmarks/claims.py [--reader NAME] [--folder FOLDER ...] [--samples N]`. A folder is searched for reports (.txt, .html) with their
gold (.json) beside them; without one, the shared gold reports are scored, each language whole and by halves (rules and
lexicons were first written with the first half at hand). The interval is a bootstrap over reports: the 5th and 95th
percentile of `--samples` draws with replacement. Exits 1 when a publication date is right in less than 90 % of the
reports, or an evidence span is not verbatim.
"""

import argparse
import json
import random
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

SHARED = Path(__file__).resolve().parents[2] / "shared"
BARS = (
    ("detection", "detection_f1"),
    ("field", "mean_field_f1"),
    ("aligned", "mean_field_f1_aligned"),
    ("modality", "modality_accuracy"),
    ("chain", "attribution_exact"),
    ("date", "publication_date_accuracy"),
    ("verbatim", "evidence_verbatim_rate"),
)


def scorer() -> ModuleType:
    sys.path.insert(0, str(SHARED / "tools"))
    import score_claims

    return score_claims


def predicted(path: Path, reader: str) -> dict[str, Any]:
    from vedette.read import read
    from vedette.read.inputs.document import document

    report = document(path.read_bytes(), str(path))
    claims = [json.loads(claim.model_dump_json()) for claim in read(report, reader=reader)]
    return {"report": json.loads(report.model_dump_json()), "claims": claims}


def reports_in(folder: Path) -> list[Path]:
    """Reports with their gold beside them, in the order of their paths."""
    found = (p for p in folder.rglob("*") if p.suffix in {".txt", ".html"} and p.with_suffix(".json").exists())
    return sorted(found)


class Scored:
    """Reports read once, then scored in any choice of them."""

    def __init__(self, paths: list[Path], reader: str) -> None:
        self.tool = scorer()
        self.pairs = [(self.tool.load_gold(str(p.with_suffix(".json")), None)[0], predicted(p, reader)) for p in paths]

    def of(self, chosen: list[int]) -> dict[str, Any]:
        sums = self.tool.blank()
        for index in chosen:
            self.tool.score_doc(sums, *self.pairs[index])
        summary: dict[str, Any] = self.tool.summary(sums)
        return summary

    def interval(self, chosen: list[int], key: str, samples: int) -> tuple[float, float]:
        """The 5th and 95th percentile of a figure over draws of the reports with replacement."""
        draw = random.Random(3)
        figures = sorted(self.of(draw.choices(chosen, k=len(chosen)))[key] or 0.0 for _ in range(samples))
        return figures[int(0.05 * (samples - 1))], figures[int(0.95 * (samples - 1))]


def row(label: str, scored: Scored, chosen: list[int], samples: int) -> dict[str, Any]:
    summary = scored.of(chosen)
    figures = "".join("       -  " if summary[key] is None else f"{summary[key]:>10.3f}" for _, key in BARS)
    low, high = scored.interval(chosen, "mean_field_f1", samples) if samples else (0.0, 0.0)
    print(f"{label:<22}{len(chosen):>8}{figures}   field {low:.3f} to {high:.3f}")
    return summary


def details(summary: dict[str, Any]) -> None:
    for name, group in (("kind", "kinds"), ("field", "fields"), ("aligned field", "fields_aligned")):
        figures = (f"{key} {value['f1']:.3f}" for key, value in summary[group].items() if value["f1"] is not None)
        print(f"  per {name}: " + ", ".join(figures))
    empty = summary["non_events"]
    print(
        f"  reports without events: {empty['reports']}, left empty {empty['clean']}, false claims {empty['false_claims']}"
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", action="append", type=Path, default=[], help="a folder of reports with their gold")
    parser.add_argument("--samples", type=int, default=200, help="draws of the bootstrap (0: none)")
    parser.add_argument("--reader", default="default", help="rules, or default: rules with the trained model")
    asked = parser.parse_args()
    if not (SHARED / "tools" / "score_claims.py").exists():
        print("../shared/tools/score_claims.py is absent: nothing to score")
        return 0
    groups = [(str(folder), reports_in(folder)) for folder in asked.folder] or [
        (language, reports_in(SHARED / "data" / "reports" / language)) for language in ("en", "ar", "ckb")
    ]
    missed = False
    print(f"{'reports':<22}{'number':>8}" + "".join(f"{name:>10}" for name, _ in BARS))
    for label, paths in groups:
        if not paths:
            print(f"{label}: no reports with gold")
            continue
        scored = Scored(paths, asked.reader)
        every = list(range(len(paths)))
        summary = row(label, scored, every, asked.samples)
        if not asked.folder:
            row(f"{label} first half", scored, every[: len(every) // 2], asked.samples)
            row(f"{label} second half", scored, every[len(every) // 2 :], asked.samples)
        details(summary)
        missed |= summary["publication_date_accuracy"] < 0.9 or (summary["evidence_verbatim_rate"] or 1) < 1
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
