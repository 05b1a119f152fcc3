"""What the proposals of a language model add to the claims of another reader: one more vote of low trust each.

A proposal counts only where every word that it quotes stands verbatim in the passage that was asked about. Days, places,
figures and types are then read from those words by our own rules.
"""

from collections.abc import Iterable, Sequence

from vedette.read.claims import Draft, as_claims
from vedette.read.days.times import resolve
from vedette.read.events.tolls import tolls
from vedette.read.model.language_model import Passage, Proposal, addresses_machine, settings
from vedette.read.places.gazetteer import lookup
from vedette.read.places.places import PlaceMention, as_place, country_of_story, find_places
from vedette.read.traces import span_of
from vedette.read.words.letters import fold
from vedette.read.words.lexicon import Lexicon, lexicon
from vedette.terms.record import record_id
from vedette.terms.report import Actor, Claim, Item, PlaceRef, Report, Span, TimeRef, Trace

__all__ = ["MODEL", "with_votes"]

MODEL = "language-model"
"""How the reader names itself in claims and traces."""

_ROLES = {"attack": "perpetrator", "threat": "perpetrator", "warning": "suspect", "calendar": "host"}
_FUTURE = {"planned", "threatened", "possible"}
_TYPED = {"attack", "threat", "warning"}
_LISTS = ("actors", "targets", "instruments", "places")


def with_votes(
    report: Report, claims: Sequence[Claim], answers: Iterable[tuple[Passage, Sequence[Proposal]]]
) -> list[Claim]:
    """The claims of another reader with the votes of a model: `answers` are passages of the report and what was proposed.

    A proposal of the kind of a claim, with a passage that meets its passage, is a trace on that claim and may fill a field
    that it left empty, with words of the claim's own passage. One without a partner is a claim of its own where its evidence
    has a word of our lexicon: read by "language-model", of confidence at most `ceiling`. Kind, modality, chain of sources and confidence of the claims given
    never change. No proposal is a reason to fail: what does not stand in the text is left out.
    """
    out = list(claims)
    given = len(out)
    lex = lexicon(report.language)
    for passage, proposals in answers:
        for proposal in proposals:
            spans = _quoted(proposal, passage)
            if spans is None:
                continue
            partner = next((i for i, claim in enumerate(out) if _agree(claim, proposal, spans)), None)
            if partner is None and _of_our_subject(proposal, lex):
                out.append(_alone(proposal, spans, report, lex))
            elif partner is not None and partner < given:
                out[partner] = _seconded(out[partner], proposal, passage, report, lex)
    return out


def _quoted(proposal: Proposal, passage: Passage) -> list[tuple[int, int]] | None:
    """The spans of the evidence in the report, or None where a quotation of the proposal does not stand in the passage."""
    if len(proposal.evidence.split()) < settings()["min_words"] or addresses_machine(proposal.evidence, broadly=True):
        return None
    quoted = [words for name in _LISTS for words in getattr(proposal, name)]
    quoted += [*proposal.attribution, *([proposal.time] if proposal.time else [])]
    if not all(len(passage.find(words)) == 1 for words in quoted):
        return None
    spans = passage.find(proposal.evidence)
    return spans or None


def _of_our_subject(proposal: Proposal, lex: Lexicon) -> bool:
    """Whether the evidence has a word of our lexicon at all: of an event, a weapon, an armed group or a force."""
    words = fold(proposal.evidence)
    named = any(lex.cue(name).search(words) for name in ("perpetrator", "defender"))
    return named or bool(lex.quick.search(words)) or any(pattern.search(words) for pattern, _ in lex.types)


def _agree(claim: Claim, proposal: Proposal, spans: list[tuple[int, int]]) -> bool:
    if claim.kind is not proposal.kind:
        return False
    return any(span.start < end and start < span.end for span in claim.evidence for start, end in spans)


def _alone(proposal: Proposal, spans: list[tuple[int, int]], report: Report, lex: Lexicon) -> Claim:
    """A claim that only the model makes."""
    kind = proposal.kind.value
    words = fold(proposal.evidence)
    draft = Draft(kind, None, proposal.modality.value, spans[0], proposal.evidence, proposal.attribution, rule=MODEL)
    if kind in _TYPED:
        draft.type = next((name for pattern, name in lex.types if pattern.search(words)), None)
    draft.actors = [(text, _ROLES.get(kind, "defender")) for text in proposal.actors]
    draft.targets, draft.instruments = list(proposal.targets), list(proposal.instruments)
    draft.places = _places(proposal.places, report, lex)
    draft.time = _time(proposal, report, lex)
    draft.casualties = tolls(words, lex) if kind == "attack" else None
    (claim,) = as_claims([draft], report)
    ceiling = settings()["ceiling"]
    return claim.model_copy(
        update={
            "id": record_id("claim", report.id, MODEL, kind, proposal.modality.value, *spans[0]),
            "evidence": tuple(Span(start=a, end=b, text=report.text[a:b]) for a, b in spans),
            "confidence": min(claim.confidence, ceiling),
            "reader": MODEL,
            "traces": tuple(
                t.model_copy(
                    update={
                        "rule": t.rule if t.rule == "publisher" else MODEL,
                        "confidence": min(t.confidence, ceiling),
                    }
                )
                for t in claim.traces
            ),
        }
    )


def _seconded(claim: Claim, proposal: Proposal, passage: Passage, report: Report, lex: Lexicon) -> Claim:
    """A claim with the model's trace, and with fields that it left empty where the claim's own passage has the words."""
    ceiling = settings()["ceiling"]
    share = min(claim.confidence, ceiling)
    update: dict[str, object] = {}
    traces = [*claim.traces, Trace(field="kind", span=claim.evidence[0], rule=MODEL, confidence=share)]

    def inside(words: str) -> Span | None:
        found = passage.find(words)
        held = len(found) == 1 and any(e.start <= found[0][0] and found[0][1] <= e.end for e in claim.evidence)
        return span_of(report.text, found[0]) if held else None

    for name in _LISTS:
        spans = [span for words in getattr(proposal, name) if (span := inside(words))]
        if getattr(claim, name) or not spans:
            continue
        texts = tuple(span.text for span in spans)
        if name == "actors":
            update[name] = tuple(Actor(text=text, role=_ROLES.get(claim.kind.value, "defender")) for text in texts)
        elif name == "places":
            update[name] = tuple(_places(texts, report, lex))
        else:
            update[name] = tuple(Item(text=text) for text in texts)
        traces += [Trace(field=f"{name}/{n}", span=s, rule=MODEL, confidence=share) for n, s in enumerate(spans)]
    if (
        claim.time is None
        and proposal.time
        and (span := inside(proposal.time))
        and (time := _time(proposal, report, lex))
    ):
        update["time"] = time
        traces.append(Trace(field="time", span=span, rule=MODEL, confidence=share))
    return claim.model_copy(update={**update, "traces": tuple(traces)})


def _places(names: Sequence[str], report: Report, lex: Lexicon) -> list[PlaceRef]:
    """Places by our own gazetteer; a name that it does not hold stays a name."""
    country = country_of_story(find_places(fold(report.text), lex))
    out = []
    for name in names:
        found = lookup(fold(name)) or next((m.candidates for m in find_places(fold(name), lex)), ())
        ref, _ = as_place(PlaceMention(0, len(name), name, found), country, None, name)
        out.append(ref)
    return out


def _time(proposal: Proposal, report: Report, lex: Lexicon) -> TimeRef | None:
    """The days of the quoted words by our own rules, from the day of publication; None without one."""
    if proposal.time is None or report.published is None:
        return None
    future = proposal.kind.value == "calendar" or proposal.modality.value in _FUTURE
    return resolve(proposal.time, report.published, lex, future)
