"""From drafts to Claim records: spans back to the report's text, the chain of attribution, confidence."""

from dataclasses import dataclass, field

from vedette.read.lexicon import lexicon
from vedette.terms.record import record_id
from vedette.terms.report import (
    Actor,
    Casualties,
    Claim,
    ClaimKind,
    Item,
    Modality,
    PlaceRef,
    Report,
    SourceLink,
    Span,
    TimeRef,
)

__all__ = ["Draft", "as_claims"]


@dataclass
class Draft:
    """A claim in the making; texts are as written, `span` holds offsets into the report's text."""

    kind: str
    type: str | None
    modality: str
    span: tuple[int, int]
    evidence_text: str
    who: tuple[str, ...] = ()
    cue: str = ""
    actors: list[tuple[str, str]] = field(default_factory=list)
    targets: list[str] = field(default_factory=list)
    instruments: list[str] = field(default_factory=list)
    places: list[PlaceRef] = field(default_factory=list)
    time: TimeRef | None = None
    casualties: Casualties | None = None
    borrowed: bool = False
    claimed: bool = False
    only_toll: bool = False
    by_dateline: bool = False
    paragraph: int = 0
    rule: str = ""


def as_claims(drafts: list[Draft], report: Report) -> list[Claim]:
    """The records of the drafts, in the order of the text; equal drafts are one claim."""
    out: dict[str, Claim] = {}
    for draft in drafts:
        start, end = draft.span
        passage = report.text[start:end]
        if not passage.strip():
            continue
        names = lexicon(report.language).actors
        claim = Claim(
            id=record_id("claim", report.id, draft.kind, draft.modality, start, end, *draft.who, draft.rule),
            marking=report.marking,
            sources=(report.id,),
            report=report.id,
            kind=ClaimKind(draft.kind),
            type=draft.type,
            modality=Modality(draft.modality),
            actors=tuple(Actor(text=text, name=_canonical(text, names), role=role) for text, role in draft.actors),
            targets=tuple(Item(text=text) for text in draft.targets),
            instruments=tuple(Item(text=text) for text in draft.instruments),
            places=tuple(draft.places),
            time=draft.time,
            casualties=draft.casualties,
            attribution=_chain(draft, report),
            evidence=(Span(start=start, end=end, text=passage),),
            confidence=_confidence(draft),
            reader=f"rules:{draft.rule}",
        )
        out.setdefault(claim.id, claim)
    return list(out.values())


def _canonical(text: str, names: dict[str, str]) -> str | None:
    from vedette.read.letters import fold

    key = fold(text).casefold()
    if key in names:
        return names[key]
    words = key.split()
    spans = (" ".join(words[i:j]) for i in range(len(words)) for j in range(len(words), i, -1))
    return next((names[s] for s in spans if s in names), None)


def _chain(draft: Draft, report: Report) -> tuple[SourceLink, ...]:
    first = [SourceLink(text=report.publisher, role="outlet")] if report.publisher else []
    links = [SourceLink(text=name, role="source", cue=draft.cue.strip() or None) for name in draft.who]
    return (*first, *links)


def _confidence(draft: Draft) -> float:
    """A rough share of right claims by how much the text itself says: own place, own time, figures, a type."""
    score = (
        0.45 + 0.1 * bool(draft.places) + 0.1 * bool(draft.time) + 0.1 * bool(draft.type) + 0.1 * bool(draft.targets)
    )
    return round(score - (0.15 if draft.borrowed else 0.0), 2)
