"""Who did what to whom in Sorani: bare phrases of the clause and the prepositions that mark what is hit."""

import re

from vedette.read.roles.clause_ckb import Chunk, chunks_of, clause_start
from vedette.read.roles.phrases_region import heads_in, phrase_at
from vedette.read.words.expressions import compiled
from vedette.read.words.lexicon import Lexicon, calendar

__all__ = ["sorani_addressed", "sorani_attack", "sorani_caught", "sorani_doer", "sorani_shut"]

Spans = list[tuple[int, int]]

_ONTO = re.compile(r"(?:^|\s)(?:سهر|بهسهر|لهسهر|ئاراستهي|پهلاماري|لێدان|دژي|لهدژي)$")
_INTO = re.compile(
    r"(?:^|\s)(?:ناو|لهناو|نێو|لهنێو|ژێر|لهژێر|بهر|بهردهم|لهبهردهم|نزيك|لهنزيك|دهوروبهري|سهر|لهسهر|سهروو)$"
)
_WITHIN = re.compile(r"\w(?:دا|هوه)$")
_OBJECT = re.compile(r"(?:ێكي|ێكيان|هكهي|هكهيان|هكاني|هكانيان|يهكي|يهكيان|\w{2}يان|[^اەه]ي)$")
_COUNTED = re.compile(r"(?:^|\s)(?:كهس|كهسي|كهسيان|كهسێك|كهسيش|يهكێكي?|دوان|دوانيش|\w+[يه] ?تر\w*)$")


def sorani_attack(text: str, floor: int, ceil: int, lex: Lexicon, weapons: Spans) -> tuple[Spans, Spans]:
    """Actors and targets of an attack within [floor, ceil) of a folded text."""
    actors, objects, victims = _clauses(text, floor, ceil, lex, weapons)
    aimed = _aimed(text, floor, ceil, lex, [*actors, *weapons])
    struck = aimed or [s for s in objects if not _inside(s, [*actors, *weapons])][:1]
    felled = [v for v in victims if not _inside(v, [*actors, *struck])]
    if struck:
        return actors, [*struck, *(v for v in felled[:1] if v[0] < struck[0][0])]
    if felled:
        return actors, [v for v in felled if not _counted(text[slice(*v)])][:2]
    return actors, _near(text, floor, ceil, lex, [*actors, *weapons])


def sorani_doer(text: str, start: int, end: int, floor: int, lex: Lexicon) -> Spans:
    """The force that acts: bare at the head of the clause, before what it takes."""
    begin = clause_start(text, floor, start, lex)
    bare = [c for c in _before_end(chunks_of(text, begin, end, lex), start, end) if not c.lead]
    first = bare[0] if bare else None
    if first and (_is(text, first, lex, "defender") or _is(text, first, lex, "human")):
        return [(first.start, first.end)]
    return []


def sorani_caught(text: str, start: int, end: int, floor: int, ceil: int, lex: Lexicon, doers: Spans) -> Spans:
    """Whom or what an operation takes: the last bare phrases before its verb, or what a hand is laid on."""
    begin = clause_start(text, floor, start, lex)
    found = _before_end(chunks_of(text, begin, end, lex), start, end)
    for chunk in chunks_of(text, begin, min(ceil, end + 40), lex):
        seized = compiled(r"(?:بهسهر|بهدواي|كوتا\w*(?:يه|وهته)? سهر)$").search(text[: chunk.start].rstrip())
        if (seized or chunk.lead in {"بهدواي", "به دواي", "بهسهر", "به سهر"}) and chunk.start >= begin:
            return [(chunk.start, chunk.end)]
    bare = [c for c in found if not c.lead and not _inside((c.start, c.end), doers)]
    taken = [c for c in bare if not lex.cue("no_victim").fullmatch(text, c.start, c.end)]
    if not taken:
        return []
    first = len(taken) - 1
    while first > 0 and taken[first].joined:
        first -= 1
    return [(c.start, c.end) for c in taken[first:]][:2]


def sorani_shut(text: str, start: int, end: int, floor: int, lex: Lexicon, taken: Spans) -> Spans:
    """What a measure shuts, guards or surrounds: the last bare phrase before its verb, or what stands behind "around"."""
    found = _before_end(chunks_of(text, clause_start(text, floor, start, lex), end, lex), start, end)
    around = [c for c in found if compiled(r"(?:دهوري|بهردهم|لهبهردهم)$").search(c.lead)]
    bare = [c for c in found if not c.lead and not _inside((c.start, c.end), taken)]
    chosen = around[:1] or [
        c for c in bare[-1:] if not _is(text, c, lex, "defender") and not _is(text, c, lex, "means")
    ]
    return [(c.start, c.end) for c in chosen]


def sorani_addressed(text: str, floor: int, ceil: int, lex: Lexicon, givers: Spans) -> Spans:
    """Who must act: "gave the police the order", "asked of the army"."""
    for match in lex.cue("order_to").finditer(text, floor, ceil):
        found = heads_in(text, lex.cue("defender"), match.end(), min(ceil, match.end() + 24), lex)
        found = found or heads_in(text, lex.cue("must_act"), match.end(), min(ceil, match.end() + 24), lex)
        found = [s for s in found if s[0] - match.end() < 12 and not _inside(s, givers)]
        if found:
            return found[:1]
    return []


def _before_end(found: list[Chunk], start: int, end: int) -> list[Chunk]:
    """Phrases before the verb with which the words of an event end, not that verb itself."""
    return [c for c in found if c.start < start or c.end < end]


def _clauses(text: str, floor: int, ceil: int, lex: Lexicon, weapons: Spans) -> tuple[Spans, Spans, Spans]:
    """Agents, objects and victims of every verb of violence in the stretch."""
    actors: Spans = []
    objects: Spans = []
    victims: Spans = []
    verbs = [
        (*m.span(), name) for name in ("felled", "hits", "strikes") for m in lex.cue(name).finditer(text, floor, ceil)
    ]
    for start, end, name in sorted(verbs):
        passive = bool(lex.cue("undergone").match(text, start)) or bool(
            compiled(r"\w*(?:\s\w+)?\s?(?:كرا|درا|كران|دران)\w*").match(text[start : end + 10])
        )
        begin = clause_start(text, floor, start, lex)
        bare = [
            c
            for c in chunks_of(text, begin, start, lex)
            if not c.lead
            and not lex.cue("no_victim").fullmatch(text, c.start, c.end)
            and not (lex.quick.match(text, c.start) and not _is(text, c, lex, "perpetrator"))
        ]
        people = [c for c in bare if not any(w[0] <= c.start < w[1] for w in weapons)]
        agent = None if passive or (name == "strikes" and not people) else _agent(text, people, lex, name)
        if agent and not actors:
            actors.append((agent.start, agent.end))
        rest = [c for c in people if c is not agent]
        if name == "felled":
            first = len(rest) - 1
            while first > 0 and rest[first].joined:
                first -= 1
            victims += [(c.start, c.end) for c in rest[max(first, 0) :]]
        elif name == "hits":
            objects += [(c.start, c.end) for c in rest[-1:]]
    return actors, objects, victims


def _agent(text: str, bare: list[Chunk], lex: Lexicon, name: str) -> Chunk | None:
    """The first bare phrase, where another one is acted on or the verb needs no object."""
    if not bare:
        return None
    first = bare[0]
    if len(bare) > 1 and not bare[1].joined:
        return first
    if name == "strikes":
        return first
    known = _is(text, first, lex, "perpetrator") and not _OBJECT.search(text[first.start : first.end])
    return first if known else None


def _aimed(text: str, floor: int, ceil: int, lex: Lexicon, taken: Spans) -> Spans:
    """What is hit: behind "on" or "towards", before or behind the verb."""
    for match in lex.cue("aim").finditer(text, floor, ceil):
        span = phrase_at(text, match.end(), ceil, lex)
        first = next(iter(chunks_of(text, match.end(), ceil, lex)), None)
        if first and not first.lead and first.start - match.end() < 3:
            span = (first.start, first.end)
        if span and not _inside(span, taken) and not lex.cue("no_victim").fullmatch(text, *span):
            return [span]
    for chunk in chunks_of(text, floor, ceil, lex):
        if (
            _ONTO.search(chunk.lead)
            and not lex.quick.match(text, chunk.start)
            and not _inside((chunk.start, chunk.end), taken)
        ):
            return [(chunk.start, chunk.end)]
    return []


def _near(text: str, floor: int, ceil: int, lex: Lexicon, taken: Spans) -> Spans:
    """What a bomb or a shell comes down on: the thing it is said to lie at, in or under."""
    blast = bool(lex.cue("comes_down").search(text, floor, ceil))
    for chunk in chunks_of(text, floor, ceil, lex) if blast else ():
        span = (chunk.start, chunk.end)
        thing = lex.cue("targets").match(text, chunk.start) and not lex.cue("area").match(text, chunk.start)
        inside = chunk.lead == "به" and _WITHIN.search(text[slice(*span)])
        if not _inside(span, taken) and thing and (inside or _INTO.search(chunk.lead) or chunk.lead == "له"):
            return [span]
    found = heads_in(text, lex.cue("targets"), floor, ceil, lex)
    found = [s for s in found if not _inside(s, taken) and not _counted(text[slice(*s)])]
    return [s for s in found if not lex.cue("beside").search(text[max(0, s[0] - 14) : s[0]])][:1] if not blast else []


def _counted(phrase: str) -> bool:
    """Whether a phrase but counts people: "five persons", "the other two"."""
    return bool(_COUNTED.search(phrase) or re.fullmatch(rf"(?:\d+|{calendar('ckb').number})(?:ي|ه|ان)?", phrase))


def _is(text: str, chunk: Chunk, lex: Lexicon, name: str) -> bool:
    return bool(lex.cue(name).search(text, chunk.start, chunk.end))


def _inside(span: tuple[int, int], others: Spans) -> bool:
    return any(s < span[1] and span[0] < e for s, e in others)
