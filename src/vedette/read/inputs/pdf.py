"""The text of a PDF as a reader reads it: columns one after the other, words whole, running heads and page numbers gone.

The characters come through pypdf (M. Fenniak, M. Thoma and others, BSD licence) on a grid of fixed width; what stands in
which column, paragraph and margin is told here, from that grid.
"""

import logging
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any

from vedette.read.inputs.reading_order import joined, reading_order
from vedette.read.words.expressions import compiled
from vedette.read.words.lexicon import limits
from vedette.terms.errors import FormatError

if TYPE_CHECKING:
    from pypdf import PdfReader

__all__ = ["PdfText", "pdf_text"]

_PAGE_NUMBER = re.compile(
    r"\W*(?:page|pg\.?|p\.|صفحة|الصفحة|لاپەڕە|لاپەڕەی)?\s*\d{1,4}\s*(?:(?:of|/|من|لە)\s*\d{1,4})?\W*", re.I
)
_FORMS = re.compile(r"[\ufb00-\ufb06\ufb50-\ufdff\ufe70-\ufefc]+")
_ARABIC = re.compile(r"[\u0600-\u06ff\ufb50-\ufdff\ufe70-\ufefc]")
_JUNK_TITLE = re.compile(
    r"^(?:microsoft word|untitled|document\d*|print|slide)|\.(?:docx?|indd|pdf|odt|rtf|qxd)$", re.I
)
_MARGIN_LINES = 2


@dataclass(frozen=True)
class PdfText:
    """The text of a PDF with what its file says of itself; `left_out` names each page that was not read, and why.

    The dates in the file are those of making, saving or printing, and are not here for that reason.
    """

    text: str
    title: str
    author: str
    left_out: tuple[str, ...]


def pdf_text(raw: bytes, origin: str) -> PdfText:
    """The text of a PDF, one paragraph a line and a blank line where the page leaves one.

    Raises FormatError for a file that is broken, encrypted, without text (a scan) or beyond data/limits.toml. A page
    that draws more than a page of text can is left out and named.
    """
    most = int(limits()["max_pdf_bytes"])
    if len(raw) > most:
        raise FormatError(origin, found=f"{len(raw) / 1e6:.1f} MB", expected=f"a PDF of at most {most / 1e6:.0f} MB")
    logging.getLogger("pypdf").addHandler(logging.NullHandler())
    try:
        pages, title, author, left_out = _read(raw, origin)
    except FormatError:
        raise
    except Exception as error:  # noqa: BLE001  broken files make the library fail in every way that Python knows
        what = "a PDF that unpacks beyond all measure" if "Limit" in type(error).__name__ else "a broken PDF file"
        raise FormatError(origin, found=f"{what} ({type(error).__name__})", expected="a whole PDF") from None
    text = joined(_without_margins(pages))
    if sum(c.isalpha() for c in text) < limits()["min_letters"]:
        found = f"a PDF without text{'; ' + left_out[0] if left_out else ''}"
        raise FormatError(origin, found=found, expected="a PDF with text (a scan has to be recognised first)")
    return PdfText(text, title, author, tuple(left_out))


def _read(raw: bytes, origin: str) -> tuple[list[list[str]], str, str, list[str]]:
    from pypdf import PdfReader, apply_configuration

    unpacked = int(limits()["max_pdf_stream_bytes"])
    with apply_configuration(
        maximum_declared_stream_length=int(limits()["max_pdf_bytes"]),
        array_based_stream_maximum_output_length=unpacked,
        zlib_maximum_output_length=unpacked,
        lzw_maximum_output_length=unpacked,
        run_length_maximum_output_length=unpacked,
        zlib_maximum_recovery_input_length=unpacked // 8,
        stream_decoding_work_maximum_length=3 * unpacked,
        stream_parsing_work_maximum_count=int(limits()["max_pdf_work"]),
        page_tree_maximum_entries=2000,
        page_tree_maximum_page_entries=20_000,
        xform_maximum_invocations_per_extraction=100,
        xmp_maximum_input_length=unpacked // 8,
        jbig2dec_binary=None,
    ):
        reader = PdfReader(
            BytesIO(raw), strict=False, root_object_recovery_limit=1000, xref_stream_maximum_entries=100_000
        )
        if reader.is_encrypted and not reader.decrypt(""):
            raise FormatError(origin, found="an encrypted PDF", expected="a PDF that opens without a password")
        if len(reader.pages) > limits()["max_pdf_pages"]:
            most = int(limits()["max_pdf_pages"])
            raise FormatError(
                origin, found=f"{len(reader.pages)} pages", expected=f"at most {most} pages; split it first"
            )
        left_out: list[str] = []
        pages = list(_pages(reader, left_out))
        return pages, *_said(reader), left_out


def _pages(reader: "PdfReader", left_out: list[str]) -> Iterator[list[str]]:
    """The lines of each page in reading order."""
    from pypdf.errors import LimitReachedError

    budget = int(limits()["max_pdf_drawing_bytes"])
    for number, page in enumerate(reader.pages, 1):
        contents = page.get_contents()
        size = len(contents.get_data()) if contents is not None else 0
        if size > min(budget, limits()["max_pdf_page_bytes"]):
            left_out.append(f"page {number} draws {size / 1e6:.1f} MB")
            continue
        budget -= size
        try:
            lines = _lines(page)
        except LimitReachedError:
            left_out.append(f"page {number} draws more than a page of text does")
            continue
        yield [_letters(line) for line in lines]


def _lines(page: Any) -> list[str]:
    text = page.extract_text(extraction_mode="layout")
    letters = sum(c.isalpha() for c in text)
    if letters < limits()["min_letters"] or len(_ARABIC.findall(text)) > 0.5 * letters:
        # the grid knows no direction of writing and no forms drawn from elsewhere; the plain order knows both
        return [line.strip() for line in page.extract_text().split("\n")]
    return reading_order([line.rstrip() for line in text.split("\n")])


def _letters(line: str) -> str:
    """Letters for the shapes that a font draws them in: ligatures, and the four forms of an Arabic letter."""
    return _FORMS.sub(lambda match: unicodedata.normalize("NFKC", match.group()), line).replace("\u00ad", "")


def _said(reader: "PdfReader") -> tuple[str, str]:
    try:
        info = reader.metadata
        title, author = str((info and info.title) or ""), str((info and info.author) or "")
    except Exception:  # noqa: BLE001  a broken list of facts about the file leaves its text as it is
        return "", ""
    title = " ".join(title.split())[:300]
    return ("" if _JUNK_TITLE.search(title) else title), " ".join(author.split())[:200]


def _without_margins(pages: list[list[str]]) -> list[list[str]]:
    """Pages without page numbers, and without the lines that stand at the edge of most of them, but for the first.

    The head of the first page stays: it is often the only place that names who publishes.
    """
    edges = [_edges(lines) for lines in pages]
    counted = Counter(key for page in edges for key in {key for _, key in page})
    running = {key for key, times in counted.items() if times > 1 and times >= 0.6 * len(pages)}
    kept = []
    for number, (lines, edge) in enumerate(zip(pages, edges, strict=True)):
        head = {row for row, _ in edge[:_MARGIN_LINES]} if number == 0 else set()
        drop = {row for row, key in edge if (key in running and row not in head) or _PAGE_NUMBER.fullmatch(lines[row])}
        kept.append([line for row, line in enumerate(lines) if row not in drop])
    return kept


def _edges(lines: list[str]) -> list[tuple[int, str]]:
    """Row and key (figures made equal) of the first and last lines that hold anything."""
    filled = [row for row, line in enumerate(lines) if line.strip()]
    if len(filled) <= 2 * _MARGIN_LINES:
        rows = filled[:1] + filled[1:][-1:]
    else:
        rows = filled[:_MARGIN_LINES] + filled[-_MARGIN_LINES:]
    return [(row, compiled(r"\d+").sub("#", " ".join(lines[row].split())).casefold()) for row in rows]
