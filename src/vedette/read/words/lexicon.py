"""The lexicons of the three languages, read from data/*.toml once and compiled."""

import re
import tomllib
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

from vedette.read.words.beginnings import beginnings
from vedette.read.words.cues import NEVER, NOTHING, AnyCue, Cue, Vocabulary
from vedette.read.words.letters import fold

__all__ = ["LANGUAGES", "Calendar", "Lexicon", "TimeRule", "Trigger", "VoiceRule", "calendar", "lexicon", "limits"]

LANGUAGES = ("en", "ar", "ckb")
_CLITICS = {
    "en": ("", ""),
    "ar": ("(?:[وف]?(?:[بلك]?ال|لل|[بلكس])?)??", "(?:ا|ه|ها|هم|هما|ين|ان|ون|ات|وا)??"),
    "ckb": (
        "",
        r"(?:ي|ه|يه|دا|ان|يان|ێك|ێكي|هكه|هكهي|هكان|هكاني|هكهوه|هكهدا|ۆكه|انه|اني|يهكيان|ێكيان|هكانيان|يهكه|يهكان|يهكاني|يهك|يهكي|يي|وه|هوه|شي|يش|ش)??",
    ),
}


@dataclass(frozen=True)
class Trigger:
    """Words that show a kind of event. `form` says where its roles stand (see roles.py); `rank` settles overlaps."""

    pattern: Cue
    kind: str
    type: str | None
    form: str
    modality: str | None = None
    rank: int = 0


@dataclass(frozen=True)
class TimeRule:
    """Words of a relative time and the name of the rule that resolves them (see times.py)."""

    pattern: Cue
    rule: str
    value: int = 0


@dataclass(frozen=True)
class VoiceRule:
    """Words that attribute, with the groups `who` and perhaps `via`; `side` tells where the words said stand."""

    pattern: Cue
    side: str


@dataclass(frozen=True)
class Calendar:
    """Names of months (1–12), days (Monday 0) and numbers of a language, folded, with their alternations."""

    months: dict[str, int]
    weekdays: dict[str, int]
    numbers: dict[str, int]
    month: str
    weekday: str
    number: str


@dataclass(frozen=True)
class Lexicon:
    """Everything that a language brings: function words, header cues, triggers, role heads, cues of voice and time."""

    tag: str
    common: frozenset[str]
    triggers: tuple[Trigger, ...]
    times: tuple[TimeRule, ...]
    voices: tuple[VoiceRule, ...]
    cues: dict[str, Cue] = field(repr=False)
    types: tuple[tuple[Cue, str], ...] = ()
    actors: dict[str, str] = field(default_factory=dict, repr=False)
    quick: AnyCue = field(default=NOTHING, repr=False)
    timely: AnyCue = field(default=NOTHING, repr=False)

    def cue(self, name: str) -> Cue:
        """The compiled alternation of a named list of cues; a language without the list never matches."""
        return self.cues.get(name, NEVER)

    def either(self, *names: str) -> AnyCue:
        """The named lists of cues as one, numbered in this order."""
        return AnyCue((self.cue(name) for name in names), self.quick.seen)


def _data(name: str) -> dict[str, Any]:
    return tomllib.loads(files("vedette.read").joinpath("data", name).read_text(encoding="utf-8"))


def _table(tag: str) -> dict[str, Any]:
    """The lexicon of a language: one file, or a folder of files whose tables and lists are joined."""
    folder = files("vedette.read").joinpath("data", tag)
    if not folder.is_dir():
        return _data(f"{tag}.toml")
    joined: dict[str, Any] = {}
    for name in sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".toml")):
        for key, value in _data(f"{tag}/{name}").items():
            if isinstance(value, dict):
                joined.setdefault(key, {}).update(value)
            else:
                joined.setdefault(key, []).extend(value)
    return joined


@cache
def limits() -> dict[str, float]:
    """Sizes and shares from data/limits.toml."""
    return _data("limits.toml")


@cache
def calendar(tag: str) -> Calendar:
    """Names of days, months and numbers of `en`, `ar` or `ckb`."""
    table = _data("calendar.toml")[tag]
    key = str.casefold if tag == "en" else fold
    months = {key(fold(n)): i + 1 for i, names in enumerate(table["months"]) for n in names}
    weekdays = {key(fold(n)): i for i, names in enumerate(table["weekdays"]) for n in names}
    numbers = {key(fold(n)): int(v) for n, v in table["numbers"].items()}
    return Calendar(months, weekdays, numbers, _either(months), _either(weekdays), _either(numbers))


@cache
def lexicon(tag: str) -> Lexicon:
    """The lexicon of `en`, `ar` or `ckb`."""
    table, spells = _table(tag), _data(f"times/{tag}.toml")
    flags = re.IGNORECASE if tag == "en" else 0
    names = calendar(tag)
    parts = {"MONTH": names.month, "WEEKDAY": names.weekday, "NUMBER": rf"(?:\d[\d,.]*|{names.number})"}
    parts |= {key: fold(text) for key, text in {**table.get("parts", {}), **spells.get("parts", {})}.items()}

    lead = _CLITICS[tag][0].removesuffix("?")
    vocabulary = Vocabulary(map(fold, table["common"]), lower=tag == "en", lead=lead, found=beginnings(tag))

    def build(pattern: str, bounded: bool = True) -> Cue:
        text = fold(pattern)
        for _ in range(2):
            for key, value in parts.items():
                text = text.replace("{" + key + "}", value)
        if not bounded:
            return vocabulary.cue(text, flags)
        before, after = _CLITICS[tag]
        return vocabulary.cue(f"(?:{text})", flags, rf"(?<!\w){before}", rf"{after}(?:(?<=\s)|(?!\w))")

    triggers = tuple(
        Trigger(
            build("|".join(row["words"])),
            row["kind"],
            row.get("type"),
            row.get("form", "noun"),
            row.get("modality"),
            row.get("rank", 0),
        )
        for row in table["trigger"]
    )
    times = tuple(TimeRule(build(row["words"]), row["rule"], row.get("value", 0)) for row in spells["time"])
    return Lexicon(
        tag=tag,
        common=frozenset(fold(w) for w in table["common"]),
        triggers=triggers,
        times=times,
        voices=tuple(VoiceRule(build(row["words"], bounded=False), row["side"]) for row in table.get("voice", [])),
        cues={name: build("|".join(words)) for name, words in {**table["cues"], **spells["cues"]}.items() if words},
        types=tuple((build("|".join(words)), name) for name, words in table["types"].items()),
        actors={fold(alias).casefold(): name for name, aliases in table["actors"].items() for alias in aliases},
        quick=AnyCue((t.pattern for t in triggers), vocabulary.seen),
        timely=AnyCue((t.pattern for t in times), vocabulary.seen),
    )


def _either(names: dict[str, int]) -> str:
    ordered = sorted(names, key=len, reverse=True)
    return "(?:" + "|".join(re.escape(n).replace(r"\ ", " ") for n in ordered) + ")"
