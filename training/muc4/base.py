"""The models that see words: tokens, sentences, whole dispatches, spans; out of fold and on everything."""

from dataclasses import dataclass

import numpy as np
from fit import fit_counts, fit_linear, vocabulary
from gold import Document

from vedette.read.model.templates.counts import Counts
from vedette.read.model.templates.encoded import blend, lay
from vedette.read.model.templates.evidence import Chances
from vedette.read.model.templates.linear import Linear, sigmoid
from vedette.read.model.templates.passages import document_traits, sentence_traits
from vedette.read.model.templates.reading import ROLES, TYPES, score_spans
from vedette.read.model.templates.spans import candidates
from vedette.read.model.templates.totals import Judged
from vedette.read.model.templates.traits import scene, token_traits

MOST = (35, 20, 45, 30, 15)


@dataclass
class Base:
    """The fitted models that see words."""

    tokens: Linear
    sentences: Linear
    documents: Counts
    spans: Linear | None = None


def token_labels(doc: Document) -> np.ndarray:
    """In, begin and end of the five roles, six types, unnamed victim: [tokens, 22]."""
    y = np.zeros((len(doc.page), 22), dtype=np.float32)
    for template, others in zip(doc.templates, doc.others, strict=True):
        for text in others:
            for i, j in doc.spans.get(text, ()):
                y[i:j, 21] = 1
        for r, role in enumerate(ROLES):
            for text in (m for entity in template[role] for m in entity):
                for i, j in doc.spans.get(text, ()):
                    y[i:j, r] = 1
                    y[i, 5 + r] = 1
                    y[j - 1, 10 + r] = 1
                    for kind in template["types"]:
                        y[i:j, 15 + TYPES.index(kind)] = 1
    return y


def sentence_labels(doc: Document) -> np.ndarray:
    """Whether a sentence tells of an incident of each type, and of any: [sentences, 7], less for what repeats often."""
    y = np.zeros((len(doc.page.first) - 1, 7), dtype=np.float32)
    for template, others in zip(doc.templates, doc.others, strict=True):
        weighed = [(text, 0.7) for text in others]
        weighed += [
            (m, 1.0 if role in ROLES[2:] else 0.6) for role in ROLES for entity in template[role] for m in entity
        ]
        columns = [TYPES.index(kind) for kind in template["types"]] + [6]
        for text, weight in weighed:
            for i, _ in doc.spans.get(text, ()):
                s = doc.page.sentence[i]
                for c in columns:
                    y[s, c] = max(y[s, c], weight)
    return y


def document_labels(doc: Document) -> list[int]:
    """Six types, relevant, several templates."""
    own = {kind for t in doc.templates for kind in t["types"]}
    return [int(kind in own) for kind in TYPES] + [int(bool(doc.templates)), int(len(doc.templates) > 1)]


class Corpus:
    """Documents with their traits and labels, computed once."""

    def __init__(self, docs: list[Document], folds: np.ndarray) -> None:
        """Take documents and the fold of each."""
        self.docs, self.folds = docs, folds
        self.views = [scene(d.page) for d in docs]
        self.token = [token_traits(v) for v in self.views]
        self.sentence = [sentence_traits(v) for v in self.views]
        self.document = [document_traits(v) for v in self.views]
        self.token_y = [token_labels(d) for d in docs]
        self.sentence_y = [sentence_labels(d) for d in docs]
        self.document_y = np.array([document_labels(d) for d in docs])

    def fit(self, chosen: list[int], seed: int = 0) -> Base:
        """Fit the models that see words on the chosen documents."""

        def linear(traits, labels, epochs, rate, l2):
            known = vocabulary([traits[i] for i in chosen], 3)
            rows, y = np.concatenate([traits[i] for i in chosen]), np.concatenate([labels[i] for i in chosen])
            return fit_linear(rows, y, known, epochs, rate, l2, seed)

        known = vocabulary([np.concatenate(self.document[i]) for i in chosen], 3)
        return Base(
            linear(self.token, self.token_y, 4, 0.07, 1e-4),
            linear(self.sentence, self.sentence_y, 4, 0.05, 1e-3),
            fit_counts([self.document[i] for i in chosen], self.document_y[chosen], known),
        )

    def chances(self, base: Base, i: int, entry=None) -> Chances:
        """What the models say of document i."""
        laid = lay(entry, self.views[i].page) if entry is not None else (None, None)
        tokens = sigmoid(base.tokens.scores(self.token[i]))
        return Chances(
            tokens, sigmoid(base.sentences.scores(self.sentence[i])), base.documents.chances(self.document[i]), *laid
        )


def span_model(corpus: Corpus, found, chosen: list[int], seed: int = 0) -> Linear:
    """Fit the model of spans on the candidates of the chosen documents."""
    rows, labels = [], []
    for i in chosen:
        doc = corpus.docs[i]
        spans, traits = score_spans(corpus.views[i], found[i])
        if spans:
            gold = [{s for t in doc.templates for e in t[r] for m in e for s in doc.spans.get(m, ())} for r in ROLES]
            rows.append(traits)
            labels.append(np.array([[s in g for g in gold] for s in spans], dtype=np.float32))
    return fit_linear(np.concatenate(rows), np.concatenate(labels), vocabulary(rows, 2), 5, 0.05, 1e-4, seed)


def words_out_of_fold(corpus: Corpus) -> list[Chances]:
    """What models that have not seen a document say of it, without the encoder."""
    out: list = [None] * len(corpus.docs)
    for fold in sorted(set(corpus.folds)):
        base = corpus.fit(np.flatnonzero(corpus.folds != fold).tolist())
        for i in np.flatnonzero(corpus.folds == fold):
            out[i] = corpus.chances(base, i)
    return out


def judged_out_of_fold(corpus: Corpus, words: list[Chances], entries) -> tuple[list[Judged], list]:
    """Candidates of every document with out-of-fold span logits; `entries`: docid → what the encoder says."""
    count = len(corpus.docs)
    chances = []
    for doc, plain in zip(corpus.docs, words, strict=True):
        laid = lay(entries[doc.docid], doc.page) if doc.docid in entries else (None, None)
        chances.append(Chances(plain.tokens, plain.sentences, plain.document, *laid))
    found = [
        [candidates(v, blend(c.tokens, c.encoder), r, MOST[r]) for r in range(5)]
        for v, c in zip(corpus.views, chances, strict=True)
    ]
    out: list = [None] * count
    for fold in sorted(set(corpus.folds)):
        model = span_model(corpus, found, np.flatnonzero(corpus.folds != fold).tolist())
        for i in np.flatnonzero(corpus.folds == fold):
            spans, traits = score_spans(corpus.views[i], found[i])
            logits = dict(zip(spans, model.scores(traits), strict=True)) if spans else {}
            own = [[np.array([logits[s] for s in c.spans]) for c in role] for role in found[i]]
            out[i] = Judged(
                corpus.views[i], chances[i], found[i], own, [np.zeros(len(r), np.float32) for r in found[i]]
            )
    return out, found
