"""Days of events: how many of the gold reports' times are resolved, and how many a claim ends up with.

    python benchmarks/times.py [FOLDER ...]

FOLDER holds reports with their gold beside them (the form of ../shared/data/reports, which is the default together with
training/reports). Per folder and language:

stated    gold times whose days are one of the readings of some time in the report: what the resolver can answer
near      the same within the sentence that is the evidence
aligned   claims found by the reader (aligned by ../shared/tools/score_claims.py) that give both a gold and a read time:
          share with the right start, and with the right start and end

Exits 1 when less than 92 % of the aligned times of ../shared/data/reports start on the right day.
"""

import importlib.util
import json
import sys
from collections import Counter
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

from vedette.read import read
from vedette.read.days.times import find_times
from vedette.read.inputs.document import document
from vedette.read.words.lexicon import Lexicon, lexicon
from vedette.read.words.sentences import sentences

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
BAR = 0.92
Days = tuple[date | None, date | None]


def scorer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("score_claims", SHARED / "tools" / "score_claims.py")
    if spec is None or spec.loader is None:
        raise FileNotFoundError("../shared/tools/score_claims.py is absent")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def readings(text: str, published: date, lex: Lexicon) -> set[Days]:
    out: set[Days] = set()
    for mention in find_times(text, published, lex):
        for got in (mention.past, mention.future):
            if got:
                start, end = got
                out |= {(start, end), (None if mention.open_start else start, None if mention.open_end else end)}
    return out


def days(time: dict[str, str | None]) -> Days:
    start, end = time.get("start"), time.get("end")
    return date.fromisoformat(start) if start else None, date.fromisoformat(end) if end else None


def count(path: Path, score: ModuleType, counts: dict[str, Counter[str]]) -> None:
    gold = json.loads(path.read_text(encoding="utf-8"))
    text = next((p for p in (path.with_suffix(".txt"), path.with_suffix(".html")) if p.exists()), None)
    if text is None or "claims" not in gold:
        return
    report = document(text.read_bytes(), text.name)
    language, published = gold["report"]["language"], date.fromisoformat(gold["report"]["published"])
    lex, tally = lexicon(language), counts.setdefault(language, Counter())
    found = sentences(report.text, 0, lex)
    said = [readings(s.text.text, published, lex) for s in found]
    claims = [score.claim(c) for c in gold["claims"]]
    for raw, claim in zip(gold["claims"], claims, strict=True):
        if not raw.get("time") or claim["optional"]:
            continue
        tally["times"] += 1
        words = set(score.words(raw["evidence"]))
        own = max(range(len(found)), key=lambda i: len(words & set(score.words(found[i].raw))), default=None)
        tally["near"] += own is not None and days(raw["time"]) in said[own]
        tally["stated"] += any(days(raw["time"]) in some for some in said)
    read_claims: list[dict[str, Any]] = [score.claim(c.model_dump(mode="json"), report.text) for c in read(report)]
    if not claims or not read_claims:
        return
    for i, j in score.hungarian([[score.similarity(x, y) for y in read_claims] for x in claims]):
        one, other = claims[i]["time"], read_claims[j]["time"]
        if claims[i]["optional"] or not one:
            continue
        tally["aligned"] += 1
        tally["both"] += bool(other)
        tally["start"] += bool(other) and one[0] == other[0]
        tally["interval"] += one == other


def share(part: int, whole: int) -> str:
    return f"{part}/{whole} {part / whole:.0%}" if whole else "–"


def main() -> int:
    if not SHARED.exists():
        print("../shared is absent: nothing to score")
        return 0
    score = scorer()
    default = [SHARED / "data" / "reports", ROOT / "training" / "reports"]
    folders = [Path(name).resolve() for name in sys.argv[1:]] or [f for f in default if f.exists()]
    missed = False
    print(f"{'reports':<26}{'stated':>15}{'near':>15}{'start':>15}{'interval':>15}{'given':>15}")
    for folder in folders:
        counts: dict[str, Counter[str]] = {}
        for path in sorted(folder.rglob("*.json")):
            count(path, score, counts)
        for tag, tally in [*sorted(counts.items()), ("all", sum(counts.values(), Counter()))]:
            row = [share(tally[k], tally["times"]) for k in ("stated", "near")]
            row += [share(tally[k], tally["both"]) for k in ("start", "interval")]
            row.append(share(tally["both"], tally["aligned"]))
            print(f"{folder.parent.name + '/' + folder.name + ' ' + tag:<26}" + "".join(f"{c:>15}" for c in row))
            if tag == "all" and folder == default[0]:
                missed = tally["start"] < BAR * tally["both"]
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
