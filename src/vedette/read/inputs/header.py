"""The head of a plain-text report: which line is the title, who publishes, and which date is that of publication."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from vedette.read.days.dates import DateMention, find_dates
from vedette.read.inputs.other_years import days_in_other_tongues, days_in_other_years
from vedette.read.places.gazetteer import lookup
from vedette.read.words.cues import Cue
from vedette.read.words.expressions import compiled
from vedette.read.words.letters import Folded, fold, fold_in_place, folded
from vedette.read.words.lexicon import Lexicon, calendar, lexicon

__all__ = ["Head", "parse_head", "publisher_name"]

_LINES = 10
_SHORT_DATE = re.compile(
    r"(?<![\w./])(?P<day>\d{1,2})[./-](?P<month>\d{1,2})[./-](?P<year>[0-4]\d)(?![\w./-])"
    r"|(?<![0-9A-Z])(?P<day2>\d{2})(?P<name>JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)(?P<year2>[0-4]\d)(?!\d)"
)
_MONTHS = {
    m: i + 1 for i, m in enumerate(["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"])
}
_NOTE = re.compile(
    r"^\W*(?:\(.*\)|(?:translated|compiled|abridged|edited|monitored|transcribed|recorded|updates?|adds?|recasts?|not an official|for friends|excerpts?|unofficial)\b.*"
    r"|[A-Z0-9]+(?:[-/][A-Z0-9]+){2,}|(?:no|ref|nr)\.?:? ?[A-Z0-9][\w/-]*\d[\w/-]*|(?:cut-?off|dtg|serial|page|issue|vol|reading time|distribution|valid from|still current at|embargo)\b.*|.{0,12}\d{2}:?\d{2} ?(?:Z|L|hrs)\W*)$",
    re.I,
)
"""Lines that are neither title nor name: remarks in brackets, slugs, numbers of releases, hours of closing."""
_SMALL = frozenset({"of", "and", "the", "for", "in", "on", "de", "du", "la"})
_SURE = 1.5
"""Points from which a line is the outlet's own, above the agency that a dateline names."""
_LABEL = re.compile(r"^\s*[^\W\d][^\n:]{0,24}:\s+")
_PROSE = re.compile(r"[.!?؟:](?:[\"”»)]|$)")
_DATELINE = re.compile(
    r"^(?P<place>[^\d().\-]{2,60}?)(?:,? (?:[A-Z][a-z]{2,8}\.? \d{1,2}|\d{1,2} [A-Z][a-z]{2,8}\.?)(?:,? \d{4})?)?\s*\((?P<wire>[^)]{2,40})\)\s*[-–—:]"
)
_COPYRIGHT = re.compile(r"(?:©|\(c\)|copyright)\s*(?P<year>(?:19|20)\d\d)?\s*(?P<who>[^\n.|]{0,50})", re.I)
_SPLIT = re.compile(r"\s*[|/·•]\s*|\s+[-–—]\s+|\s*,\s*|\s*،\s*|\s{2,}|\t")
_TIME = re.compile(r"\b\d{1,2}[:.]\d\d(?::\d\d)?\s*(?:[ap]\.?m\.?)?|\b\d{4}h\b", re.I)


@dataclass(frozen=True)
class Head:
    """What the head says; `body` is the offset at which the report itself begins."""

    title: str
    publisher: str
    published: date | None
    body: int


@dataclass(frozen=True)
class _Line:
    start: int
    end: int
    text: str
    dates: tuple[DateMention, ...]
    rest: str
    alone: bool = False


def parse_head(text: str, language: str) -> Head:
    """Read the lines above the first sentence of prose. `text` is the page as written, with its lines.

    A date beside words of printing, updating or crawling, or alone above the title, is not that of publication; the day
    in an agency's dateline is, only where the head has no other. Banners such as those of drills are passed over.
    """
    lex = lexicon(language if language in {"en", "ar", "ckb"} else "en")
    lines, body = _head_lines(text, lex)
    wire = _DATELINE.match(text[body : body + 160].lstrip())
    copyright_ = _COPYRIGHT.search(text[-400:])
    title_at = _title(lines, lex)
    published = _published(text, lines, title_at, body, lex)
    publisher, sure = _publisher(lines, title_at, lex)
    if wire and sure < _SURE:
        publisher = wire.group("wire").strip()
    if not publisher and copyright_:
        publisher = copyright_.group("who").strip(" .,-")
    title = lines[title_at].text.strip() if title_at is not None else ""
    return Head(
        _LABEL.sub("", title, count=1) if lex.cue("subject").match(fold(title)) else title, publisher, published, body
    )


def publisher_name(line: str, lex: Lexicon) -> str:
    """The outlet within a line of masthead or byline: dates, times, desks and cities are taken away."""
    return _outlet(_undated(line, lex, _dates(line, lex.tag)), lex)


def _outlet(bare: str, lex: Lexicon) -> str:
    """The outlet within a line that has bars for its dates and times."""
    bare = compiled(r"\([^()]{0,20}\)").sub("", bare)
    pieces = [p.strip(" .:;()•*-–—") for p in _SPLIT.split(bare)]
    kept = [p for p in pieces if p and not lex.cue("sections").fullmatch(fold(p)) and any(c.isalpha() for c in p)]
    kept = [p for p in kept if not lex.cue("letterhead").fullmatch(fold(p))] or kept
    named = [p for p in kept if lex.cue("publisher_words").search(fold(p))]
    if named:
        return _untitled(pieces[0] if named[0][:1].islower() and pieces[0] in kept else named[0], lex)
    kept = [
        p
        for p in kept
        if not lookup(p) and not _NOTE.match(p) and not compiled(r"(?:no|nr|issue|vol)\b", re.I).match(p)
    ] or kept[:1]
    return _untitled(kept[0], lex) if kept else ""


def _untitled(piece: str, lex: Lexicon) -> str:
    """Drop a section word at the end ("Tigris Observer Security") and put capitals into title case."""
    words = piece.split()
    while (
        len(words) > 2
        and lex.cue("sections").fullmatch(fold(words[-1]))
        and words[-1].lower() not in {"desk", "news", "report"}
    ):
        words.pop()
    if lex.tag != "en":
        return compiled(r"\s*:\s.*$").sub("", piece)
    piece = compiled(r"\s*[\[(][^\])]*[\])]?$").sub("", " ".join(words)).strip() or piece
    if piece.isupper() and len(words) > 1:
        piece = " ".join(w.lower() if i and w.lower() in _SMALL else w.capitalize() for i, w in enumerate(words))
    return piece


def _undated(line: str, lex: Lexicon, dates: Sequence[DateMention]) -> str:
    plain = line
    for mention in reversed(dates):
        plain = plain[: mention.start] + " | " + plain[mention.end :]
    plain = _TIME.sub(" | ", plain)
    plain = _barred(plain, compiled(rf"(?<!\w){calendar(lex.tag).weekday}(?!\w)", re.I))
    for cue in ("published", "crawled"):
        plain = _barred(plain, lex.cue(cue)) if compiled(r"\d").search(line) else plain
    return plain


def _barred(line: str, pattern: re.Pattern[str] | Cue) -> str:
    """Put a bar over what a pattern of folded text finds."""
    for match in reversed(list(pattern.finditer(fold_in_place(line)))):
        line = f"{line[: match.start()]} | {line[match.end() :]}"
    return line


def _head_lines(text: str, lex: Lexicon) -> tuple[list[_Line], int]:
    lines: list[_Line] = []
    position = 0
    for raw in text.split("\n"):
        start, position = position, position + len(raw) + 1
        line = raw.strip()
        if not line or _is_banner(line, text, lex):
            continue
        dates = tuple(_dates(raw, lex.tag))
        dated = any(d.year for d in dates) and len(line.split()) <= 16 and not any(k.dates for k in lines)
        if len(lines) >= _LINES or (not dated and (_is_prose(line) or _ends_head(line, lines))):
            return lines, start
        before, after = text[:start].rstrip(" \t")[-2:], text[position : position + 40].lstrip(" \t")[:1]
        alone = (not before.strip() and (not before or before.endswith("\n\n"))) and after == "\n"
        lines.append(_Line(start, start + len(raw), raw, dates, _undated(raw, lex, dates), alone))
    if len(lines) > 1:
        return lines[:-1], lines[-1].start
    return [], 0


def _dates(raw: str, tag: str) -> list[DateMention]:
    """Dates of a line of the head as written, short years and the compact days of slugs too (26.08.24, 07JUN23)."""
    plain, line = folded(raw), fold_in_place(raw)
    found = [_placed(mention, plain) for mention in find_dates(plain.text, tag)]
    for match in [] if found else _SHORT_DATE.finditer(line):
        month = _MONTHS.get((match.group("name") or "").lower()) or int(match.group("month") or 0)
        mention = DateMention(
            match.start(),
            match.end(),
            int(match.group("day") or match.group("day2")),
            month,
            2000 + int(match.group("year") or match.group("year2")),
        )
        if mention.on():
            found.append(mention)
    return found


def _placed(mention: DateMention, plain: Folded) -> DateMention:
    """The mention with its place in the line as written."""
    start, end = plain.back(mention.start, mention.end)
    return replace(mention, start=start, end=end)


def _is_banner(line: str, text: str, lex: Lexicon) -> bool:
    """Whether a line is a stamp on the page: one word over and over, a word of drills, capitals that stand there twice."""
    words = compiled(r"[^\W\d_]+").findall(fold(line).casefold())
    if len(words) > 1 and len(set(words)) == 1:
        return True
    if words and lex.cue("banner").fullmatch(" ".join(words)):
        return True
    stamped = line.isupper() and not compiled(r"\d").search(line) and not lex.cue("publisher_words").search(fold(line))
    return stamped and len(re.findall(rf"^[^\S\n]*{re.escape(line)}[^\S\n]*$", text, re.M)) > 1


def _ends_head(line: str, lines: list[_Line]) -> bool:
    """Whether a short sentence begins the report: below a title and a line with a date, and closed by a full stop."""
    closed = compiled(r"[^\W\d_]{2}[.؟?!][\"”»)']*$").search(line)
    return bool(closed) and len(line.split()) > 3 and len(lines) > 1 and any(known.dates for known in lines)


def _is_prose(line: str) -> bool:
    words = len(line.split())
    if compiled(r"^(?:[-•*]\s|\d+[.)-]\s?\D|[٠-٩]+[-.)]|First:|أولا)").match(line) and not compiled(
        r"^•\s*\w+day\b"
    ).match(line):
        return words > 4
    if _DATELINE.match(line) and words > 12:
        return True
    if compiled(r"^[A-Z]{3,}(?: [A-Z]+)* [-–—] \w").match(line) and words > 10:
        return True
    return (words >= 9 and bool(compiled(r"[.!?؟:](?:[\"”»)']*)?\s*$").search(line))) or words >= 24


def _title(lines: list[_Line], lex: Lexicon) -> int | None:
    best, score = None, 0.0
    for i, line in enumerate(lines):
        words = line.rest.replace("|", " ").split()
        if not words or lex.cue("letterhead").match(fold(line.text).strip()):
            continue
        # a headline may name a day, but the line of publication names its year
        dated = any(d.year for d in line.dates) or not any(d.year for other in lines for d in other.dates)
        if _NOTE.match(line.text.strip()) or (lex.tag != "en" and line.text.rstrip().endswith(":")):
            continue
        value = min(len(words), 12) - (0.0 if not line.dates else 6.0 if dated else 2.0)
        value -= 5.0 if lex.cue("crawled").search(fold(line.text)) and line.dates else 0.0
        named, pieces = (
            bool(lex.cue("publisher_words").search(fold(line.text))),
            compiled(r"\s[-–—|/]\s").search(line.text),
        )
        value -= 2.0 if named and (pieces or len(words) < 6) else 0.0
        value -= 4.0 if line.text.rstrip().endswith(",") else 0.0
        sections = [
            piece
            for piece in compiled(r"\s+[-–—|/]+\s+").split(line.text.strip())
            if lex.cue("sections").fullmatch(fold(piece))
        ]
        value -= 4.0 if sections else 0.0
        value -= 3.0 if compiled(r"[.](?:\s|$)").search(line.text.strip()) else 0.0
        value -= 2.0 if compiled(r"\s[-–—|]\s|\|").search(line.text.strip()) and len(words) < 6 else 0.0
        value -= 3.0 if pieces and lookup(compiled(r"\s[-–—|/]\s").split(line.text)[-1].strip()) else 0.0
        value -= 3.0 if named and "," in line.text and lookup(line.text.rsplit(",", 1)[1].strip()) else 0.0
        value -= 8.0 if compiled(rf"(?:{lex.cue('label').pattern})\s*:", re.I).match(fold(line.text).strip()) else 0.0
        value -= 3.0 if "|" in line.text or "@" in line.text or " // " in line.text else 0.0
        value += (2.5 if line.alone and i else 0.0) + (1.0 if i == len(lines) - 1 else 0.0)
        value -= 4.0 if i == 0 and len(lines) > 1 and _under_masthead(lines, lex) and not line.alone else 0.0
        value += (
            3.0
            if compiled(r"(?:[A-Z' ]{4,24}|[A-Z][a-z]+(?: [A-Z]?[a-z]+){0,2}): \S").match(line.text.strip())
            and not line.dates
            else 0.0
        )
        if value > score + 0.01:
            best, score = i, value
    return _below_masthead(lines, best, lex)


def _below_masthead(lines: list[_Line], best: int | None, lex: Lexicon) -> int | None:
    """A dated line as title where the line above it is but a name and no other line could be the title."""
    if best != 0 or len(lines) < 2 or lines[0].alone:
        return best
    first, second = lines[0].text.strip(), lines[1]
    name = (
        bool(lex.cue("publisher_words").search(fold(first)))
        and len(first.split()) <= 6
        and not compiled(r"[?!;:]").search(first)
    )
    told = compiled(r"[^\W\d_]{3,}").findall(second.rest)
    own = second.dates and len(told) >= 2 and not lex.cue("publisher_words").search(fold(_outlet(second.rest, lex)))
    daily = second.dates and len(compiled(r"\s+[-–—]\s+").split(second.text)) > 2
    return 1 if name and not lines[0].dates and (own or daily) else best


def _under_masthead(lines: list[_Line], lex: Lexicon) -> bool:
    """Whether a line of date and place, or a longer headline, stands right below the first line: that is the masthead."""
    bare = [i for i, line in enumerate(lines[1:4], 1) if line.dates and _only_place(line.rest, lex)]
    first = lines[0].text.strip()
    return bool(bare) and not lines[0].dates and len(first.split()) <= 8 and not compiled(r"[?!;]|: ").search(first)


def _only_place(rest: str, lex: Lexicon) -> bool:
    """Whether nothing but places, hours, sections and numbers is left of a line of date."""
    pieces = [p.strip(" .:;()•*-–—/") for p in _SPLIT.split(rest)]
    pieces = [p for p in pieces if any(c.isalpha() for c in p)]
    return all(
        lookup(p)
        or lex.cue("sections").fullmatch(fold(p))
        or _NOTE.match(p)
        or not compiled(r"[A-Za-z]{3}").search(p)
        or (p.isupper() and len(p) < 5)
        for p in pieces
    )


def _publisher(lines: list[_Line], title_at: int | None, lex: Lexicon) -> tuple[str, float]:
    """The best of the lines that are not the title, and its points: words of outlets, a date beside them, few words."""
    title = lines[title_at].text.strip() if title_at is not None else ""
    best, score = "", 0.0
    official = any(lex.cue("letterhead").search(fold(line.text)) for line in lines)
    for i, line in enumerate(lines):
        above = line.text if lex.tag == "en" else _outlet(line.rest, lex)
        if line.text.strip() == title or lex.cue("letterhead").fullmatch(fold(above).strip()):
            continue
        crawl = line.dates and _crawled(fold_in_place(line.text), line.dates[0], lex)
        if _LABEL.match(line.text) and lex.cue("label").match(fold(line.text).strip()):
            continue
        name = _outlet(line.rest, lex)
        if not name or len(name.split()) > 8 or _NOTE.match(line.text.strip()):
            continue
        value = 1.0 + (2.0 if lex.cue("publisher_words").search(fold(name)) else 0.0)
        value += (0.7 if line.dates else 0.0) - (2.5 if crawl else 0.0) + (0.1 if official else -0.05) * i
        value -= 1.5 if len(name.split()) > 5 and not line.dates else 0.0
        value -= 1.0 if lookup(name) else 0.0
        beneath = lines[i + 1] if i + 1 < len(lines) else None
        value += 1.2 if i == 0 and not compiled(r"[?!;]|: ").search(line.text) else 0.0
        value += 1.0 if beneath and beneath.dates and not line.dates and _only_place(beneath.rest, lex) else 0.0
        value -= 2.0 if compiled(r"\d").search(name) or (line.dates and _only_place(line.rest, lex)) else 0.0
        value -= 1.6 if lex.cue("credit").match(fold(line.text).strip()) else 0.0
        if value > score:
            best, score = name, value
    return best, score


def _published(text: str, lines: list[_Line], title_at: int | None, body: int, lex: Lexicon) -> date | None:
    found: list[tuple[float, date]] = []
    year = _year(text, lines, body, lex)
    for i, line in enumerate(lines):
        folded_line = fold_in_place(line.text)
        for mention in line.dates:
            day = mention.on(year)
            if day is None:
                continue
            alone = not compiled(r"[\W\d]").sub("", line.rest)
            score = 0.0 if not mention.year else 1.0
            score -= 6.0 if _crawled(folded_line, mention, lex) else 0.0
            score += 3.0 if _cued(folded_line, mention, lex.cue("published")) else 0.0
            score += 1.0 if not alone else 0.0
            score -= 2.0 if alone and title_at is not None and i < title_at and i == 0 else 0.0
            score -= 2.0 if folded_line.lstrip().startswith("•") else 0.0
            score -= 2.0 if i == title_at else 0.0
            found.append((score, day))
    lead = text[body : body + 120]
    headed = any(score >= 0 for score, _ in found)
    for mention in [] if headed else find_dates(fold_in_place(lead), lex.tag)[:1]:
        day = mention.on(year)
        if day and _DATELINE.match(lead.lstrip()) and mention.end < lead.find(")"):
            found.append((2.0, day))
    if not found:
        found = [(0.0, day) for line in lines for day in _elsewhere(line.text, lex.tag)]
    found = found or _footer(text, lex)
    if not found:
        return None
    top = max(score for score, _ in found)
    return min(day for score, day in found if score >= top - 0.5) if top > -5 else None


def _elsewhere(line: str, tag: str) -> list[date]:
    return days_in_other_tongues(line) if tag == "en" else days_in_other_years(line, tag)


def _footer(text: str, lex: Lexicon) -> list[tuple[float, date]]:
    """Dates of publication below the text."""
    out = []
    for raw in text.rstrip().split("\n")[-4:]:
        line = fold_in_place(raw)
        for mention in find_dates(line, lex.tag):
            day = mention.on()
            cued = _cued(line, mention, lex.cue("published"))
            if day and not _crawled(line, mention, lex) and (cued or len(raw) < 60):
                out.append((1.0 if cued else 0.0, day))
    return out


def _crawled(line: str, mention: DateMention, lex: Lexicon) -> bool:
    return _cued(line, mention, lex.cue("crawled")) and not _cued(line, mention, lex.cue("published"), near=True)


def _cued(line: str, mention: DateMention, cue: Cue, near: bool = False) -> bool:
    """Whether a cue stands before the date, after any earlier date of the line."""
    before = line[: mention.start]
    cut = max((m.end() for m in compiled(r"\d{4}|[|;·•]|\.\s").finditer(before)), default=0)
    return bool(cue.search(before[max(cut, mention.start - 14) if near else cut :]))


def _year(text: str, lines: list[_Line], body: int, lex: Lexicon) -> int | None:
    """The year of dates that leave it out: from the copyright line, else from other dates of the head."""
    match = _COPYRIGHT.search(text[-400:])
    if match and match.group("year"):
        return int(match.group("year"))
    years = [m.year for line in lines for m in line.dates if m.year]
    if years:
        return min(years)
    if lex.tag != "en" and (named := compiled(r"(?<!\d)20[0-4]\d(?!\d)").findall(fold_in_place(text[:body]))):
        return max(map(int, named))
    years = [m.year for m in find_dates(fold_in_place(text[body : body + 3000]), lex.tag) if m.year]
    return max(years) if years else None
