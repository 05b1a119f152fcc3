"""Who speaks: the category of each voice of a chain of attribution, and the origin on whose word a claim rests."""

import re
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from typing import Any

from vedette.picture.names import fold, words
from vedette.picture.rules import load_table
from vedette.terms.report import Claim, ClaimKind, Report, SourceLink

__all__ = [
    "Voice",
    "chain_of",
    "credited_agency",
    "is_compiler",
    "origin_key",
    "origin_name",
    "perpetrators_of",
    "sources_of",
    "voice_key",
]

Voice = tuple[str, str]
"""Name as written and category: official, agency, outlet, witness, anonymous, social, perpetrator or unknown."""

_OWN_NAME = {"agency", "outlet", "official", "perpetrator", "unknown", "social"}


def chain_of(claim: Claim, report: Report) -> tuple[Voice, ...]:
    """The voices behind a claim, outermost first: publisher, credited agency, quoted voices; empty if nobody is named."""
    names = [
        (link.text, _category(link, claim, outermost=number == 0)) for number, link in enumerate(claim.attribution)
    ]
    keys = {voice_key(name) for name, _ in names}
    if report.publisher and voice_key(report.publisher) not in keys:
        names.insert(0, (report.publisher, _category(SourceLink(text=report.publisher), claim, outermost=True)))
    agency = credited_agency(report)
    if agency and voice_key(agency) not in keys | {voice_key(report.publisher)}:
        names.insert(1 if names else 0, (agency, "agency"))
    return tuple(names)


def perpetrators_of(claims: Iterable[Claim]) -> frozenset[str]:
    """Folded names of those who threaten, and of those who are quoted on an attack of their own."""
    found = set()
    for claim in claims:
        actors = {fold(name) for actor in claim.actors for name in (actor.text, actor.name or "") if name}
        if claim.kind is ClaimKind.THREAT:
            found |= actors
        elif claim.kind is ClaimKind.ATTACK:
            found |= actors & {fold(link.text) for link in claim.attribution[1:]}
    return frozenset(found)


def origin_key(chain: Sequence[Voice], report: Report) -> str:
    """Key of a chain's origin; two claims with one key are not independent. The report's id if nobody is named."""
    name = origin_name(chain)
    return voice_key(name) if name else report.id


def sources_of(claim: Claim, chain: Sequence[Voice], origin: str) -> tuple[str, ...]:
    """Keys of all whom a claim rests on: its origin; of a row of a table every voice with a name that the row lists."""
    if not claim.reader.startswith("table:"):
        return (origin,)
    listed = [name for name, category in chain[1:] if category in _OWN_NAME and not _generic(name)]
    return tuple(dict.fromkeys(map(voice_key, listed))) or (origin,)


def is_compiler(key: str) -> bool:
    """Whether the voice of this key only compiles what others publish."""
    return key in _table()["compilers"]


@lru_cache(maxsize=50_000)
def voice_key(name: str) -> str:
    """One key for the spellings of a voice: folded, without articles and words such as "agency", aliases replaced."""
    address = re.match(_table()["address"], name.strip().casefold())
    known = _same()
    spoken = tuple(words(address[1] if address else name))
    kept = tuple(word for word in spoken if word not in _filler_words()) or spoken
    forms = (" ".join(spoken), " ".join(kept), " ".join(word for word in kept if word != "news"))
    return next((known[form] for form in forms if form in known), " ".join(kept))


def origin_name(chain: Sequence[Voice]) -> str:
    """The innermost voice that has a name of its own; an unnamed one ("a security source") rests on who quotes it."""
    for name, category in reversed(chain):
        if category in _OWN_NAME and not _generic(name):
            return name
    return chain[0][0] if chain else ""


def credited_agency(report: Report) -> str | None:
    """The agency whose copy a text says that it is: "BAGHDAD (Northgate Wire) –", "Source: …", or its author."""
    head, tail = (int(_table()["credit"][part]) for part in ("head_characters", "tail_characters"))
    return _credit(report.text[:head], report.text[-tail:], report.author, fold(report.publisher))


@lru_cache(maxsize=20_000)
def _credit(head: str, tail: str, author: str, publisher: str) -> str | None:
    rules = _table()["credit"]
    for part in (head, tail):
        for sure, patterns in ((False, rules["datelines"]), (True, rules["explicit"])):
            for found in (match for pattern in patterns for match in re.finditer(pattern, part, re.MULTILINE)):
                name = str(found[1]).strip()
                if fold(name) != publisher and (sure or set(words(name)) & _lexicon("agency")):
                    return name
    return author if author and fold(author) != publisher and set(words(author)) & _lexicon("agency") else None


def _category(link: SourceLink, claim: Claim, *, outermost: bool) -> str:
    table = _table()
    role, spoken = (link.role or "").casefold(), set(words(link.text))
    if not outermost and _is_actor(link.text, claim):
        return "perpetrator"
    # what nobody can name stays unnamed, whatever role a reader gave it
    if spoken & _lexicon("anonymous"):
        return "anonymous"
    for category in table["order"]:
        if role and role in table[category]["roles"]:
            return str(category)
    for category in table["order"]:
        if spoken & _lexicon(category):
            return str(category)
    return "outlet" if outermost else "unknown"


def _is_actor(name: str, claim: Claim) -> bool:
    harmful = claim.kind.value in {"attack", "threat"}
    return harmful and any(fold(name) in {fold(a.text), fold(a.name or "")} for a in claim.actors)


def _generic(name: str) -> bool:
    return set(words(name)) <= _generic_words()


@cache
def _filler_words() -> frozenset[str]:
    return frozenset(w for word in _table()["fillers"] for w in words(word))


@cache
def _same() -> dict[str, str]:
    """Spellings of voices, with and without their fillers, and the key of each."""
    found = {}
    for spellings in _table()["same"]:
        for spelling in spellings:
            spoken = words(spelling)
            found[" ".join(spoken)] = found[" ".join(w for w in spoken if w not in _filler_words())] = spellings[0]
    return found


@cache
def _generic_words() -> frozenset[str]:
    return frozenset(w for word in _table()["official"]["generic"] for w in words(word))


@cache
def _table() -> dict[str, Any]:
    """The lexicon of voices, read once."""
    return load_table("voices.toml")


@cache
def _lexicon(category: str) -> frozenset[str]:
    return frozenset(w for word in _table()[category]["words"] for w in words(word))
