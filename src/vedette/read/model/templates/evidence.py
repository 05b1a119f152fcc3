"""The numbers that speak for and against a candidate: chances of its tokens, its sentence and its dispatch."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vedette.read.model.templates.classes import class_index
from vedette.read.model.templates.spans import Candidate
from vedette.read.model.templates.traits import Scene

__all__ = ["Chances", "evidence"]

Floats = NDArray[np.float32]

_HEADS = [
    "title",
    "rank",
    "perpetrator",
    "person",
    "organization",
    "acronym",
    "weapon",
    "place_target",
    "vehicle",
    "owner_adjective",
    "nation",
    "country",
    "city",
    "given",
    "surname",
    "group",
    "state_force",
    "unknown_perpetrator",
    "device",
    "number",
    "determiner",
    "month",
    "preposition",
    "auxiliary",
    "report",
]
_MOODS = [
    "blame",
    "deny",
    "justice",
    "condemn",
    "hypothetical",
    "attempt",
    "history",
    "recent",
    "clash",
    "figurative",
    "report",
    "month",
    "weekday",
]


@dataclass(frozen=True)
class Chances:
    """What the earlier models say of one dispatch.

    `tokens` [tokens, 22]: in, begin, end of the five roles, the six types, unnamed victims; `sentences` [sentences, 7]: six types,
    any; `document` [n]: six types, relevant, several; `encoder` [tokens, 19] (in, begin of the roles, six types,
    unnamed victim, place, sentence that tells) and `encoder_document` [14] (types, relevant: highest and mean), or None.
    """

    tokens: Floats
    sentences: Floats
    document: Floats
    encoder: Floats | None = None
    encoder_document: Floats | None = None


def _block(values: Floats, i: int, j: int, role: int, end: int | None) -> list[float]:
    """Chances of a span: begin, end, mean and least of being in the role, other roles, and just outside."""
    inside = values[i:j, role]
    out = [float(values[i, 5 + role]), float(inside.mean()), float(inside.min()), float(values[j - 1, role])]
    out.append(float(values[j - 1, end]) if end is not None else 0.0)
    others = values[i:j, :5].mean(axis=0)
    out += [float(others[r]) for r in range(5) if r != role]
    out.append(float(values[i - 1, role]) if i else 0.0)
    out.append(float(values[j, role]) if j < len(values) else 0.0)
    out.append(float(values[i + 1 : j, 5 + role].max()) if j - i > 1 else 0.0)
    return out


def evidence(view: Scene, found: list[Candidate], logits: list[Floats], chances: Chances) -> Floats:
    """Evidence matrix of the candidates of one role, [candidates, numbers]; `logits`: per candidate [spans, 5]."""
    page = view.page
    heads = [class_index(c) for c in _HEADS]
    moods = [class_index(c) for c in _MOODS]
    rows = []
    tops = [float(x[:, c.role].max()) for c, x in zip(found, logits, strict=True)]
    order = {n: rank for rank, n in enumerate(sorted(range(len(found)), key=lambda n: -tops[n]))}
    doc_moods = view.classes[:, moods].mean(axis=0) if len(page) else np.zeros(len(moods))
    padded = [f" {c.text} " for c in found]
    for n, (c, x) in enumerate(zip(found, logits, strict=True)):
        own = x[:, c.role]
        best = int(own.argmax())
        i, j = c.spans[best]
        s = int(page.sentence[i])
        row = _block(chances.tokens, i, j, c.role, 10 + c.role)
        row += [float(v) for v in chances.tokens[i:j, 15:22].mean(axis=0)]
        means = [float(chances.tokens[a:b, c.role].mean()) for a, b in c.spans]
        row += [max(means), sum(means) / len(means), float(1 - np.prod([1 - m for m in means])), c.score]
        row += [float(v) for v in x[best]]
        row += [
            float(own.mean()),
            float(np.sort(own)[-2]) if len(own) > 1 else -15.0,
            tops[n] - max(tops),
            float(order[n]),
        ]
        row += [float(chances.sentences[s, k]) for k in range(7)]
        row += [max(float(chances.sentences[int(page.sentence[a]), 6]) for a, _ in c.spans)]
        row += [float(chances.sentences[s - 1, 6]) if s else 0.0, float(chances.sentences[:, 6].max())]
        row += [float(v) for v in chances.document]
        first = min(a for a, _ in c.spans)
        row += [
            float(s),
            float(page.paragraph[i]),
            first / max(len(page), 1),
            float(len(c.spans)),
            float(j - i),
            float(len(page)),
        ]
        row += [float(view.count[j - 1]), float(page.first[s + 1] - page.first[s]), float(i - page.first[s])]
        outer = [tops[m] for m in range(len(found)) if m != n and padded[n] in padded[m]]
        inner = [tops[m] for m in range(len(found)) if m != n and padded[m] in padded[n]]
        row += [max(outer, default=-15.0), max(inner, default=-15.0), float(len(outer)), float(len(inner))]
        left = int(view.left[i - 1]) if i and page.sentence[i - 1] == s else -1
        right = int(view.right[j - 1])
        for t, at in ((left, i), (right, j - 1)):
            row += [float(view.kind[t]), float(view.voice[t]), float(abs(t - at))] if t >= 0 else [-1.0, -1.0, 99.0]
        inside = view.classes[i:j]
        row += [float(inside[-1, h]) for h in heads]
        row += [float(inside[:, h].mean()) for h in heads]
        row += [float(view.classes[i - 1, h]) if i else 0.0 for h in heads[:6]]
        span = view.classes[int(page.first[s]) : int(page.first[s + 1])]
        row += [float(v) for v in span[:, moods].sum(axis=0)] + [float(v) for v in doc_moods]
        row += [float(view.quoted[i]), float(view.bracket[i] > 0)]
        if chances.encoder is not None and chances.encoder_document is not None:
            row += _block(chances.encoder, i, j, c.role, None)
            row += [float(v) for v in chances.encoder[i:j, 10:19].mean(axis=0)]
            row += [float(chances.encoder[int(page.first[s]) : int(page.first[s + 1]), 18].mean())]
            means = [float(chances.encoder[a:b, c.role].mean()) for a, b in c.spans]
            begins = [float(chances.encoder[a, 5 + c.role]) for a, _ in c.spans]
            row += [max(means), sum(means) / len(means), max(begins), float(chances.encoder[:, c.role].max(initial=0))]
            row += [float(v) for v in chances.encoder_document]
        rows.append(row)
    return np.array(rows, dtype=np.float32)
