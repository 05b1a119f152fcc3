"""The trained model's word on what the rules read: how likely each claim is right, and where the rules missed one.

A sparse linear model (logistic regression with L2; hashed words and pairs, the kinds that rules read in the sentence, and
in English the states and heads of the encoder) gives the probability of each kind in a sentence; a second, of ten
figures, makes it the calibrated confidence of a claim. Source: Cox 1958, "The Regression Analysis of Binary Sequences";
Wolpert 1992, "Stacked Generalization". Trained by training/claims/weigh.py; docs/model-cards/claims.md.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from io import BytesIO

import numpy as np
from numpy.typing import NDArray

from vedette.read.claims import Draft
from vedette.read.model.encoder import Encoded, encode
from vedette.read.model.evidence_words import KINDS, dense_of, words_of
from vedette.read.words.lexicon import limits
from vedette.terms.report import Report

__all__ = ["MODEL", "Learned", "claim_figures", "has_model"]

MODEL = "press"
"""The encoder that is asked, by its name in data/encoder."""

_HEADS = {"actors": [0, 1], "targets": [2, 3, 5], "instruments": [4]}
"""Columns of the encoder's roles: persons and organisations that act; things, named victims and described ones; weapons."""


@dataclass(frozen=True)
class Learned:
    """The models of a report's language, and what the encoder sees in its text (English with `model`; else None)."""

    language: str
    text: str
    seen: Encoded | None
    known: dict[tuple[tuple[int, int], tuple[str, ...]], NDArray[np.float64]] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, report: Report, model: bool, hidden: Iterable[tuple[int, int]] = ()) -> "Learned":
        """The word of the models on a report; `model` asks the encoder, too, where the language has one.

        The encoder does not see the `hidden` spans, which are asked for only with an encoder: words that speak to a program must not sway what it sees around them.
        """
        if not (model and report.language == "en"):
            return cls(report.language, report.text, None)
        text = report.text
        for start, end in hidden:
            text = text[:start] + " " * (end - start) + text[end:]
        return cls(report.language, report.text, encode(text, MODEL))

    def kinds(self, span: tuple[int, int], told: list[str]) -> NDArray[np.float64]:
        """Probabilities [7] that the sentence at the span holds a claim of each kind, given the kinds that rules read."""
        given = (span, tuple(told))
        shares = self.known.get(given)
        if shares is None:
            weights = _weights(self.language, self.seen is not None)
            where, values = words_of(self.text[span[0] : span[1]])
            dense = dense_of(self.seen, span, told) @ weights["dense"]
            shares = self.known[given] = _share(weights["bias"] + values @ weights["words"][where] + dense)
        return shares

    def missed(self, span: tuple[int, int]) -> str | None:
        """The kind of the claim that the rules missed in a sentence where they read none, if one is likely enough.

        Only with an encoder: words alone never were sure enough.
        """
        if self.seen is None:
            return None
        shares = self.kinds(span, [])
        best = int(np.argmax(shares))
        return KINDS[best] if shares[best] >= limits()["added_from"] else None

    def word(self, span: tuple[int, int]) -> tuple[int, int]:
        """The word of the span in which the encoder sees most of an incident; the span itself without an encoder."""
        if self.seen is None:
            return span
        inside = self.seen.inside(*span)
        if not len(inside):
            return span
        start, end = self.seen.offsets[inside[int(np.argmax(self.seen.tokens[inside, -1]))]]
        return int(start), int(end)

    def role(self, span: tuple[int, int], name: str) -> tuple[int, int] | None:
        """The passage within the span that the encoder takes for actors, targets or instruments of an attack, if any."""
        if self.seen is None:
            return None
        inside = self.seen.inside(*span)
        if not len(inside):
            return None
        shares = self.seen.tokens[inside][:, _HEADS[name]].max(1)
        least, best = limits()["roles_from"], int(np.argmax(shares))
        if shares[best] < least:
            return None
        first = last = best
        while first > 0 and shares[first - 1] >= least:
            first -= 1
        while last + 1 < len(inside) and shares[last + 1] >= least:
            last += 1
        return int(self.seen.offsets[inside[first], 0]), int(self.seen.offsets[inside[last], 1])

    def confidence(self, draft: Draft, span: tuple[int, int], told: list[str]) -> float:
        """The calibrated share of claims like this one that are right; `span` is its sentence.

        It never reaches 1: a few hundred claims cannot show that a claim is surer than the best twentieth of them.
        """
        share = self.kinds(span, told)[KINDS.index(draft.kind)]
        weights = _weights(self.language, self.seen is not None)
        figures = claim_figures(
            float(share),
            told.count(draft.kind),
            filled=(*map(bool, (draft.places, draft.time, draft.targets, draft.actors)), draft.casualties is not None),
            voices=len(draft.who),
            doubtful=draft.modality in {"denied", "possible"},
            borrowed=draft.borrowed,
        )
        sure = float(_share(weights["claim_bias"][0] + figures @ weights["claim"]))
        return min(sure, limits()["most_confident"])


def claim_figures(
    share: float, alike: int, filled: tuple[bool, ...], voices: int, doubtful: bool, borrowed: bool
) -> NDArray[np.float64]:
    """Ten figures of a claim: the logit of its kind's probability, and what the rules filled in and how.

    `alike` counts the claims of its kind in the sentence; `filled` tells of places, time, targets, actors, casualties.
    """
    share = min(max(share, 1e-4), 1 - 1e-4)
    return np.array([np.log(share / (1 - share)), alike - 1, *filled, voices, doubtful, borrowed], float)


@cache
def has_model(language: str) -> bool:
    """Whether there is a trained model for reports of a language."""
    return files("vedette.read").joinpath(f"data/claims/{language}.npz").is_file()


def _share(logit: NDArray[np.float64]) -> NDArray[np.float64]:
    return 1 / (1 + np.exp(-np.minimum(np.maximum(logit, -30), 30)))


@cache
def _weights(language: str, encoder: bool) -> dict[str, NDArray[np.float64]]:
    """words [16384, 7], dense [d, 7], bias [7], claim [10], claim_bias; the set with or without the encoder."""
    raw = files("vedette.read").joinpath(f"data/claims/{language}.npz").read_bytes()
    prefix = "full_" if encoder else "plain_"
    with np.load(BytesIO(raw), allow_pickle=False) as arrays:
        return {n.removeprefix(prefix): arrays[n].astype(float) for n in arrays.files if n.startswith(prefix)}
