"""Field by field, why a claim says what it says: the passage that a field was read from, and the rule that read it."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from pydantic import TypeAdapter

from vedette.terms.report import Report, Span, Trace

if TYPE_CHECKING:
    from vedette.read.claims import Draft

__all__ = ["located", "rule_meaning", "span_of", "traces_of"]

_TRACES = TypeAdapter(tuple[Trace, ...])
"""Checks all traces of a claim at once, which is quicker than one by one."""
_ELSEWHERE = 0.15
"""How much less a field counts whose words stand outside the claim's own passage."""


def traces_of(draft: "Draft", report: Report, publisher: bool, confidence: float) -> tuple[Trace, ...]:
    """The traces of a draft in the order of its fields.

    `publisher` says that the chain of attribution begins with the report's publisher. A field whose rule left no trace
    gets the passage nearest to its words, by the rule that its draft names.
    """
    left = {path: (span, rule) for path, span, rule in getattr(draft, "traces", ())}
    out: list[dict[str, object]] = []

    def add(path: str, words: str | None, rule: str, held: str | None = None) -> None:
        span, name = left.get(held or path, (None, rule))
        if span is None and words:
            span = located(report.text, words, draft.span)
        outside = (
            span is not None
            and not path.startswith("attribution")
            and not (draft.span[0] <= span[0] and span[1] <= draft.span[1])
        )
        share = round(max(confidence - (_ELSEWHERE if outside else 0.0), 0.0), 2)
        out.append({"field": path, "span": _within(report.text, span), "rule": name, "confidence": share})

    add("kind", None, f"trigger {draft.rule}".strip())
    if draft.type:
        add("type", None, "borrowed from the event before" if draft.borrowed else "words of the type")
    add("modality", None, f"modality {draft.modality}")
    words_near = "borrowed from the event before" if draft.borrowed else "role beside the trigger"
    for number, (text, _) in enumerate(draft.actors):
        add(f"actors/{number}", text, words_near)
    for name, texts in (("targets", draft.targets), ("instruments", draft.instruments)):
        for number, text in enumerate(texts):
            add(f"{name}/{number}", text, words_near)
    for number, place in enumerate(draft.places):
        add(f"places/{number}", place.text, "dateline" if draft.by_dateline else "gazetteer")
    if draft.time:
        add("time", draft.time.text, "words of time")
    if draft.casualties:
        add("casualties", None, "borrowed from the event before" if draft.borrowed else "figures of a toll")
    if publisher:
        out.append({"field": "attribution/0", "rule": "publisher", "confidence": confidence})
    for number, who in enumerate(draft.who):
        add(f"attribution/{number + publisher}", who, "words of attribution", held=f"attribution/{number}")
    return _TRACES.validate_python(out)


def located(text: str, words: str, near: tuple[int, int]) -> tuple[int, int] | None:
    """Where words stand verbatim in a text: within the span `near`, else the last time before it, else the first after."""
    if not words:
        return None
    start = text.find(words, *near)
    if start < 0:
        start = text.rfind(words, 0, near[0])
    if start < 0:
        start = text.find(words, near[1])
    return None if start < 0 else (start, start + len(words))


def span_of(text: str, span: tuple[int, int] | None) -> Span | None:
    """The record of a span of the text; None for none, and for one that lies outside it."""
    found = _within(text, span)
    return Span.model_validate(found) if found else None


def _within(text: str, span: tuple[int, int] | None) -> dict[str, int | str] | None:
    if span is None or not 0 <= span[0] < span[1] <= len(text):
        return None
    return {"start": span[0], "end": span[1], "text": text[span[0] : span[1]]}


def rule_meaning(rule: str) -> str | None:
    """What a rule means in one sentence, from data/rules.toml; None where the rule's name has to speak for itself."""
    known = _meanings()
    return known.get(rule) or known.get(rule.partition(":")[0])


@cache
def _meanings() -> dict[str, str]:
    text = files("vedette.read").joinpath("data", "rules.toml").read_text(encoding="utf-8")
    return dict(tomllib.loads(text)["rules"])
