"""PDFs: columns in reading order, words whole, running heads gone; dates of making and printing are not of publication."""

import zlib
from datetime import date

import pytest

from vedette.read.inputs.documents import documents
from vedette.read.inputs.pdf import pdf_text
from vedette.read.inputs.reading_order import TURN, joined, reading_order
from vedette.terms.errors import FormatError, VedetteError

LEFT = [
    "A roadside bomb killed two soldiers",
    "near Baqubah on Tuesday, the Inte-",
    "rior Ministry said. Police closed the",
    "road between Baqubah and Khalis.",
]
RIGHT = [
    "In Mosul gunmen opened fire on a",
    "checkpoint on Monday and wounded",
    "three policemen, an officer told the",
    "paper. No group claimed it.",
]


def make_pdf(pages, info=b"", packed=False, extra=b""):
    """A PDF of pages, each a list of (x, y, size, text) in points."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [ %s ] /Count %d >>"
        % (b" ".join(b"%d 0 R" % (4 + 2 * i) for i in range(len(pages))), len(pages)),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for i, page in enumerate(pages):
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> /Contents %d 0 R >>"
            % (5 + 2 * i)
        )
        drawn = b"\n".join(
            b"BT /F1 %d Tf 1 0 0 1 %d %d Tm (%s) Tj ET"
            % (size, x, y, text.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)"))
            for x, y, size, text in page
        )
        drawn += extra
        body = zlib.compress(drawn, 9) if packed else drawn
        kind = b" /Filter /FlateDecode" if packed else b""
        objects.append(b"<< /Length %d%s >>\nstream\n%s\nendstream" % (len(body), kind, body))
    if info:
        objects.append(info)
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    named = b" /Info %d 0 R" % len(objects) if info else b""
    return out + b"trailer\n<< /Size %d /Root 1 0 R%s >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, named, start)


def _bulletin():
    first = [
        (60, 800, 9, "Tigris Daily - Security bulletin"),
        (60, 760, 16, "Bomb near Baqubah kills two"),
        (60, 740, 10, "Tigris Daily, 12 May 2031"),
    ]
    for row, (left, right) in enumerate(zip(LEFT, RIGHT, strict=True)):
        first += [(60, 700 - 14 * row, 10, left), (320, 700 - 14 * row, 10, right)]
    second = [(60, 800, 9, "Tigris Daily - Security bulletin")]
    lines = [
        "Drones were shot down over the oil field of Kirkuk late on Sunday, with-",
        "out damage, the North Oil Company said. The field was shut for two hours",
        "and opened again.",
        "   Elsewhere, a patrol found a store of rockets near Daquq on Monday and",
        "took them away.",
    ]
    second += [(60, 760 - 14 * row, 10, line) for row, line in enumerate(lines)]
    return [[*page, (280, 30, 8, f"Page {n} of 2")] for n, page in enumerate((first, second), 1)]


INFO = b"<< /Title (Microsoft Word - x.doc) /Author (S. Karim) /CreationDate (D:20320103000000Z) /ModDate (D:20320104000000Z) >>"


@pytest.mark.parametrize("packed", [False, True])
def test_a_bulletin_is_read_as_people_read_it(packed):
    (report,) = documents(make_pdf(_bulletin(), INFO, packed), "b.pdf")
    assert (report.title, report.publisher, report.author) == (
        "Bomb near Baqubah kills two",
        "Tigris Daily",
        "S. Karim",
    )
    assert report.published == date(2031, 5, 12)
    assert "near Baqubah on Tuesday, the Interior Ministry said. Police closed the road between" in report.text
    assert report.text.index("Khalis") < report.text.index("In Mosul gunmen opened fire on a checkpoint")
    assert "without damage" in report.text
    assert "Page 1" not in report.text
    assert report.text.count("Security bulletin") <= 1
    assert "\nElsewhere, a patrol" in report.text


def test_the_days_on_which_a_file_was_made_or_changed_are_not_that_of_publication():
    page = [(60, 700 - 14 * row, 10, line) for row, line in enumerate(LEFT)]
    (report,) = documents(make_pdf([page], INFO), "b.pdf")
    assert report.published is None
    (given,) = documents(make_pdf([page], INFO), "b.pdf", published=date(2031, 5, 13))
    assert given.published == date(2031, 5, 13)


def test_the_kind_is_told_by_the_content_whatever_the_name():
    (report,) = documents(make_pdf(_bulletin()), "b.txt")
    assert report.title == "Bomb near Baqubah kills two"


def test_a_title_that_is_the_name_of_a_file_is_none():
    assert pdf_text(make_pdf(_bulletin(), INFO), "b.pdf").title == ""
    assert pdf_text(make_pdf(_bulletin(), b"<< /Title (Weekly note) >>"), "b.pdf").title == "Weekly note"


def test_a_page_that_is_a_drawing_is_left_out_and_named():
    words, drawing = make_pdf(_bulletin()), b"\n0 0 m 10 10 l S" * 30_000
    pages = [[(60, 700, 10, "A map of the province.")], *_bulletin()]
    raw = make_pdf(pages, extra=b"").replace(b"A map of the province.) Tj ET", b"A map.) Tj ET" + drawing)
    found = list(documents(raw, "b.pdf"))
    assert "two soldiers" in found[0].text
    assert [str(error).startswith("b.pdf: page 1: found") for error in found[1:]] == [True]
    assert len(words) < len(raw)


@pytest.mark.parametrize(
    ("raw", "found"),
    [
        (b"%PDF-1.7 ...", "PDF"),
        (b"%PDF-1.4\n%%EOF", "PDF"),
        (make_pdf([[]]), "a PDF without text"),
        (make_pdf([[(60, 700, 10, "x")]] * 61), "61 pages"),
        (make_pdf(_bulletin())[:900], "PDF"),
        (b"%PDF-1.4" + b"x" * 10_000_001, "10.0 MB"),
    ],
)
def test_what_cannot_be_read_is_one_line(raw, found):
    (error,) = documents(raw, "b.pdf")
    assert isinstance(error, FormatError)
    assert str(error).startswith("b.pdf: ")
    assert found in str(error)
    assert "\n" not in str(error)


def test_a_bomb_in_a_stream_is_refused():
    bomb = make_pdf(_bulletin(), packed=True, extra=b" " * 40_000_000)
    assert len(bomb) < 200_000
    assert all(isinstance(found, VedetteError) for found in documents(bomb, "b.pdf"))


def test_an_encrypted_file_is_named_as_such():
    from io import BytesIO

    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(BytesIO(make_pdf(_bulletin()))))
    writer.encrypt("secret", algorithm="AES-256")
    out = BytesIO()
    writer.write(out)
    (error,) = documents(out.getvalue(), "b.pdf")
    assert "an encrypted PDF" in str(error)


def test_a_table_stays_in_its_rows():
    rows = [
        f"{name:<24}{number:>6}"
        for name, number in (("Diyala", 4), ("Ninewa", 2), ("Anbar", 1), ("Basra", 0), ("Erbil", 3))
    ]
    assert reading_order(rows) == rows


def test_three_columns_are_read_one_after_the_other():
    columns = [[f"{word} begins line {i} here" for i in range(6)] for word in ("one", "two", "six")]
    lines = [f"{a:<40}{b:<40}{c}" for a, b, c in zip(*columns, strict=True)]
    ordered = [line.strip() for line in reading_order(lines) if line != TURN]
    assert ordered == [line for column in columns for line in column]


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (["a patrol was at-", "tacked near Mosul"], "a patrol was attacked near Mosul"),
        (["the Al-", "Qaeda group went away"], "the Al-Qaeda group went away"),
        (
            ["the first full line of text", "goes on here", "", "a new one"],
            "the first full line of text goes on here\n\na new one",
        ),
        (["the first full line of text", "- a point of a list"], "the first full line of text\n- a point of a list"),
        (
            ["one line of the text", "", "two line of the text", "", "six line of the text"],
            "one line of the text two line of the text six line of the text",
        ),
    ],
)
def test_lines_are_joined_into_paragraphs(lines, text):
    assert joined([lines]) == text
