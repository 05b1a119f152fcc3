"""What holds over a whole report: whether it is about events at all, and which drafts tell the same one."""

import re

from vedette.read.claims import Draft
from vedette.read.lexicon import Lexicon

__all__ = ["merge_story", "worth_reading"]

_MANY = 4


def worth_reading(text: str, lex: Lexicon) -> bool:
    """False for reports of matches and reviews of films and books, where every attack is a figure of speech."""
    from vedette.read.letters import fold

    plain = fold(text[:20000])
    size = max(1, len(plain.split()))
    for cue in ("sport", "film"):
        kinds = {m.group().casefold() for m in lex.cue(cue).finditer(plain)}
        uses = sum(1 for _ in lex.cue(cue).finditer(plain))
        if len(kinds) >= _MANY and uses / size > 0.02:
            return False
    return True


def merge_story(drafts: list[Draft], lex: Lexicon) -> list[Draft]:
    """Drop what one voice tells twice: an attack without time, figures or a place of its own after the same attack."""
    out: list[Draft] = []
    for draft in drafts:
        if any(_same(draft, other) for other in out):
            continue
        out.append(draft)
    return out


def _same(draft: Draft, other: Draft) -> bool:
    if draft.kind != other.kind or draft.who != other.who or draft.modality != other.modality:
        return False
    if draft.kind == "calendar":
        return draft.type == other.type and draft.time == other.time
    if draft.kind != "attack":
        return False
    bare = draft.borrowed and draft.casualties in {None, other.casualties}
    return bare and not draft.claimed and bool(re.search(r"\w", other.evidence_text)) and draft.type in {None, other.type}
