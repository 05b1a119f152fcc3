"""Names of places in a sentence, and which of them belong to the event."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from vedette.read.places.gazetteer import Place, kilometres, lookup, may_begin, nearest
from vedette.read.places.levels import body_behind, follows_near, is_no_name, of_level, sites, unknown_names
from vedette.read.words.expressions import compiled
from vedette.read.words.letters import fold, fold_key
from vedette.read.words.lexicon import Lexicon, lexicon
from vedette.read.words.sentences import Sentence
from vedette.terms.report import PlacePrecision, PlaceRef

__all__ = ["PlaceMention", "as_place", "country_of_story", "find_places", "heading_place", "home_of_story", "of_event"]

_WORD = re.compile(r"[^\W_]+(?:['-][^\W_]+)*")
_SIGN = re.compile(r"[^\w\s'-]")
_NO_BODY = {"today", "side"}
"""Words after a town that do not make it a body: "in Kunduz today", "on Kani Masi side"."""
_OPENING = {"The", "At", "In", "On", "When", "After", "Since", "While", "As", "Both", "Another", "All", "Two", "Three"}
"""Words that are capitalised where a sentence opens and are no part of a name."""
_LED = 60
"""Letters before a name that can lead to it; no expression of those is as long."""
_BIG, _TOWN, _SHORT = 150_000, 50_000, 4
_LOWER = re.compile(r"(?:al|el|ad|an|as|at|az|ar)-[A-Z]|(?:north|south|east|west|central)[\w-]* (?:of )?[A-Z]")
_KNOWN, _WORLD_KM = 300_000, 1500.0
_TAKEN = re.compile(
    r"(?:[a-z](?:ed|ing|es)|hits?|struck|strikes?|shook|left|leaves?|reach|visit|enter|cut|overran|tak(?:es?|en)|took|seize|storms?|attacks?|raids?|shells?|bombs?|bordering)\s(?:the\s)?$"
)
"""Words of which a place is the object: "shelled Nikopol", "left Kassala"."""
_PART = re.compile(
    r"\s(?:Street|Avenue|Bridge|Square|Road|Roundabout|Hospital|Mosque|University|Stadium)\b|\s(?:al|el|as|ad|ar|an|az)-[A-Z]"
)
"""What stands after a name that is only part of a longer one: "Salah al-Din Street", "Bab al-Tabbaneh"."""
_LIES = re.compile(
    r"(?:\b(?:in|into|inside|across|throughout|over|within|from|for|near|off|to|on|at|of|against|towards?|between|and|through|around|outside|entering|entered|leaving|left|northern|southern|eastern|western|central|[\w-]*(?:north|south|east|west))\s(?:the\s)?|[(,:]\s?|-|^)$",
    re.I,
)
"""What stands before a country where something happens; without it the country acts or is spoken to."""
_WITHIN = re.compile(r"(?:,|,? (?:in|of))(?: the)?(?: (?:north|south|east|west|central)[\w-]*)?(?: [A-Z]\w+'s)? ")
"""What stands between a name and that of the province or district where it lies."""
_WIDTH = (
    PlacePrecision.EXACT,
    PlacePrecision.TOWN,
    PlacePrecision.DISTRICT,
    PlacePrecision.GOVERNORATE,
    PlacePrecision.REGION,
    PlacePrecision.COUNTRY,
)
_FINE = {PlacePrecision.EXACT, PlacePrecision.TOWN, PlacePrecision.DISTRICT}


@dataclass(frozen=True)
class PlaceMention:
    """A name at [start, end) of a folded text with the places that bear it (none: a village that no gazetteer has)."""

    start: int
    end: int
    text: str
    candidates: tuple[Place, ...]
    near: tuple[Place, ...] = ()


def find_places(text: str, lex: Lexicon) -> list[PlaceMention]:
    """Names of places in a folded text, longest first, without those that are part of a name of a body or a person."""
    return list(_found(text, lex.tag))


@lru_cache(maxsize=512)
def _found(text: str, tag: str) -> tuple[PlaceMention, ...]:
    """Every event of a sentence asks for its places; they are sought once."""
    lex = lexicon(tag)
    words = list(_words(text, tag))
    out: list[PlaceMention] = []
    i = 0
    while i < len(words):
        step, start = 1, words[i][0]
        if not _may_begin(text[slice(*words[i])], tag) or (tag == "en" and not _is_capital(text, start)):
            i += 1
            continue
        for size in range(_run(text, words[i : i + 5]), 0, -1):
            end = words[i + size - 1][1]
            found = _candidates(text, start, end, lex)
            if found:
                mention, places = found
                places = of_level(places, text, *mention, tag)
                if _is_place(text, *mention, places, lex):
                    out.append(PlaceMention(*mention, text[mention[0] : mention[1]], places))
                step = size
                break
        i += step
    return tuple(sorted(out + _villages(text, out, lex), key=lambda m: m.start))


def _run(text: str, words: list[tuple[int, int]]) -> int:
    """How many of the words stand in one run, with no sign between them but hyphens and apostrophes."""
    gaps = ((one[1], other[0]) for one, other in pairwise(words))
    return next((size for size, gap in enumerate(gaps, 1) if _SIGN.search(text, *gap)), len(words))


def _is_capital(text: str, start: int) -> bool:
    """Whether an English name can begin at `start`: with a capital, an article or a quarter of the sky."""
    return text[start].isupper() or _LOWER.match(text, start) is not None


@lru_cache(maxsize=50_000)
def _may_begin(word: str, tag: str) -> bool:
    """Whether a name can begin with this word, with or without the particles that are written onto it."""
    if tag == "en":
        return may_begin(word)
    bare = [word[cut : len(word) - back] for cut, back in _clitics(word, tag)]
    return any(may_begin(form) for form in bare)


def _words(text: str, tag: str) -> Iterable[tuple[int, int]]:
    """Words with their hyphens; the two ends of a road ("the Kayes-Bamako axis") are two words."""
    for match in _WORD.finditer(text):
        start, end = match.span()
        parts = match.group().split("-")
        ends = tag == "en" and len(parts) > 1 and all(p[:1].isupper() and len(p) > 2 for p in parts)
        if not ends or lookup(match.group()):
            yield start, end
            continue
        for part in parts:
            yield start, start + len(part)
            start += len(part) + 1


def _candidates(text: str, start: int, end: int, lex: Lexicon) -> tuple[tuple[int, int], tuple[Place, ...]] | None:
    name = text[start:end]
    if lex.tag == "en":
        if not _is_capital(name, 0) or name[:4].lower() == "the ":
            return None
        if name.endswith("'s"):
            name, end = name[:-2], end - 2
        places = lookup(name) if len(name) > 2 else ()
        return ((start, end), places) if places else None
    common = lex.cue("not_place").fullmatch(text, start, end) is not None
    near = common and follows_near(text[:start], lex.tag)
    if common and not near and not _follows(text[:start], lex, "place_noun"):
        return None
    for cut, back in _clitics(name, lex.tag):
        bare = name[cut : len(name) - back]
        if len(bare) > 2 and (places := lookup(bare)):
            own = tuple(p for p in places if p.own or p.precision is PlacePrecision.COUNTRY)
            kept = own or (places if _likely(bare, places, text[:start], lex) else ())
            if near and not own:
                kept = ()
            if kept:
                return (start + cut, end - back), kept
    return None


def _clitics(name: str, tag: str) -> Iterable[tuple[int, int]]:
    yield 0, 0
    if tag == "ar":
        for lead in ("وب", "ول", "و", "ب", "ل", "ف", "ك"):
            if name.startswith(lead):
                yield len(lead), 0
        return
    for tail in ("هكهدا", "هوه", "يدا", "دا", "يي", "ي", "وه", "ش"):
        if name.endswith(fold(tail)):
            yield 0, len(tail)


def _likely(bare: str, places: tuple[Place, ...], before: str, lex: Lexicon) -> bool:
    """Whether a name of the world's gazetteer is meant: short ones are common nouns, too, and want more than "in"."""
    short = len(bare.removeprefix("ال")) <= _SHORT
    if short and max(p.population for p in places) < _TOWN:
        return _follows(before, lex, "place_noun")
    return len(bare) > 3 and _follows(before, lex, "place_before")


def _follows(before: str, lex: Lexicon, cue: str) -> bool:
    """Whether a text ends in a word of the cue."""
    pattern = lex.cue(cue)
    return bool(
        pattern.search(before[-22:]) and compiled(pattern.pattern + r"\W*$", pattern.flags).search(before[-30:])
    )


def _is_place(text: str, start: int, end: int, places: tuple[Place, ...], lex: Lexicon) -> bool:
    before, after = text[:start], text[end:]
    if lex.cue("not_place").fullmatch(text, start, end) and not (
        (follows_near(before, lex.tag) and not is_no_name(text[start:end], lex.tag))
        or _follows(before, lex, "place_noun")
    ):
        return False
    if (
        lex.tag != "en"
        and lex.cue("ambiguous").fullmatch(text, start, end)
        and not (follows_near(before, lex.tag) or _follows(before, lex, "place_before"))
    ):
        return False
    if lex.cue("body_before").search(text, max(0, start - 26), start) and compiled(
        lex.cue("body_before").pattern + r"[\s\"']*(?:the )?$"
    ).search(before[-40:]):
        return False
    if lex.tag != "en":
        return _follows(before, lex, "place_before") or not lex.cue("body_after").match(after.lstrip()[:30])
    if _PART.match(after):
        return False
    body = body_behind(after.lstrip()[:40], lex.tag)
    plain = body in _NO_BODY and all(p.precision is not PlacePrecision.COUNTRY for p in places)
    if body and not plain:
        return False
    if plain or (after.startswith("-") and lookup(compiled(r"[^\w]").split(after[1:])[0])) or _road(before):
        return True
    led = compiled(
        r"(?:\b(?:in|at|near|of|from|to|between|and|around|outside|towards?|into|on|through|via|over|across|for|off|inside|west|east|north|south|hit|reach(?:ed)?|or|city|town|village|district|port|leaving|visit|within)\s(?:the\s|central\s|western\s|eastern\s|northern\s|southern\s|downtown\s)?|[,(:-]\s?)$",
        re.I,
    ).search(before[-_LED:])
    prominent = any(p.own or p.population > _BIG or p.precision is PlacePrecision.COUNTRY for p in places)
    if lex.cue("ambiguous").fullmatch(text, start, end) and not led and not compiled(r"[:,]").match(after):
        return False
    if text.isupper():
        return bool(led) or prominent
    following = compiled(r"\s([A-Z][\w'-]+)").match(after)
    if following and not lookup(following.group(1)) and not led:
        return False
    previous = compiled(r"(\b[A-Z][\w'-]+)\s$").search(before)
    if previous and not led and previous.group(1) not in _OPENING and not lookup(previous.group(1)):
        return False
    if led or prominent:
        return True
    return any(p.population > _TOWN for p in places) and _TAKEN.search(before[-_LED:]) is not None


def _road(before: str) -> bool:
    """Whether the other end of a road stands before a name: "the Mocha-" of Mocha-Taiz."""
    other = compiled(r"([A-Z][\w']+)-$").search(before) if before.endswith("-") else None
    return bool(other and lookup(other.group(1)))


def _villages(text: str, known: list[PlaceMention], lex: Lexicon) -> list[PlaceMention]:
    """Places that the text itself calls a village, quarter or the like; they lie where a place named beside them lies."""
    out: list[PlaceMention] = []
    for start, name in _named_sites(text, lex):
        if any(m.start < start + len(name) and start < m.end for m in (*known, *out)):
            continue
        small = [m for m in known if any(p.precision is not PlacePrecision.COUNTRY for p in m.candidates)]
        beside = min(small, key=lambda m: abs(m.start - start), default=None)
        near = beside.candidates if beside else ()
        out.append(PlaceMention(start, start + len(name), name, (), near))
    return out


def _named_sites(text: str, lex: Lexicon) -> Iterable[tuple[int, str]]:
    for match in lex.cue("village").finditer(text):
        name = next((g for g in match.groupdict().values() if g), None)
        if name:
            yield text.index(name, match.start()), name
    for start, end in sites(text, lex.tag):
        if not lex.cue("not_place").fullmatch(text, start, end):
            yield start, text[start:end]
    for start, end in unknown_names(text, lex.tag):
        if not lex.cue("not_place").fullmatch(text, start, end) and not lookup(text[start:end]):
            yield start, text[start:end]


def country_of_story(found: Iterable[PlaceMention]) -> str | None:
    """The country that most of the places lie in, those of one meaning counting most."""
    votes: Counter[str] = Counter()
    for mention in found:
        # in the order of the candidates, not of a set: of two equal ones the more prominent is told, in every process
        countries = dict.fromkeys(p.country for p in mention.candidates[:3] if p.country)
        for country in countries:
            votes[country] += 3 if len(countries) == 1 else 1
    return votes.most_common(1)[0][0] if votes else None


def home_of_story(found: Iterable[PlaceMention], country: str | None) -> Place | None:
    """The town or district of the country that is named most, the first of equals: where a village without one lies."""
    counts: Counter[Place] = Counter()
    for mention in found:
        place = nearest(mention.candidates, country) if mention.candidates else None
        if place and place.precision in _FINE and place.country == country:
            counts[place] += 1
    return max(counts, key=lambda place: counts[place], default=None)


def as_place(
    mention: PlaceMention, country: str | None, beside: Place | None, written: str, home: Place | None = None
) -> tuple[PlaceRef, Place | None]:
    """The record of a mention, and the place that it resolves to; `written` is the name as in the report.

    `beside` is a place named with it, `home` the one of the heading or of the story, which stands in where a village
    has no place named beside it. A small place in another part of the world is another one of the same name.
    """
    place = nearest(mention.candidates, country, beside or home) if mention.candidates else None
    if place and country and _elsewhere(place, country, beside or home):
        place = None
    near = nearest(mention.near, country, beside or home) if mention.near and not mention.candidates else None
    known = place or near or beside or home
    if known is None:
        return PlaceRef(text=written), None
    ref = PlaceRef(
        text=written,
        name=place.name if place else None,
        latitude=known.latitude,
        longitude=known.longitude,
        country=known.country or None,
        admin1=known.admin1 or None,
        precision=place.precision if place else PlacePrecision.TOWN,
    )
    return ref, place or known


def _elsewhere(place: Place, country: str, home: Place | None) -> bool:
    """Whether a place is too small and too far from the story to be meant."""
    if place.own or place.country in {country, ""} or place.population >= _KNOWN or home is None:
        return False
    return kilometres(place, home) > _WORLD_KM


def of_event(found: list[PlaceMention], text: str, country: str | None, lex: Lexicon) -> list[PlaceMention]:
    """The finest places of an event: without landmarks ("south of X") and containers of a finer one."""
    kept: list[PlaceMention] = []
    for i, mention in enumerate(found):
        first = max(0, mention.start - 30)
        landmark = lex.cue("landmark").search(text, first, mention.start)
        if landmark and landmark.end() >= first + len(text[first : mention.start].rstrip()) and i > 0:
            continue
        if not any(fold_key(mention.text) == fold_key(other.text) for other in kept):
            kept.append(mention)
    fine = [m for m in kept if not m.candidates or nearest(m.candidates, country).precision in _FINE]
    if lex.tag == "en":
        held = [m for one, m in pairwise(kept) if _holds(one, m, text, country)]
        kept, fine = [m for m in kept if m not in held], [m for m in fine if m not in held]
    if not fine:
        small = [m for m in kept if nearest(m.candidates, country).precision is not PlacePrecision.COUNTRY]
        return small or [m for m in kept if lex.tag != "en" or _LIES.search(text[: m.start]) or not text]
    homes = {nearest(m.candidates, country).admin1 for m in fine if m.candidates}
    out = []
    for mention in kept:
        if mention in fine:
            out.append(mention)
            continue
        place = nearest(mention.candidates, country)
        broad = place.precision in {PlacePrecision.COUNTRY, PlacePrecision.REGION}
        if not broad and place.admin1 not in homes:
            out.append(mention)
    return out


def _holds(one: PlaceMention, other: PlaceMention, text: str, country: str | None) -> bool:
    """Whether a name that stands behind another one tells where that lies: "Patikul, Sulu", "Giza in northern Egypt"."""
    if not other.candidates or not _WITHIN.fullmatch(text, one.end, other.start):
        return False
    small = nearest(one.candidates, country).precision if one.candidates else PlacePrecision.TOWN
    return _WIDTH.index(small) < _WIDTH.index(nearest(other.candidates, country).precision)


def heading_place(sentence: Sentence) -> list[PlaceMention]:
    """The places of the heading or dateline above a sentence."""
    name = sentence.heading or sentence.dateline
    if not name:
        return []
    first = compiled(r"[,،/(]").split(name)[0].strip()
    places = lookup(first)
    return [PlaceMention(0, 0, first, places)] if places else []
