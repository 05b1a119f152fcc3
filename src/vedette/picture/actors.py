"""One actor under many spellings and in several scripts: the key by which actors are compared."""

from collections.abc import Iterable, Mapping
from functools import cache, lru_cache

from vedette.picture.names import fold, words
from vedette.picture.rules import load_table
from vedette.terms.report import Actor, Claim

__all__ = ["actor_keys", "learnt_names", "skeleton"]

_HARMED = {"victim", "defender", "addressee", "host", "target", "speaker"}
_SHORTEST = 3

_LETTERS = str.maketrans(
    {
        **dict.fromkeys("aeiouywh'اوىيئؤءعێۆەحه", None),
        "ب": "b", "پ": "b", "p": "b", "ت": "t", "ط": "t", "ث": "t", "ج": "j", "چ": "j", "خ": "k", "د": "d",
        "ض": "d", "ذ": "d", "ر": "r", "ز": "z", "ظ": "z", "ژ": "z", "س": "s", "ش": "s", "ص": "s", "غ": "g", "ف": "f",
        "ڤ": "f", "v": "f", "ق": "k", "ك": "k", "c": "k", "q": "k", "گ": "g", "ل": "l", "م": "m", "ن": "n",
    }
)  # fmt: skip
_PAIRS = (("sh", "s"), ("kh", "k"), ("gh", "g"), ("th", "t"), ("dh", "d"), ("ch", "j"), ("ph", "f"))


def actor_keys(claim: Claim, learnt: Mapping[str, str]) -> tuple[frozenset[str], bool]:
    """Keys of those who did it, and whether they are perpetrators, so that other names would be other doers.

    Words that anybody fits ("unknown gunmen") give no key. `learnt` is that of `learnt_names`.
    """
    doers = [actor for actor in claim.actors if (actor.role or "").casefold() not in _HARMED and not _anybody(actor)]
    keys = frozenset(_key(actor, learnt) for actor in doers)
    return keys, bool(keys) and all((actor.role or "").casefold() != "party" for actor in doers)


def learnt_names(claims: Iterable[Claim]) -> dict[str, str]:
    """Spellings that a reader has resolved somewhere → the name that it gave; spellings with two names are left out."""
    found: dict[str, set[str]] = {}
    for claim in claims:
        for actor in claim.actors:
            if actor.name:
                found.setdefault(skeleton(actor.text), set()).add(_known(actor.name))
    return {spelling: names.pop() for spelling, names in found.items() if len(names) == 1 and spelling}


@lru_cache(maxsize=50_000)
def skeleton(name: str) -> str:
    """The consonants of a name but h, which the scripts and spellings of one name share: Kata'ib Hezbollah, كتائب حزب الله → ktbzbl."""
    bare = []
    for word in words(name):
        if word in _fillers():
            continue
        latin = word
        for pair, letter in _PAIRS:
            latin = latin.replace(pair, letter)
        latin = latin.translate(_LETTERS)
        latin = "".join(c for n, c in enumerate(latin) if not n or c != latin[n - 1])
        bare.append(latin)
    whole = "".join(bare)
    return whole if len(whole) >= _SHORTEST else fold(name)


def _key(actor: Actor, learnt: Mapping[str, str]) -> str:
    spelling = skeleton(actor.text)
    return learnt.get(spelling) or _known(actor.name or actor.text)


def _known(name: str) -> str:
    bones = skeleton(name)
    return _aliases().get(bones) or _aliases().get(fold(name)) or bones


def _anybody(actor: Actor) -> bool:
    return not actor.name and all(word in _generic() for word in words(actor.text))


@cache
def _aliases() -> dict[str, str]:
    same = load_table("names.toml")["actors"]
    return {form: skeleton(row[0]) for row in same for name in row for form in (skeleton(name), fold(name))}


@cache
def _fillers() -> frozenset[str]:
    return frozenset(w for word in load_table("names.toml")["actor_fillers"] for w in words(word))


@cache
def _generic() -> frozenset[str]:
    return frozenset(w for word in load_table("names.toml")["anybody"] for w in words(word))
