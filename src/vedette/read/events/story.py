"""What holds over a whole report: which drafts tell the same event, and whose orders a list is."""

from vedette.read.claims import Draft
from vedette.read.voices.voices import Memory
from vedette.read.words.sentences import Sentence
from vedette.terms.report import Casualties

__all__ = ["merge_story", "ordered"]


def ordered(drafts: list[Draft], sentence: Sentence, memory: Memory) -> list[Draft]:
    """Points of a list under "directed as follows:" are directives of whoever directed; a colon opens such a list."""
    if sentence.raw.rstrip().endswith(":"):
        orders = [d for d in drafts if d.kind == "directive"]
        memory.issuer = tuple(text for text, _ in orders[0].actors[:1]) if orders else ()
        return [d for d in drafts if d.kind != "directive"]
    if not sentence.bullet:
        memory.issuer = ()
    for draft in drafts:
        if (
            draft.kind == "directive"
            and draft.rule == "shall"
            and len(draft.actors) == 1
            and memory.publisher
            and not draft.who
        ):
            draft.actors = [(memory.publisher, "issuer"), *draft.actors]
    for draft in drafts if memory.issuer else ():
        if draft.kind in {"measure", "directive"}:
            draft.kind, draft.modality = "directive", "happened"
            draft.actors = [(name, "issuer") for name in memory.issuer] + draft.actors
    return drafts


def merge_story(drafts: list[Draft]) -> list[Draft]:
    """Drop what one voice tells twice: an attack without time, figures or a place of its own after the same attack."""
    out: list[Draft] = []
    for draft in drafts:
        twin = next((other for other in reversed(out) if _same(draft, other)), None)
        if twin is None:
            out.append(draft)
        elif draft.casualties is not None:
            twin.casualties = _joined(twin.casualties, draft.casualties)
    return out


def _same(draft: Draft, other: Draft) -> bool:
    if draft.kind != other.kind or draft.modality != other.modality:
        return False
    if draft.kind == "calendar":
        return draft.who == other.who and draft.type == other.type and draft.time == other.time
    if draft.kind != "attack" or not draft.borrowed or draft.claimed:
        return False
    if draft.only_toll and not draft.who and draft.casualties and not other.only_toll:
        return _fits(other.casualties, draft.casualties) and 0 <= draft.paragraph - other.paragraph <= 1
    figures = draft.casualties is None or _fits(other.casualties, draft.casualties)
    return draft.who == other.who and figures and draft.type in {None, other.type}


def _fits(one: Casualties | None, other: Casualties) -> bool:
    """Whether two tolls say nothing against each other."""
    if one is None:
        return True
    pairs = ((one.killed, other.killed), (one.injured, other.injured))
    return all(a is None or b is None or a == b for a, b in pairs)


def _joined(one: Casualties | None, other: Casualties) -> Casualties:
    if one is None:
        return other
    killed = one.killed if one.killed is not None else other.killed
    return Casualties(killed=killed, injured=one.injured if one.injured is not None else other.injured)
