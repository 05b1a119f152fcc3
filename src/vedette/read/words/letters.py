"""One spelling for many: folding of letters with the way back to the text as written."""

import re
import unicodedata
from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache

from vedette.read.words.expressions import compiled

__all__ = ["Folded", "fold", "fold_in_place", "fold_key", "fold_keys", "folded"]

_SAME = {
    **dict.fromkeys("أإآٱ", "ا"),
    **dict.fromkeys("ىیې", "ي"),
    **dict.fromkeys("کڪ", "ك"),
    **dict.fromkeys("ةەھہۀ", "ه"),
    "ڕ": "ر",
    "ڵ": "ل",
    "’": "'",
    "‘": "'",
    "ʼ": "'",
    "`": "'",
    "“": '"',
    "”": '"',
    "«": '"',
    "»": '"',
    "„": '"',
    "–": "-",
    "—": "-",
    "‑": "-",
    "\u00a0": " ",
    "\u2009": " ",
    "\u202f": " ",
    **{chr(0x660 + i): str(i) for i in range(10)},
    **{chr(0x6F0 + i): str(i) for i in range(10)},
}
_GONE = "ـ\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\ufeff" + "".join(
    chr(c) for c in [*range(0x610, 0x61B), *range(0x64B, 0x660), 0x670]
)
_TABLE = str.maketrans({**_SAME, **dict.fromkeys(_GONE)})
_IN_PLACE = str.maketrans({**_SAME, **dict.fromkeys(_GONE, " ")})
_DROPPED = re.compile(f"[{re.escape(_GONE)}]")
_ARTICLE = r"(?:the |al |el |ad |an |ar |as |ash |at |az )(?=\w{2})"


@dataclass(frozen=True)
class Folded:
    """A folded text; `origin[i]` is the offset in the text as written of its character i, with one past the end."""

    text: str
    origin: tuple[int, ...] | None

    def back(self, start: int, end: int) -> tuple[int, int]:
        """The span as written of a folded span; marks at its end stay with it."""
        if self.origin is None:
            return start, end
        return self.origin[start], self.origin[end] if end > start else self.origin[start]

    def there(self, start: int, end: int) -> tuple[int, int]:
        """The folded span of a span as written: the way back of `back`."""
        if self.origin is None:
            return start, end
        return bisect_left(self.origin, start), bisect_left(self.origin, end)


def fold(text: str) -> str:
    """Fold letters that are written in several ways (Arabic and Sorani forms, quotes, dashes, digits); drop marks."""
    return text if text.isascii() and "`" not in text else text.translate(_TABLE)


def fold_in_place(text: str) -> str:
    """Fold without moving a character: marks that folding drops become blanks."""
    return text if text.isascii() and "`" not in text else text.translate(_IN_PLACE)


def folded(text: str) -> Folded:
    """Fold a text and keep the way back; no map is needed where no mark was dropped."""
    if text.isascii() or not _DROPPED.search(text):
        return Folded(fold(text), None)
    origin = [i for i, c in enumerate(text) if c not in _GONE]
    return Folded(fold(text), (*origin, len(text)))


@lru_cache(maxsize=100_000)
def fold_key(name: str) -> str:
    """The key of a name in an index: folded, without accents and case, hyphens as blanks, without a leading article."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", fold(name)) if not unicodedata.combining(c))
    bare = fold(bare).casefold().replace("-", " ").replace("'", "").strip()
    bare = compiled(f"^{_ARTICLE}").sub("", bare)
    return compiled(r"\s+").sub(" ", bare)


def fold_keys(names: list[str]) -> list[str]:
    """`fold_key` of each of many names without a line break, all at once as one text with a line for each."""
    latin = iter(_keys([name for name in names if name.isascii()]))
    other = iter(_keys([name for name in names if not name.isascii()]))
    return [next(latin) if name.isascii() else next(other) for name in names]


def _keys(names: list[str]) -> list[str]:
    text = unicodedata.normalize("NFKD", fold("\n".join(names)))
    marks = "".join(c for c in set(text) if unicodedata.combining(c))
    if marks:
        text = compiled(f"[{re.escape(marks)}]+").sub("", text)
    text = fold(text).casefold().replace("-", " ").replace("'", "")
    text = "\n".join(map(str.strip, text.split("\n")))
    text = compiled(f"(?m)^{_ARTICLE}").sub("", text)
    return compiled(r"[^\S\n]+").sub(" ", text).split("\n")
