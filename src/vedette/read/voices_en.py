"""English attribution: "X said that …", "…, X said", "X, the spokesman of Y, told Z that …", "…, said X"."""

import re
from itertools import pairwise

from vedette.read.lexicon import Lexicon

__all__ = ["english_voice"]

Found = tuple[int, int, list[str], str, bool, tuple[int, int] | None]

_BREAK = re.compile(r"[,;:\"]|(?<=\s)(?:and|but|that|while|when|after|as|because|where)(?=\s)")
_TO = re.compile(
    r"^\s+(?P<to>(?!that\b|in\b|on\b|by\b|via\b|late\b|early\b)[^,:;\"]{2,60}?)(?=\s(?:that|on|in|by|late|early|at|it|its|they|he|she|there|about)\b|[,.:;]|$)"
)
_LEAD = re.compile(
    r"^(?:\s+(?:(?:in|on|via|through|at|by|to|late|early|earlier|later|however|also)\b[^,:;\"]{0,70}?))?(?:,[^,]{2,50},)?\s*(?:\bthat\b|:)\s*"
)
_ADVERB = re.compile(
    r"^\s+(?:however|also|later|earlier|on \w+day|in a statement|by (?:telephone|email)|yesterday|today)\b[, ]*(?:that\b)?"
)
_OUTLET = re.compile(
    r"newspaper|daily|channel|television|TV|radio|agency|website|magazine|Times|Post|News|Wire|Press|Tribune", re.I
)
_CITED = re.compile(r"\b(?:[Cc]iting|[Qq]uoting) (?P<who>[^,;.:\"]{3,70})(?=[,;.]|$| as saying)")
_VIA = re.compile(r"(?:speaking to|in (?:an interview|remarks) (?:with|to)|quoted by|told) (?P<via>[^,]{3,50})")
_AUXILIARY = re.compile(
    r"(?:(?:\s|^)(?:has|have|had|also|later|then|earlier|however|still|on \w+day|for weeks|\w+ly|late|early))+$"
)


def english_voice(text: str, lex: Lexicon) -> Found | None:
    """The first voice of an English sentence: what it says [start, end), its names, its cue, whether it denies, its tail."""
    verbs = [(m, False) for m in lex.cue("say").finditer(text)] + [(m, True) for m in lex.cue("stance").finditer(text)]
    for match, stance in sorted(verbs, key=lambda v: v[0].start()):
        if text.count('"', 0, match.start()) % 2:
            continue
        if re.search(r"\b(?:be|been|was|were|is|are|being|to|it|as)\s+(?:\w+ly\s+)?$", text[: match.start()]):
            continue
        found = _at(text, match, stance, lex)
        if found:
            return found
    return None


def _at(text: str, match: re.Match[str], stance: bool, lex: Lexicon) -> Found | None:
    bound = _bound(text, match.start())
    subject = text[bound : match.start()].strip()
    subject = _AUXILIARY.sub("", subject).strip()
    rest = text[match.end() :]
    denied = bool(lex.cue("denial").fullmatch(match.group()))
    names, head = [subject], bound
    if not subject:
        opening = _opening(text, bound)
        inverted = re.match(r"\s+(?P<who>(?:the |a |an |[A-Z])[^,;:\"]{2,80}?)(?=[,.;]|$)", rest)
        trailing = _apposed(text, bound) if opening is None and not stance else None
        if trailing:
            names, head = [trailing[0]], trailing[1]
        elif opening is not None:
            names, head = [opening], 0
        elif inverted and bound > 0 and not stance:
            after = match.end() + inverted.end()
            return 0, _content_end(text, bound), [inverted.group("who")], match.group(), False, (after, len(text))
        else:
            return None
    if not _nominal(names[0]):
        return None
    cited = _CITED.search(text)
    if cited and not match.group().startswith("quot"):
        names.append(cited.group("who"))
    via = _VIA.search(text[head : match.start()])
    receiver = _TO.match(rest) if match.group().startswith("told") else None
    if via:
        names = [_outlet(via.group("via")), *names]
    elif receiver and _OUTLET.search(receiver.group("to")):
        names = [_outlet(receiver.group("to")), *names]
    if head > 20 and text[head - 1] in ',"' + " " and not stance and _is_tail(rest, lex):
        comma = re.search(r",\s", rest)
        tail = (match.end() + comma.end(), len(text)) if comma else None
        return 0, _content_end(text, head), names, match.group(), False, tail
    start = match.start() if stance else match.end() + _skip(rest, receiver)
    if len(text) - start < 10:
        return None
    cue = "and" if head > 30 else match.group()
    return start, len(text), names, cue, denied, None


def _bound(text: str, end: int) -> int:
    return max((m.end() for m in _BREAK.finditer(text, 0, end) if m.end() <= end), default=0)


def _content_end(text: str, bound: int) -> int:
    return len(text[:bound].rstrip(" ,"))


def _opening(text: str, bound: int) -> str | None:
    """The first noun phrase of "X, spokesman of Y, said", where no verb of its own stands in it."""
    pieces = text[:bound].rstrip(", ").split(",")
    first = pieces[0].strip()
    if re.match(r"^(?:On|In|At|But|Meanwhile|However|Earlier|Later)\b", first) and len(pieces) > 1:
        first = pieces[1].strip()
    words = first.split()
    if (
        not 0 < len(words) <= 12
        or '"' in first
        or re.search(r"\b(?:was|were|is|are|had|has|have|will|killed|hit|struck)\b", first)
    ):
        return None
    return first


def _apposed(text: str, bound: int) -> tuple[str, int] | None:
    """The speaker of "…, a police captain, speaking to reporters, said", and where the words said end."""
    commas = [m.end() for m in re.finditer(r",\s", text[:bound])]
    for start, end in reversed(list(pairwise(commas))):
        piece = text[start:end].strip(" ,")
        if re.match(r"(?:speaking|who|which|whose|quoted|asking|in|on|at|by|from|of|a \w+ of)\b", piece):
            continue
        named = re.match(r"(?:the |a |an |[A-Z])", piece)
        return (piece, start) if named and _nominal(piece) and len(text[:start].split()) > 4 else None
    return None


def _nominal(name: str) -> bool:
    words = name.split()
    return 0 < len(words) <= 14 and not re.search(r"\b(?:was|were|is|are|will|would|killed|wounded)\b", name)


def _is_tail(rest: str, lex: Lexicon) -> bool:
    """Whether nothing but circumstance follows the verb: the words said stood before it."""
    near = re.split(r",\s", rest)[0]
    return (
        len(near.split()) <= 16
        and not re.match(r"^\s+(?:that|it|they|he|there|its)\b|^\s*[:\"]", rest)
        and not lex.quick.search(near)
    )


def _skip(rest: str, receiver: re.Match[str] | None) -> int:
    offset = receiver.end() if receiver else 0
    lead = _LEAD.match(rest[offset:])
    if lead and lead.end() < 110:
        return offset + lead.end()
    adverb = _ADVERB.match(rest[offset:])
    if adverb:
        offset += adverb.end()
    while offset < len(rest) and rest[offset] in " ,":
        offset += 1
    return offset


def _outlet(name: str) -> str:
    return re.sub(
        r"^(?:the |a |an )|\s+(?:newspaper|daily|channel|website|agency|television|TV)$", "", name.strip(), flags=re.I
    )
