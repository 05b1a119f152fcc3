"""Small documents of every kind, written by us, from which the fuzzers start, and what they do to them."""

import gzip
import io
import random
import zlib

PLAIN = b"Bomb near Baqubah\n\nTigris Daily, 12 May 2031\n\nA roadside bomb killed two soldiers near Baqubah on Monday, police said.\n"
HTML = (
    b'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Bomb near Baqubah | Tigris Daily</title>'
    b'<meta property="article:published_time" content="2031-05-12T23:30:00+03:00">'
    b'<script type="application/ld+json">{"@graph": [{"datePublished": "2031-05-12", "headline": "Bomb"}]}</script></head>'
    b'<body><nav class="menu"><a href="/">Home</a></nav><article><h1>Bomb near Baqubah</h1><p class="byline">12 May 2031</p>'
    b"<p>A roadside bomb killed two soldiers near <b>Baqubah</b> on Monday, police said.</p><table><tr><td>Diyala</td><td>4"
    b"</td></tr></table></article><footer>&copy; 2031 Tigris Daily</footer></body></html>"
)
RSS = (
    b'<?xml version="1.0" encoding="utf-8"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/">'
    b"<channel><title>Tigris Daily - Security</title><item><title>Bomb &amp; fire</title><guid>g1</guid><link>/a/1</link>"
    b"<pubDate>Mon, 12 May 2031 23:30:00 +0300</pubDate><content:encoded><![CDATA[<p>A roadside bomb killed two soldiers near "
    b"Baqubah.</p>]]></content:encoded></item></channel></rss>"
)
ATOM = (
    b'<feed xmlns="http://www.w3.org/2005/Atom"><title>Delta Wire</title><entry><id>urn:1</id><title type="html">Attack</title>'
    b'<link href="https://delta.example/1"/><published>2031-05-12T21:30:00+03:00</published><author><name>A. Salih</name>'
    b'</author><content type="xhtml"><div><p>Gunmen attacked a checkpoint in Mosul on Monday.</p></div></content></entry></feed>'
)
MAIL = (
    b"From: =?utf-8?q?Tigris_Daily?= <news@tigris.example>\r\nSubject: =?utf-8?b?Qm9tYg==?= near Baqubah\r\n"
    b"Date: Mon, 12 May 2031 23:30:00 +0300\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b1\r\n\r\n--b1\r\n"
    b"Content-Type: multipart/alternative; boundary=b2\r\n\r\n--b2\r\nContent-Type: text/plain; charset=utf-8\r\n"
    b"Content-Transfer-Encoding: quoted-printable\r\n\r\nFYI\r\n\r\n---------- Forwarded message ---------\r\nFrom: Delta Wire\r\n"
    b"Date: Mon, 12 May 2031 at 21:00\r\nSubject: Bomb\r\n\r\nA roadside bomb killed two soldiers =\r\nnear Baqubah.\r\n--b2\r\n"
    b"Content-Type: text/html\r\n\r\n<p>A roadside bomb killed two soldiers.</p>\r\n--b2--\r\n--b1\r\nContent-Type: message/rfc822"
    b"\r\n\r\nFrom: a@b.example\r\nSubject: inner\r\n\r\nGunmen attacked a checkpoint.\r\n--b1\r\nContent-Type: text/plain; "
    b'name="n.txt"\r\nContent-Disposition: attachment; filename="n.txt"\r\nContent-Transfer-Encoding: base64\r\n\r\n'
    b"QSByb2NrZXQgaGl0IGEgYmFzZSBuZWFyIFJhbWFkaS4=\r\n--b1--\r\n"
)
JSONL = (
    b'{"text": "A roadside bomb killed two soldiers near Baqubah on Monday, police said.", "title": "Bomb", "publisher": '
    b'"Tigris Daily", "published": "2031-05-12", "url": "https://t.example/1"}\n{"text": "Gunmen attacked a checkpoint in Mosul."}\n'
)
CSV = b'date,area,latitude,longitude,type,killed\n2031-05-12,Kirkuk,35.467,44.392,bombing,2\n2031-05-13,"Basra, south",,,rocket,\n'
ACLED = (
    b"event_id_cnty,event_date,time_precision,event_type,sub_event_type,actor1,actor2,country,location,latitude,longitude,"
    b"geo_precision,source,notes,fatalities\nIRQ1,2031-05-12,1,Battles,Armed clash,A,Civilians (Iraq),Iraq,Baqubah,33.7,44.6,1,"
    b'Tigris Daily; Delta Wire,"On 12 May 2031, A fought.",2\n'
)
GDELT = b"\t".join(
    [b"990000001", b"20310512", *[b"x"] * 24, b"183", *[b"1"] * 24, b"4", b"Baqubah, Iraq", b"IZ", b"", b"", b"33.7", b"44.6", b"", b"20310513061500", b"https://t.example/1"]
)  # fmt: skip


def pdf(drawn: bytes = b"", packed: bool = True) -> bytes:
    """One page with two lines of text, packed or open, and a map from codes to letters."""
    text = b"BT /F1 12 Tf 1 0 0 1 60 700 Tm (A roadside bomb killed two soldiers near Baq-) Tj 0 -14 Td (ubah on Monday, police said.) Tj ET"
    body = text + drawn
    cmap = b"/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <00> <ff> endcodespacerange 1 beginbfrange <20> <7e> <0020> endbfrange endcmap end"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [ 4 0 R ] /Count 1 >>",
        b"<< /Type /Font /Subtype /TrueType /BaseFont /Helvetica /ToUnicode 6 0 R /FirstChar 32 /LastChar 34 /Widths [ 300 400 500 ] >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> /Contents 5 0 R >>",
        _stream(body, packed),
        _stream(cmap, packed=False),
        b"<< /Title (Bomb near Baqubah) /Author (S. Karim) /CreationDate (D:20320103000000Z) >>",
    ]
    out, places = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    start = len(out)
    out += b"xref\n0 8\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + b"trailer\n<< /Size 8 /Root 1 0 R /Info 7 0 R >>\nstartxref\n%d\n%%%%EOF\n" % start


def _stream(body: bytes, packed: bool) -> bytes:
    raw = zlib.compress(body) if packed else body
    return b"<< /Length %d%s >>\nstream\n%s\nendstream" % (len(raw), b" /Filter /FlateDecode" if packed else b"", raw)


def parquet(rows: int = 3, **columns: object) -> bytes:
    """A Parquet file of articles."""
    import polars as pl

    text = ["A roadside bomb killed two soldiers near Baqubah on Monday, police said."] * rows
    table = {"text": text, "title": ["Bomb"] * rows, "published": ["2031-05-12"] * rows, **columns}
    out = io.BytesIO()
    pl.DataFrame(table).write_parquet(out)
    return out.getvalue()


def seeds() -> dict[str, tuple[str, bytes]]:
    """Name → (file name, bytes)."""
    return {
        "plain": ("a.txt", PLAIN),
        "html": ("a.html", HTML),
        "rss": ("a.xml", RSS),
        "atom": ("a.atom", ATOM),
        "mail": ("a.eml", MAIL),
        "jsonl": ("a.jsonl", JSONL),
        "csv": ("a.csv", CSV),
        "acled": ("b.csv", ACLED),
        "gdelt": ("c.csv", GDELT),
        "pdf": ("a.pdf", pdf()),
        "pdf open": ("b.pdf", pdf(packed=False)),
        "parquet": ("a.parquet", parquet()),
    }


_PIECES = (
    b"<", b">", b"</", b"<![CDATA[", b"]]>", b"<!--", b"&", b"&#x", b"<!DOCTYPE x [<!ENTITY a 'b'>]>", b"\x00", b"\xff\xfe", b"\xd8\x00",
    b'"', b"'", b",", b"\t", b"\n", b"\r\n\r\n", b"--b1", b"=?utf-8?b?", b"9" * 40, b"-1", b"1e999", b"NaN", b"obj", b"endstream", b"<<", b">>", b"[",
    b"0000000000", b"/Length 99999999999", b"/Kids [2 0 R]", b"/Filter [/FlateDecode /FlateDecode]", b"{", b"}", b"\\ud800", b"\xe2\x80\xae", b"\xd9\xa3",
)  # fmt: skip


def mutated(raw: bytes, rng: random.Random) -> bytes:
    """A document with one to six things done to it: bytes changed, cut, doubled, moved, or pieces of syntax put in."""
    out = bytearray(raw)
    for _ in range(rng.randint(1, 6)):
        at = rng.randrange(len(out) + 1)
        end = min(len(out), at + rng.choice((1, 1, 4, 16, 200)))
        what = rng.randrange(7)
        if what == 0 and at < len(out):
            out[at] = rng.randrange(256)
        elif what == 1:
            del out[at:end]
        elif what == 2:
            out[at:at] = out[at:end] * rng.choice((1, 2, 50))
        elif what == 3:
            out[at:at] = rng.choice(_PIECES) * rng.choice((1, 1, 1, 30))
        elif what == 4:
            out[at:end] = rng.randbytes(end - at)
        elif what == 5:
            out = out[:at]
        elif at < len(out):
            out[at] ^= 1 << rng.randrange(8)
    return bytes(out)


def bombs() -> dict[str, tuple[str, bytes]]:
    """Documents made to take time or memory: name → (file name, bytes)."""
    story = b"<p>A roadside bomb killed two soldiers near Baqubah on Monday, police said.</p>"
    laughs = b'<!DOCTYPE rss [<!ENTITY a "ha">' + b"".join(
        b'<!ENTITY %c "%s">' % (b, b"&%c;" % a * 10) for a, b in zip(b"abcdefgh", b"bcdefghi", strict=True)
    )
    quadratic = b'<!DOCTYPE rss [<!ENTITY a "' + b"x" * 50_000 + b'">]><rss><channel><item><title>' + b"&a;" * 20_000
    return {
        "laughs": ("a.xml", laughs + b"]><rss><channel><item><title>&i;</title></item></channel></rss>"),
        "laughs in html": ("a.html", laughs + b"]><html><body>&i;" + story),
        "quadratic entity": ("a.xml", quadratic + b"</title></item></channel></rss>"),
        "external entity": (
            "a.xml",
            b'<!DOCTYPE rss [<!ENTITY a SYSTEM "file:///etc/passwd">]><rss><channel><item>&a;',
        ),
        "deep feed": ("a.xml", b"<rss><channel>" + b"<item>" * 100_000),
        "deep content": ("a.xml", b"<rss><channel><item><description>" + b"&lt;b&gt;" * 300_000),
        "many items": (
            "a.xml",
            b"<rss><channel>" + b"<item><title>Bomb near Baqubah kills two</title></item>" * 60_000,
        ),
        "many attributes": ("a.xml", b"<rss " + b"".join(b"a%d='x' " % i for i in range(100_000)) + b"><channel>"),
        "many names": ("a.xml", b"<rss><channel><item><title>" + b"&nbsp;" * 500_000),
        "deep html": ("a.html", b"<html><body>" + b"<div>" * 200_000 + story),
        "deep spans": ("a.html", b"<html><body>" + b"<b>" * 250 + story * 8_000),
        "noise in noise": ("a.html", b"<html><body>" + b"<div class=nav>" * 200 + story * 8_000),
        "open tags": ("a.html", b"<html><body>" + b"<" * 2_000_000 + story),
        "open scripts": ("a.html", b"<html><body>" + story + b"<script>" * 300_000),
        "open comments": ("a.html", b"<html><body>" + story + b"<!-- " * 300_000),
        "many dates": ("a.html", b"<html><body>" + b"<p>12 May 2031 13 May 2031</p>" * 9_000 + story),
        "many cells": ("a.html", b"<html><body><table>" + b"<tr><td>12 May 2031<td>bomb" * 6_000 + story),
        "long paragraph": ("a.html", b"<html><body><p>" + b"bomb near Baqubah " * 200_000),
        "many blanks": ("a.html", b"<html><body>" + story + b" " * 5_000_000 + b"x"),
        "full page": ("a.html", b"<html><body><p>" + "بعقوبة قرب ".encode() * 135_000),
        "wide page": ("a.html", b"<html><body><p>" + "بعقوبة قرب ".encode() * 470_000),
        "json in page": (
            "a.html",
            b'<html><script type="application/ld+json">' + b"[" * 500_000 + b"</script>" + story,
        ),
        "large page": ("a.html", b"<html><body>" + story * 120_000),  # 9.5 MB, just below what is taken for a page
        "lines without end": ("a.txt", PLAIN + b"bomb " * 900_000),
        "only line ends": ("a.txt", PLAIN + b"\n \n" * 1_500_000),
        "digits": ("a.txt", PLAIN + b"12/12/12/" * 400_000),
        "zip": ("a.txt", b"PK\x03\x04" + bytes(1000)),
        "deep mail": ("a.eml", b"From: a\nContent-Type: message/rfc822\n\n" * 20_000 + PLAIN),
        "deep parts": (
            "a.eml",
            b"".join(b"From: a\nContent-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (i, i) for i in range(150)),
        ),
        "many parts": ("a.eml", b"From: a\nContent-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\nx\n" * 200_000),
        "long header": ("a.eml", b"From: a\nSubject: " + b"=?utf-8?q?a?= " * 200_000 + b"\n\n" + PLAIN),
        "many headers": ("a.eml", b"From: a\n" + b"X-A: b\n" * 300_000 + b"\n" + PLAIN),
        "many forwards": ("a.eml", b"From: a\nSubject: x\n\n" + b"From: a\nDate: b\n\n" * 100_000 + PLAIN),
        "deep json": ("a.jsonl", b'{"text": ' + b"[" * 1_000_000 + b"\n" + JSONL),
        "long json": ("a.jsonl", b'{"text": "' + b"x" * 12_000_000 + b'"}\n' + JSONL),
        "open quotation": ("a.csv", CSV + b'2031-05-12,"' + b"x,\n" * 1_000_000),
        "many columns": ("a.csv", b"date,area," + b",".join(b"c%d" % i for i in range(100_000)) + b"\n2031-05-12,x\n"),
        "pdf bomb": ("a.pdf", pdf(b" " * 60_000_000)),
        "pdf of operators": ("a.pdf", pdf(b"q Q " * 95_000)),
        "pdf of strings": ("a.pdf", pdf(b"BT /F1 9 Tf (bomb) Tj ET " * 15_000)),
        "pdf of pages": ("a.pdf", pdf().replace(b"/Kids [ 4 0 R ]", b"/Kids [ " + b"4 0 R " * 300_000 + b"]")),
        "pdf of itself": ("a.pdf", pdf().replace(b"/Kids [ 4 0 R ]", b"/Kids [ 2 0 R ]")),
        "pdf of a range": ("a.pdf", pdf().replace(b"<20> <7e> <0020>", b"<00000000> <ffffffff> <0020>")),
        "pdf of widths": ("a.pdf", pdf().replace(b"/LastChar 34", b"/LastChar 999999999")),
        "pdf in a circle": ("a.pdf", pdf().replace(b"/Contents 5 0 R", b"/Contents [ " + b"5 0 R " * 9_000 + b"]")),
        "parquet of one text": ("a.parquet", parquet(20_000)),
        "parquet of a large text": ("a.parquet", parquet(1, title=["bomb " * 2_000_000])),
    }


def gzip_bomb(size: int = 100_000_000) -> bytes:
    """Zeros that unpack to `size` bytes."""
    out = io.BytesIO()
    with gzip.GzipFile(fileobj=out, mode="wb", compresslevel=9) as file:
        for _ in range(size // 1_000_000):
            file.write(bytes(1_000_000))
    return out.getvalue()
