"""Train the linear models that weigh what the rules read, on our own annotated reports; figures by cross-validation.

    python training/claims/weigh.py

For each language: which sentences hold a claim of which kind (words, what the rules read blindly, and in English what the
encoder sees), and how often a claim of the rules is right. Writes src/vedette/read/data/claims/LANGUAGE.npz. The same
reports give the same files. Folds are by report.
"""

import argparse
import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import scipy.sparse as sp
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, brier_score_loss
from sklearn.model_selection import GroupKFold

from vedette.read import document
from vedette.read.model.encoder import encode
from vedette.read.model.evidence_words import BUCKETS, KINDS, dense_of, words_of
from vedette.read.model.learned import MODEL, claim_figures
from vedette.read.words.lexicon import lexicon
from vedette.read.words.sentences import sentences

HERE = Path(__file__).parent
DATA = HERE.parents[1] / "src/vedette/read/data/claims"
STRENGTH = 10.0
"""Inverse weight of the penalty: chosen by cross-validation over reports among 1, 3, 10, 30."""
SHRINK = 0.05
"""Scale of the encoder's standardised states beside words of length 1: chosen likewise among .02, .05, .1."""


@dataclass
class Rows:
    """Sentences of a language, and the blind claims within them."""

    words: list[sp.csr_matrix] = field(default_factory=list)
    dense: list[np.ndarray] = field(default_factory=list)
    holds: list[np.ndarray] = field(default_factory=list)
    known: list[np.ndarray] = field(default_factory=list)
    report: list[int] = field(default_factory=list)
    claims: list[tuple[int, dict[str, Any], int]] = field(default_factory=list)


def located(text: str, passage: str) -> tuple[int, int] | None:
    hit = re.search(r"\s+".join(map(re.escape, passage.split())), text)
    return hit.span() if hit else None


def over(a: tuple[int, int], b: tuple[int, int]) -> bool:
    return min(a[1], b[1]) - max(a[0], b[0]) > 0.5 * min(a[1] - a[0], b[1] - b[0])


def rows_of(folder: Path, language: str, encoder: bool) -> Rows:
    blind = {}
    for line in (HERE / "blind.jsonl").read_text(encoding="utf-8").splitlines():
        entry = json.loads(line)
        blind[entry["file"]] = entry["claims"]
    out = Rows()
    for number, path in enumerate(sorted((folder / language).glob("*.json"))):
        source = next(p for p in (path.with_suffix(".txt"), path.with_suffix(".html")) if p.exists())
        report = document(source.read_bytes(), str(source))
        gold = json.loads(path.read_text(encoding="utf-8"))["claims"]
        truth = [(at, g["kind"], bool(g.get("optional"))) for g in gold if (at := located(report.text, g["evidence"]))]
        read = [(at, c) for c in blind[f"{language}/{path.stem}"] if (at := located(report.text, c["evidence"]))]
        seen = encode(report.text, MODEL) if encoder else None
        body = len(report.title) + 2 if report.text.startswith(f"{report.title}\n\n") else 0
        for sentence in sentences(report.text, body, lexicon(language)):
            span = (sentence.start, sentence.end)
            told = [c for at, c in read if over(at, span)]
            where, values = words_of(report.text[span[0] : span[1]])
            out.words.append(sp.csr_matrix((values, (np.zeros(len(where), int), where)), (1, BUCKETS)))
            out.dense.append(dense_of(seen, span, [c["kind"] for c in told]))
            sure = {kind for at, kind, optional in truth if not optional and over(at, span)}
            open_ = {kind for at, kind, optional in truth if optional and over(at, span)} - sure
            out.holds.append(np.array([k in sure for k in KINDS]))
            out.known.append(np.array([k not in open_ for k in KINDS]))
            out.report.append(number)
            for c in told:
                alike = sum(d["kind"] == c["kind"] for d in told)
                out.claims.append((len(out.report) - 1, c, alike))
    return out


def figures_of(claim: dict[str, Any], share: float, alike: int) -> np.ndarray:
    return claim_figures(
        share,
        alike,
        filled=tuple(bool(claim[name]) for name in ("places", "time", "targets", "actors", "casualties")),
        voices=claim["voices"],
        doubtful=claim["modality"] in {"denied", "possible"},
        borrowed=claim["borrowed"],
    )


def fitted(x: sp.csr_matrix, y: np.ndarray) -> tuple[np.ndarray, float]:
    if y.all() or not y.any():
        share = (y.sum() + 0.5) / (len(y) + 1)
        return np.zeros(x.shape[1]), float(np.log(share / (1 - share)))
    model = LogisticRegression(C=STRENGTH, max_iter=2000).fit(x, y)
    return model.coef_[0], float(model.intercept_[0])


def train(rows: Rows, prefix: str, language: str) -> dict[str, np.ndarray]:
    words, dense = sp.vstack(rows.words).tocsr(), np.array(rows.dense)
    holds, known, report = np.array(rows.holds), np.array(rows.known), np.array(rows.report)
    mean, scale = dense.mean(0), dense.std(0) + 1e-6
    mean[:7], scale[:7] = 0, 1
    scale[7:] /= SHRINK
    x = sp.hstack([words, sp.csr_matrix((dense - mean) / scale)]).tocsr()
    coefficients, bias, shares = np.zeros((7, x.shape[1])), np.zeros(7), np.zeros(holds.shape)
    for kind in range(7):
        sure = known[:, kind]
        coefficients[kind], bias[kind] = fitted(x[sure], holds[sure, kind])
        for learn, test in GroupKFold(10).split(x, holds[:, kind], report):
            part = learn[sure[learn]]
            c, b = fitted(x[part], holds[part, kind])
            shares[test, kind] = 1 / (1 + np.exp(-(x[test] @ c + b)))
        alone = known[:, kind] & (dense[:, kind] == 0)
        chosen = alone & (shares[:, kind] > 0.6)
        print(
            f"{language} {prefix} {KINDS[kind]:10} AP {average_precision_score(holds[sure, kind], shares[sure, kind]):.3f}; "
            f"rules silent, share > .6: {holds[chosen, kind].sum()} of {chosen.sum()} right"
        )
    claims = [(i, c, n) for i, c, n in rows.claims if c["right"] is not None]
    right = np.array([c["right"] for _, c, _ in claims])
    figures = np.array([figures_of(c, shares[i, KINDS.index(c["kind"])], n) for i, c, n in claims])
    of = report[[i for i, _, _ in claims]]
    sure_of = np.zeros(len(claims))
    for learn, test in GroupKFold(10).split(figures, right, of):
        m = LogisticRegression(C=1.0, max_iter=1000).fit(figures[learn], right[learn])
        sure_of[test] = m.predict_proba(figures[test])[:, 1]
    last = LogisticRegression(C=1.0, max_iter=1000).fit(figures, right)
    print(
        f"{language} {prefix} confidence of {len(right)} blind claims: right {right.mean():.3f}, Brier "
        f"{brier_score_loss(right, sure_of):.3f} (constant {right.mean() * (1 - right.mean()):.3f}), calibration error "
        f"{calibration_error(right, sure_of):.3f}; below .2: {(sure_of < 0.2).sum()}, of these right {right[sure_of < 0.2].sum()}"
    )
    lower = coefficients[:, BUCKETS:] / scale
    return {
        f"{prefix}words": coefficients[:, :BUCKETS].T.astype(np.float16),
        f"{prefix}dense": lower.T.astype(np.float32),
        f"{prefix}bias": (bias - lower @ mean).astype(np.float32),
        f"{prefix}claim": last.coef_[0].astype(np.float32),
        f"{prefix}claim_bias": last.intercept_.astype(np.float32),
    }


def calibration_error(right: np.ndarray, share: np.ndarray, bins: int = 8) -> float:
    """Expected calibration error over bins of equal number (Naeini, Cooper, Hauskrecht 2015)."""
    order = np.array_split(np.argsort(share), bins)
    return float(sum(len(b) * abs(right[b].mean() - share[b].mean()) for b in order) / len(right))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=Path, default=HERE.parents[0] / "reports")
    options = parser.parse_args()
    DATA.mkdir(parents=True, exist_ok=True)
    for language in ("en", "ar", "ckb"):
        arrays = train(rows_of(options.folder, language, False), "plain_", language)
        if language == "en":
            arrays |= train(rows_of(options.folder, language, True), "full_", language)
        np.savez_compressed(DATA / f"{language}.npz", **arrays)
        print(f"{language}.npz: {(DATA / f'{language}.npz').stat().st_size / 1e3:.0f} kB")


if __name__ == "__main__":
    main()
