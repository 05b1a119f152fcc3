"""Places of events: how many of the gold reports' places are found in the text, and how many of these are located.

    python benchmarks/places.py [FOLDER ...] [--misses]

FOLDER holds reports with their gold beside them (the form of ../shared/data/reports, which is the default together with
training/reports). Per folder and language, over the gold places of claims (each name of a report once):

found     a place is seen where the name stands in the text
located   of these, its coordinates lie within 25 km of gold's, or within gold's radius
country   of these, the country is gold's
claims    of the places that aligned claims of the reader give by the same name: located

`--misses` lists what is not found or not located. Exits 1 when less than 90 % of the found places of
../shared/data/reports are located.
"""

import json
import sys
from collections import Counter
from pathlib import Path
from types import ModuleType
from typing import Any

from times import scorer, share
from vedette.read import read
from vedette.read.inputs.document import document
from vedette.read.places.gazetteer import nearest
from vedette.read.places.places import as_place, country_of_story, find_places, heading_place, home_of_story
from vedette.read.words.lexicon import lexicon
from vedette.read.words.sentences import sentences

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
BAR = 0.9


def seen(text: str, tag: str) -> list[dict[str, Any]]:
    """Every place of a report as the reader resolves it, with the names that it goes by."""
    lex = lexicon(tag)
    found = sentences(text, 0, lex)
    each = [(s, m) for s in found for m in (*heading_place(s), *find_places(s.text.text, lex))]
    country = country_of_story([m for _, m in each])
    home = home_of_story([m for _, m in each], country)
    out = []
    beside: dict[int, Any] = {}
    for sentence, mention in each:
        first, last = sentence.text.back(mention.start, mention.end)
        written = sentence.raw[first:last] if last > first else mention.text
        above = heading_place(sentence)
        near = nearest(above[0].candidates, country) if above else home
        ref, place = as_place(mention, country, beside.get(sentence.start), written, near)
        beside.setdefault(sentence.start, place)
        out.append(ref.model_dump(mode="json"))
    return out


def count(path: Path, score: ModuleType, counts: dict[str, Counter[str]], misses: bool) -> None:
    gold = json.loads(path.read_text(encoding="utf-8"))
    text = next((p for p in (path.with_suffix(".txt"), path.with_suffix(".html")) if p.exists()), None)
    if text is None or "claims" not in gold:
        return
    report = document(text.read_bytes(), text.name)
    tag = gold["report"]["language"]
    tally = counts.setdefault(tag, Counter())
    known = [(p, score.place(p)) for p in seen(report.text, tag)]
    places = {p["text"]: p for c in gold["claims"] for p in c["places"]}
    for name, one in places.items():
        wanted = score.place(one)
        same = [(p, q) for p, q in known if score.same_place_name(name, q["names"])]
        tally["places"] += 1
        tally["found"] += bool(same)
        right = any(score.coord_ok(wanted, q) for _, q in same)
        tally["located"] += right
        tally["country"] += any(p["country"] == one["country"] for p, _ in same)
        if misses and not right:
            got = [(p["text"], p["name"], p["latitude"], p["longitude"], p["country"]) for p, _ in same][:3]
            print(
                f"{path.parent.name}/{path.stem} {name} {one['lat']} {one['lon']} {one['country']}: {got or 'not seen'}"
            )
    claims = [score.claim(c) for c in gold["claims"]]
    guesses = [score.claim(c.model_dump(mode="json"), report.text) for c in read(report)]
    if not claims or not guesses:
        return
    for i, j in score.hungarian([[score.similarity(x, y) for y in guesses] for x in claims]):
        for one in claims[i]["places"]:
            given = [q for q in guesses[j]["places"] if score.same_place_name(one["names"][0], q["names"])]
            tally["named"] += bool(given)
            tally["named_right"] += any(score.coord_ok(one, q) for q in given)


def main() -> int:
    if not SHARED.exists():
        print("../shared is absent: nothing to score")
        return 0
    score = scorer()
    default = [SHARED / "data" / "reports", ROOT / "training" / "reports"]
    misses = "--misses" in sys.argv
    folders = [Path(n).resolve() for n in sys.argv[1:] if n != "--misses"] or [f for f in default if f.exists()]
    missed = False
    print(f"{'reports':<26}{'found':>16}{'located':>16}{'country':>16}{'claims':>16}")
    for folder in folders:
        counts: dict[str, Counter[str]] = {}
        for path in sorted(folder.rglob("*.json")):
            count(path, score, counts, misses)
        for tag, tally in [*sorted(counts.items()), ("all", sum(counts.values(), Counter()))]:
            row = [share(tally["found"], tally["places"])]
            row += [share(tally[k], tally["found"]) for k in ("located", "country")]
            row.append(share(tally["named_right"], tally["named"]))
            print(f"{folder.parent.name + '/' + folder.name + ' ' + tag:<26}" + "".join(f"{c:>16}" for c in row))
            if tag == "all" and folder == default[0]:
                missed = tally["located"] < BAR * tally["found"]
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
