"""Template filling on MUC-4 in the GTT definition: incident templates of dispatches, micro F1 over types and entities.

    python benchmarks/muc4.py --texts IN.jsonl --out PRED.jsonl
    python benchmarks/muc4.py [--gold ../shared/data/muc4/dev.jsonl] [--scorer ../shared/tools/score_muc.py]

IN holds {"docid", "text"} per line, PRED {"docid", "templates"}. Without --texts the gold file is read and scored: micro F1
with a bootstrap interval over documents, then the same for each seed of the tree models alone and the mean of the seeds.
Nothing is fetched. Peers, as published on the test part TST3 + TST4: GTT 50.23, IterX-T5 53.01, GE 1992 54.29; they are
printed for orientation, since that part is not this one.
"""

import argparse
import importlib.util
import json
import sys
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

from vedette.read.model.templates import Model, Template, encoder_is_shipped, is_shipped, load, read_templates, said

SHARED = Path(__file__).resolve().parents[2] / "shared"


def model_and_entries(texts: list[str]) -> tuple[Model, list[Mapping[str, Any] | None]]:
    """The model with the encoder where both are shipped, the plain one otherwise."""
    if encoder_is_shipped() and is_shipped("encoded"):
        return load("encoded"), [said(text) for text in texts]
    return load("plain"), [None] * len(texts)


def records(path: Path) -> list[dict[str, Any]]:
    """The lines of a JSONL file; a clear line and exit 2 if one is broken."""
    out = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.strip():
            try:
                row = json.loads(line)
                out.append({"docid": row["docid"], "text": str(row["text"])})
            except (ValueError, KeyError, TypeError) as error:
                print(
                    f"{path}:{number}: found no docid and text ({error}), expected a JSON object with both",
                    file=sys.stderr,
                )
                raise SystemExit(2) from None
    return out


def scorer_of(path: Path) -> ModuleType:
    """The scorer as a module."""
    spec = importlib.util.spec_from_file_location("score_muc", path)
    if spec is None or spec.loader is None:
        raise SystemExit(f"{path}: is no Python file")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def scored(scorer: ModuleType, gold: Path, rows: list[dict[str, Any]]) -> None:
    """Print the figures of the shipped model and of its three seeds."""
    truth = scorer.load(str(gold), gold=True)
    model, entries = model_and_entries([r["text"] for r in rows])
    print(f"model: {'with' if model.encoded else 'without'} the encoder, {len(rows)} documents")

    def told(only: int | None) -> dict[str, list[Template]]:
        return {r["docid"]: read_templates(r["text"], model, e, only) for r, e in zip(rows, entries, strict=True)}

    figures = []
    seeds = sorted({int(b) for b in model.trees["entries"].bag})
    for seed in (None, *(seeds if len(seeds) > 1 else ())):
        result, micro = scorer.score(truth, told(seed))
        span = scorer.bootstrap(micro, micro, 2000, 1)["a_95"]
        figures.append(result["micro"]["f1"])
        name = "all seeds together" if seed is None else f"seed {seed}"
        print(
            f"{name}: micro F1 {result['micro']['f1']:.2f} [{span[0]:.2f}, {span[1]:.2f}] "
            f"P {result['micro']['p']:.2f} R {result['micro']['r']:.2f} "
            f"relevance {result['relevance']['f1']:.2f} type {result['type']['f1']:.2f}"
        )
        if seed is None:
            print("  " + ", ".join(f"{item} {result[item]['f1']:.2f}" for item in scorer.ITEMS))
    if len(figures) > 1:
        print(f"mean of the {len(seeds)} seeds: micro F1 {sum(figures[1:]) / len(seeds):.2f}")
    print("published, on the other test part: GTT 50.23, IterX-T5 53.01, GE 1992 54.29")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--texts", type=Path)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--gold", type=Path, default=SHARED / "data/muc4/dev.jsonl")
    parser.add_argument("--scorer", type=Path, default=SHARED / "tools/score_muc.py")
    o = parser.parse_args()
    if o.texts is None:
        if not o.gold.exists() or not o.scorer.exists():
            print(f"{o.gold}: is absent; nothing to score", file=sys.stderr)
            return 2
        scored(scorer_of(o.scorer), o.gold, records(o.gold))
        return 0
    if o.out is None:
        parser.error("--texts needs --out")
    rows = records(o.texts)
    model, entries = model_and_entries([r["text"] for r in rows])
    with o.out.open("w", encoding="utf-8") as out:
        for row, entry in zip(rows, entries, strict=True):
            print(json.dumps({"docid": row["docid"], "templates": read_templates(row["text"], model, entry)}), file=out)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
