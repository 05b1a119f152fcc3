"""Who did what to whom, in Arabic and Sorani: heads from the lexicon, widened to their noun phrase."""

import re

from vedette.read.cues import Cue
from vedette.read.gazetteer import lookup
from vedette.read.lexicon import Lexicon, Trigger, calendar
from vedette.read.roles_en import Roles

__all__ = ["heads_in", "region_roles"]

_WORD = re.compile(r"[\w'-]+")
_AR_AIM = re.compile(
    r"(?:استهدف\w*|هاجم\w*|قصف\w*|اقتحم\w*|طال\w*|باستهداف|استهداف|احرق\w*|(?<!\w)علي|باتجاه|نحو|ضد)\s+(?=\w)"
)
_CKB_EZAFE = re.compile(r"(?:ي|هي|يي|يهكي|ێكي)$")


def region_roles(masked: str, trigger: Trigger, start: int, end: int, floor: int, ceil: int, lex: Lexicon) -> Roles:
    """Roles of the trigger at [start, end) within [floor, ceil) of a folded Arabic or Sorani text, its times barred."""
    roles = Roles()
    kind = trigger.kind
    if kind in {"attack", "threat", "warning"}:
        roles.instruments = heads_in(masked, lex.cue("instruments"), floor, ceil, lex)
        roles.actors = _actors(masked, floor, ceil, lex)
        aimed = _aimed(masked, end if lex.tag == "ar" else floor, ceil, lex)
        found = heads_in(masked, lex.cue("targets"), floor, ceil, lex)
        pool = [s for s in (aimed or found) if not _inside(s, roles.instruments) and not _inside(s, roles.actors)]
        roles.targets = pool[:1]
        return roles
    doers = heads_in(masked, lex.cue("defender"), floor, ceil, lex)
    if kind == "operation":
        roles.actors = doers[:1] if doers else []
        roles.targets = _caught(masked, start, end, floor, ceil, lex)
        roles.actors = [s for s in roles.actors if not _inside(s, roles.targets)]
        return roles
    roles.actors = doers[: 2 if kind == "directive" else 1]
    roles.instruments = heads_in(masked, lex.cue("means"), floor, ceil, lex)[:2]
    taken = [*roles.actors, *roles.instruments]
    roles.targets = [s for s in heads_in(masked, lex.cue("targets"), floor, ceil, lex) if not _inside(s, taken)][:1]
    return roles


def heads_in(text: str, cue: Cue, floor: int, ceil: int, lex: Lexicon) -> list[tuple[int, int]]:
    """Noun phrases within [floor, ceil) whose head is of the cue, without those that lie in an earlier one."""
    out: list[tuple[int, int]] = []
    for match in cue.finditer(text, floor, ceil):
        start, end = _widened(text, match.start(), match.end(), ceil, lex)
        if not any(s <= start < e for s, e in out):
            out.append((start, end))
    return out


def _widened(text: str, start: int, end: int, ceil: int, lex: Lexicon) -> tuple[int, int]:
    """Arabic: the words after the head up to a stop. Sorani: as long as an ezafe leads on. Both: a figure before it."""
    words = [(m.start(), m.end()) for m in _WORD.finditer(text, end, ceil)][:6]
    last, limit = end, 3 if lex.tag == "ar" else 4
    for first, stop in words[:limit]:
        word = text[first:stop]
        if re.search(r"[^\s]", text[last:first]) or lex.cue("np_stop").fullmatch(word):
            break
        if lex.tag == "ckb" and not _CKB_EZAFE.search(text[start:last]):
            break
        if lex.tag == "ar" and last != end and not word.startswith("ال") and not lookup(word):
            break
        if lex.tag == "ar" and " " in text[start:last] and lex.cue("defender").match(text, first):
            break
        if lex.quick.match(text, first):
            break
        last = stop
    before = re.search(rf"(?<!\w)(?:(?:{calendar(lex.tag).number}|\d+)\s+)+$", text[max(0, start - 24) : start])
    if before:
        start = max(0, start - 24) + before.start()
    elif (
        lex.tag == "ar"
        and re.match(r"[وفبل](?!\w{0,2}\b)", text[start:])
        and start
        and not lex.cue("defender").match(text[start:])
    ):
        start += (
            1 if lex.cue("targets").match(text[start + 1 :]) or lex.cue("instruments").match(text[start + 1 :]) else 0
        )
    return start, last


def _actors(text: str, floor: int, ceil: int, lex: Lexicon) -> list[tuple[int, int]]:
    named = lex.cue("named").search(text, floor, ceil)
    quoted = re.search(r"\"([^\"]{2,60})\"", text[named.end() : ceil]) if named else None
    if named and quoted:
        return [(named.end() + quoted.start(1), named.end() + quoted.end(1))]
    out = heads_in(text, lex.cue("perpetrator"), floor, ceil, lex)[:1]
    for match in _WORD.finditer(text, floor, ceil):
        word = match.group()
        for alias in (word, re.sub(r"^[وفبل]", "", word), re.sub(r"(?:ا|ي|ن)$", "", word)):
            if alias.casefold() in lex.actors and not _inside((match.start(), match.end()), out) and not out:
                out.append((match.start(), match.end()))
    return out[:1]


def _aimed(text: str, floor: int, ceil: int, lex: Lexicon) -> list[tuple[int, int]]:
    """Arabic: the object of a verb of aiming, or what follows "على"."""
    if lex.tag != "ar":
        return []
    for match in _AR_AIM.finditer(text, max(0, floor - 12), ceil):
        near = heads_in(text, lex.cue("targets"), match.end(), min(ceil, match.end() + 40), lex)
        if near and near[0][0] - match.end() < 4:
            return near[:1]
    return []


def _caught(text: str, start: int, end: int, floor: int, ceil: int, lex: Lexicon) -> list[tuple[int, int]]:
    if lex.tag == "ar":
        led = (
            re.match(r"\s*(?:القبض )?(?:[^،.]{0,40}?\s)?(?:علي\s+)?(?=\w)", text[end:ceil])
            if "علي" in text[end : min(ceil, end + 46)]
            else None
        )
        first = end + led.end() if led else end
        match = re.search(r"(?<!\w)علي\s+", text[end : min(ceil, end + 60)])
        first = end + match.end() if match else first
        word = _WORD.search(text, first, ceil)
        if word is None:
            return []
        stop = _widened(text, word.start(), word.end(), ceil, lex)[1]
        return [(word.start(), stop)]
    match = re.search(r"بهدواي\s+(\w+)", text[floor:end])
    if match:
        return [(floor + match.start(1), floor + match.end(1))]
    before = heads_in(text, lex.cue("perpetrator"), floor, start, lex) or heads_in(
        text, lex.cue("caught"), floor, start, lex
    )
    return before[-1:]


def _inside(span: tuple[int, int], others: list[tuple[int, int]]) -> bool:
    return any(s < span[1] and span[0] < e for s, e in others)
