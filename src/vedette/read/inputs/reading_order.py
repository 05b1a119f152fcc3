"""Lines on a grid of fixed width, put into the order in which they are read, and joined into paragraphs."""

import re
from collections import Counter
from itertools import pairwise

__all__ = ["TURN", "joined", "reading_order"]

_GAP = re.compile(r" {3,}")
_FEWEST_LINES = 4
_CELL_WORDS = 2.5
"""Words per cell from which two things side by side are columns of prose; below it they are a table."""
_HYPHEN = re.compile(r"(?<=[^\W\d_]{2})[-\u2010]$")
TURN = "\x0c"
"""Stands between columns and pages, where a paragraph may go on."""
_POINT = re.compile(r"^(?:[-•*▪●–]|\(?\d{1,2}[.)])\s")


def reading_order(lines: list[str], depth: int = 0) -> list[str]:
    """Columns one after the other, without the blanks before their lines; lines across both stay where they are.

    A gutter is where the second halves of many lines begin; three columns are found as two, of which one is two again.
    """
    gutter = _gutter(lines) if depth < 3 else None
    if gutter is None:
        return _moved_left(lines)
    out: list[str] = []
    band: list[str] = []
    for line in [*lines, None]:
        if line is not None and not line[gutter - 2 : gutter].strip():
            band.append(line)
            continue
        out += _both(band, gutter, depth)
        band = []
        if line is not None:
            out.append(line.strip())
    return out


def _both(band: list[str], gutter: int, depth: int) -> list[str]:
    right = [line[gutter:] for line in band]
    if not any(right):
        return _moved_left(band)
    first = next(i for i, line in enumerate(right) if line.strip())
    last = len(right) - next(i for i, line in enumerate(reversed(right)) if line.strip())
    above, below = band[:first], band[last:]
    left = [line[:gutter].rstrip() for line in band[first:last]]
    columns = [*_trimmed(reading_order(left, depth + 1)), TURN, *_trimmed(reading_order(right[first:last], depth + 1))]
    return [*_moved_left(above), *columns, *_moved_left(below)]


def _gutter(lines: list[str]) -> int | None:
    """The column at which the right half begins, where many lines have words on both sides of an empty strip."""
    starts: Counter[int] = Counter()
    for line in lines:
        indent = len(line) - len(line.lstrip())
        for gap in _GAP.finditer(line, indent):
            if gap.end() < len(line):
                starts[gap.end()] += 1
    filled = [line for line in lines if line.strip()]
    for column, _ in sorted(starts.items(), key=lambda s: (-s[1], s[0]))[:3]:
        sides = [
            (line[: column - 2].strip(), line[column:].strip())
            for line in filled
            if not line[column - 2 : column].strip()
        ]
        beside = [(a, b) for a, b in sides if a and b]
        words = sum(len(a.split()) + len(b.split()) for a, b in beside)
        prose = words >= 2 * _CELL_WORDS * len(beside)
        if len(beside) >= max(_FEWEST_LINES, 0.25 * len(filled)) and prose:
            return column
    return None


def _moved_left(lines: list[str]) -> list[str]:
    """Lines without their common margin; what is indented beyond it stays so, for it may begin a paragraph."""
    margins = Counter(len(line) - len(line.lstrip()) for line in lines if line.strip())
    margin = margins.most_common(1)[0][0] if margins else 0
    return [line[min(margin, len(line) - len(line.lstrip())) :] for line in lines]


def joined(pages: list[list[str]]) -> str:
    """Paragraphs, one a line: lines that were broken at the margin are joined, also over columns and pages.

    A broken word is joined where a small letter follows its hyphen. A paragraph ends at a blank line, at a short line,
    and where the next line is indented or begins a point.
    """
    lines: list[str] = []
    for page in pages:
        lines += [TURN] * bool(lines) + _single_spaced(_trimmed(page))
    full = _full_length(lines)
    out: list[str] = []
    last = ""
    for line in lines:
        text = " ".join(line.split())
        if line == TURN:
            continue
        if not text:
            last = ""
            out += [""] * bool(out and out[-1])
        else:
            if out and last and _goes_on(last, line, full):
                out[-1] = _added(out[-1], text)
            else:
                out.append(text)
            last = line
    return "\n".join(out).strip()


def _single_spaced(lines: list[str]) -> list[str]:
    """Lines without the blank lines of double spacing: where nearly every line is followed by one, they say nothing."""
    filled = [row for row, line in enumerate(lines) if line.strip()]
    steps = Counter(b - a for a, b in pairwise(filled))
    usual, times = steps.most_common(1)[0] if steps else (1, 0)
    if usual < 2 or times < 0.6 * len(filled):
        return lines
    out: list[str] = []
    for row, after in zip(filled, [*filled[1:], filled[-1] + usual], strict=True):
        out += [lines[row]] + [""] * (after - row > usual)
    return out


def _trimmed(lines: list[str]) -> list[str]:
    filled = [row for row, line in enumerate(lines) if line.strip()]
    return lines[filled[0] : filled[-1] + 1] if filled else []


def _goes_on(last: str, line: str, full: float) -> bool:
    """Whether a line carries on the sentence of the line before it."""
    text = line.strip()
    if not last or _POINT.match(text):
        return False
    if _HYPHEN.search(last.rstrip()) and text[:1].islower():
        return True
    indent = len(line) - len(line.lstrip())
    if indent >= 2 > len(last) - len(last.lstrip()):
        return False
    return len(last.strip()) >= (0.5 if text[:1].islower() else 0.8) * full


def _added(before: str, text: str) -> str:
    if not _HYPHEN.search(before):
        return f"{before} {text}"
    return (before[:-1] if text[:1].islower() else before) + text


def _full_length(lines: list[str]) -> float:
    """The length of a full line: that which a fifth of the lines reach."""
    lengths = sorted(len(line.strip()) for line in lines if line.strip())
    return float(lengths[int(0.8 * (len(lengths) - 1))]) if lengths else 0.0
