"""English attribution: who says which stretch of a sentence, in the frames that the press writes.

A frame is a speaker with its cue: "X said that …", "…, X said", "…, said X, the spokesman of Y", "according to X, citing Y",
"X told Z that …", "Z quoted X as saying", "X: …", "… (X)". Verbs of stance ("denied", "warned") are part of what is said.
"""

import re
from functools import cache

from vedette.read.voices.frames import Frame, share_out
from vedette.read.voices.voice_names import coordinated, is_speaker, named_first, trimmed
from vedette.read.voices.voice_subject import subject_before
from vedette.read.voices.voice_tail import BIDS, carried_before, carrier_of, past_that, past_verb
from vedette.read.words.cues import AnyCue
from vedette.read.words.expressions import compiled
from vedette.read.words.lexicon import Lexicon, calendar, lexicon

__all__ = ["english_frames"]

Span = tuple[int, int]

_CITED = re.compile(r"(?P<who>[^,;:\"|]{3,80}?)(?= as saying|\s*[,;.:\"|]|\s*$)")
_QUOTED = re.compile(
    r"\s+(?P<who>[^,;:\"|]{2,80}?)\s*,?\s*(?:as (?:saying|telling|reporting|having said|claiming|confirming)|that\b|:|(?=,?\s*\"))"
)
_PASSIVE_QUOTE = re.compile(
    r"\b(?:was|were|been|is) (?:also )?(?:quoted|cited)(?: \|+)?(?: (?:by|in|on) (?P<via>[^,;:\"]{2,60}?))?(?: \|+)? as (?:saying|telling)"
)
_NOT_SAID = re.compile(
    r"\b(?:be|been|was|were|is|are|being|to|as|on|of|the|a|an|for|not|will|would|could|can|may|might|must|should|no one|nobody|never)\s+(?:\w+ly\s+|also\s+|not\s+)?$",
    re.I,
)
_STAMP = re.compile(
    r"^\s*(?:\[?\(?\d{1,2}[:.h]\d\d(?:\s?[ap]\.?m\.?)?(?:\s?(?:GMT|UTC|EAT|EST|CET|WAT|[Ll]ocal(?: time)?|hrs?|h))?\)?\]?|[0-2]\d[0-5]\d(?:\s?h(?:rs?|ours)?|Z|L)?\b(?=\s+[A-Z]))\s*(?:[-:|.]\s*)?"
)
_COLON = re.compile(
    r"(?P<who>[A-Z\"][^:;.!?\"|,]{2,70}?)(?: \([^()]{2,30}\))?(?:,? (?:at )?\d{1,2}[:.]\d\d(?: ?(?:[ap]\.?m\.?|hrs|GMT|UTC))?)?:\s+(?=\S)"
)
_VERBAL = re.compile(
    r"\b(?:was|were|is|are|has|have|had|will|\w{3,}ed(?<!united)(?<!armed)|buried|spoke|told|began|went|came|took)\b",
    re.I,
)
_AT_END = re.compile(
    r"[(\[](?:[Ss]ources?: |via )?(?P<who>[^()\[\]]{2,60})[)\]]\s*[.]?\s*$|\s[-]{1,2}\s(?P<dash>[a-z A-Z']{3,40})\.?$"
)
_SUBORDINATE = re.compile(
    r"\s*(?:after|following|during|as|while|despite|in|on|with|when|at|amid|asked|speaking|since|because|although|under|from|by|hours|days|minutes|shortly|before|"
    r"earlier|later|meanwhile|however|citing|quoting|elsewhere|for|to|until)\b",
    re.I,
)  # fmt: skip


_FORMS = ("say", "stance", "accord", "quote", "cite")
"""Forms of attribution, by the names of their cues."""
_NOUNS = frozenset({"report", "reports", "claim", "claims", "notes", "states"})
"""Verbs of saying that are nouns, too."""


def english_frames(text: str, lex: Lexicon) -> list[Frame]:
    """The frames of a folded English sentence in order, each with the stretches that it says."""
    masked = _without_days(text)
    frames: list[Frame] = []
    stamp = _STAMP.match(masked)
    begin = stamp.end() if stamp else 0
    colon = _colon(masked, begin, lex)
    if colon:
        frames.append(colon)
        begin = colon.end
    hits = sorted(
        ((match, _FORMS[number]) for number, match in _speaking().each(masked, begin)),
        key=lambda hit: (hit[0].start(), -hit[0].end()),
    )
    shift = _opened_before(masked)
    for match, form in hits:
        floor = max(frames[-1].end, frames[-1].floor) if frames else begin
        if match.start() < floor or (masked.count('"', begin, match.start()) + shift) % 2:
            continue
        if form == "cite" and frames and frames[-1].side == "after" and _cited_by(masked, match, frames[-1], lex):
            continue
        frame = _frame(masked, match, form, floor, lex, frames)
        if frame:
            frame.floor = max(frame.end, match.end())
            frames.append(frame)
    if not frames and (last := _AT_END.search(masked)):
        group = "who" if last.group("who") else "dash"
        name = trimmed(masked, *last.span(group), lex)
        if name and _sourced(masked[slice(*name)], lex) and not compiled(r"\d").search(masked[slice(*name)]):
            frames.append(Frame(last.start(), len(text), "before", [name], "", "source in brackets at the end"))
    share_out(masked, frames, begin)
    return frames


@cache
def _speaking() -> AnyCue:
    """The words of all forms of attribution."""
    return lexicon("en").either(*_FORMS)


def _cited_by(text: str, match: re.Match[str], frame: Frame, lex: Lexicon) -> bool:
    """Add "…, citing X" behind what a speaker said to that speaker's chain."""
    name = _CITED.match(text, match.end())
    span = trimmed(text, *name.span("who"), lex) if name else None
    if span is None or name is None or not is_speaker(text[slice(*span)], lex) or _said_next(text, name.end(), lex):
        return False
    frame.names = [*frame.names, *coordinated(text, span, lex)]
    frame.floor = name.end()
    return True


def _without_days(text: str) -> str:
    """Bars over names of days, so that they are no part of a name."""
    return _days().sub(lambda m: "|" * len(m.group()), text)


@cache
def _days() -> re.Pattern[str]:
    names = calendar("en")
    days = (
        rf"(?<!\w)(?:(?:early|late|last|next|this) )?(?:(?i:{names.weekday})(?! (?:Times|Post|Mail|Telegraph|Star|Herald|Standard|Mirror|Independent)\b)"
        rf"|yesterday|today|tonight|overnight|\d{{1,2}}(?:st|nd|rd|th)? {names.month}|{names.month} \d{{1,2}})(?:'s)?(?:,? (?:\d{{1,2}} {names.month}|{names.month} \d{{1,2}}))?"
        r"(?:,? (?:19|20)\d\d)?(?: (?:morning|evening|night|afternoon|noon))?(?!\w)"
    )
    return re.compile(days)


def _opened_before(text: str) -> int:
    """1 where the sentence begins within a quotation that an earlier sentence opened."""
    first = text.find('"')
    return int(text.count('"') % 2 == 1 and first > 0 and text[first - 1] in ",.!?")


def _sourced(words: str, lex: Lexicon) -> bool:
    head = compiled(r"\s(?:of|in|at|from|for|with|to|on|near)\s").split(words)[0]
    return bool(lex.cue("source").search(head) or lex.cue("outlet").search(words)) and is_speaker(words, lex)


def _colon(text: str, begin: int, lex: Lexicon) -> Frame | None:
    """ "Health directorate: one dead": a short phrase with a head of speakers before a colon."""
    match = _COLON.match(text, begin)
    if not match or len(match.group("who").split()) > 9 or lex.cue("label").match(match.group("who").lower()):
        return None
    name = trimmed(text, *match.span("who"), lex)
    quoted = name is not None and text[match.end() : match.end() + 1] == '"' and len(text[slice(*name)].split()) < 6
    if (
        name
        and quoted
        and text[name[0]].isupper()
        and not _VERBAL.search(text, *name)
        and not lex.cue("say").search(text, *name)
    ):
        return Frame(begin, match.end(), "after", [name], ":", "speaker before a colon and a quotation")
    if (
        name is None
        or not _sourced(text[slice(*name)], lex)
        or _VERBAL.search(text, *name)
        or lex.cue("say").search(text, *match.span("who"))
    ):
        return None
    if lex.quick.search(text, *name) and not compiled(r"police|army|source", re.I).search(text[slice(*name)]):
        return None
    return Frame(begin, match.end(), "after", coordinated(text, name, lex), ":", "speaker before a colon")


def _frame(text: str, match: re.Match[str], form: str, floor: int, lex: Lexicon, known: list[Frame]) -> Frame | None:
    if form == "accord":
        return _accord(text, match, floor, lex)
    if form == "cite":
        return _cited_alone(text, match, floor, lex)
    quoted = _PASSIVE_QUOTE.search(text, floor, min(len(text), match.end() + 90)) if form == "quote" else None
    if quoted and quoted.start() <= match.start() < quoted.end():
        subject = subject_before(text, quoted.start(), floor, lex)
        if subject is None:
            return None
        via = trimmed(text, *quoted.span("via"), lex) if quoted.group("via") else None
        names = [*([via] if via else []), *subject[1]]
        return Frame(subject[0], past_that(text, quoted.end()), "after", names, "quoted", "X was quoted by Y")
    if match.group()[0].isupper() and text[: match.start()].strip(" \"'|") and not text.isupper():
        return None
    if _NOT_SAID.search(text, max(0, match.start() - 24), match.start()):
        return None
    if form == "quote":
        said = _QUOTED.match(text, match.end())
        subject = subject_before(text, match.start(), floor, lex)
        inner = trimmed(text, *said.span("who"), lex) if said else None
        if subject is None or inner is None or said is None:
            return None
        names = [*subject[1], *coordinated(text, inner, lex)]
        return Frame(subject[0], said.end(), "after", names, match.group(), "X quoted Y as saying")
    return _spoken(text, match, form, floor, lex, known)


def _accord(text: str, match: re.Match[str], floor: int, lex: Lexicon) -> Frame | None:
    """ "according to X[, citing Y]": before what is said at the head of a clause, else behind it."""
    name = _CITED.match(text, match.end())
    span = trimmed(text, *name.span("who"), lex) if name else None
    if span is None or name is None or lex.quick.match(text, span[0]):
        return None
    names, end = coordinated(text, span, lex), name.end()
    quoted = compiled(
        r",? (?:as )?(?:quoted|cited|reported|relayed|contacted|reached) by (?P<who>[^,;:\"|]{3,60}?)(?=\s*[,;.:\"]|\s*$)"
    )
    carrier = quoted.search(text, span[1], min(len(text), span[1] + 70)) if span[1] < len(text) else None
    if carrier and carrier.start() <= max(span[1], name.end()) and (via := trimmed(text, *carrier.span("who"), lex)):
        names, end = [via, *names], max(end, carrier.end())
    office = compiled(r", (?P<who>[A-Z][^,;:\"|]{2,50}?)(?=\s*[,;.]|\s*$)").match(text, end)
    if office and not lex.quick.search(text, *office.span("who")):
        names, end = [named_first([span, office.span("who")], text)], office.end()
    while more := compiled(
        r",? (?:who|which)? ?(?:cit\w+|quot\w+) (?!by )(?P<who>[^,;:\"|]{3,80}?)(?=\s*[,;.:\"]|\s*$)"
    ).match(text, end):
        inner = trimmed(text, *more.span("who"), lex)
        names, end = [*names, *(coordinated(text, inner, lex) if inner else [])], more.end()
    before = text[floor : match.start()].strip(" ,-|")
    heads = (
        not before
        or (len(before.split()) < 4 and not lex.quick.search(before))
        or before.endswith((";", " and", " but", " while"))
    )
    if heads:
        after = compiled(r"\s*,\s*").match(text, end)
        return Frame(match.start(), after.end() if after else end, "after", names, match.group(), "according to X")
    return Frame(match.start(), end, "mid", names, match.group(), "according to X")


def _cited_alone(text: str, match: re.Match[str], floor: int, lex: Lexicon) -> Frame | None:
    """ "…, citing X": what stands before it is X's in the words of whoever speaks."""
    name = _CITED.match(text, match.end())
    span = trimmed(text, *name.span("who"), lex) if name else None
    if span is None or name is None or not is_speaker(text[slice(*span)], lex):
        return None
    if _said_next(text, name.end(), lex):
        return None
    heads = not text[floor : match.start()].strip(" ,-|")
    end = name.end() + (1 if heads and text[name.end() : name.end() + 1] == "," else 0)
    return Frame(
        match.start(), end, "after" if heads else "before", coordinated(text, span, lex), match.group(), "citing X"
    )


def _spoken(text: str, match: re.Match[str], form: str, floor: int, lex: Lexicon, known: list[Frame]) -> Frame | None:
    verb = match.group().lower()
    denied = bool(lex.cue("denial").fullmatch(match.group()))
    if verb in {"told", "tells", "tell"} and BIDS.match(text, match.end()):
        return None
    inverted = _inverted(text, match, floor, lex) if form == "say" else None
    if inverted:
        return inverted
    subject = subject_before(text, match.start(), floor, lex)
    if known and (
        joined := compiled(r"(?:\band|\bbut|,)\s+(?:also |later |then |further )?$").search(text[floor : match.start()])
    ):
        subject = (floor + joined.start(), known[-1].names) if joined.group().strip() != "," else subject
    if subject is None:
        return None
    start, names = subject
    end, vias, cites, that = past_verb(
        text, match.end(), lex, to=verb.startswith(("told", "tell", "inform", "brief", "notif"))
    )
    if not vias and (carrier := carrier_of(text, end, lex)):
        vias.append(carrier)
    vias += [v for v in carried_before(text, floor, names[0][0], match.start(), lex) if v not in vias]
    names = [*(v for v in vias if v not in names), *names, *cites]
    if form == "stance" and not (start > floor and not text[end:].strip(" .,|\"'")):
        end = match.start()
    if (
        lex.cue("pronoun").fullmatch(text, *names[-1])
        and compiled(r"\s*,\s").match(text[end:])
        and _said_next(text, end, lex)
    ):
        return None
    rule = "verb of stance" if form == "stance" else "verb of saying"
    before, rest = text[floor:start].strip(), text[end:].strip()
    as_told = compiled(r",\s+(?:so |just )?as\s*$").search(text[floor : max(floor, start)]) and len(before.split()) > 4
    if as_told and (not rest or rest[0] in ".,;"):
        return Frame(start, end, "mid" if len(rest.split()) > 3 else "before", names, verb, "as X says")
    if match.group().lower() in _NOUNS and compiled(r"[a-z]{3,}(?:ed|es|ies)$").search(text[slice(*names[-1])]):
        return None
    if not that and form == "say" and _stands_before(before, rest, lex, text[floor:start]):
        side = "mid" if rest.startswith(",") and len(rest.split()) > 3 else "before"
        return Frame(start, end, side, names, verb, rule + " behind what is said")
    if form == "stance" and end != match.start():
        return Frame(start, end, "before", names, verb, rule + " behind what is said")
    if len(rest) < 3:
        return None
    return Frame(start, end, "after", names, verb, rule, denied)


def _said_next(text: str, end: int, lex: Lexicon) -> bool:
    """Whether a verb of saying goes on right behind a parenthesis ("X, he said, insist that")."""
    after = compiled(r"\s*,\s+(?:also |later |earlier |has |have |had |\|+ )?").match(text, end)
    return after is not None and any(lex.cue(cue).match(text, after.end()) for cue in ("say", "stance"))


def _stands_before(before: str, rest: str, lex: Lexicon, raw: str) -> bool:
    """Whether what is said stands before the speaker: a clause closed by a comma or a quotation mark."""
    if not raw.rstrip().endswith((",", '"', "-", "?", "!")) or len(before.split()) < 2:
        return False
    if not rest or rest[0] in ".;,)":
        return not _SUBORDINATE.fullmatch(before.strip(" ,"))
    quoted, told = raw.rstrip().endswith('"') or raw.rstrip().endswith('",'), bool(lex.quick.search(before))
    if not lex.quick.search(rest):
        return told or quoted
    return quoted or (told and not _SUBORDINATE.match(before))


def _inverted(text: str, match: re.Match[str], floor: int, lex: Lexicon) -> Frame | None:
    """ "…, said X, a spokesman for Y": the speaker follows the verb."""
    before = text[floor : match.start()].rstrip()
    if (
        not before.endswith((",", '"', "-"))
        or not before.strip(' ,"-')
        or match.group().lower() in {"told", "tells", "tell"}
    ):
        return None
    found = compiled(
        r"\s+(?P<who>(?!(?:in|on|at|by|that|to|via|there|it|he|she|they|its|no|during|from|later|also|late|early)\b)(?:the |a |an |one |our |[A-Za-z])[^,;:\"|]{1,90}?)(?=\s+to the (?:news )?(?:agency|newspaper|channel)\b|\s*[,;.:\"|]|\s*$)"
    ).match(text, match.end())
    if not found:
        return None
    span = trimmed(text, *found.span("who"), lex)
    if (
        span is None
        or lex.quick.search(text, *span)
        or not is_speaker(text[slice(*span)], lex)
        or lex.cue("pronoun").fullmatch(text, *span)
    ):
        return None
    end, pieces = found.end(), [span]
    while len(pieces) < 3 and (
        more := compiled(
            r",\s(?P<who>(?:the |a |an |[A-Z]|who |which |spokes|head |director )[^,;:\"|]{2,70})(?=[,;.\"]|$)"
        ).match(text, end)
    ):
        if lex.quick.search(text, *more.span("who")):
            break
        pieces, end = [*pieces, more.span("who")], more.end()
    name = trimmed(text, *named_first(pieces[:2], text), lex) or span
    rest = text[end:].strip()
    side = "mid" if rest.startswith(",") and len(rest.split()) > 3 else "before"
    if rest.startswith(":") and len(rest.split()) > 3:
        side, end = "mid", end + text[end:].index(":") + 1
    if via := compiled(
        r"\s+to the (?:news )?(?:agency|newspaper|channel) (?P<who>[A-Z][\w'-]+(?: [A-Z][\w'-]+)*)"
    ).match(text, end):
        return Frame(
            match.start(), via.end(), side, [via.span("who"), name], match.group(), "verb of saying before its speaker"
        )
    return Frame(
        match.start(), end, side, coordinated(text, name, lex), match.group(), "verb of saying before its speaker"
    )
