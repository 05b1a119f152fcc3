"""English, Arabic or Sorani: by letters that only one of them has, then by words."""

import re

from vedette.read.words.letters import fold
from vedette.read.words.lexicon import LANGUAGES, lexicon

__all__ = ["detect"]

_ARABIC = re.compile(r"[\u0620-\u06ff]+")
_SORANI = re.compile(r"[ەێۆڕڵڤھ]")
_ARABIC_ONLY = re.compile(r"[ةىثذضظطصؤإأ]")
_LATIN = re.compile(r"[A-Za-z]+")
_WORD = re.compile(r"[^\W\d_]+")


def detect(text: str) -> str:
    """`en`, `ar`, `ckb`, or `und` when no words of the three are there."""
    sample = text[:20000]
    script, latin = (sum(map(len, pattern.findall(sample))) for pattern in (_ARABIC, _LATIN))
    if script > latin:
        sorani, arabic = len(_SORANI.findall(sample)), len(_ARABIC_ONLY.findall(sample))
        if sorani != arabic:
            return "ckb" if sorani > arabic else "ar"
        return max(("ar", "ckb"), key=lambda tag: _share(sample, tag))
    if latin and (_share(sample, "en") > 0.05 or latin < 200):
        return "en"
    return "und"


def _share(text: str, tag: str) -> float:
    """Share of the words that are function words of the language."""
    words = [w.casefold() for w in _WORD.findall(fold(text))]
    common = lexicon(tag).common if tag in LANGUAGES else frozenset()
    return sum(w in common for w in words) / max(1, len(words))
