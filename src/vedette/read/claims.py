"""From drafts to Claim records: spans back to the report's text, the chain of attribution, confidence."""

from dataclasses import dataclass, field

from vedette.read.traces import traces_of
from vedette.read.words.lexicon import lexicon
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
    sentence: tuple[int, int] = (0, 0)
    confidence: float | None = None
    notes: dict[tuple[str, str], tuple[tuple[int, int] | None, str]] = field(default_factory=dict)

    def note(self, name: str, words: str, span: tuple[int, int] | None, rule: str) -> None:
        """Keep where the words of a field stand in the report's text and which rule read them; the first note holds."""
        self.notes.setdefault((name, words), (span, rule))

    def adopt(self, other: "Draft", *names: str) -> None:
        """Take fields over from a draft told before, with the passages that they were read from."""
        for name in names:
            value = getattr(other, name)
            setattr(self, name, list(value) if isinstance(value, list) else value)
            for (known, words), (span, _) in other.notes.items():
                if known == name:
                    self.note(name, words, span, "borrowed from the event before")

    @property
    def traces(self) -> list[tuple[str, tuple[int, int] | None, str]]:
        """Field path, passage in the report's text and rule of each field that has a note; voices count from 0."""
        words = [
            ("kind", "kind", self.kind),
            ("type", "type", self.type or ""),
            ("modality", "modality", self.modality),
        ]
        words += [(f"actors/{i}", "actors", text) for i, (text, _) in enumerate(self.actors)]
        words += [(f"targets/{i}", "targets", text) for i, text in enumerate(self.targets)]
        words += [(f"instruments/{i}", "instruments", text) for i, text in enumerate(self.instruments)]
        words += [(f"places/{i}", "places", place.text) for i, place in enumerate(self.places)]
        words += [("time", "time", str(self.time and self.time.text)), ("casualties", "casualties", "")]
        words += [(f"attribution/{i}", "attribution", text) for i, text in enumerate(self.who)]
        found = [(path, self.notes[name, text]) for path, name, text in words if (name, text) in self.notes]
        return [(path, span, rule) for path, (span, rule) in found]


def as_claims(drafts: list[Draft], report: Report) -> list[Claim]:
    """The records of the drafts, in the order of the text; equal drafts are one claim."""
    out: dict[str, Claim] = {}
    for draft in drafts:
        start, end = draft.span
        passage = report.text[start:end]
        if not passage.strip():
            continue
        names = lexicon(report.language).actors
        confidence = _confidence(draft) if draft.confidence is None else round(draft.confidence, 2)
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
            confidence=confidence,
            reader="default:encoder" if draft.rule == "encoder" else f"rules:{draft.rule}",
            traces=traces_of(draft, report, bool(report.publisher), confidence),
        )
        twin = out.get(claim.id)
        if twin is not None and twin.kind is ClaimKind.CALENDAR and twin.type != claim.type:
            claim = claim.model_copy(update={"id": record_id("claim", claim.id, str(claim.type))})
        out.setdefault(claim.id, claim)
    return list(out.values())


def _canonical(text: str, names: dict[str, str]) -> str | None:
    from vedette.read.words.letters import fold

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
    """A rough share of right claims where no model was trained: by how much the text itself says."""
    score = (
        0.45 + 0.1 * bool(draft.places) + 0.1 * bool(draft.time) + 0.1 * bool(draft.type) + 0.1 * bool(draft.targets)
    )
    return round(score - (0.15 if draft.borrowed else 0.0), 2)
