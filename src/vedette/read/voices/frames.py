"""Frames of English attribution: a voice, where it stands, and the stretches of the sentence that it says."""

from dataclasses import dataclass, field

from vedette.read.words.expressions import compiled

__all__ = ["Frame", "share_out"]

Span = tuple[int, int]

_PRONOUNS = frozenset({"he", "she", "it", "they", "who", "which"})


@dataclass
class Frame:
    """A voice at [start, end): what it says stands `after`, `before` or on both sides (`mid`); names outermost first."""

    start: int
    end: int
    side: str
    names: list[Span]
    cue: str
    rule: str
    denied: bool = False
    said: list[Span] = field(default_factory=list)
    floor: int = 0


def share_out(text: str, frames: list[Frame], begin: int) -> None:
    """Give each frame its stretches; one that says nothing but another frame is the outer voice of that one."""
    i = 0
    while i + 1 < len(frames):
        one, other = frames[i], frames[i + 1]
        between = text[one.end : other.start].strip(' ,"|')
        if (
            one.side == "after"
            and other.side in {"after"}
            and len(between.split()) < 2
            and one.rule != "verb of stance"
        ):
            spoken = [n for n in other.names if n not in one.names and text[slice(*n)].lower() not in _PRONOUNS]
            other.names = [*one.names, *spoken]
            other.start = one.start
            frames.pop(i)
        else:
            i += 1
    taken = begin
    for i, frame in enumerate(frames):
        following = frames[i + 1] if i + 1 < len(frames) else None
        limit = (
            len(text)
            if following is None
            else following.start
            if following.side == "after"
            else _next_clause(text, frame.end, following.start)
        )
        if frame.side in {"before", "mid"} and frame.start > taken:
            frame.said.append((taken, frame.start))
        if frame.side in {"after", "mid"} and limit > frame.end:
            frame.said.append((frame.end, limit))
            taken = limit
        else:
            taken = frame.end


def _next_clause(text: str, start: int, end: int) -> int:
    """Where a clause of another voice begins between two frames, else the end."""
    cuts = [m.start() for m in compiled(r"; |, (?:while|but|and|whereas)\s").finditer(text[start:end])]
    return start + cuts[-1] if cuts else end
