"""Which candidate belongs to which type of incident, one entity at a time, best first."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vedette.read.model.templates.totals import Judged

__all__ = ["Item", "items", "same_name"]

Floats = NDArray[np.float32]

_LEAST, _MOST, _LEAST_TYPE = 0.04, 10, 0.04
_SMALL = frozenset({"of", "the", "for", "and", "de", "del", "la", "y", "in"})


@dataclass(frozen=True)
class Item:
    """Candidate number `candidate` of `role`, as an entity of an incident of type `kind`; `span`: its best mention."""

    role: int
    candidate: int
    kind: int
    text: str
    span: tuple[int, int]
    sentence: int
    rank: int


def same_name(a: str, b: str) -> bool:
    """Whether two strings plainly name the same thing: one holds the other, an acronym, or a name and its short form."""
    if f" {a} " in f" {b} " or f" {b} " in f" {a} ":
        return True
    x, y = a.split(), b.split()
    if x[-1] == y[-1] and len(set(x) & set(y)) >= 2:
        return True
    return _acronym(x, y) or _acronym(y, x)


def _acronym(long: list[str], short: list[str]) -> bool:
    return len(short) == 1 and len(long) > 1 and "".join(w[0] for w in long if w not in _SMALL) == short[0]


def _bracketed(judged: Judged, span: tuple[int, int], chosen: list[tuple[int, int]]) -> bool:
    """Whether the span stands in brackets right behind a chosen one, or the other way round."""
    page = judged.view.page
    for a, b in chosen:
        for first, second in (((a, b), span), (span, (a, b))):
            gap = page.word[first[1] : second[0]] if second[0] > first[1] else []
            if len(gap) in {1, 2} and set(gap) <= set('([,"-') and ("(" in gap or "[" in gap):
                return True
    return False


def items(judged: Judged) -> tuple[list[Item], Floats]:
    """Return the items worth judging and their evidence, [items, numbers]."""
    view, chances = judged.view, judged.chances
    page = view.page
    kinds = [k for k in range(6) if judged.types[k] >= _LEAST_TYPE]
    types = np.sort(judged.types)[::-1]
    out: list[Item] = []
    rows = []
    for role in range(5):
        right = judged.right[role]
        chosen: list[tuple[str, tuple[int, int], float]] = []
        for rank, n in enumerate(np.argsort(-right, kind="stable")[:_MOST]):
            p = float(right[n])
            if p < _LEAST:
                break
            c, x = judged.found[role][n], judged.logits[role][n][:, role]
            i, j = c.spans[int(x.argmax())]
            s = int(page.sentence[i])
            likes = [q for t, _, q in chosen if same_name(t, c.text)]
            near = [q for _, (a, _), q in chosen if page.sentence[a] == s]
            tied = _bracketed(judged, (i, j), [w for _, w, _ in chosen])
            steps = [abs(a - i) for _, (a, _), _ in chosen]
            common = [
                p,
                float(rank),
                float(len(likes)),
                max(likes, default=0.0),
                max((q for *_, q in chosen), default=0.0),
            ]
            common += [
                float(len(chosen)),
                sum(q for *_, q in chosen),
                max(near, default=0.0),
                float(tied),
                float(min(steps, default=999)),
            ]
            common += [
                judged.relevant,
                float(types[1]),
                float(judged.types.sum()),
                float(len(c.spans)),
                float(j - i),
                float(s),
            ]
            common += [
                float(view.count[j - 1]),
                float(x.max()),
                float(chances.sentences[s, 6]),
                float(chances.document[7]),
            ]
            common += [float(chances.tokens[i:j, 15:21].sum(axis=1).mean())]
            left, near_right = int(view.left[i - 1]) if i else -1, int(view.right[j - 1])
            common += [
                float(view.kind[left]) if left >= 0 else -1.0,
                float(view.kind[near_right]) if near_right >= 0 else -1.0,
            ]
            for k in kinds:
                sentences = [int(page.sentence[a]) for a, _ in c.spans]
                own = [float(role), float(k), float(judged.types[k]), float(judged.several[k, 0])]
                own += [float(chances.tokens[i:j, 15 + k].mean()), float(chances.sentences[s, k])]
                own += [float(chances.sentences[:, k].max()), float(chances.sentences[sentences, k].max())]
                own += [float(max(chances.sentences[s, q] for q in range(6) if q != k))]
                own += [float(max((judged.types[q] for q in range(6) if q != k), default=0.0))]
                if chances.encoder is not None:
                    spoken = chances.encoder[i:j, 10:16].mean(axis=0)
                    own += [
                        float(spoken[k]),
                        float(max(spoken[q] for q in range(6) if q != k)),
                        float(chances.encoder[i:j, role].mean()),
                    ]
                out.append(Item(role, int(n), k, c.text, (i, j), s, rank))
                rows.append(own + common)
            if p > 0.2:
                chosen.append((c.text, (i, j), p))
    return out, np.array(rows, dtype=np.float32) if rows else np.zeros((0, 0), dtype=np.float32)
