"""Who says it in Arabic: the verb of saying first and its subject behind it, or the subject first."""

import re

from vedette.read.voices.said import EDGE, MOST_WORDS, Names, Said, shapes, trim
from vedette.read.words.expressions import compiled
from vedette.read.words.lexicon import Lexicon

__all__ = ["arabic_said"]


def arabic_said(text: str, lex: Lexicon) -> list[Said]:
    """Stretches of a folded Arabic sentence in order, each with its voices."""
    opened = _arabic_openings(text, lex)
    if not opened:
        return _arabic_according(text, Said(0, len(text)), lex)
    out: list[Said] = []
    first = opened[0][0]
    if first > 12:
        out += _arabic_according(text, Said(0, first), lex)
    last = opened[-1][1]
    if len(opened) == 1 and first > 12 and last.who and not text[last.start :].strip(EDGE):
        return [Said(0, first, last.who, last.cue, last.denied)]
    for i, (_, said) in enumerate(opened):
        stop = opened[i + 1][0] if i + 1 < len(opened) else len(text)
        out += _arabic_according(text, Said(said.start, max(said.start, stop), said.who, said.cue, said.denied), lex)
    return out


def _arabic_openings(text: str, lex: Lexicon) -> list[tuple[int, Said]]:
    """Verbs of saying that begin a clause, each with where its clause begins and what it opens."""
    out: list[tuple[int, Said]] = []
    floor = 0
    for match in lex.cue("said").finditer(text):
        if match.start() < floor:
            continue
        before = _clause_start(text, floor, match.start())
        lead = text[before : match.start()]
        bare = shapes("ar")["lead"].sub("", lead)
        denied = bool(lex.cue("denied_by").fullmatch(text, match.start(), match.end()))
        if denied and shapes("ar")["not"].search(text[max(0, match.start() - 5) : match.start()]):
            continue
        whole = denied or bool(lex.cue("voiced").fullmatch(text, match.start(), match.end()))
        if lex.cue("as_said").search(lead):
            continue
        if bare.strip(EDGE) and len(bare.split()) <= MOST_WORDS:
            got = _subject_first(text, before + len(lead) - len(bare), match, lex, whole)
        elif not bare.strip(EDGE):
            got = _verb_first(text, match, lex, whole)
        else:
            continue
        if got is None:
            continue
        who, begin = got
        begin, who = _nested(text, begin, who, lex)
        out.append((before, Said(begin, len(text), who, match.group(), denied)))
        floor = max(begin, match.end())
    return out


def _clause_start(text: str, floor: int, at: int) -> int:
    """The end of the last sign or joining word before a verb within [floor, at)."""
    joins = compiled(
        r"[؛.]\s|،\s(?=(?:قال|قالت|ذكر|ذكرت|افاد|افادت|اوضح|اكد)\s|[وف]|لكن|غير|الا|اما|كما|بينما)|\s(?=فيما\s|بينما\s)"
    )
    cut = max(
        (m.end() - floor for m in joins.finditer(text, floor, min(len(text), at + 8)) if m.end() <= at), default=0
    )
    return floor + cut


def _verb_first(text: str, verb: re.Match[str], lex: Lexicon, whole: bool) -> tuple[Names, int] | None:
    at = verb.end()
    that = shapes("ar")["that"].match(text, at + 1) if at < len(text) else None
    told = shapes("ar")["to"].match(text, at)
    if that or text[at : at + 1] == ":" or told:
        begin = that.end() if that else at
        if told:
            that = shapes("ar")["that"].search(text, told.end(), min(len(text), told.end() + 40))
            begin = that.end() if that else told.end()
        return ((0, 0),), begin
    stop = _stop(text, at, lex)
    if quoted := shapes("ar")["quoted"].match(text, at):
        stop = quoted.end()
    if not text[at:stop].strip(EDGE) or len(text[at:stop].split()) > MOST_WORDS:
        return None
    stop = _with_name(text, at, stop)
    subject = trim(text, at, stop)
    named = shapes("ar")["quoted"].match(text, stop) if lex.cue("named").search(text, *subject) else None
    if named:
        subject, stop = trim(text, *named.span()), named.end()
    if lex.cue("no_voice").match(text, subject[0]):
        return None
    if whole:
        return (subject,), verb.start()
    return _content(text, subject, stop, lex)


def _subject_first(text: str, begin: int, verb: re.Match[str], lex: Lexicon, whole: bool) -> tuple[Names, int] | None:
    stop = shapes("ar")["stop"].search(text, begin + 2, verb.start())
    subject = trim(text, begin, stop.start() if stop and stop.start() > begin else verb.start())
    that = shapes("ar")["that"].search(text, verb.end(), min(len(text), verb.end() + 90))
    if subject[1] <= subject[0] or lex.cue("no_voice").match(text, subject[0]) or lex.quick.search(text, *subject):
        return None
    if whole:
        return (subject,), verb.start()
    about = compiled(r"\s+عن\s+").match(text, verb.end())
    if that is None and about:
        return (subject,), about.end()
    if that is None:
        return None
    return _content(text, subject, verb.end(), lex)


def _stop(text: str, at: int, lex: Lexicon) -> int:
    """Where the subject behind a verb of saying ends."""
    stop = shapes("ar")["stop"].search(text, at + 1)
    end = stop.start() if stop else len(text)
    noun = compiled(r"\sب(?!ال)\w{3,}").search(text, at + 3, end)
    if noun and not lex.cue("np_keep").match(text, noun.start() + 1):
        end = noun.start()
    hit = lex.quick.search(text, at + 1, end)
    while hit and (hit.start() <= at + 2 or lex.cue("body_head").search(text[max(at, hit.start() - 24) : hit.start()])):
        hit = lex.quick.search(text, hit.end(), end)
    return hit.start() if hit else end


def _with_name(text: str, start: int, end: int) -> int:
    """The end of a name with the quoted name behind a word such as "agency"."""
    quoted = compiled(r"\s*\"[^\"]{2,40}\"").match(text, end)
    return quoted.end() if quoted and shapes("ar")["house"].search(text[start:end]) else end


def _content(text: str, subject: tuple[int, int], at: int, lex: Lexicon) -> tuple[Names, int]:
    """The names, with the outlet that was told and those cited, and where their words begin."""
    that = shapes("ar")["that"].search(text, at, min(len(text), at + 110))
    limit = that.start() if that else min(len(text), at + 60)
    who: list[tuple[int, int]] = [subject]
    told = shapes("ar")["to"].search(text, at, limit) or (
        shapes("ar")["via"].search(text, at, limit + 1) if that else None
    )
    if told and told.re is shapes("ar")["via"]:
        who.insert(0, trim(text, *told.span("via")))
    elif told:
        who.insert(0, trim(text, *told.span("to")))
    begin = that.end() if that else at
    cited = shapes("ar")["citing"].search(text, at, limit) or (
        shapes("ar")["from"].match(text, at + 1, limit) if that else None
    )
    if cited:
        stop = shapes("ar")["stop"].search(text, cited.end() + 1)
        end = min(stop.start() if stop else limit, limit) if that else (stop.start() if stop else limit)
        end = _with_name(text, cited.end(), end)
    if cited and not lex.cue("no_voice").match(text, trim(text, cited.end(), end)[0]):
        who.append(trim(text, cited.end(), end))
        begin = that.end() if that else end
    return tuple(who), begin


def _nested(text: str, begin: int, who: Names, lex: Lexicon) -> tuple[int, Names]:
    """ "The channel said that a source told it that": the source comes behind the channel."""
    for match in lex.cue("said").finditer(text, begin, min(len(text), begin + 90)):
        lead = text[begin : match.start()]
        if compiled(r"[،؛.]").search(lead) or lex.cue("denied_by").fullmatch(text, match.start(), match.end()):
            break
        that = shapes("ar")["that"].search(text, match.end(), min(len(text), match.end() + 40))
        subject = trim(text, begin, match.start())
        if that and subject[1] - subject[0] > 2 and not lex.quick.search(text, *subject):
            return that.end(), (*who, subject)
    return begin, who


def _arabic_according(text: str, said: Said, lex: Lexicon) -> list[Said]:
    """Take the "according to" of a stretch out of it; a voice named behind the words comes before the one that opened."""
    match = next(
        (
            m
            for m in lex.cue("according").finditer(text, said.start, said.end)
            if not lex.cue("not_according").match(text, m.start())
        ),
        None,
    )
    if match is None:
        return [said]
    verb = lex.cue("said").match(text, match.end()) if match.end() < len(text) else None
    at = verb.end() if verb else match.end()
    while at < len(text) and text[at] in ' "':
        at += 1
    if match.group().rstrip().endswith(("وفقا", "طبقا", "والكلام")) and (to := shapes("ar")["of"].match(text, at)):
        at = to.end()
    skip = compiled(r"(?:به|بها)\s").match(text, at)
    at = skip.end() if skip else at
    stop = shapes("ar")["stop"].search(text, at + 1, said.end)
    end = _with_name(text, at, stop.start() if stop else said.end)
    who = [trim(text, at, end)]
    if who[0][1] - who[0][0] < 3 or len(text[at:end].split()) > MOST_WORDS:
        return [said]
    told = shapes("ar")["to"].search(text, end, min(said.end, end + 60))
    if told:
        who.insert(0, trim(text, *told.span("to")))
        end = told.end()
    cited = shapes("ar")["citing"].search(text, end, min(said.end, end + 8)) or (
        shapes("ar")["from"].match(text, end + 1) if verb else None
    )
    if cited:
        stop = shapes("ar")["stop"].search(text, cited.end() + 1, said.end)
        last = stop.start() if stop else said.end
        who.append(trim(text, cited.end(), last))
        end = last
    names = (*who, *(n for n in said.who if n != (0, 0)))
    cue = match.group().strip()
    if match.start() - said.start < 8:
        begin = compiled(r"[،\s]*(?:فإن|فقد|ف?ان)?\s*").match(text, end)
        return [Said(begin.end() if begin else end, said.end, names, cue, said.denied)]
    if not lex.quick.search(text, said.start, match.start()):
        return [Said(said.start, said.end, names, cue, said.denied)]
    out = [Said(said.start, match.start(), names, cue, said.denied)]
    if said.end - end > 25:
        out.append(Said(end, said.end, said.who or names, said.cue or cue, said.denied))
    return out
