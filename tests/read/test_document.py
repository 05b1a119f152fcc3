"""Bytes become a report: encodings, pages, heads of plain text, and what is refused."""

import hashlib
from datetime import UTC, date, datetime

import pytest

from vedette.read import article, document
from vedette.terms.errors import FieldError, FormatError

BODY = "A roadside bomb killed two soldiers near Baqubah on Tuesday, the Interior Ministry said."
AR = "مركز أخبار الفرات\nالثلاثاء 14 أيار 2030\n\nمقتل جنديين قرب بعقوبة\n\nقُتل جنديان بانفجار عبوة ناسفة قرب بعقوبة، أمس الاثنين، بحسب مصدر أمني."
CKB = "دەنگی گەرمیان - کەلار\nسێشەممە، 14ی ئایاری 2030\n\nبۆمبێک لە نزیک جەلەولا تەقییەوە\n\nدوێنێ دووشەممە بۆمبێک لە نزیک جەلەولا تەقییەوە و دوو سەرباز کوژران."


def _plain(head: str) -> bytes:
    return f"{head}\n\n{BODY}\n".encode()


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (_plain("Bomb near Baqubah\n\nTigris Daily, 12 May 2031"), "Baqubah"),
        (_plain("Bomb near Baqubah\n\nTigris Daily, 12 May 2031").decode().encode("utf-8-sig"), "Baqubah"),
        (_plain("Bomb near Baqubah\n\nTigris Daily, 12 May 2031").decode().encode("utf-16"), "Baqubah"),
        (_plain("Bomb near Baqubah\n\nTigris Daily, 12 May 2031").decode().encode("utf-16-le"), "Baqubah"),
        (AR.encode("cp1256"), "بعقوبة"),
        (AR.encode("utf-16-be"), "بعقوبة"),
    ],
)
def test_encodings_are_found(raw, words):
    report = document(raw, "x.txt")
    assert words in report.text
    assert report.published is not None


def test_a_declared_charset_is_used():
    page = f'<html><head><meta charset="windows-1256"></head><body><article><p>{AR.splitlines()[-1]}</p></article></body></html>'
    assert "بعقوبة" in document(page.encode("cp1256"), "x.html").text


@pytest.mark.parametrize(
    ("head", "publisher", "day"),
    [
        ("Bomb kills two near Baqubah\n\nTigris Daily, 12 May 2031", "Tigris Daily", "2031-05-12"),
        ("Tigris Daily\nBomb kills two near Baqubah\nMonday 12 May 2031", "Tigris Daily", "2031-05-12"),
        ("Tigris Daily | 12/05/2031 | Security\nBomb kills two near Baqubah", "Tigris Daily", "2031-05-12"),
        (
            "Friday, 3 January 2032\n\nBomb kills two near Baqubah\nTigris Daily - 12 May 2031",
            "Tigris Daily",
            "2031-05-12",
        ),
        (
            "Printed on 3 January 2032\nBomb kills two near Baqubah\nTigris Daily, 12 May 2031",
            "Tigris Daily",
            "2031-05-12",
        ),
        (
            "Bomb kills two near Baqubah\nTigris Daily\nPublished 12 May 2031, updated 14 May 2031",
            "Tigris Daily",
            "2031-05-12",
        ),
        (
            "Bomb kills two near Baqubah\nTigris Daily\nLast updated: 14 May 2031. First published: 12 May 2031",
            "Tigris Daily",
            "2031-05-12",
        ),
        (
            "Archived on 2032-01-03\nTIGRIS SAFETY NETWORK (TSN)\nWeekly note on the province\nReporting period: 5-11 May. Released: 12 May 2031",
            "Tigris Safety Network",
            "2031-05-12",
        ),
    ],
)
def test_the_head_of_a_plain_text_tells_publication_from_crawl(head, publisher, day):
    report = document(_plain(head), "x.txt")
    assert report.published == date.fromisoformat(day)
    assert report.publisher == publisher
    assert BODY in report.text


def test_a_wire_dateline_names_agency_and_day():
    raw = f"Bomb kills two soldiers\n\nBAQUBAH, Iraq, May 12 (Delta Wire) - {BODY}\n\n© 2031 Delta Wire".encode()
    report = document(raw, "x.txt")
    assert (report.publisher, report.published) == ("Delta Wire", date(2031, 5, 12))
    assert report.title == "Bomb kills two soldiers"


@pytest.mark.parametrize(
    ("text", "language", "publisher"), [(AR, "ar", "مركز أخبار الفرات"), (CKB, "ckb", "دەنگی گەرمیان")]
)
def test_arabic_and_sorani_heads(text, language, publisher):
    report = document(text.encode(), "x.txt")
    assert (report.language, report.published, report.publisher) == (language, date(2030, 5, 14), publisher)


PAGE = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Bomb near Baqubah | Tigris Daily</title>{meta}</head><body>
<header><span class="today">Saturday, 3 January 2032</span><nav><a href="/">Home</a></nav></header>
<aside class="related"><a href="/x">Car bomb kills nine in a market</a></aside>
<article><h1>Bomb near Baqubah</h1><p class="byline">{byline}</p>
<p>A roadside bomb killed two soldiers near <b>Baqubah</b> on Tuesday, the Interior Ministry said.</p>
<p>Police closed the road between Baqubah and Khalis, an officer told Tigris Daily.</p></article>
<footer>&copy; 2032 Tigris Daily. Page generated 3 January 2032</footer></body></html>"""


@pytest.mark.parametrize(
    ("meta", "byline"),
    [
        ('<meta property="article:published_time" content="2031-05-12T23:30:00+03:00">', "By S. Karim"),
        ('<meta property="article:modified_time" content="2031-06-01T10:00:00Z">', "Posted on 12 May 2031 in Security"),
        ("", "By S. Karim, 12 May 2031"),
        ("", '<time datetime="2031-05-12">yesterday</time>'),
        ('<script type="application/ld+json">{"datePublished": "2031-05-12T08:00:00Z"}</script>', "By S. Karim"),
    ],
)
def test_a_page_gives_its_day_of_publication_not_that_of_the_visit(meta, byline):
    report = document(PAGE.replace("{meta}", meta).replace("{byline}", byline).encode(), "x.html")
    assert report.published == date(2031, 5, 12)
    assert (report.title, report.publisher) == ("Bomb near Baqubah", "Tigris Daily")
    assert "market" not in report.text
    assert "killed two soldiers near Baqubah" in report.text


def test_the_given_day_stands_above_that_of_the_text():
    raw = _plain("Bomb near Baqubah\n\nTigris Daily, 12 May 2031")
    assert document(raw, "x.txt", published=date(2031, 5, 13)).published == date(2031, 5, 13)


def test_the_id_is_the_hash_of_the_text_and_blanks_do_not_change_it():
    one = document(_plain("Bomb near Baqubah\n\nTigris Daily, 12 May 2031"), "a.txt")
    two = document(_plain("Bomb near Baqubah\r\n\r\n Tigris  Daily, 12 May 2031"), "b.txt")
    assert one.id == hashlib.sha256(one.text.encode()).hexdigest() == two.id
    assert (one.origin, two.origin) == ("a.txt", "b.txt")


def test_retrieved_is_kept_apart_from_published():
    when = datetime(2032, 1, 3, 9, tzinfo=UTC)
    report = document(_plain("Bomb near Baqubah\n\nTigris Daily, 12 May 2031"), "x.txt", retrieved=when)
    assert (report.retrieved, report.published) == (when, date(2031, 5, 12))


@pytest.mark.parametrize(
    ("raw", "found"),
    [
        (b"", "an empty file"),
        (b" \n\t\n", "an empty file"),
        (b"\xff\xfe", "an empty file"),
        (b"\x89PNG\r\n\x1a\n" + b"x" * 50, "a PNG picture"),
        (b"%PDF-1.7 ...", "a PDF file"),
        (bytes(range(256)) * 20, "binary content"),
        (b"<html><body><script>var bomb = 1;</script></body></html>", "HTML without text"),
        (b"<html>", "HTML without text"),
        (b"12 34 56", "no text to read"),
        (b"word " * 1_200_000, "6.0 MB"),
    ],
)
def test_what_is_no_report_is_refused_in_one_line(raw, found):
    with pytest.raises(FormatError) as error:
        document(raw, "dir/bad.txt")
    assert found in str(error.value)
    assert str(error.value).startswith("dir/bad.txt: ")
    assert "\n" not in str(error.value)
    assert "expected" in str(error.value)


def test_broken_utf16_is_named():
    with pytest.raises(FormatError, match="broken UTF-16"):
        document("ab".encode("utf-16") + b"\x00\xd8\x41", "x.txt")


def test_an_article_of_json_lines_becomes_a_report():
    report = article({"text": BODY, "title": "T", "publisher": "P", "published": "2031-05-12", "url": "u"}, "f", 3)
    assert (report.title, report.publisher, report.origin, report.published) == ("T", "P", "u", date(2031, 5, 12))
    with pytest.raises(FieldError, match="line 4: text"):
        article({"title": "T"}, "f.jsonl", 4)
    with pytest.raises(FieldError, match="line 5: published"):
        article({"text": BODY, "published": "May"}, "f.jsonl", 5)
