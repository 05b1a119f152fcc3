"""The roles of an English event in the making, and who takes part: the subject of a verb, the agent behind "by"."""

from dataclasses import dataclass, field

from vedette.read.roles.bodies_en import can_act
from vedette.read.words.expressions import compiled
from vedette.read.words.lexicon import Lexicon

__all__ = ["Roles", "agent_by", "subject"]


@dataclass
class Roles:
    """Noun phrases as spans of the folded text, in order of their finding."""

    actors: list[tuple[int, int]] = field(default_factory=list)
    targets: list[tuple[int, int]] = field(default_factory=list)
    instruments: list[tuple[int, int]] = field(default_factory=list)
    doers: list[tuple[int, int]] = field(default_factory=list)
    """Those of the actors whom the verb alone shows to be people, whatever they are called."""


def agent_by(roles: Roles, by: tuple[int, int] | None, masked: str, lex: Lexicon) -> None:
    """Who stands behind "by" acts, unless it is a weapon, a means, a deed or a time."""
    words = masked[slice(*by)] if by else ""
    if (
        by
        and not lex.cue("instruments").search(words)
        and not compiled(
            r"(?:\w+ing\b|\d+\b|noon|dawn|night|mistake|the time|telephone|phone|road|air|sea|means)"
        ).match(words)
    ):
        roles.actors.append(by)


def subject(roles: Roles, span: tuple[int, int] | None, masked: str, lex: Lexicon) -> None:
    """A subject acts if its words are those of people or bodies; a weapon as subject is an instrument."""
    if span is not None and can_act(masked[span[0] : span[1]], lex):
        roles.actors.append(span)
