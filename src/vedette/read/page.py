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
from lxml import html as lxml_html

from vedette.read.dates import find_dates, safe_date
from vedette.read.header import publisher_name
from vedette.read.letters import fold_in_place
from vedette.read.lexicon import Lexicon, lexicon
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
_ISO = re.compile(r"((?:19|20)\d\d)-(\d\d)-(\d\d)")


@dataclass(frozen=True)
class Page:
    """What a page says about itself, and its text: one paragraph a line."""

    title: str
    publisher: str
    author: str
    published: date | None
    body: str


def parse_page(text: str, origin: str, language: str) -> Page:
    """Read a page. Raises FormatError when no text is in it."""
    lex = lexicon(language if language in {"en", "ar", "ckb"} else "en")
    root = _tree(text, origin)
    meta, linked = _meta(root), _linked_data(root)
    title, heading = _title(root, meta, linked)
    publisher = _publisher(root, meta, linked, title, lex)
    published = _published(root, meta, linked, heading, lex)
    body = _body(text, root, title, lex)
    if sum(c.isalpha() for c in body) < 20:
        raise FormatError(origin, found="HTML without text", expected="a page with a report in it")
    return Page(title, publisher, meta.get("author", ""), published, body)


def _tree(text: str, origin: str) -> Any:
    """The document tree; external entities are never loaded."""
    parser = lxml_html.HTMLParser(no_network=True, huge_tree=False, remove_comments=True, remove_pis=True)
    try:
        root = lxml_html.document_fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", text), parser=parser)
    except (etree.LxmlError, ValueError, AssertionError):
        raise FormatError(origin, found="HTML without text", expected="a page with a report in it") from None
    return root


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


def _title(root: Any, meta: dict[str, str], linked: dict[str, Any]) -> tuple[str, Any]:
    headings = [e for tag in ("h1", "h2") for e in root.iter(tag) if not _noisy(e) and len(_text(e)) > 8]
    shown = _text(headings[0]) if headings else ""
    given = meta.get("og:title") or (linked.get("headline") if isinstance(linked.get("headline"), str) else "")
    window = _clean("".join(root.xpath("//head/title//text() | //title//text()")[:1]))
    title = _clean(given) if given else shown
    if not title and window:
        title = re.split(r"\s+[|–—-]\s+", window)[0]
    match = next((e for e in headings if _text(e) == title or title.startswith(_text(e)[:40])), None)
    return title, match if match is not None else (headings[0] if headings else None)


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
    parts = [p for p in re.split(r"\s+[|–—-]\s+|\s*[|»]\s*", window) if p]
    others = [p for p in parts if p[:25] != title[:25] and len(p.split()) <= 6]
    if others:
        cued = [p for p in others if lex.cue("publisher_words").search(fold_in_place(p))]
        return (cued or others)[-1]
    for element in root.iter("a", "div", "span", "p", "header"):
        marks = f"{element.get('class') or ''} {element.get('id') or ''}"
        if re.search(r"logo|masthead|brand|site-?(?:name|title)", marks, re.I) and 0 < len(_text(element)) < 60:
            return publisher_name(_text(element), lex)
    foot = re.search(r"(?:©|&copy;|\(c\)|copyright)\s*(?:\d{4})?\s*([^\n.|<]{3,40})", _text(root)[-600:], re.I)
    return foot.group(1).strip() if foot else ""


def _published(root: Any, meta: dict[str, str], linked: dict[str, Any], heading: Any, lex: Lexicon) -> date | None:
    """Strong marks first (article:published_time, JSON-LD, a byline that says "posted"); the earliest of the strongest."""
    strong = [_iso(meta.get(key, "")) for key in _PUBLISHED_META]
    given = linked.get("datePublished")
    strong.append(_iso(given) if isinstance(given, str) else None)
    cued, plain = _visible_dates(root, heading, lex)
    days = [d for d in (*strong, *cued) if d]
    if days:
        return min(days)
    weak = [d for key in _WEAK_META if (d := _iso(meta.get(key, "")) or _worded(meta.get(key, ""), lex))]
    return plain[0] if plain else (min(weak) if weak else None)


def _visible_dates(root: Any, heading: Any, lex: Lexicon) -> tuple[list[date], list[date]]:
    """Dates with words of publishing, and dates of bylines near the heading; mastheads, footers, updates are left out."""
    cued: list[date] = []
    plain: list[tuple[int, date]] = []
    order = {element: i for i, element in enumerate(root.iter())}
    anchor = order.get(heading, 0) if heading is not None else 0
    for element in root.iter(
        "time", "p", "div", "span", "small", "li", "address", "td", "b", "i", "em", "h3", "h4", "h5"
    ):
        if _noisy(element) or (element.tag in {"div", "li", "td"} and len(element) > 6):
            continue
        text = _text(element)
        stamp = element.get("datetime") if element.tag == "time" else None
        if len(text) > 160 or not (stamp or any(c.isdigit() for c in text)):
            continue
        line = fold_in_place(text)
        marks = f"{element.get('class') or ''} {element.get('id') or ''} {element.get('itemprop') or ''}"
        near = abs(order[element] - anchor)
        for mention in find_dates(line, lex.tag):
            day, before = mention.on(), line[: mention.start]
            if day is None:
                continue
            tail = before[max((m.end() for m in re.finditer(r"\d{4}|[|;·•]", before)), default=0) :]
            parent = fold_in_place(_text(element.getparent()))[:80] if element.getparent() is not None else ""
            crawled = lex.cue("crawled").search(tail) or re.search(r"updat|modif|crawl|print|archiv", marks, re.I)
            if lex.cue("published").search(tail) or (re.search(r"publish|posted", marks, re.I) and not crawled):
                cued.append(day)
            elif (
                not crawled
                and (_BYLINE.search(marks) or element.tag == "time" or near < 12)
                and order[element] >= anchor
            ):
                led = parent[: parent.find(line)] if line in parent else ""
                if not lex.cue("crawled").search(led):
                    plain.append((near, day))
        if stamp and (day := _iso(stamp)) and not re.search(r"updat|modif", marks, re.I) and not plain:
            plain.append((near, day))
    return cued, [day for _, day in sorted(plain, key=lambda p: p[0])]


def _body(text: str, root: Any, title: str, lex: Lexicon) -> str:
    from trafilatura import extract

    try:
        got = extract(text, include_comments=False, include_tables=True, favor_recall=False, deduplicate=False) or ""
    except (ValueError, RecursionError, etree.LxmlError):
        got = ""
    own = _paragraphs(root)
    extracted = [_clean(line).lstrip("-• ").strip() for line in got.split("\n")]
    chosen = extracted if sum(map(len, extracted)) >= 0.5 * sum(map(len, own)) else own
    noisy = {_text(e) for e in root.iter() if isinstance(e.tag, str) and _own_noise(e) and len(_text(e)) < 400}
    visible = re.sub(r"\s+", " ", root.text_content())
    kept: list[str] = []
    for line in chosen:
        head = fold_in_place(line)
        if not line or line == title or line in noisy or line in kept:
            continue
        if len(line.split()) < 14 and (
            lex.cue("furniture").search(head) or (find_dates(head, lex.tag) and not line.endswith("."))
        ):
            continue
        kept.append(line if line in visible else _as_shown(line, own))
    return "\n".join(kept)


def _as_shown(line: str, own: list[str]) -> str:
    """The paragraph as the page shows it, where the extraction changed blanks or signs."""
    key = re.sub(r"\W+", "", line)
    return next((p for p in own if re.sub(r"\W+", "", p) == key), line)


def _paragraphs(root: Any) -> list[str]:
    blocks = [e for e in root.iter("p", "li", "h3", "blockquote", "td", "pre") if not _noisy(e)]
    if not blocks:
        blocks = [e for e in root.iter("div", "body") if not _noisy(e) and not list(e.iter("div"))[1:]]
    return [t for e in blocks if (t := _text(e))]


def _noisy(element: Any) -> bool:
    return any(isinstance(e.tag, str) and (_own_noise(e)) for e in (element, *element.iterancestors()))


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


def _clean(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()
