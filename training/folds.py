"""Four folds of the MUC-4 training documents, with the same share of relevant ones in each: python training/folds.py IN.jsonl OUT.json"""

import json
import random
import sys
from pathlib import Path


def folds_of(rows: list[dict]) -> dict[str, int]:
    draw = random.Random(4)
    out: dict[str, int] = {}
    for relevant in (True, False):
        group = [row["docid"] for row in rows if bool(row["templates"]) == relevant]
        draw.shuffle(group)
        out |= {docid: number % 4 for number, docid in enumerate(group)}
    return out


def main() -> None:
    rows = [json.loads(line) for line in Path(sys.argv[1]).read_text(encoding="utf-8").splitlines() if line.strip()]
    Path(sys.argv[2]).write_text(json.dumps(folds_of(rows)), encoding="utf-8")


if __name__ == "__main__":
    main()
