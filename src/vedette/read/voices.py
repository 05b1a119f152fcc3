"""Who says it: the parts of a sentence and, for each, the chain of voices behind the publisher."""

import re
from dataclasses import dataclass, field

from vedette.read.letters import fold, fold_key
from vedette.read.lexicon import Lexicon
from vedette.read.sentences import Sentence
from vedette.read.voices_en import english_voice

__all__ = ["Memory", "Part", "parts_of"]


@dataclass(frozen=True)
class Part:
    """The stretch [start, end) of a folded sentence that one voice says; `who` outermost first, without the publisher."""

    start: int
    end: int
    who: tuple[str, ...] = ()
    cue: str = ""
    denied: bool = False
    tail: tuple[int, int] | None = None


@dataclass
class Memory:
    """What earlier sentences leave behind: the last voice, and the names by which the publisher calls itself."""

    publisher: str
    last: tuple[str, ...] = ()
    issuer: tuple[str, ...] = ()
    own: frozenset[str] = field(default_factory=frozenset)

    def __post_init__(self) -> None:
        words = re.findall(r"[^\W\d_]+", self.publisher)
        initials = "".join(w[0] for w in words if w[0].isupper()).casefold()
        key = fold_key(self.publisher)
        self.own = frozenset({key, *([initials] if len(initials) > 1 else [])})

    def is_own(self, name: str) -> bool:
        """Whether a name is the publisher itself ("told us", its name, its initials)."""
        key = fold_key(name)
        if not key or key in {"us", "this newspaper", "our reporter", "our correspondent", "مراسلنا"}:
            return True
        if len(key) > 3 and re.search(r"[\u0600-\u06ff]", key):
            bare = re.sub(r"^(?:ل|ب)", "", key)
            return any(bare in own or own in bare for own in self.own if len(own) > 3)
        return key in self.own or any(key == own for own in self.own)


def parts_of(text: str, sentence: Sentence, lex: Lexicon, memory: Memory) -> list[Part]:
    """Parts of a folded sentence in order; what no voice claims is the publisher's own. Names are as written."""
    found = english_voice(text, lex) if lex.tag == "en" else None
    if found is None:
        found = _by_rules(text, lex)
    if found is None:
        return [Part(0, len(text))]
    start, end, names, cue, denied, tail = found
    who = _chain(names, sentence, lex, memory)
    if who:
        memory.last = who
    parts = [Part(start, end, who, cue, denied, tail)]
    before = text[:start]
    if start > 30 and cue == "and" and len(before.split()) > 5:
        parts.insert(0, Part(0, start))
    return parts


def _chain(names: list[str], sentence: Sentence, lex: Lexicon, memory: Memory) -> tuple[str, ...]:
    out: list[str] = []
    for name in names:
        clean = clean_name(name, lex)
        at = sentence.text.text.find(clean) if clean else -1
        if at >= 0:
            first, last = sentence.text.back(at, at + len(clean))
            clean = sentence.raw[first:last]
        if not clean or lex.cue("pronoun").fullmatch(fold(clean).casefold()):
            out += [n for n in memory.last if n not in out]
        elif not memory.is_own(clean) and clean not in out:
            words = set(fold_key(clean).split())
            out.append(next((n for n in memory.last if words and words <= set(fold_key(n).split())), clean))
    return tuple(out)


def clean_name(name: str, lex: Lexicon) -> str:
    """A voice as written, without article, adverbs, relative clauses and the time that it spoke."""
    name = name.strip(" ,;:\"'.-،؛")
    if lex.tag == "en":
        named = lex.cue("named").search(name)
        if named and len(name) - named.end() > 2:
            name = name[named.end() :]
        name = re.split(
            r",| who | which | seen by | obtained by | quoted by | on (?=[A-Z][a-z]+day)| in (?:a|an) (?:statement|email|interview)",
            name.strip(),
        )[0]
        name = re.sub(
            r"\s+(?:(?:has|have|had|also|later|then|earlier|separately|meanwhile|however|again|further|immediately|in turn|late|early)\s*)+$",
            "",
            name,
        )
        name = re.sub(
            r"^(?:but|and|however|meanwhile|while|later|separately|for (?:his|its|their) part|in a statement|some)[, ]+",
            "",
            name.strip(),
            flags=re.I,
        )
        name = re.sub(
            r"^(?:a |the )?(?:statement|post|report|communiqu[eé]|announcement) (?:from|by|of|on) ",
            "",
            name,
            flags=re.I,
        )
        name = re.split(r" (?:published|posted|carried|quoted|reached|circulated) (?:by|on|in)\b", name)[0]
        name = re.sub(r"^(?:the|a|an) ", "", name, flags=re.I).strip(" \"'")
        return name if 0 < len(name.split()) <= 14 else ""
    if lex.tag == "ar":
        name = re.sub(r"^(?:[وف]?(?:لكن|أما|اما|غير أن|من جهته|من جانبه|بدوره)|إن|ان|أن)\s+", "", name)
        name = re.split(
            r"\s(?:في (?:تصريح|بيان|حديث)|خلال|اليوم|أمس|امس|الذي|التي|ل(?:وكاله|شبكه|موقع|صحيفه|مراسل)\S*|طلب|مساء|صباح)",
            name,
        )[0]
        return name if 0 < len(name.split()) <= 10 else ""
    name = re.sub(r"^(?:بهلام|ههروهها|لاي خويهوه)\s+", "", name)
    name = re.split(r"\s(?:له (?:راگهيهندراو|بهيان|ليدوان|لێدوان)\S*|ئهمرۆ|دوێنێ|به [^ ]+ ?[^ ]*ي$|كه )", name)[0]
    return name if 0 < len(name.split()) <= 9 else ""


def _by_rules(text: str, lex: Lexicon) -> tuple[int, int, list[str], str, bool, tuple[int, int] | None] | None:
    """The first rule of the lexicon that fits; what it says stands before it, after it or on both sides."""
    for rule in lex.voices:
        match = rule.pattern.search(text)
        if not match:
            continue
        got = match.groupdict()
        names = [n for n in (got.get("via"), got.get("who")) if n]
        if "who" in got and not got["who"]:
            names.append("")
        denied = rule.side == "after_denied"
        whole = rule.side == "after_whole"
        if rule.side == "before":
            return 0, match.start(), names, match.group(), False, (match.end(), len(text))
        if rule.side == "both" and match.start() > 20:
            return 0, match.start(), names, match.group(), False, (match.end(), len(text))
        begin = match.start() if whole or denied else match.end()
        if len(text) - begin > 8:
            return begin, len(text), names, match.group(), denied, None
    return None
