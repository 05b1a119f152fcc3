"""English noun phrases beside a word, found without a parser: back or ahead to a preposition, a conjunction, a verb or a time."""

import re

from vedette.read.words.expressions import compiled

__all__ = ["phrase_end", "phrase_left", "phrase_right", "phrase_within"]

_LEFT_STOP = re.compile(
    r",(?!\d{3})|[;:\"()|]|\b(?:that|when|while|after|as|but|which|who|where|before|because|then|although|though|since|until|said|and then|if|in which|whom)\b",
    re.I,
)
_AUX = re.compile(
    r"(?:^|\s)(?:try|tries|tried|seek|have|has|had|were|was|is|are|will|would|shall|be|been|being|also|later|then|again|reportedly|allegedly|still|now|"
    r"immediately|jointly|quickly|already|to|not|could|might|may|both|all|late|early|on|\w+ly)$",
    re.I,
)
_RIGHT_STOP = re.compile(
    r",(?!\d{3})|[;:\"()|]|\s(?:in|near|on|outside|inside|with|from|by|during|after|before|as|while|when|that|who|which|for|to|till|since|again|aboard|amid|killing|wounding|begins?|began|starts?|started|left(?= (?:at least |some |about )?(?:\d|one|two|three|four|five|six|seven|eight|nine|ten|several|dozens|a|an)\b)|continu(?:es|ed)|resum(?:es|ed)|killed|wounded|injured|exploded|detonated|went off|blew up|damaged|damaging|destroying|escapes?|"
    r"injuring|causing|leaving|south|north|east|west|around|across|along|until|through|using|where|because|late|early|overnight|without|into|"
    r"over|under|was|were|is|are|had|has|have|will|would|ahead|following|amid|against|if|every|there|then|and (?=\w+(?:ed|ing)\b)|"
    r"and (?=(?:stole|left|took|shot|fled|set|blew|struck|hit|hurt|dead)\b)|but|or|at(?= (?:dawn|noon|night|midnight|around|about|least|the weekend|\d))|at(?! [A-Z])|this|last|next|today|yesterday|(?:(?:some|about|around|roughly) )?(?:\d[\d.,]*|two|three|four|five|six|seven|eight|nine|ten|twelve|twenty|thirty|forty) (?:nautical|nm|miles|km|kilomet\w+|met(?:re|er)s))\b",
)  # fmt: skip
_DET = re.compile(
    r"^(?:the|a|an|its|his|their|her|some|several|this|these|those|any|all of|about|around|at least|more than|another|that|such)\s+",
    re.I,
)

_APART = re.compile(
    r".*(?:^|[.;:\"|]|, )(?P<who>[^,;:\"|]{2,70}), (?:who|whose|which|where|whom|an?|the|his|its|their|among them|including|one of them|some of them|most of them|all of them|both|riding|armed|wearing|acting|backed|led|some)\b[^,;\"]{2,110}, ?$"
)

_CALLED = re.compile(
    r".*(?:^|[.;:\"|]|, |\bthat )(?P<who>[^,;:\"|]{4,70}), (?:(?:[A-Z]|[ae]l-|bin |ibn )[\w.'-]+ ?){2,7}, ?$"
)
"""A post and the name of who holds it, between commas: "the commander, General Ali Hasan, "."""


def phrase_left(masked: str, start: int, floor: int) -> tuple[int, int] | None:
    """The noun phrase that ends before `start`: back to a comma, a conjunction or a time, over a clause between commas."""
    closed = masked[floor:start].rstrip().endswith(",")
    apart = (_APART.match(masked[floor:start]) or _CALLED.match(masked[floor:start])) if closed else None
    if apart and not masked[floor + apart.end("who") : start].count("|||"):
        return phrase_within(masked, floor + apart.start("who"), floor + apart.end("who"))
    stop, piece = _stretch_left(masked, start, floor)
    if not piece and masked[max(floor, stop - 1) : stop] == "|":
        stop, piece = _stretch_left(masked, len(masked[:stop].rstrip("| ")), floor)
    if not piece:
        return None
    piece = compiled(r"\s+(?:in|at|on|near|from)\s*$").sub("", piece)
    split = compiled(r".*\b(?:and|or)\s+(?=\w+(?:ed|ing)\b)").search(piece)
    if split:
        stop, piece = stop + split.end(), piece[split.end() :]
    return phrase_within(masked, stop, stop + len(piece))


def _stretch_left(masked: str, start: int, floor: int) -> tuple[int, str]:
    """The words before `start` back to a stop, without auxiliaries at their end."""
    stop = max((m.end() for m in _LEFT_STOP.finditer(masked, floor, start) if m.end() <= start), default=floor)
    piece = masked[stop:start].rstrip()
    while piece and (match := _AUX.search(piece)):
        piece = piece[: match.start()].rstrip()
    return stop, piece


def phrase_right(masked: str, end: int, ceil: int) -> tuple[int, int] | None:
    """The noun phrase that begins after `end`: up to a comma, a preposition, a verb or a time."""
    if compiled(r"\s*(?:in|at|on|near|from|for|with|to|by|until|of|after|before|since)\b(?! (?:least|most)\b)").match(
        masked[end:ceil]
    ):
        return None
    return phrase_within(masked, end, phrase_end(masked, end, ceil))


def phrase_end(masked: str, start: int, ceil: int) -> int:
    """Where a noun phrase that begins at `start` ends: at a preposition, a verb, a sign or `ceil`."""
    first = start
    while first < ceil and masked[first] == " ":
        first += 1
    match = _RIGHT_STOP.search(masked, first, ceil)
    return match.start() if match else ceil


def phrase_within(masked: str, start: int, end: int) -> tuple[int, int] | None:
    """The noun phrase within [start, end) without signs, determiners and prepositions at its ends; None for none."""
    while end > start and masked[end - 1] in " .,'\"|":
        end -= 1
    while start < end and masked[start] in " ,'\"|":
        start += 1
    if masked[max(start, end - 4) : end] == " and":
        end -= 4
    while match := _DET.match(masked[start:end]):
        start += match.end()
    match = compiled(r"^(?:in|at|on|near|from|and|with|of|for|meanwhile|but|however|earlier|later)\b\s*", re.I).match(
        masked[start:end]
    )
    start += match.end() if match else 0
    words = masked[start:end].split()
    if not 0 < len(words) <= 12 or not any(c.isalpha() for c in masked[start:end]):
        return None
    if len(words) == 1 and words[0].casefold() in {
        "it",
        "he",
        "she",
        "they",
        "there",
        "who",
        "which",
        "this",
        "that",
        "one",
        "and",
        "them",
        "him",
        "her",
        "us",
        "several",
    }:
        return None
    return start, end
