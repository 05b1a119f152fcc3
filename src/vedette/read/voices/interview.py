"""Printed interviews in Arabic and Sorani: who answers, and which lines are questions."""

import re

from vedette.read.words.letters import fold
from vedette.read.words.lexicon import Lexicon

__all__ = ["guest_of", "turn_of"]


def guest_of(title: str, text: str, lex: Lexicon) -> str:
    """The name of who answers as the title of an interview has it ("Interview: the mayor on …"); "" where there is none."""
    if lex.tag == "en":
        return ""
    if sum(1 for line in text.split("\n") if turn_of(fold(line), lex)[0] == "answer") < 2:
        return ""
    plain = fold(title)
    if len(plain) != len(title):
        title = plain
    genre = lex.cue("interview").search(plain)
    first = genre.end() if genre else 0
    while first < len(plain) and not plain[first].isalnum():
        first += 1
    about = lex.cue("about").search(plain, first)
    colon = re.compile(r"\s*:").search(plain, first)
    ends = [m.start() for m in (about, colon) if m]
    name = title[first : min(ends, default=len(title))].strip(' :،-"')
    known = lex.cue("speaker").search(fold(name)) or lex.cue("defender").search(fold(name))
    return name if known and len(name.split()) < 10 else ""


def turn_of(line: str, lex: Lexicon) -> tuple[str, int]:
    """Whether a folded line opens with the label of a question or an answer, and where its words begin."""
    for name in ("question", "answer"):
        match = lex.cue(name).match(line.lstrip())
        at = len(line) - len(line.lstrip()) + match.end() if match else 0
        colon = re.compile(r"\s*[:：-]\s*").match(line, at) if match else None
        if colon:
            return name, colon.end()
    return "", 0
