"""From the triggers of a stretch of text to its events: which belong together, and which are only said of another."""

import re
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from vedette.read.words.expressions import compiled
from vedette.read.words.lexicon import Lexicon, Trigger

__all__ = ["LIGHT", "Event", "Hit", "events_of"]

LIGHT = frozenset({"toll", "deny", "blame", "claim"})
"""Forms that speak of an attack told elsewhere: figures, denials, blame, claims of responsibility."""

_BREAK = {
    "en": re.compile(r";|\bbut\b|\bwhile\b|,?\sand\s|,\s(?:on|in)\s|:\s"),
    "ar": re.compile(
        r"؛|،\s?و|\sو(?!كر|زار|زير|حد|فد|سط|صل|قع|رش|اد|اسط|جه|ضع|لاي|كال|كيل|الد|جيه|ثيق|قت|سائل|اقع|عد|رق|ردت|جود|قود|قف|طن)(?=\w{3,})|\sفيما\s|\sبينما\s|\sلكن"
    ),
    "ckb": re.compile(r"؛|،|\sبهلام\s|\sو\s"),
}
_HARD = {
    "en": re.compile(r";|\bbut\b|\bwhile\b|,\sand\s(?=on\b|in\b|at\b|that\b)|\sand\s(?=on\b|den(?:ied|ies)\b)"),
    "ar": re.compile(r"؛|\sفيما\s|\sبينما\s|،\sوفي\s"),
    "ckb": re.compile(r"؛|\sبهلام\s"),
}


class Hit(NamedTuple):
    """A trigger found at [start, end) of the folded text."""

    start: int
    end: int
    trigger: Trigger


@dataclass
class Event:
    """Hits that tell one event within [start, end); the first hit is the leading one."""

    kind: str
    hits: list[Hit]
    start: int
    end: int
    inner: list[Hit] = field(default_factory=list)
    lead: Hit = field(init=False)
    """The hit of highest rank, the first of these."""

    def __post_init__(self) -> None:
        self.lead = max(self.hits, key=_weight)

    def take(self, hit: Hit, inner: list[Hit]) -> None:
        """Add a hit that tells the same event, with what it says of others."""
        self.hits.append(hit)
        self.inner += inner
        self.lead = max(self.lead, hit, key=_weight)

    @property
    def only_toll(self) -> bool:
        """Whether nothing but figures of killed and injured shows the attack."""
        return self.kind == "attack" and all(h.trigger.form in LIGHT for h in self.hits)


def _weight(hit: Hit) -> tuple[int, int]:
    return hit.trigger.rank, -hit.start


def events_of(text: str, start: int, end: int, lex: Lexicon) -> list[Event]:
    """Events of the stretch [start, end) of a folded text, in order."""
    hits = _hits(text, start, end, lex)
    if not hits:
        return []
    events: list[Event] = []
    for hit, inner in _governed(text, hits, lex):
        last = events[-1] if events else None
        if last and _together(text, last, hit, lex):
            last.take(hit, inner)
        else:
            events.append(Event(hit.trigger.kind, [hit], start, end, inner))
    if lex.tag != "en" and len(events) > 1:
        events = [e for e in events if e.lead.trigger.rank >= 0] or events[:1]
    _bounds(text, events, lex)
    return events


def _hits(text: str, start: int, end: int, lex: Lexicon) -> list[Hit]:
    found = [
        Hit(m.start(), m.end(), lex.triggers[number])
        for number, m in lex.quick.each(text, start, end)
        if m.end() > m.start()
    ]
    found.sort(key=lambda h: (-h.trigger.rank, -(h.end - h.start), h.start))
    kept: list[Hit] = []
    for hit in found:
        if not any(hit.start < k.end and k.start < hit.end for k in kept):
            kept.append(hit)
    return sorted(kept, key=lambda h: h.start)


def _governed(text: str, hits: list[Hit], lex: Lexicon) -> list[tuple[Hit, list[Hit]]]:
    """Take in what is said of another event: attacks that are feared or threatened, measures that are ordered."""
    taken: set[int] = set()
    out: list[tuple[Hit, list[Hit]]] = []
    rules = {
        "warning": {"attack", "warning", "threat"},
        "threat": {"attack", "threat", "warning"},
        "directive": {"measure", "operation", "directive"},
        "operation": {"attack"},
        "measure": {"attack"},
    }
    if lex.tag != "en":
        rules["threat"] = rules["threat"] | {"measure", "operation"}
    for i, hit in sorted(enumerate(hits), key=lambda p: (-p[1].trigger.rank, p[0])):
        if i in taken:
            continue
        kind, inner = hit.trigger.kind, []
        for j, other in enumerate(hits):
            if j == i or j in taken or other.trigger.kind not in rules.get(kind, set()):
                continue
            between = text[min(hit.end, other.end) : max(hit.start, other.start)]
            backward = j < i
            if kind in {"operation", "measure"}:
                if backward or (
                    other.trigger.form not in {"noun", "toll"}
                    and not compiled(
                        r"suspicion|accused|suspected|behind|planting|wanted|متهم|تهمه|تۆمهت|گومان"
                    ).search(between)
                ):
                    continue
                if other.trigger.form == "toll" and kind == "operation" and compiled(r"[,،]|\band\b").search(between):
                    continue
            if backward and kind in {"warning", "threat"} and lex.tag == "en" and len(between) > 60:
                continue
            if backward and kind in {"warning", "threat", "directive"} and lex.tag == "ar":
                continue
            if _HARD[lex.tag].search(between) and not (
                kind == "warning" and other.trigger.kind == "warning" and len(between) < 30
            ):
                continue
            taken.add(j)
            inner.append(other)
        out.append((hit, inner))
    return sorted(((h, inner) for h, inner in out if hits.index(h) not in taken), key=lambda p: p[0].start)


def _together(text: str, last: Event, hit: Hit, lex: Lexicon) -> bool:
    """Whether a hit goes on with the event before it: the same kind and type, without a break that starts a new one."""
    if last.kind != hit.trigger.kind:
        return False
    between = text[last.hits[-1].end : hit.start]
    if last.kind == "operation" and lex.tag != "en":
        return not _HARD[lex.tag].search(between)
    if last.kind == "attack":
        if hit.trigger.form == "toll" or (last.only_toll and last.lead.trigger.form == "toll"):
            return True
        return not _HARD[lex.tag].search(between)
    if last.kind == "calendar":
        return len(between) < 25 or hit.trigger.type == last.hits[-1].trigger.type
    if _BREAK[lex.tag].search(between) and hit.trigger.type != last.hits[-1].trigger.type:
        return False
    return not _HARD[lex.tag].search(between)


def _bounds(text: str, events: list[Event], lex: Lexicon) -> None:
    """Cut the stretch between events where one clause ends and the next begins."""
    for one, other in pairwise(events):
        from_, to = one.hits[-1].end, other.hits[0].start
        if from_ > to or other.kind == "calendar" or one.kind == "calendar":
            continue
        cuts = list(_BREAK[lex.tag].finditer(text, from_, to))
        if cuts:
            one.end, other.start = cuts[-1].start(), cuts[-1].end()
