"""Tokens, sentences and paragraphs of an upper-case dispatch, with the offsets of every token in the text as given."""

import re
import string
import zlib
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

__all__ = ["Dispatch", "dispatch", "normal", "word_hashes"]

_TOKEN = re.compile(r"(?:[^\W\d_]\.){2,}|'S\b|\d+(?:[.,:]\d+)+|\w+(?:[-/&]\w+)*(?:'(?!S\b)\w+)?|[^\w\s]", re.IGNORECASE)
_SHORT = frozenset(
    [
        "MR",
        "MRS",
        "MS",
        "DR",
        "GEN",
        "LT",
        "COL",
        "MAJ",
        "CAPT",
        "SGT",
        "BRIG",
        "ADM",
        "ST",
        "SR",
        "SRA",
        "JR",
        "NO",
        "GOV",
        "SEN",
        "REV",
        "ING",
        "LIC",
        "PROF",
        "HON",
        "VS",
        "JAN",
        "FEB",
        "MAR",
        "APR",
        "AUG",
        "SEPT",
        "OCT",
        "NOV",
        "DEC",
    ]
)
_BREAK = re.compile(r"\n\s*\n|\n {2,}(?=\S)")
_NO_PUNCTUATION = str.maketrans("", "", string.punctuation)
_ARTICLES = re.compile(r"\b(?:a|an|the)\b")

Ints = NDArray[np.int64]
Hashes = NDArray[np.uint64]


@dataclass(frozen=True)
class Dispatch:
    """The tokens of one text: token t covers text[start[t]:end[t]], in upper case `word[t]`.

    `sentence`, `paragraph`: number of the sentence and paragraph of each token; `first`: index of the first token of
    each sentence (with the number of tokens at the end); `hash`: 64-bit hash of each word.
    """

    text: str
    word: list[str]
    start: Ints
    end: Ints
    sentence: Ints
    paragraph: Ints
    first: Ints
    hash: Hashes = field(repr=False)

    def __len__(self) -> int:
        return len(self.word)

    def span(self, i: int, j: int) -> str:
        """Text of the tokens i..j-1, lower case, lines joined, square brackets turned into round ones."""
        raw = self.text[int(self.start[i]) : int(self.end[j - 1])].lower()
        return " ".join(raw.replace("[", "(").replace("]", ")").split())


def normal(mention: str) -> str:
    """Return a mention as the scorer compares it: lower case, without punctuation, articles and extra blanks."""
    return " ".join(_ARTICLES.sub(" ", mention.lower().translate(_NO_PUNCTUATION)).split())


def word_hashes(words: list[str]) -> Hashes:
    """64-bit hashes (two CRC-32, of the word and of its reverse) of words, one each."""
    known: dict[str, int] = {}
    out = np.empty(len(words), dtype=np.uint64)
    for n, word in enumerate(words):
        value = known.get(word)
        if value is None:
            raw = word.encode()
            value = known[word] = zlib.crc32(raw) << 32 | zlib.crc32(raw[::-1])
        out[n] = value
    return out


def dispatch(text: str) -> Dispatch:
    """Split a text into tokens, sentences (closed by . ? ! or an empty line) and paragraphs."""
    found = list(_TOKEN.finditer(text))
    word = [m.group().upper() for m in found]
    start = np.array([m.start() for m in found], dtype=np.int64)
    end = np.array([m.end() for m in found], dtype=np.int64)
    breaks = np.array([m.start() for m in _BREAK.finditer(text)], dtype=np.int64)
    paragraph = np.searchsorted(breaks, start).astype(np.int64)
    sentence = np.zeros(len(word), dtype=np.int64)
    number, stop = 0, False
    for t, w in enumerate(word):
        if t and (paragraph[t] != paragraph[t - 1] or (stop and w not in {'"', "'", ")", "]", ",", ";"})):
            number, stop = number + 1, False
        sentence[t] = number
        if w in {"?", "!"} or (w == "." and not (t and (word[t - 1] in _SHORT or _initial(word[t - 1], text, end[t])))):
            stop = True
    first = np.append(np.flatnonzero(np.diff(sentence, prepend=-1)), len(word)).astype(np.int64)
    return Dispatch(text, word, start, end, sentence, paragraph, first, word_hashes(word))


def _initial(word: str, text: str, end: np.int64) -> bool:
    """Whether a single letter before a point is an initial within a line of names."""
    return (
        len(word) == 1 and word.isalpha() and text[end : end + 2].strip(" ") != "" and not text[end : end + 2].isspace()
    )
