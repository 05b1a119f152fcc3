"""What the rules read of our own reports before their authors had seen them: the honest measure of how rules err.

    git archive 92a93c1 --prefix=before/ | tar -x -C /tmp
    PYTHONPATH=/tmp/before/src python training/claims/read_blind.py training/reports --out training/claims/blind.jsonl

Commit 92a93c1 is the last state of the rules before the first of these reports was written. One line per report: its
file, the claims read (kind, figures, passage, whether right; null where the gold leaves it open) and those missed.
"""

import argparse
import json
from pathlib import Path

from examples import examples


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    lines = []
    for example in examples([options.folder]):
        claims = [
            {
                "kind": c.kind,
                "modality": c.modality,
                "evidence": c.evidence[0].text,
                "places": bool(c.places),
                "time": bool(c.time),
                "targets": bool(c.targets),
                "actors": bool(c.actors),
                "casualties": c.casualties is not None,
                "voices": max(0, len(c.attribution) - bool(example.report.publisher)),
                "borrowed": c.confidence < 0.44 + 0.1 * sum(map(bool, (c.places, c.time, c.type, c.targets))),
                "right": right,
            }
            for c, right in zip(example.claims, example.right, strict=True)
        ]
        name = Path(example.file).relative_to(options.folder).with_suffix("")
        lines.append(
            json.dumps({"file": str(name), "language": example.report.language, "claims": claims}, ensure_ascii=False)
        )
    options.out.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
