"""Archives of articles: JSON Lines and Parquet, one article a line or row.

Columns: text (required), title, publisher, author, published (a day), url; others are passed over.
"""

from collections.abc import Iterator
from datetime import date
from io import BytesIO
from typing import Any

import orjson

from vedette.read.inputs.document import article
from vedette.read.words.lexicon import limits
from vedette.terms.errors import FormatError, VedetteError
from vedette.terms.report import Report

__all__ = ["ARTICLE_COLUMNS", "json_article", "json_articles", "parquet_articles"]

ARTICLE_COLUMNS = ("text", "title", "publisher", "author", "published", "url")
"""What is read of an article; `published` is a local day, as YYYY-MM-DD or as a date."""


def json_articles(raw: bytes, origin: str, published: date | None = None) -> Iterator[Report | VedetteError]:
    """The articles of a file of JSON Lines; a line that is wrong gives its error (counted from 1) in its place."""
    start, number = 0, 0
    while start < len(raw):
        end = raw.find(b"\n", start)
        end = len(raw) if end < 0 else end
        number += 1
        line = raw[start:end]
        start = end + 1
        if line.strip():
            yield json_article(line, origin, number, published)


def json_article(line: bytes, origin: str, number: int, published: date | None = None) -> Report | VedetteError:
    """The article of one line of JSON, the `number`-th of its file, or the error that names it."""
    most = int(limits()["max_html_bytes"])
    if len(line) > most:
        return FormatError(origin, number, found=f"{len(line) / 1e6:.1f} MB", expected=f"at most {most / 1e6:.0f} MB")
    try:
        record = orjson.loads(line.removeprefix(b"\xef\xbb\xbf"))
    except (orjson.JSONDecodeError, RecursionError):
        return FormatError(origin, number, found="broken JSON", expected="one JSON object a line")
    if not isinstance(record, dict):
        return FormatError(origin, number, found=line[:40].decode(errors="replace"), expected="a JSON object")
    return _article(record, origin, number, published)


def _article(record: dict[str, Any], origin: str, number: int, published: date | None) -> Report | VedetteError:
    try:
        return article(record, origin, number, published=published)
    except VedetteError as error:
        return error


def parquet_articles(raw: bytes, origin: str, published: date | None = None) -> Iterator[Report | VedetteError]:
    """The articles of a Parquet file, a few hundred in memory at a time; a row that is wrong gives its error.

    Yields one FormatError for a file that is broken or has no column `text`, and goes no further then.
    """
    import polars as pl

    number = 0
    step = int(limits()["max_rows_at_once"])
    try:
        schema = pl.read_parquet_schema(BytesIO(raw))
        missing = _missing(schema)
        if missing:
            yield FormatError(origin, field="text", found=missing, expected=f"the columns {', '.join(ARTICLE_COLUMNS)}")
            return
        columns = [name for name in ARTICLE_COLUMNS if name in schema]
        frame = pl.scan_parquet(BytesIO(raw)).select(columns)
        while True:
            rows = frame.slice(number, step).collect().to_dicts()
            for row in rows:
                number += 1
                yield _article(_plain(row), origin, number, published)
            if len(rows) < step:
                return
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError, ValueError, MemoryError, RuntimeError):
        yield FormatError(origin, number + 1, found="a broken Parquet file", expected="a whole Parquet file")


def _missing(schema: Any) -> str:
    """Why there are no articles in a file of these columns; empty where there are."""
    import polars as pl

    if "text" not in schema:
        return f"the columns {', '.join(list(schema)[:8])}"
    return "" if schema["text"] in {pl.String, pl.Categorical} else f"a column of {schema['text']}"


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in row.items()}
