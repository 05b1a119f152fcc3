"""Train the template reader on MUC-4 and write its weights.

    python training/muc4/train.py --data ../shared/data/muc4/train.jsonl --scorer ../shared/tools/score_muc.py \
        --folds FOLDS.json --out src/vedette/read/data/templates/plain.npz [--encoder FOLD0.pkl FOLD1.pkl ...]

Needs lightgbm, scikit-learn and scipy, for training only. With --encoder: pickles {docid: chances} of encoders that have
not seen the document (training/encoder/train_muc.py --fold); then the stages above the words learn from those documents
alone. The same data, folds and versions give the same weights. Prints the cross-validated micro F1 per fold.
"""

import argparse
import importlib.util
import json
import pickle
import zlib
from pathlib import Path

import numpy as np
from base import MOST, Corpus, judged_out_of_fold, span_model, words_out_of_fold
from gold import documents
from stack import Stack

from vedette.read.model.templates.model import Model, pack

BARS = (0.4, 0.45, 0.5, 0.55)
LEAST = {"tokens": 0.06, "sentences": 0.05, "spans": 0.06, "documents": 0.05}


def scorer_of(path):
    """Load the scorer as a module."""
    spec = importlib.util.spec_from_file_location("score_muc", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def folds_of(path, docs):
    """Fold of each document, from a file or by a hash of its id."""
    given = json.loads(path.read_text()) if path else {}
    return np.array([given.get(d.docid, zlib.crc32(d.docid.encode()) % 4) for d in docs])


def report(scorer, gold, told, folds, name):
    """Print micro F1 in all and by fold."""
    whole, _ = scorer.score(gold, told)
    parts = []
    for fold in sorted(set(folds.values())):
        own = {d: t for d, t in gold.items() if folds[d] == fold}
        parts.append(scorer.score(own, told)[0]["micro"]["f1"])
    items = " ".join(f"{whole[i]['f1']:.1f}" for i in scorer.ITEMS)
    print(
        f"{name}: micro F1 {whole['micro']['f1']:.2f} (P {whole['micro']['p']:.2f} R {whole['micro']['r']:.2f}), by fold {parts}, "
        f"relevance {whole['relevance']['f1']:.2f}, type {whole['type']['f1']:.2f}, items {items}",
        flush=True,
    )
    return whole["micro"]["f1"]


def main():
    """Train and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--scorer", type=Path, required=True)
    parser.add_argument("--folds", type=Path)
    parser.add_argument("--encoder", type=Path, nargs="*", default=[])
    parser.add_argument("--bags", type=int, default=3)
    parser.add_argument(
        "--words", type=Path, help="keep what the models of words say here, and take it from here next time"
    )
    parser.add_argument("--out", type=Path)
    o = parser.parse_args()
    scorer = scorer_of(o.scorer)
    docs = list(documents(o.data))
    gold = scorer.load(str(o.data), gold=True)
    corpus = Corpus(docs, folds_of(o.folds, docs))
    entries = {}
    for path in o.encoder:
        own = {d.docid for d in docs}
        entries |= {k: v for k, v in pickle.loads(path.read_bytes()).items() if k in own}
    if o.words and o.words.exists():
        words, base = pickle.loads(o.words.read_bytes())
    else:
        words, base = words_out_of_fold(corpus), corpus.fit(list(range(len(docs))))
        if o.words:
            o.words.write_bytes(pickle.dumps((words, base)))
    print("words: done", flush=True)
    judged, found = judged_out_of_fold(corpus, words, entries)
    print("spans: done", flush=True)
    kept = [i for i, d in enumerate(docs) if not o.encoder or d.docid in entries]
    stack = Stack(
        [docs[i] for i in kept], [judged[i] for i in kept], corpus.folds[kept], o.bags, full=o.out is not None
    )
    stack.run(gold, scorer.best_pairing)
    own = {docs[i].docid: gold[docs[i].docid] for i in kept}
    folds = {docs[i].docid: int(corpus.folds[i]) for i in kept}
    scores = {bar: report(scorer, own, stack.templates(bar), folds, f"bar {bar}") for bar in BARS}
    if o.out:
        everything = list(range(len(docs)))
        bar = max(scores, key=lambda b: scores[b])
        model = Model(
            base.tokens,
            base.sentences,
            span_model(corpus, found, everything),
            base.documents,
            stack.final,
            MOST,
            bar,
            bool(o.encoder),
        )
        np.savez_compressed(o.out, **pack(model, LEAST))
        print(f"{o.out}: {o.out.stat().st_size / 1e6:.1f} MB, bar {bar}")


if __name__ == "__main__":
    main()
