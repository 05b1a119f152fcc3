"""A sentence as its events see it: what does not depend on the event is sought once, when it is asked for first."""

from collections.abc import Callable
from functools import cached_property

from vedette.read.days.mentions import TimeMention
from vedette.read.days.times import find_times
from vedette.read.events.scene import Scene
from vedette.read.places.places import PlaceMention, find_places
from vedette.read.words.expressions import compiled
from vedette.read.words.lexicon import Lexicon
from vedette.read.words.sentences import Sentence

__all__ = ["View"]


class View:
    """A sentence, its folded `text` without figures of speech, its scene, and the times and places named in it.

    Spans are those of `text`, unless they are said to be `written`.
    """

    def __init__(self, sentence: Sentence, text: str, stage: Callable[[], Scene]) -> None:
        self.sentence, self.text = sentence, text
        self._stage = stage

    @cached_property
    def scene(self) -> Scene:
        """What holds for the whole report."""
        return self._stage()

    @property
    def lex(self) -> Lexicon:
        """The lexicon of the report's language."""
        return self.scene.lex

    @cached_property
    def times(self) -> list[TimeMention]:
        """The times of the sentence, in order; none where the day of publication is not known."""
        return find_times(self.text, self.scene.published, self.lex) if self.scene.dated else []

    @cached_property
    def timeless(self) -> str:
        """The text with a bar for each letter of a time and of the words that lead to it, so that no name takes them in."""
        text = self.text
        for time in self.times:
            lead = compiled(
                r"(?:\b(?:on|since|by|from|before|until|in|late on|early on|late|early|ahead of|during)\s+(?:the\s+)?)+$"
            ).search(text[: time.start])
            tail = compiled(
                r"\s+(?:(?:early |late )?(?:morning|evening|afternoon|night|noon|midnight)|at dawn)\b"
            ).match(text[time.end :])
            start, end = lead.start() if lead else time.start, time.end + (tail.end() if tail else 0)
            text = text[:start] + "|" * (end - start) + text[end:]
        return text

    @cached_property
    def places(self) -> list[PlaceMention]:
        """The places named in the sentence, in order."""
        return find_places(self.text, self.lex)

    def written(self, start: int, end: int) -> tuple[int, int]:
        """The span in the report's text of a span of this text."""
        first, last = self.sentence.text.back(start, end)
        return self.sentence.start + first, self.sentence.start + last
