"""Who says it in Sorani: the verb of saying stands behind its subject, before or behind the words said."""

import re
from functools import cache

from vedette.read.voices.said import EDGE, MOST_WORDS, Names, Said, bare, pattern, shapes, trim, untitled
from vedette.read.words.expressions import compiled
from vedette.read.words.lexicon import Lexicon, calendar

__all__ = ["sorani_said"]


@cache
def _ku_time() -> re.Pattern[str]:
    """Words of time before a subject."""
    day = calendar("ckb").weekday
    return pattern(
        rf"^(?:(?:ئێوارەی|بەیانیی?|بەرەبەیانی|شەوی|نیوەڕۆی|پاشنیوەڕۆی|نیوەشەوی|دوێنێ|ئەمڕۆ|ئەمشەو|پێرێ|ڕۆژی|ڕابردوو|شەو|بەیانی|ئێوارە|هەر|{day})(?:دا|ی)?\s+)+"
    )


def sorani_said(text: str, lex: Lexicon) -> list[Said]:
    """Stretches of a folded Sorani sentence in order, each with its voices."""
    out: list[Said] = []
    start = 0
    for cut in [*(m.end() for m in shapes("ckb")["split"].finditer(text)), len(text)]:
        if cut - start > 3:
            out += _sorani_clause(text, start, cut, lex)
        start = cut
    return out


def _sorani_clause(text: str, start: int, end: int, lex: Lexicon) -> list[Said]:
    lead = shapes("ckb")["lead"].match(text[start:end])
    begin = start + (lead.end() if lead else 0)
    according = _sorani_according(text, begin, end, lex)
    for match in lex.cue("said").finditer(text, begin, end):
        denied = bool(lex.cue("denied_by").fullmatch(text, match.start(), match.end()))
        voiced = bool(lex.cue("voiced").fullmatch(text, match.start(), match.end()))
        rest = text[match.end() : end].strip(EDGE + "؟")
        if len(rest) > 8:
            who = _sorani_names(text, begin, match.start(), lex)
            if who is None:
                continue
            after = shapes("ckb")["after"].match(text, match.end())
            first = begin if denied or voiced else (after.end() if after else match.end())
            said = Said(first, end, who, match.group(), denied)
            if not according:
                return [said]
            mouth = "زاري" in according[3]
            chain = (*who, *according[0]) if mouth else (*according[0], *who)
            return [Said(said.start, end, chain, said.cue, denied)]
        if denied or voiced:
            who = _sorani_names(text, begin, match.start(), lex)
            return [Said(begin, end, who or ((0, 0),), match.group(), denied)]
        comma = max(text.rfind("،", begin, match.start()), text.rfind('"', begin, match.start()))
        if comma > begin + 10:
            again = shapes("ckb")["lead"].match(text[comma + 2 : match.start()])
            who = _sorani_names(text, comma + 2 + (again.end() if again else 0), match.start(), lex)
            return [Said(start, comma, who or ((0, 0),), match.group())]
    if according:
        names, first, last, cue = according
        if first - begin < 6:
            return [Said(last, end, names, cue)]
        parts = [Said(start, first, names, cue)]
        return [*parts, Said(last, end, names, cue)] if end - last > 12 else parts
    return [Said(start, end)]


def _sorani_names(text: str, begin: int, verb: int, lex: Lexicon) -> Names | None:
    """Names before a verb of saying: who says it, behind the outlet that was told; None where no voice stands there."""
    whole = text[begin:verb]
    if "لهزاري" in whole.replace(" ", "") and (cited := compiled(r"\s*له ?زاري\s+").search(whole)):
        first = trim(text, begin, begin + cited.start())
        second = trim(text, begin + cited.end(), verb)
        return (untitled(text, *first), bare(text, *second))
    if source := shapes("ckb")["source"].search(whole):
        first = untitled(text, *trim(text, begin, begin + source.start()))
        return first, trim(text, begin + source.start("who"), begin + source.end("who"))
    timed = _ku_time().match(whole)
    begin += timed.end() if timed else 0
    whole = text[begin:verb]
    cut = shapes("ckb")["cut"].search(text, begin + 1, verb)
    told = shapes("ckb")["to"].search(whole.rstrip())
    stop = min(cut.start() if cut else verb, begin + told.start() if told else verb)
    subject = trim(text, begin, stop)
    subject = untitled(text, *subject)
    if subject[1] <= subject[0]:
        return ((0, 0),)
    if len(text[slice(*subject)].split()) > MOST_WORDS or lex.cue("no_voice").match(text, subject[0]):
        return None
    if _tells(text, subject, lex):
        return None
    names: list[tuple[int, int]] = [subject]
    if told and told.group("to") and not lex.cue("no_outlet").search(told.group("to")):
        names.insert(0, trim(text, begin + told.start("to"), begin + told.end("to")))
    return tuple(names)


def _tells(text: str, span: tuple[int, int], lex: Lexicon) -> bool:
    """Whether words tell an event rather than name a voice: a trigger ends them, or stands in many words."""
    hit = lex.quick.search(text, *span)
    if hit is None or lex.cue("body_head").search(text, *span):
        return False
    return hit.end() >= span[1] - 1 or len(text[slice(*span)].split()) > 6


def _sorani_according(text: str, begin: int, end: int, lex: Lexicon) -> tuple[Names, int, int, str] | None:
    for match in shapes("ckb")["according"].finditer(text, begin, end):
        if shapes("ckb")["not_voice"].match(text, match.end()):
            continue
        stop = shapes("ckb")["name_end"].search(text, match.end(), end)
        last = stop.start() if stop else end
        if lex.cue("said").search(text, match.end(), last):
            continue
        lead = shapes("ckb")["report"].match(text[match.end() : last])
        name = untitled(text, *trim(text, match.end() + (lead.end() if lead else 0), last))
        if 0 < len(text[slice(*name)].split()) <= 9:
            close = compiled(r"[،:\s]+").match(text, stop.end() if stop else end)
            return (name,), match.start(), close.end() if close else last, match.group().strip()
    return None
