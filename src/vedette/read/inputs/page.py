"""A page of HTML: its title, publisher, day of publication and the text of the report itself.

The text comes through trafilatura (A. Barbaresi 2021, "Trafilatura: a web scraping library", ACL demo); the metadata
are read here, because a page prints many dates and only one of them is that of publication.
"""

import json
import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from lxml import etree

from vedette.read.days.dates import find_dates, safe_date
from vedette.read.inputs.header import publisher_name
from vedette.read.inputs.markup import html_tree
from vedette.read.words.expressions import compiled
from vedette.read.words.language import detect
from vedette.read.words.letters import fold_in_place
from vedette.read.words.lexicon import LANGUAGES, Lexicon, lexicon, limits
from vedette.terms.errors import FormatError

__all__ = ["Page", "parse_page"]

_NOISE = (
    "script", "style", "noscript", "nav", "aside", "footer", "form", "iframe", "button", "figure", "figcaption", "template",
)  # fmt: skip
_NOISE_CLASS = re.compile(
    r"(?:^|[\s_-])(?:cookie|consent|banner|menu|nav|sidebar|related|ad|ads|advert\w*|promo|inread|share|social|comments?|"
    r"breadcrumbs?|ticker|breaking|most-?read|popular|newsletter|subscribe|tags?|foot|footer|caption|widget|also|recommended|more-?news)(?:$|[\s_-])",
    re.I,
)
_BYLINE = re.compile(
    r"(?:^|[\s_-])(?:byline|meta|date|dateline|time|posted|published?|pub|info|author|entry-meta|timestamp)(?:$|[\s_-])",
    re.I,
)
_PUBLISHED_META = (
    "article:published_time", "datepublished", "og:published_time", "pubdate", "publishdate", "publish-date", "dc.date.issued",
    "dcterms.issued", "parsely-pub-date", "sailthru.date", "cxenseparse:recs:publishtime", "article.published", "published_at",
)  # fmt: skip
_WEAK_META = ("date", "dc.date", "dcterms.created", "dcterms.date", "dc.date.created", "created")
_TAG = re.compile(r"<[A-Za-z]")
_BLOCKS = ("p", "li", "h3", "blockquote", "td", "pre")
_LONGEST_TITLE = 600
_LONGEST_BLOCK = 20_000
_ISO = re.compile(r"((?:19|20)\d\d)-(\d\d)-(\d\d)")


@dataclass(frozen=True)
class Page:
    """What a page says about itself, and its text: one paragraph a line."""

    title: str
    publisher: str
    author: str
    published: date | None
    language: str
    body: str


def parse_page(text: str, origin: str) -> Page:
    """Read a page. Raises FormatError when no text is in it, or more elements than data/limits.toml allows."""
    root = _tree(text, origin)
    language = detect(_visible_start(root))
    lex = lexicon(language if language in LANGUAGES else "en")
    meta, linked, noise = _meta(root), _linked_data(root), _noise(root)
    title, heading = _title(root, meta, linked, noise)
    publisher = _publisher(root, meta, linked, title, lex)
    published = _published(root, meta, linked, heading, lex, noise)
    body = _body(text, root, title, lex, noise)
    if sum(c.isalpha() for c in body) < 20:
        raise FormatError(origin, found="HTML without text", expected="a page with a report in it")
    return Page(title, publisher, meta.get("author", ""), published, language, body)


def _tree(text: str, origin: str) -> Any:
    """The document tree; nothing is loaded from anywhere."""
    most = int(limits()["max_html_elements"])
    tags = sum(1 for _ in _TAG.finditer(text))
    if tags > 3 * most:
        # scripts hold tags as well; what is above this is refused before a tree of it fills the memory
        raise FormatError(origin, found=f"{tags} tags", expected=f"a page of at most {most} elements; split it first")
    root = html_tree(text)
    if root is None:
        raise FormatError(origin, found="HTML without text", expected="a page with a report in it")
    count = sum(1 for _ in root.iter())
    if count > most:
        raise FormatError(origin, found=f"{count} elements", expected=f"a page of at most {most}; split it first")
    room = int(limits()["max_page_letters"])
    letters = sum((0 if e.tag in {"script", "style"} else len(e.text or "")) + len(e.tail or "") for e in root.iter())
    if letters > room:
        raise FormatError(origin, found=f"{letters:,} letters", expected=f"a page of at most {room:,}; split it first")
    return root


def _visible_start(root: Any) -> str:
    """The first letters of the page without scripts, as many as tell its language."""
    parts: list[str] = []
    size = 0
    for element in root.iter():
        for text in (element.text if element.tag not in {"script", "style"} else None, element.tail):
            if text and not text.isspace():
                parts.append(text)
                size += len(text)
        if size > 20000:
            break
    return " ".join(parts)


def _meta(root: Any) -> dict[str, str]:
    out: dict[str, str] = {}
    for element in root.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop")
        content = element.get("content")
        if name and content and content.strip():
            out.setdefault(name.strip().casefold(), _clean(content))
    return out


def _linked_data(root: Any) -> dict[str, Any]:
    """The first JSON-LD object that has a date or a headline."""
    for element in root.iter("script"):
        if "ld+json" not in (element.get("type") or ""):
            continue
        try:
            loaded = json.loads(element.text or "")
        except (ValueError, RecursionError):
            continue
        stack = loaded if isinstance(loaded, list) else [loaded]
        stack = [y for x in stack if isinstance(x, dict) for y in [x, *_graph(x)]]
        for item in stack:
            if isinstance(item, dict) and ("datePublished" in item or "headline" in item):
                return item
    return {}


def _graph(item: dict[str, Any]) -> list[Any]:
    graph = item.get("@graph")
    return graph if isinstance(graph, list) else []


def _title(root: Any, meta: dict[str, str], linked: dict[str, Any], noise: set[Any]) -> tuple[str, Any]:
    found = ((e, _short(e, _LONGEST_TITLE)) for tag in ("h1", "h2") for e in root.iter(tag) if e not in noise)
    headings = [(e, shown) for e, shown in found if shown and len(shown) > 8]
    shown = headings[0][1] if headings else ""
    given = meta.get("og:title") or (linked.get("headline") if isinstance(linked.get("headline"), str) else "")
    window = _clean("".join(root.xpath("//head/title//text() | //title//text()")[:1]))
    title = _clean(given) if given else shown
    if not title and window:
        title = compiled(r"\s+[|–—-]\s+").split(window)[0]
    match = next((e for e, text in headings if text == title or title.startswith(text[:40])), None)
    return title, match if match is not None else (headings[0][0] if headings else None)


def _publisher(root: Any, meta: dict[str, str], linked: dict[str, Any], title: str, lex: Lexicon) -> str:
    for key in (
        "og:site_name",
        "application-name",
        "publisher",
        "dc.publisher",
        "dcterms.publisher",
        "twitter:app:name:iphone",
    ):
        if meta.get(key) and not meta[key].startswith("http"):
            return meta[key]
    named = linked.get("publisher")
    if isinstance(named, dict) and isinstance(named.get("name"), str):
        return _clean(named["name"])
    window = _clean("".join(root.xpath("//title//text()")[:1]))
    parts = [p for p in compiled(r"\s+[|–—-]\s+|\s*[|»]\s*").split(window) if p]
    others = [p for p in parts if p[:25] != title[:25] and len(p.split()) <= 6]
    if others:
        cued = [p for p in others if lex.cue("publisher_words").search(fold_in_place(p))]
        return (cued or others)[-1]
    for element in root.iter("a", "div", "span", "p", "header"):
        marks = f"{element.get('class') or ''} {element.get('id') or ''}"
        if compiled(r"logo|masthead|brand|site-?(?:name|title)", re.I).search(marks) and (name := _short(element, 59)):
            return publisher_name(name, lex)
    foot = compiled(r"(?:©|&copy;|\(c\)|copyright)\s*(?:\d{4})?\s*([^\n.|<]{3,40})", re.I).search(_text(root)[-600:])
    return foot.group(1).strip() if foot else ""


def _published(
    root: Any, meta: dict[str, str], linked: dict[str, Any], heading: Any, lex: Lexicon, noise: set[Any]
) -> date | None:
    """Strong marks first (article:published_time, JSON-LD, a byline that says "posted"); the earliest of the strongest."""
    strong = [_iso(meta.get(key, "")) for key in _PUBLISHED_META]
    given = linked.get("datePublished")
    strong.append(_iso(given) if isinstance(given, str) else None)
    cued, plain = _visible_dates(root, heading, lex, noise)
    days = [d for d in (*strong, *cued) if d]
    if days:
        return min(days)
    weak = [d for key in _WEAK_META if (d := _iso(meta.get(key, "")) or _worded(meta.get(key, ""), lex))]
    return plain[0] if plain else (min(weak) if weak else None)


def _visible_dates(root: Any, heading: Any, lex: Lexicon, noise: set[Any]) -> tuple[list[date], list[date]]:
    """Dates with words of publishing, and dates of bylines near the heading; mastheads, footers, updates are left out."""
    cued: list[date] = []
    plain: list[tuple[int, date]] = []
    order = {element: i for i, element in enumerate(root.iter())}
    anchor = order.get(heading, 0) if heading is not None else 0
    for element in root.iter(
        "time", "p", "div", "span", "small", "li", "address", "td", "b", "i", "em", "h3", "h4", "h5"
    ):
        if element in noise or (element.tag in {"div", "li", "td"} and len(element) > 6):
            continue
        text = _short(element, 160)
        stamp = element.get("datetime") if element.tag == "time" else None
        if text is None or not (stamp or any(c.isdigit() for c in text)):
            continue
        line = fold_in_place(text)
        marks = f"{element.get('class') or ''} {element.get('id') or ''} {element.get('itemprop') or ''}"
        near = abs(order[element] - anchor)
        for mention in find_dates(line, lex.tag):
            day, before = mention.on(), line[: mention.start]
            if day is None:
                continue
            tail = before[max((m.end() for m in compiled(r"\d{4}|[|;·•]").finditer(before)), default=0) :]
            parent = fold_in_place(_start(element.getparent(), 80)) if element.getparent() is not None else ""
            crawled = lex.cue("crawled").search(tail) or compiled(r"updat|modif|crawl|print|archiv", re.I).search(marks)
            if lex.cue("published").search(tail) or (compiled(r"publish|posted", re.I).search(marks) and not crawled):
                cued.append(day)
            elif (
                not crawled
                and (_BYLINE.search(marks) or element.tag == "time" or near < 12)
                and order[element] >= anchor
            ):
                led = parent[: parent.find(line)] if line in parent else ""
                if not lex.cue("crawled").search(led):
                    plain.append((near, day))
        if stamp and (day := _iso(stamp)) and not compiled(r"updat|modif", re.I).search(marks) and not plain:
            plain.append((near, day))
    return cued, [day for _, day in sorted(plain, key=lambda p: p[0])]


def _body(text: str, root: Any, title: str, lex: Lexicon, noise: set[Any]) -> str:
    from trafilatura import extract

    try:
        got = extract(text, include_comments=False, include_tables=True, favor_recall=False, deduplicate=False) or ""
    except (ValueError, RecursionError, etree.LxmlError):
        got = ""
    own = _paragraphs(root, noise)
    extracted = [_clean(line).lstrip("-• ").strip() for line in got.split("\n")]
    chosen = extracted if sum(map(len, extracted)) >= 0.5 * sum(map(len, own)) else own
    noisy = {_short(e, 399) for e in root.iter() if isinstance(e.tag, str) and _own_noise(e)}
    shown = _Shown(compiled(r"\s+").sub(" ", root.text_content()), own)
    kept: dict[str, None] = {}
    for line in chosen:
        head = fold_in_place(line[:400])
        if not line or line == title or line in noisy or line in kept:
            continue
        if len(line.split()) < 14 and (
            lex.cue("furniture").search(head) or (find_dates(head, lex.tag) and not line.endswith("."))
        ):
            continue
        kept[shown.as_shown(line)] = None
    return "\n".join(kept)


class _Shown:
    """Paragraphs as the page shows them, where the extraction changed blanks or signs; asked in the order of the page."""

    def __init__(self, visible: str, own: list[str]) -> None:
        self._visible, self._own, self._at = visible, own, 0
        self._by_key: dict[str, str] | None = None

    def as_shown(self, line: str) -> str:
        found = self._visible.find(line, self._at)
        found = found if found >= 0 else self._visible.find(line)
        if found >= 0:
            self._at = found
            return line
        if self._by_key is None:
            self._by_key = {}
            for paragraph in self._own:
                self._by_key.setdefault(compiled(r"\W+").sub("", paragraph), paragraph)
        return self._by_key.get(compiled(r"\W+").sub("", line), line)


def _paragraphs(root: Any, noise: set[Any]) -> list[str]:
    blocks = [e for e in root.iter(*_BLOCKS) if e not in noise]
    if not blocks:
        blocks = [e for e in root.iter("div", "body") if e not in noise and not list(e.iter("div"))[1:]]
    out = []
    for block in blocks:
        text = _short(block, _LONGEST_BLOCK)
        if text is None:
            # a long block that holds others is told by those, or every level would tell the whole page again
            text = "" if next(block.iterdescendants(*_BLOCKS), None) is not None else _text(block)
        if text:
            out.append(text)
    return out


def _noise(root: Any) -> set[Any]:
    """All elements that are, or stand in, what is not the report."""
    noise: set[Any] = set()
    for element in root.iter():
        if isinstance(element.tag, str) and (_own_noise(element) or element.getparent() in noise):
            noise.add(element)
    return noise


def _own_noise(element: Any) -> bool:
    if element.tag in _NOISE:
        return True
    if element.tag in {"html", "body", "article", "main"}:
        return False
    marks = f"{element.get('class') or ''} {element.get('id') or ''}"
    return bool(_NOISE_CLASS.search(marks)) if marks.strip() else False


def _iso(text: str) -> date | None:
    match = _ISO.search(text or "")
    return safe_date(int(match.group(1)), int(match.group(2)), int(match.group(3))) if match else None


def _worded(text: str, lex: Lexicon) -> date | None:
    found = find_dates(fold_in_place(text), lex.tag)
    return found[0].on() if found else None


def _text(element: Any) -> str:
    return _clean(element.text_content())


def _short(element: Any, most: int) -> str | None:
    """The text of an element of at most `most` letters, None for a longer one, which is not read to its end."""
    text = _start(element, most + 1)
    return text if len(text) <= most else None


def _start(element: Any, most: int) -> str:
    """The first letters of an element's text."""
    parts: list[str] = []
    size = 0
    for part in element.itertext(with_tail=False):
        if part.isspace():
            parts.append(" ")
            continue
        piece = _clean(f"|{part[: 4 * most]}|")[1:-1]
        parts.append(piece)
        size += len(piece.replace(" ", ""))
        if size > most:
            break
    return _clean("".join(parts))[:most]


def _clean(text: str) -> str:
    return compiled(r"\s+").sub(" ", text).strip()
