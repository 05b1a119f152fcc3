"""Several incidents of one type in one dispatch: which entities belong together, and the ways to share them out."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vedette.read.model.templates.classes import class_index
from vedette.read.model.templates.items import Item
from vedette.read.model.templates.totals import Judged

__all__ = ["Plan", "link_evidence", "plans"]

Floats = NDArray[np.float32]

_PERPETRATORS = (0, 1)
_CUTS = (0.3, 0.5, 0.7)
_MOST = 6


@dataclass(frozen=True)
class Plan:
    """A way to tell `len(groups)` incidents of one type: per incident the numbers of its items, heaviest first."""

    kind: int
    groups: tuple[tuple[int, ...], ...]
    cut: float


def link_evidence(judged: Judged, kind: int, a: Item, b: Item) -> list[float]:
    """What speaks for two items being of the same incident."""
    page, view = judged.view.page, judged.view
    (first, second) = (a, b) if a.span[0] <= b.span[0] else (b, a)
    i, j = first.span[1], max(second.span[0], first.span[1])
    between = view.classes[i:j]
    recent, month, day = (class_index(c) for c in ("recent", "month", "weekday"))
    city, also = class_index("city"), {"ALSO", "MEANWHILE", "ANOTHER", "SIMILARLY", "SECOND", "OTHER", "LATER"}
    row = [float(min(a.role, b.role)), float(max(a.role, b.role)), float(kind), float(abs(a.sentence - b.sentence))]
    row += [float(abs(page.paragraph[a.span[0]] - page.paragraph[b.span[0]])), float(j - i)]
    row += [float(between[:, [recent, month, day]].sum()), float(between[:, city].sum())]
    row += [float(sum(w in also for w in page.word[i:j])), float(sum(w == ";" for w in page.word[i:j]))]
    row += [float((view.kind[i:j] >= 0).sum()), float((view.kind[i:j] == view.kind[view.left[first.span[0]]]).sum())]
    ta = {int(view.left[a.span[0]]), int(view.right[a.span[1] - 1])} - {-1}
    tb = {int(view.left[b.span[0]]), int(view.right[b.span[1] - 1])} - {-1}
    row += [
        float(len(ta & tb)),
        float(judged.types[kind]),
        float(judged.several[kind, 0]),
        float(judged.several[kind, 1]),
    ]
    ca, cb = judged.found[a.role][a.candidate], judged.found[b.role][b.candidate]
    sa, sb = ({int(page.sentence[x]) for x, _ in c.spans} for c in (ca, cb))
    row += [float(len(sa & sb)), float(min(abs(x - y) for x in sa for y in sb)), float(len(sa)), float(len(sb))]
    row += [
        float(a.sentence + b.sentence),
        float(len(page.first)),
        float(judged.right[a.role][a.candidate]),
        float(judged.right[b.role][b.candidate]),
    ]
    gap = max(a.sentence, b.sentence) - min(a.sentence, b.sentence)
    low = min(a.sentence, b.sentence)
    row += [
        float(judged.chances.sentences[low : low + gap + 1, kind].min()),
        float(judged.chances.sentences[low : low + gap + 1, kind].mean()),
    ]
    return row


def _clusters(weights: list[float], links: NDArray[np.float64], cut: float) -> list[list[int]]:
    """Join the two groups with the highest mean link until it is under `cut`."""
    groups = [[n] for n in range(len(weights))]
    while len(groups) > 1:
        best, pair = cut, None
        for x in range(len(groups)):
            for y in range(x + 1, len(groups)):
                mean = float(links[np.ix_(groups[x], groups[y])].mean())
                if mean >= best:
                    best, pair = mean, (x, y)
        if pair is None:
            break
        groups[pair[0]] += groups.pop(pair[1])
    groups.sort(key=lambda g: (-sum(weights[n] for n in g), g))
    return groups


def plans(
    kind: int, found: list[Item], right: Floats, links: NDArray[np.float64], several: Floats, least: float = 0.12
) -> list[Plan]:
    """Return the plans worth judging for one type: all in one, and split at several cuts.

    `found`: items of the type; `right` [items] their chances; `links` [items, items] the chance of being of one incident.
    Perpetrators join every group they are linked to, and the heaviest one at least.
    """
    kept = [n for n in range(len(found)) if right[n] >= least]
    out = [Plan(kind, (tuple(kept),), 0.0)]
    things = [n for n in kept if found[n].role not in _PERPETRATORS]
    perpetrators = [n for n in kept if found[n].role in _PERPETRATORS]
    seen = {out[0].groups}
    for cut in _CUTS:
        bare = _clusters([float(right[n]) for n in things], links[np.ix_(things, things)], cut) if things else []
        groups = [[things[m] for m in g] for g in bare][:_MOST] or [[]]
        if len(groups) == 1 and several[0] > 0.2:
            groups.append([])
        for n in perpetrators:
            scores = [float(links[n, g].mean()) if g else 0.4 for g in groups]
            for m, g in enumerate(groups):
                if scores[m] == max(scores) or scores[m] >= cut:
                    g.append(n)
        plan = Plan(kind, tuple(tuple(g) for g in groups), cut)
        if len(plan.groups) > 1 and plan.groups not in seen:
            seen.add(plan.groups)
            out.append(plan)
    return out
