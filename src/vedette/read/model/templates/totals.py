"""The dispatch as a whole: what speaks for an incident of each type, and for several of them."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from vedette.read.model.templates.classes import EVENTS, class_index
from vedette.read.model.templates.evidence import Chances
from vedette.read.model.templates.spans import Candidate
from vedette.read.model.templates.traits import Scene

__all__ = ["Judged", "totals"]

Floats = NDArray[np.float32]

_LEAD = (*EVENTS, "clash", "history", "hypothetical", "condemn", "justice")
_ALL = (*_LEAD, "report", "figurative", "deny", "recent")


@dataclass
class Judged:
    """A dispatch with its candidates: per role the candidates, their span logits, and the chance that each is right.

    `types` [6], `several` [6, 2] (two or more, three or more incidents of a type) and `relevant` come from `totals`.
    """

    view: Scene
    chances: Chances
    found: list[list[Candidate]]
    logits: list[list[Floats]]
    right: list[Floats]
    types: Floats = field(default_factory=lambda: np.zeros(6, dtype=np.float32))
    several: Floats = field(default_factory=lambda: np.zeros((6, 2), dtype=np.float32))
    relevant: float = 0.0


def _top(values: Floats, n: int) -> list[float]:
    ordered = np.sort(values)[::-1][:n]
    return [float(v) for v in ordered] + [0.0] * (n - len(ordered))


def totals(judged: Judged) -> Floats:
    """One row per incident type, [6, numbers]; the first number is the type's own."""
    view, chances = judged.view, judged.chances
    page, marks = view.page, view.classes
    common = [float(v) for v in chances.document]
    for right in judged.right:
        common += [*_top(right, 3), float(right.sum())]
    lead = int(page.first[min(4, len(page.first) - 1)])
    common += [float(marks[:, class_index(c)].sum()) for c in _ALL]
    common += [float(marks[:lead, class_index(c)].sum()) for c in _LEAD]
    common += [
        *_top(chances.sentences[:, 6], 3),
        float(chances.sentences[:, 6].sum()),
        float(chances.sentences[:, 6].mean()),
    ]
    common += [*_top(chances.tokens[:, 21], 2), float(len(page)), float(len(page.first) - 1)]
    if chances.encoder is not None and chances.encoder_document is not None:
        common += [float(v) for v in chances.encoder_document]
        for column in (*range(5), 16, 18):
            common += _top(chances.encoder[:, column], 1)
    strong = [
        (p, c)
        for found, right in zip(judged.found, judged.right, strict=True)
        for c, p in zip(found, right, strict=True)
        if p > 0.1
    ]
    mass = sum(p for p, _ in strong) + 1e-6
    best = chances.sentences[:, :6].max(axis=0, initial=0.0)
    rows = []
    for k in range(6):
        tokens = np.sort(chances.tokens[:, 15 + k])[::-1][:20]
        weighed = sum(
            p * float(np.mean([chances.tokens[i:j, 15 + k].mean() for i, j in c.spans[:2]])) for p, c in strong
        )
        own = [
            float(k),
            float(chances.document[k]),
            *_top(chances.sentences[:, k], 2),
            float(chances.sentences[:, k].sum()),
        ]
        own += [float(tokens[0]) if len(tokens) else 0.0, float(tokens.mean()) if len(tokens) else 0.0]
        own += [weighed, weighed / mass, float(best[k] - max(best[q] for q in range(6) if q != k))]
        if chances.encoder is not None and chances.encoder_document is not None:
            spoken = sum(
                p * float(np.mean([chances.encoder[i:j, 10 + k].mean() for i, j in c.spans[:2]])) for p, c in strong
            )
            own += [float(chances.encoder_document[k]), float(chances.encoder_document[7 + k]), spoken, spoken / mass]
        rows.append(own + common)
    return np.array(rows, dtype=np.float32)
