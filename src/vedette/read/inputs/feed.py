"""RSS 0.9x, 1.0 (RDF) and 2.0 and Atom: the items of a feed, each with what it says of itself.

Sources of the formats: RSS Advisory Board (2009), RSS 2.0 Specification; RSS-DEV (2000), RDF Site Summary 1.0;
Nottingham and Sayre (2005), RFC 4287, The Atom Syndication Format; the modules dc, content and Media RSS.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urljoin, urlsplit

from lxml import etree

from vedette.read.inputs.decode import decode
from vedette.read.inputs.instants import instant_of
from vedette.read.inputs.markup import fragment_text
from vedette.read.words.expressions import compiled
from vedette.read.words.lexicon import limits
from vedette.terms.errors import FormatError

__all__ = ["FeedItem", "feed_items"]

_DOCTYPE = re.compile(r"<!DOCTYPE[^<>\[]{0,2000}(\[)?", re.I)
_PUBLISHED = ("published", "pubdate", "issued", "date")
_BODIES = ("encoded", "content", "description", "summary", "subtitle")
_ADDRESS = re.compile(r"\S+@\S+\.\S+\s*")


@dataclass(frozen=True)
class FeedItem:
    """An item of a feed. `key` is its own id (guid, id, else its link); `published` is in the writer's zone, if it says so.

    `text` is the fullest body that the feed itself gives, one paragraph a line; `link` is absolute or empty.
    """

    number: int
    key: str
    link: str
    title: str
    author: str
    publisher: str
    published: datetime | None
    text: str


def feed_items(raw: bytes, origin: str) -> Iterator[FeedItem]:
    """The items of a feed, in its order; those beyond `max_feed_items` of data/limits.toml are left out.

    Raises FormatError for a document that is no feed, declares entities of its own (they can grow without bound or read
    files) or is nested too deep. A date of change (`updated`, `modified`) is not taken for the day of publication.
    """
    root = _tree(raw, origin)
    channel = next((e for e in root.iter() if _name(e) in {"channel", "feed"}), root)
    publisher = _publisher(channel)
    base = origin if origin.startswith(("http://", "https://")) else _link(channel, "")
    found = (e for e in root.iter() if _name(e) in {"item", "entry"})
    for number, element in enumerate(found, 1):
        if number > limits()["max_feed_items"]:
            return
        yield _item(element, number, publisher, base)


def _tree(raw: bytes, origin: str) -> Any:
    text = decode(raw, origin)
    prolog = compiled(r"\s*(?:<\?xml.*?\?>)?", re.S).match(text)
    body = text[prolog.end() if prolog else 0 :]
    kind = _DOCTYPE.search(body[:20000])
    if (kind and kind.group(1)) or "<!ENTITY" in body[:20000].upper():
        raise FormatError(origin, found="entities declared in the feed", expected="a feed without entities of its own")
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        recover=True,
        remove_comments=True,
        remove_pis=True,
        strip_cdata=True,
    )
    try:
        root = etree.fromstring(_named_signs(body).encode("utf-8", "ignore"), parser)
    except (etree.XMLSyntaxError, ValueError):
        root = None
    if root is None or not any(_name(e) in {"item", "entry", "channel", "feed", "rss"} for e in root.iter()):
        raise FormatError(origin, found="XML that is no feed", expected="RSS or Atom")
    _check_depth(root, origin)
    return root


def _named_signs(text: str) -> str:
    """Names of signs that HTML has and XML lacks (&nbsp;), as the signs themselves: many feeds are written so."""
    from html.entities import html5

    def sign(match: re.Match[str]) -> str:
        name = match.group(1)
        return match.group() if name in {"amp", "lt", "gt", "quot", "apos"} else html5.get(f"{name};", match.group())

    return compiled(r"&([A-Za-z][A-Za-z0-9]{1,30});").sub(sign, text)


def _check_depth(root: Any, origin: str) -> None:
    depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > limits()["max_xml_depth"]:
            raise FormatError(origin, found=f"more than {depth - 1} elements in one another", expected="RSS or Atom")


def _item(element: Any, number: int, publisher: str, base: str) -> FeedItem:
    parts: dict[str, list[Any]] = {}
    for child in element:
        parts.setdefault(_name(child), []).append(child)
    title = _line(fragment_text(_shown(parts, "title")))
    link = _absolute(_link(element, ""), base)
    key = _first(parts, "guid", "id", "identifier") or str(element.get(_RDF_ABOUT) or "") or link or title
    source = parts.get("source", [None])[0]
    named = _line(_inner(source)) if source is not None else ""
    if source is not None and not named:
        named = ""
    if source is not None and len(source):
        named = _line("".join(c.text or "" for c in source if _name(c) == "title"))
    bodies = [fragment_text(_markup(child)) for name in _BODIES for child in parts.get(name, ())]
    return FeedItem(
        number=number,
        key=key.strip()[:500],
        link=link,
        title=title,
        author=_author(parts),
        publisher=named or _line(_first(parts, "publisher")) or publisher,
        published=next((t for name in _PUBLISHED for c in parts.get(name, ()) if (t := instant_of(_inner(c)))), None),
        text=max(bodies, key=len, default=""),
    )


_RDF_ABOUT = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about"


def _publisher(channel: Any) -> str:
    """The feed's own name; of "Tigris Daily - Security" or "Tigris Daily | RSS" the first part."""
    parts = {_name(child): child for child in reversed(list(channel))}
    if "publisher" in parts:
        return _line(_inner(parts["publisher"]))
    title = _line(fragment_text(_markup(parts["title"]))) if "title" in parts else ""
    pieces = [p for p in compiled(r"\s+[|–—»:-]\s+|\s*[|»]\s*").split(title) if p]
    return pieces[0] if pieces else ""


def _author(parts: dict[str, list[Any]]) -> str:
    for name in ("creator", "author"):
        for child in parts.get(name, ()):
            inside = next((c.text for c in child if _name(c) == "name"), None)
            text = _line(inside or _inner(child))
            named = compiled(r"\(([^()]+)\)").search(text) if _ADDRESS.match(text) else None
            text = named.group(1) if named else _ADDRESS.sub("", text).strip(" <>")
            if text:
                return text
    return ""


def _link(element: Any, otherwise: str) -> str:
    """The address of an item: the text of `link`, or in Atom its href that is the page itself."""
    best = otherwise
    for child in element:
        if _name(child) == "link":
            href = child.get("href")
            if href is None and (child.text or "").strip():
                return str(child.text).strip()
            if href and child.get("rel", "alternate") == "alternate":
                return str(href).strip()
        elif _name(child) == "guid" and child.get("isPermaLink", "true") == "true" and not best:
            text = _inner(child)
            best = text if text.startswith(("http://", "https://")) else best
    return best


def _absolute(link: str, base: str) -> str:
    try:
        whole = urljoin(base, link)
        return whole if link and urlsplit(whole).scheme in {"http", "https"} else ""
    except ValueError:
        return ""


def _shown(parts: dict[str, list[Any]], name: str) -> str:
    return _markup(parts[name][0]) if name in parts else ""


def _first(parts: dict[str, list[Any]], *names: str) -> str:
    return next((text for name in names for child in parts.get(name, ()) if (text := _inner(child))), "")


def _markup(element: Any) -> str:
    """What an element holds, as HTML: text that is escaped markup, or elements of Atom's xhtml."""
    if element.get("src"):
        return ""
    if not len(element):
        return str(element.text or "")
    inside = "".join(etree.tostring(child, encoding="unicode") for child in element)
    return compiled(r"(</?)[A-Za-z][\w.-]*:").sub(r"\1", f"{element.text or ''}{inside}")


def _inner(element: Any) -> str:
    return "".join(element.itertext()).strip() if element is not None else ""


def _line(text: str) -> str:
    return " ".join(text.split())[:300]


def _name(element: Any) -> str:
    tag = element.tag
    return tag.rsplit("}", 1)[-1].lower() if isinstance(tag, str) else ""
