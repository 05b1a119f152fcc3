"""Who says it: the parts of a sentence and, for each, the chain of voices behind the publisher."""

from dataclasses import dataclass, field
from typing import NamedTuple

from vedette.read.voices.interview import turn_of
from vedette.read.voices.voices_en import english_frames
from vedette.read.voices.voices_region import region_said
from vedette.read.words.expressions import compiled
from vedette.read.words.letters import fold, fold_key
from vedette.read.words.lexicon import Lexicon
from vedette.read.words.sentences import Sentence

__all__ = ["Memory", "Part", "parts_of"]

_COMMON = frozenset(
    {"police", "army", "news", "media", "security", "radio", "iraq", "iraqi", "government", "sources", "officials"}
)
"""Words of a publisher's name that mostly stand for others."""
_WRITTEN = frozenset({"statement", "post", "message", "letter", "report", "source", "sources", "official", "officials"})
"""Words that stand for the voice before, whatever its name."""
_COPIES = frozenset({"copy", "text", "transcript", "translation"})
"""What a report has before it when it names no speaker."""


class Part(NamedTuple):
    """The stretch [start, end) of a folded sentence that one voice says; `who` outermost first, without the publisher.

    `at` holds the span of each name in the report's text, None where the name was taken over from an earlier sentence.
    """

    start: int
    end: int
    who: tuple[str, ...] = ()
    cue: str = ""
    denied: bool = False
    tail: tuple[int, int] | None = None
    at: tuple[tuple[int, int] | None, ...] = ()
    rule: str = ""


@dataclass
class Memory:
    """What earlier sentences leave behind: the last voice, and the names by which the publisher calls itself."""

    publisher: str
    last: tuple[str, ...] = ()
    issuer: tuple[str, ...] = ()
    own: frozenset[str] = field(default_factory=frozenset)
    named: list[str] = field(default_factory=list)
    listed: tuple[str, ...] = ()
    guest: str = ""
    turn: tuple[str, int] = ("", -1)

    def __post_init__(self) -> None:
        words = compiled(r"[^\W\d_]+").findall(self.publisher)
        initials = "".join(w[0] for w in words if w[0].isupper()).casefold()
        key = fold_key(self.publisher)
        self.own = frozenset({key, *([initials] if len(initials) > 1 else [])})

    def is_own(self, name: str) -> bool:
        """Whether a name is the publisher itself ("told us", its name, its initials)."""
        key = fold_key(name)
        if not key or name == "US":
            return not key
        if key in {
            "us",
            "this newspaper",
            "our reporter",
            "our correspondent",
            "this radio",
            "this paper",
            "this agency",
            "this website",
            "our newsroom",
            "our desk",
            "our stringer",
            "مراسلنا",
            "پهيامنێرهكهمان",
        }:
            return True
        if len(key) > 3 and compiled(r"[\u0600-\u06ff]").search(key):
            bare = compiled(r"^(?:ل|ب)?(?:ال)?(?=\w{3})").sub("", key)
            return any(bare in own or own in bare for own in self.own if len(own) > 3)
        return key in self.own or (name[:1].isupper() and self._part_of_own(key))

    def _part_of_own(self, key: str) -> bool:
        """Whether a key is what the publisher calls itself for short: its last word, or the body that it is named after."""
        words, own = key.split(), fold_key(self.publisher).split()
        if len(own) < 2 or not set(words) <= set(own) or set(words) & _COMMON:
            return False
        return words[-1] == own[-1] or words[0] == own[0]

    def fuller(self, name: str) -> str:
        """The name as voices before had it, where this one is short for one of them."""
        words = _key_words(name)
        return next((n for n in (*self.last, *self.named) if words and words <= _key_words(n)), name)


def _key_words(name: str) -> set[str]:
    """The words of a name for comparison; in Arabic script without the article and the ending of the accusative."""
    words = fold_key(name).split()
    if name.isascii():
        return set(words)
    return {compiled(r"^ال(?=\w{3})|(?<=\w{3})ا$").sub("", word) for word in words}


def parts_of(text: str, sentence: Sentence, lex: Lexicon, memory: Memory) -> list[Part]:
    """Parts of a folded sentence in order; what no voice claims is the publisher's own. Names are as written."""
    if lex.tag == "en":
        return _english(text, sentence, lex, memory)
    out: list[Part] = []
    listed = memory.listed if sentence.bullet else ()
    begin = 0
    if memory.guest:
        name, begin = turn_of(text, lex)
        if name:
            memory.turn, text = (name, sentence.paragraph), " " * begin + text[begin:]
        if memory.turn == ("question", sentence.paragraph):
            return []
        listed = (memory.guest,) if memory.turn == ("answer", sentence.paragraph) else ()
    for said in region_said(text, lex):
        who, at = _speakers([text[a:b] for a, b in said.who], list(said.who), sentence, lex, memory)
        if who:
            memory.last = who
        elif listed:
            who, at = listed, (None,) * len(listed)
        out.append(
            Part(
                max(said.start, begin),
                said.end,
                who,
                said.cue,
                said.denied,
                None,
                at,
                "words of attribution" if who else "",
            )
        )
    memory.listed = out[-1].who if sentence.raw.rstrip().endswith(":") else listed
    return out


def _english(text: str, sentence: Sentence, lex: Lexicon, memory: Memory) -> list[Part]:
    out: list[Part] = []
    done = 0
    for frame in english_frames(text, lex):
        who, at = _speakers([text[a:b] for a, b in frame.names], frame.names, sentence, lex, memory)
        if who:
            memory.last = who
        for start, end in frame.said:
            if not compiled(r"\w{3}|\d").search(text[start:end]):
                continue
            if start > done and lex.quick.search(text, done, start) and frame.start > done:
                out.append(Part(done, min(start, frame.start)))
            out.append(Part(start, end, who, frame.cue, frame.denied, None, at, frame.rule))
            done = max(done, end)
        done = max(done, frame.end)
    if not out:
        quoted = compiled(r"\W*\"").match(text) and (text.count('"') % 2 or compiled(r"\"\W*$").search(text))
        if quoted and memory.last:
            return [Part(0, len(text), memory.last, "", rule="quotation goes on")]
        return [Part(0, len(text))]
    if lex.quick.search(text, done):
        out.append(Part(done, len(text)))
    return out


def _speakers(
    names: list[str], spans: list[tuple[int, int]], sentence: Sentence, lex: Lexicon, memory: Memory
) -> tuple[tuple[str, ...], tuple[tuple[int, int] | None, ...]]:
    """Names as written with their places in the report; a pronoun or an office told before is the voice before."""
    out: dict[str, tuple[int, int] | None] = {}
    for name, span in zip(names, spans, strict=True):
        first, last = sentence.text.back(*span)
        place = (sentence.start + first, sentence.start + last)
        known = [n for n in memory.last if n not in out]
        if not name or lex.cue("pronoun").fullmatch(fold(name).casefold()) or (name.casefold() in _WRITTEN and known):
            out |= dict.fromkeys(known, None)
        elif not memory.is_own(name) and name.casefold() not in _COPIES:
            full = memory.fuller(name)
            out.setdefault(full if full != name else sentence.raw[first:last], place)
            if lex.tag == "en" and full == name and compiled(r"[A-Z]").search(name):
                memory.named.append(sentence.raw[first:last])
    return tuple(out), tuple(out.values())
