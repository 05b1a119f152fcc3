"""What holds over a whole report: whether it is about events at all, and which drafts tell the same one."""

from vedette.read.claims import Draft
from vedette.read.lexicon import Lexicon
from vedette.read.sentences import Sentence
from vedette.read.voices import Memory

__all__ = ["merge_story", "ordered", "worth_reading"]

_MANY = 4


def worth_reading(text: str, lex: Lexicon) -> bool:
    """False for reports of matches and reviews of films and books, where every attack is a figure of speech."""
    from vedette.read.letters import fold

    plain = fold(text[:20000])
    size = max(1, len(plain.split()))
    for cue in ("sport", "film", "market"):
        kinds = {m.group().casefold() for m in lex.cue(cue).finditer(plain)}
        uses = sum(1 for _ in lex.cue(cue).finditer(plain))
        if len(kinds) >= _MANY and uses / size > 0.02:
            return False
    return True


def ordered(drafts: list[Draft], sentence: Sentence, memory: Memory) -> list[Draft]:
    """Points of a list under "directed as follows:" are directives of whoever directed; a colon opens such a list."""
    if sentence.raw.rstrip().endswith(":"):
        orders = [d for d in drafts if d.kind == "directive"]
        memory.issuer = tuple(text for text, _ in orders[0].actors[:1]) if orders else ()
        return [d for d in drafts if d.kind != "directive"]
    if not sentence.bullet:
        memory.issuer = ()
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
        elif twin.casualties is None:
            twin.casualties = draft.casualties
    return out


def _same(draft: Draft, other: Draft) -> bool:
    if draft.kind != other.kind or draft.who != other.who or draft.modality != other.modality:
        return False
    if draft.kind == "calendar":
        return draft.type == other.type and draft.time == other.time
    if draft.kind != "attack":
        return False
    figures = draft.casualties is None or other.casualties in {None, draft.casualties}
    return draft.borrowed and not draft.claimed and figures and draft.type in {None, other.type}
