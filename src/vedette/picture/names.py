"""Names compared as people read them: without accents, articles, Arabic marks and words such as "province"."""

import re
import unicodedata
from functools import cache, lru_cache

from vedette.picture.rules import load_table

__all__ = ["fold", "place_key", "spellings", "words"]

_ARABIC = str.maketrans(
    {
        "أ": "ا",
        "إ": "ا",
        "آ": "ا",
        "ٱ": "ا",
        "ى": "ي",
        "ی": "ي",
        "ې": "ي",
        "ة": "ه",
        "ە": "ه",
        "ک": "ك",
        "ڵ": "ل",
        "ڕ": "ر",
        "ـ": None,
        "\u200c": None,
        "’": "'",
    }
)
_ARABIC_ARTICLE = "ال"
_WORDS = re.compile(r"\w+")


def fold(text: str) -> str:
    """Lower case, no accents, Arabic and Kurdish letters unified, everything but letters and digits a single space."""
    bare = text.translate(_ARABIC) if not text.isascii() else text
    if not bare.isascii():
        bare = "".join(c for c in unicodedata.normalize("NFKD", bare) if not unicodedata.combining(c)).translate(
            _ARABIC
        )
    return " ".join(_WORDS.findall(bare.casefold()))


def words(text: str) -> tuple[str, ...]:
    """The folded words of a text, Arabic ones without their article."""
    return tuple(_bare(word) for word in fold(text).split())


@lru_cache(maxsize=100_000)
def place_key(text: str) -> str:
    """One key for all spellings of a place: folded, without fillers, aliases replaced by the canonical name."""
    plain = fold(text)
    aliases = _aliases()
    if plain in aliases:
        return aliases[plain]
    key = " ".join(word for word in map(_bare, plain.split()) if word not in _fillers())
    return aliases.get(key, key or plain)


def spellings(name: str) -> frozenset[str]:
    """All folded spellings of a place, with and without the Arabic article."""
    key = place_key(name)
    known = {fold(name), key, *(spelling for spelling, canonical in _aliases().items() if canonical == key)}
    return frozenset(form for text in known if text for form in (text, " ".join(map(_bare, text.split()))))


def _bare(word: str) -> str:
    return word[2:] if len(word) > 4 and word.startswith(_ARABIC_ARTICLE) else word


@cache
def _fillers() -> frozenset[str]:
    return frozenset(_bare(fold(word)) for word in load_table("names.toml")["fillers"])


@cache
def _aliases() -> dict[str, str]:
    found: dict[str, str] = {}
    for spellings in load_table("names.toml")["places"]:
        canonical = fold(spellings[0])
        for spelling in spellings:
            plain = fold(spelling)
            found[plain] = canonical
            found[" ".join(w for w in map(_bare, plain.split()) if w not in _fillers()) or plain] = canonical
    return found
