"""A dispatch read into templates: models of tokens, mentions, types and plans, one after the other."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from vedette.read.model.templates.choose import gain, plan_evidence, tell
from vedette.read.model.templates.encoded import blend, lay
from vedette.read.model.templates.evidence import Chances, evidence
from vedette.read.model.templates.items import Item, items
from vedette.read.model.templates.linear import sigmoid
from vedette.read.model.templates.model import Model
from vedette.read.model.templates.passages import document_traits, sentence_traits
from vedette.read.model.templates.spans import Candidate, candidates, span_traits
from vedette.read.model.templates.structure import link_evidence, plans
from vedette.read.model.templates.totals import Judged, totals
from vedette.read.model.templates.traits import Scene, scene, token_traits
from vedette.read.model.templates.words import dispatch

__all__ = ["LEAST_LINK", "LEAST_TYPE", "ROLES", "TYPES", "Template", "by_kind", "read_templates", "score_spans"]

ROLES = ("PerpInd", "PerpOrg", "Target", "Victim", "Weapon")
TYPES = ("attack", "bombing", "kidnapping", "arson", "robbery", "forced work stoppage")
LEAST_TYPE, LEAST_LINK = 0.04, 0.1

Floats = NDArray[np.float32]
Template = dict[str, str | list[list[str]]]


def score_spans(view: Scene, found: list[list[Candidate]]) -> tuple[list[tuple[int, int]], NDArray[np.uint64]]:
    """Return all spans of the candidates, once each, and their traits."""
    spans = sorted({s for role in found for c in role for s in c.spans})
    return spans, span_traits(view, spans) if spans else np.zeros((0, 0), dtype=np.uint64)


def by_kind(found: list[Item], right: Floats) -> dict[int, tuple[list[Item], Floats]]:
    """Return the items of each type with their chances."""
    numbers: dict[int, list[int]] = {}
    for n, item in enumerate(found):
        numbers.setdefault(item.kind, []).append(n)
    return {k: ([found[n] for n in ns], right[ns]) for k, ns in numbers.items()}


def _judge(view: Scene, model: Model, entry: Mapping[str, NDArray[np.float32]] | None, only: int | None) -> Judged:
    tokens = sigmoid(model.tokens.scores(token_traits(view)))
    sentences = sigmoid(model.sentences.scores(sentence_traits(view)))
    document = model.documents.chances(document_traits(view))
    laid = lay(entry, view.page) if entry is not None else (None, None)
    chances = Chances(tokens, sentences, document, *laid)
    mixed = blend(tokens, laid[0])
    found = [candidates(view, mixed, role, model.most[role]) for role in range(5)]
    spans, traits = score_spans(view, found)
    logits = dict(zip(spans, model.spans.scores(traits), strict=True)) if spans else {}
    own = [[np.array([logits[s] for s in c.spans]) for c in role] for role in found]
    right = [
        model.trees[f"right{r}"].chances(evidence(view, found[r], own[r], chances), only)
        if found[r]
        else np.zeros(0, np.float32)
        for r in range(5)
    ]
    judged = Judged(view, chances, found, own, right)
    rows = totals(judged)
    judged.types = model.trees["types"].chances(rows, only)
    judged.several = np.stack(
        [model.trees["several2"].chances(rows, only), model.trees["several3"].chances(rows, only)], axis=1
    )
    judged.relevant = float(model.trees["relevant"].chances(rows[:1], only)[0])
    return judged


def _links(
    judged: Judged, model: Model, kind: int, found: list[Item], right: Floats, only: int | None
) -> NDArray[np.float64]:
    links = np.ones((len(found), len(found)))
    kept = [n for n in range(len(found)) if right[n] >= LEAST_LINK]
    pairs = [(m, n) for a, m in enumerate(kept) for n in kept[:a]]
    if pairs:
        rows = np.array([link_evidence(judged, kind, found[m], found[n]) for m, n in pairs], dtype=np.float32)
        for (m, n), p in zip(pairs, model.trees["links"].chances(rows, only), strict=True):
            links[m, n] = links[n, m] = p
    return links


def read_templates(
    text: str, model: Model, entry: Mapping[str, NDArray[np.float32]] | None = None, only: int | None = None
) -> list[Template]:
    """Read one dispatch into templates: `incident_type` and, per role, a list of entities of one mention each.

    `entry`: what the encoder says (see `encoded.lay`), needed if the model was trained with it; `only`: use the trees of
    one seed alone. Mentions are lower case, without articles and punctuation. ValueError if the encoder's part is lacking.
    Method: stacked linear and tree models; the plan with the highest expected gain 2 p - F is told.
    """
    if model.encoded and entry is None:
        raise ValueError("this template model needs the encoder's chances (entry), found none")
    view = scene(dispatch(text))
    if not len(view.page):
        return []
    judged = _judge(view, model, entry if model.encoded else None, only)
    found, rows = items(judged)
    right = model.trees["items"].chances(rows, only)
    groups = by_kind(found, right)
    out: list[Template] = []
    for kind in range(len(TYPES)):
        if judged.types[kind] < LEAST_TYPE:
            continue
        mine, chance = groups.get(kind, ([], np.zeros(0, dtype=np.float32)))
        links = _links(judged, model, kind, mine, chance, only)
        best, told = 0.0, []
        for plan in plans(kind, mine, chance, links, judged.several[kind]):
            tops, entries = plan_evidence(judged, plan, mine, chance, links)
            top = model.trees["tops"].chances(tops, only)
            value, groups_told = gain(plan, mine, top, model.trees["entries"].chances(entries, only), model.bar)
            if value > best:
                best, told = value, [numbers for _, numbers in groups_told]
        for _, roles in tell(mine, told, kind):
            filled: Template = {"incident_type": TYPES[kind]}
            out.append(filled | {name: [[text] for text in roles.get(r, [])] for r, name in enumerate(ROLES)})
    return out
