"""The rows of a table: which adapter knows it, and each row as a report and a claim or as its error."""

import csv
from collections.abc import Iterable, Iterator
from datetime import datetime
from io import BytesIO, StringIO, TextIOWrapper
from typing import TYPE_CHECKING

from vedette.read.inputs.adapters.adapter import Adapter, adapters
from vedette.read.inputs.adapters.row import Row, read_row
from vedette.read.words.lexicon import limits
from vedette.terms.errors import FormatError, VedetteError
from vedette.terms.report import Claim, Report

if TYPE_CHECKING:
    from _csv import Reader

__all__ = ["recognised", "rows"]

_DELIMITERS = (",", "\t", ";", "|")


def rows(
    raw: bytes, origin: str, *, retrieved: datetime | None = None
) -> Iterator[tuple[Report, Claim] | VedetteError]:
    """A Report and a Claim per row of an event table, in its order; a bad row gives the error that names line and field.

    Rows that are no claim of the seven kinds (a peace talk in ACLED, a statement in GDELT) are passed over. Lines are
    counted from 1, the header included. A table that no adapter knows, an empty one and one in a foreign encoding give one
    FormatError and nothing else.
    """
    try:
        yield from _rows(raw, origin, retrieved)
    except VedetteError as error:
        yield error


def recognised(start: str) -> bool:
    """Whether a text begins as a table that an adapter knows; told from its first line."""
    first = start.split("\n", 1)[0].rstrip("\r")
    return any(_known(_cells(first, delimiter), delimiter) for delimiter in _DELIMITERS if delimiter in first)


def _rows(raw: bytes, origin: str, retrieved: datetime | None) -> Iterator[tuple[Report, Claim] | VedetteError]:
    first = _first_line(raw, origin)
    adapter, delimiter, header = _adapter(first, origin)
    bad = 0
    for line, cells in _lines(raw, delimiter, skip=0 if adapter.header else 1):
        result = _result(cells, origin, line, adapter, header, retrieved)
        if result is None:
            continue
        bad = bad + 1 if isinstance(result, VedetteError) else 0
        yield result
        if bad >= limits()["max_bad_rows"]:
            found = f"{bad} bad rows one after another"
            yield FormatError(origin, line, found=found, expected="rows; the rest is not read")
            return


def _lines(raw: bytes, delimiter: str, skip: int) -> Iterator[tuple[int, list[str] | str]]:
    """Each row with the line on which it begins: its cells, or what is wrong with its quotation marks."""
    stream = TextIOWrapper(BytesIO(raw), _encoding(raw), errors="surrogateescape", newline="")
    csv.field_size_limit(int(limits()["max_row_letters"]))
    reader = _reader(stream, delimiter)
    line = 1
    while True:
        cells: list[str] | str
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            cells = str(error)
        if skip:
            skip -= 1
        else:
            yield line, cells
        line = reader.line_num + 1


def _result(
    cells: list[str] | str, origin: str, line: int, adapter: Adapter, header: list[str], retrieved: datetime | None
) -> tuple[Report, Claim] | VedetteError | None:
    """What a row gives; None for an empty one and for one that is no claim."""
    if isinstance(cells, str):
        return FormatError(origin, line, found=cells, expected="one row a line, quotation marks closed")
    if not any(cell.strip() for cell in cells):
        return None
    if len(cells) != len(header):
        return FormatError(origin, line, found=f"{len(cells)} fields", expected=f"{len(header)} fields")
    try:
        return read_row(Row(dict(zip(header, cells, strict=True)), origin, line), adapter, retrieved)
    except VedetteError as error:
        return error


def _reader(lines: Iterable[str], delimiter: str) -> "Reader":
    """GDELT quotes nothing: a quotation mark between tabs is a letter."""
    if delimiter == "\t":
        return csv.reader(lines, delimiter=delimiter, quoting=csv.QUOTE_NONE)
    return csv.reader(lines, delimiter=delimiter)


def _encoding(raw: bytes) -> str:
    return "utf-16" if raw.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"


def _first_line(raw: bytes, origin: str) -> str:
    expected = f"an event table of {_titles()}"
    if len(raw) > limits()["max_table_bytes"]:
        most = limits()["max_table_bytes"] / 1e9
        raise FormatError(origin, found=f"{len(raw) / 1e9:.1f} GB", expected=f"a table of at most {most:.0f} GB")
    if not raw.strip():
        raise FormatError(origin, found="an empty file", expected=expected)
    encoding = _encoding(raw)
    text = raw[:200_000].decode(encoding, "replace")
    if encoding == "utf-8-sig" and "\x00" in text:
        raise FormatError(origin, found="binary content", expected=expected)
    return text.lstrip("\ufeff").split("\n", 1)[0].rstrip("\r")


def _adapter(first: str, origin: str) -> tuple[Adapter, str, list[str]]:
    for delimiter in _DELIMITERS:
        cells = _cells(first, delimiter) if delimiter in first else []
        adapter = _known(cells, delimiter)
        if adapter is not None:
            header = list(adapter.header) or cells
            twice = next((name for name in header if header.count(name) > 1), None)
            if twice is not None:
                raise FormatError(
                    origin, 1, twice or "a column without a name", found="the column twice", expected="once"
                )
            return adapter, delimiter, header
    shown = ", ".join(_cells(first, ",")[:8]) or "nothing"
    raise FormatError(origin, 1, found=f"the columns {shown}", expected=f"an event table of {_titles()}")


def _known(cells: list[str], delimiter: str) -> Adapter | None:
    """The adapter that knows a first line: by its names, or, without a header, by the number and look of its cells."""
    names = set(cells)
    for adapter in adapters():
        if adapter.header:
            fits = delimiter == adapter.delimiter and len(cells) == len(adapter.header)
            if fits and cells[0].isdecimal() and len(cells[1]) == 8 and cells[1].isdecimal():
                return adapter
        elif names.issuperset(adapter.columns):
            return adapter
    return None


def _cells(line: str, delimiter: str) -> list[str]:
    try:
        cells = next(_reader(StringIO(line[:100_000]), delimiter), [])
    except csv.Error:
        return []
    return [cell.strip() for cell in cells]


def _titles() -> str:
    return "; ".join(f"{a.title} ({', '.join(a.columns[:3])}, …)" for a in adapters())
