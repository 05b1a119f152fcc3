"""What stands between an English verb of saying and the words said: who was told, who carried it, whom it cites, when."""

import re

from vedette.read.voices.voice_names import coordinated, trimmed
from vedette.read.words.expressions import compiled
from vedette.read.words.lexicon import Lexicon

__all__ = ["BIDS", "CARRIED", "carried_before", "carrier_of", "is_outlet", "past_that", "past_verb"]

Span = tuple[int, int]

_DESK = r"(?:newspaper|daily|radio station|news agency|news website|agency|channel|broadcaster|website|magazine|television station|TV channel|TV station|portal|outlet) "
_RECEIVER = re.compile(
    r"\s+(?P<who>(?:(?:the |a |an |its |our |this |state |local |semi-official |independent |private |radio |Arabic-language |English-language )*"
    rf"(?:{_DESK})?(?:[A-Z][\w'&.-]*(?: (?:al-|of |and the )?[A-Z][\w'&.-]*)*)(?:'s)?(?: (?:newspaper|daily|website|channel|agency|radio|television|TV|news agency|network|portal|reporters?))?"
    r"|(?:the |a |this |our |state |local )?(?:\w+ ){0,3}?(?:newspaper|agency|radio|television|reporters?|journalists?|us|media|correspondents?|channel|website|"
    r"residents|lawmakers|parliament|diplomats|investigators|mourners|troops|officials|station [A-Z][\w-]*(?: [A-Z][\w-]*)*)))(?![\w-])"
)
_ADVERB = re.compile(
    r",?\s+(?:\||(?:(?:on|late|early|in|by|since|at|late on|early on|earlier on) )?(?:the (?:morning|evening|night|afternoon) of )?\|+|also|later|however|again|"
    r"separately|earlier|meanwhile|further|for weeks|immediately|the same (?:day|evening|night)|shortly after(?:wards)?|afterwards)(?:\s\|+)?(?=[\s,.:;\"]|$)"
)
_CIRCUMSTANCE = re.compile(
    r",?\s+(?:(?:in|to|via|through|on|during|at|by|speaking|over|from|asking|under|with|when|quoted|cited) )(?P<what>[^,:;\"|]{2,110}?)(?=\s*(?:[,:;\"]|\.$|\.\"|\sthat\b|$|\|))"
)
CARRIED = re.compile(
    r"(?:(?:carried|published|broadcast|aired|released|circulated|distributed|reported|quoted|cited|relayed|run|shown|seen|obtained|received|shared|posted|issued|read|read out|aired) (?:by|on|in|through|via|to|over)"
    r"|(?:interview|remarks|comments|statement|speaking|reply|e-?mail|call|briefing|told|spoke|conversation) (?:with|to)|^to|^on|^(?:by|in|via)(?= the [A-Z])) (?P<who>[^,:;\"|]{2,70})$"
)
_MESSAGE = re.compile(
    r"\b(?:in|through|via) (?:an?|its|the|their) (?:[\w-]+ ){0,2}(?:statement|message|video|post|audio|letter|communiqu[eé]|bulletin|recording|claim|notice)"
    r" (?:carried|published|broadcast|aired|released|run|relayed|distributed|circulated|read|read out) (?:by|on|in|through|via|over) (?P<who>[^,;:.\"|]{2,60})"
)


BIDS = re.compile(
    r"(?:\s(?!that\b)[\w'|-]+){1,9}? to (?:evacuate|leave|close|stay|shelter|deploy|send|move|withdraw|remain|shut|stop|search|guard|protect|reinforce|install|prepare|hand over)\b"
)
"""What follows "told" where it is an order and no saying."""
_FIRST_CARRIED = re.compile(
    r"\b[Ii]n (?:a|an|its|his|her|their|the) (?:[\w-]+ ){0,3}?(?:statement|message|video|post|audio|letter|communiqu[eé]|bulletin|interview|remarks|comments|report|dispatch)"
    r" (?:(?:carried|published|broadcast|aired|released|run|relayed|circulated) (?:by|on|in) |with |to |for )(?P<who>[^,;:\"|]{2,60}),\s*(?:the |a |an |its )?$"
)
_QUOTED_BY = re.compile(r"\b(?:quoted|cited) by (?P<who>[^,;:\"|]{2,60}?),?\s*$")


def is_outlet(words: str, lex: Lexicon) -> bool:
    """Whether a name carries the words of others: an outlet, and no platform for all and sundry."""
    if (
        compiled(
            r"(?:website|page|channel|account|post|press|people|employees|staff|reporters|journalists|agency|newspaper|social networks?)"
        ).fullmatch(words)
        or lex.cue("platform").fullmatch(words)
        or compiled(r"(?:local |foreign )?(?:reporters?|journalists?|us|correspondents?)\b").match(words)
    ):
        return False
    return bool(lex.cue("outlet").search(words)) or bool(
        compiled(r"(?:al-)?[A-Z][\w'&-]+(?: [A-Z][\w'&-]+){0,3}").fullmatch(words)
    )


def past_verb(text: str, end: int, lex: Lexicon, *, to: bool) -> tuple[int, list[Span], list[Span], bool]:
    """Past a verb of saying: where what is said begins, who carried it, whom it cites, and whether "that" or ":" led on."""
    vias: list[Span] = []
    cites: list[Span] = []
    if to and (receiver := _RECEIVER.match(text, end)):
        name = trimmed(text, *receiver.span("who"), lex)
        vias += [name] if name and is_outlet(text[slice(*name)], lex) else []
        end = receiver.end()
    for _ in range(5):
        lead = compiled(r",?\s*(?:\bthat\b|:)\s*").match(text, end)
        if lead and lead.group().strip(" ,"):
            return lead.end(), vias, cites, True
        cited = compiled(r",?\s+(?:citing|quoting) (?P<who>[^,;:\"|]{3,80}?)(?=\s*[,;.:\"]|\s*$)").match(text, end)
        if cited:
            name = trimmed(text, *cited.span("who"), lex)
            cites += coordinated(text, name, lex) if name else []
            end = cited.end()
            continue
        adverb = _ADVERB.match(text, end)
        if adverb:
            end = adverb.end()
            continue
        found = _CIRCUMSTANCE.match(text, end)
        if found is None or lex.quick.search(text, *found.span()):
            break
        carried = CARRIED.search(text[found.start() : found.end()].strip(" ,"))
        if carried:
            at = text.find(carried.group("who"), found.start())
            name = trimmed(text, at, at + len(carried.group("who")), lex)
            vias += [name] if name and is_outlet(text[slice(*name)], lex) else []
        end = found.end()
    return end, vias, cites, False


def carried_before(text: str, floor: int, start: int, verb: int, lex: Lexicon) -> list[Span]:
    """The outlet of "in a statement carried by X, Y said", and who quotes in "Y quoted by X said"."""
    found = _FIRST_CARRIED.search(text, floor, start) or _QUOTED_BY.search(text, start, verb)
    name = trimmed(text, *found.span("who"), lex) if found else None
    return [name] if name and is_outlet(text[slice(*name)], lex) else []


def past_that(text: str, end: int) -> int:
    """Past a comma, "that" or ":"."""
    lead = compiled(r"\s*,?\s*(?:that\b|:)?\s*").match(text, end)
    return lead.end() if lead else end


def carrier_of(text: str, start: int, lex: Lexicon) -> Span | None:
    """The outlet of "… in a message carried by X", unless it is a platform for all and sundry."""
    carried = _MESSAGE.search(text, start)
    name = trimmed(text, *carried.span("who"), lex) if carried else None
    return name if name and not lex.cue("platform").fullmatch(text, *name) else None
