"""RSS, RDF and Atom: every item with its title, publisher, author, day and text; entities refused, failures named."""

from datetime import date

import pytest

from vedette.read.inputs.documents import documents
from vedette.terms.errors import VedetteError

RSS = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>Tigris Daily - Security</title><link>https://tigris.example/</link>
<pubDate>Sat, 03 Jan 2032 09:00:00 GMT</pubDate><lastBuildDate>Sat, 03 Jan 2032 09:00:00 GMT</lastBuildDate>
<item><title>Bomb near Baqubah &amp; Khalis</title><link>/a/1</link><guid isPermaLink="false">td-1</guid>
<dc:creator>S. Karim</dc:creator><pubDate>Mon, 12 May 2031 23:30:00 +0300</pubDate><description>Teaser</description>
<content:encoded><![CDATA[<p>A roadside bomb killed two soldiers near <b>Baqubah</b> on Monday,&nbsp;police said.</p>
<script>var bomb = 1;</script><p style="display:none">hidden</p><p>The road was closed.</p>]]></content:encoded></item>
<item><title></title><description></description></item>
<item><title>Curfew in Mosul from Friday, governor says</title><link>https://tigris.example/a/3</link><pubDate>12 May 2031</pubDate></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Delta Wire</title><updated>2032-01-03T00:00:00Z</updated>
<entry><id>urn:1</id><title type="html">Attack &lt;b&gt;in&lt;/b&gt; Mosul</title><link rel="self" href="https://x.example/self"/>
<link href="https://delta.example/1"/><updated>2031-06-01T00:00:00Z</updated><published>2031-05-12T21:30:00+03:00</published>
<author><name>A. Salih</name><email>a@delta.example</email></author><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">
<p>Gunmen attacked a checkpoint in Mosul on Monday, the army said.</p></div></content></entry></feed>"""
RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="u"><title>Euphrates Post</title></channel>
<item rdf:about="https://e.example/9"><title>Rocket hits base</title><link>https://e.example/9</link>
<dc:date>2031-05-12T02:00:00+03:00</dc:date><description>A rocket hit a base near Ramadi on Monday, an officer said.</description></item></rdf:RDF>"""
AR = """<rss version="2.0"><channel><title>مركز أخبار الفرات</title><item><title>مقتل جنديين قرب بعقوبة</title>
<pubDate>الثلاثاء 14 أيار 2030</pubDate><description>قُتل جنديان بانفجار عبوة ناسفة قرب بعقوبة، أمس الاثنين، بحسب مصدر أمني.</description></item></channel></rss>"""


def _reports(raw, origin="feed.xml"):
    raw = raw.encode() if isinstance(raw, str) else raw
    return list(documents(raw, origin))


def test_an_item_of_rss_has_its_own_day_author_and_fullest_text():
    first, second, third = _reports(RSS)
    assert (first.title, first.publisher, first.author) == ("Bomb near Baqubah & Khalis", "Tigris Daily", "S. Karim")
    assert first.published == date(2031, 5, 12)
    assert first.origin == "https://tigris.example/a/1"
    assert first.text == (
        "Bomb near Baqubah & Khalis\n\nA roadside bomb killed two soldiers near Baqubah on Monday, police said.\nThe road was closed."
    )
    assert str(second) == 'feed.xml: item 2: found "no text to read", expected a report of at least one sentence'
    assert (third.title, third.text, third.published) == (third.text, third.title, date(2031, 5, 12))


def test_an_entry_of_atom_is_of_its_publication_and_not_of_its_change():
    (report,) = _reports(ATOM, "-")
    assert (report.title, report.publisher, report.author) == ("Attack in Mosul", "Delta Wire", "A. Salih")
    assert (report.published, report.origin) == (date(2031, 5, 12), "https://delta.example/1")
    (changed,) = _reports(ATOM.replace("<published>2031-05-12T21:30:00+03:00</published>", ""))
    assert changed.published is None


def test_an_item_of_rdf_counts_the_day_of_its_own_zone():
    (report,) = _reports(RDF, "https://e.example/rss")
    assert (report.publisher, report.published, report.origin) == (
        "Euphrates Post",
        date(2031, 5, 12),
        "https://e.example/9",
    )


def test_arabic_feeds_have_their_language_and_days_in_words():
    (report,) = _reports(AR)
    assert (report.language, report.publisher, report.published) == ("ar", "مركز أخبار الفرات", date(2030, 5, 14))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1256"])
def test_feeds_in_other_encodings_are_read(encoding):
    text = AR if encoding != "cp1256" else f'<?xml version="1.0" encoding="windows-1256"?>{AR.replace("ُ", "")}'
    (report,) = _reports(text.encode(encoding))
    assert "بعقوبة" in report.text


def test_a_feed_with_signs_that_only_html_has_and_a_stray_ampersand_is_read():
    raw = RDF.replace("Rocket hits base", "Rocket&nbsp;hits base &eacute;").replace("an officer", "Smith & Sons")
    (report,) = _reports(raw)
    assert report.title == "Rocket hits base é"
    assert "Smith" in report.text


def test_the_given_day_stands_above_that_of_the_items():
    (report,) = documents(ATOM.encode(), "-", published=date(2031, 5, 13))
    assert report.published == date(2031, 5, 13)


LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True))
    + "]>"
)


@pytest.mark.parametrize(
    "head",
    [
        LAUGHS,
        '<!DOCTYPE rss [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE rss [<!ENTITY % p SYSTEM "http://127.0.0.1/x.dtd"> %p;]>',
        '<?xml version="1.0"?>\n<!-- c -->\n<!DOCTYPE rss PUBLIC "-//x//" "http://127.0.0.1/x.dtd" [<!ENTITY a "b">]>',
        f'<!DOCTYPE rss [<!ENTITY a "{"x" * 50_000}">]>',
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_of_a_feed_are_refused(head, encoding):
    body = RSS.split("?>", 1)[1].replace("Teaser", "&a;&i;" * 100)
    (error,) = _reports((head + body).encode(encoding))
    assert "entities declared in the feed" in str(error)


def test_a_document_type_without_entities_is_neither_loaded_nor_a_hindrance():
    head = '<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://127.0.0.1:9/rss.dtd">'
    assert len(_reports(head + RSS.split("?>", 1)[1])) == 3


@pytest.mark.parametrize(
    ("raw", "found"),
    [
        ("<rss></rss>", None),
        ("<rss><channel>", None),
        ("<feed>" + "<a>" * 240 + "<entry/>", "elements in one another"),
        ("<item/>", "no text to read"),
        ("<?xml version='1.0'?><opml><body/></opml>", "without text"),
        ("<?xml version='1.0'?>", "no feed"),
    ],
)
def test_what_is_no_feed_is_one_error_and_an_empty_one_has_no_reports(raw, found):
    reports = _reports(raw)
    assert len(reports) == (found is not None)
    for error in reports:
        assert isinstance(error, VedetteError)
        assert found in str(error)


def test_an_archive_of_items_ends_at_the_limit():
    item = "<item><title>Bomb near Baqubah kills two soldiers</title></item>"
    assert len(_reports(f"<rss><channel>{item * 2500}</channel></rss>")) == 2000
