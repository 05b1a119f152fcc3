"""`vedette read --out`: many documents in partitions, read here, by local processes or on a Dask cluster."""

import gzip
import sys
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from datetime import date
from io import BufferedReader
from itertools import islice
from pathlib import Path

import orjson

from vedette.cli.long_work import Progress
from vedette.engine import Executor, Partition, partitioned
from vedette.read.bulk import Item, packed, reading_job
from vedette.read.inputs.articles import ARTICLE_COLUMNS
from vedette.read.inputs.kinds import SUFFIXES, Kind, suffix_of
from vedette.store.files import GZIP_MAGIC, read_bytes
from vedette.store.folder import Folder
from vedette.terms.errors import FormatError, VedetteError

__all__ = ["count_documents", "partitions_of", "read_into"]

_ROWS_AT_ONCE = 20_000
_LONGEST_LINE = 20_000_000
"""Bytes of one article of JSON Lines, unpacked: a line without end, in a zipped file, would fill the memory."""


def read_into(
    files: list[str],
    out: str,
    *,
    published: date | None,
    reader: str,
    place: AbstractContextManager[Executor],
    size: int,
) -> int:
    """Read files into OUT/claims and OUT/reports, a Parquet file per `size` documents; how many errors there were.

    What is in OUT already, from the same bytes by the same reader, is not read again. Errors and progress go to
    standard error.
    """
    total = count_documents(files)
    progress = Progress(total, "documents")
    errors = 0
    with place as executor:
        job = reading_job(published, reader)
        for part in partitioned(job, partitions_of(files, size), Folder(out), executor):
            for line in (*part.refused, *([part.error] if part.error else [])):
                errors += 1
                progress.say(f"vedette: {line}; skipped")
            progress.step(part.items, part.before)
    progress.end("read", f"claims in {Path(out) / 'claims'}")
    return errors


def partitions_of(files: list[str], size: int) -> Iterator[Partition]:
    """Partitions of at most `size` documents, in order: shares of each archive of articles, and groups of other files."""
    taken: dict[str, str] = {}
    singles: list[str] = []
    for path in files:
        kind = SUFFIXES.get(suffix_of(path))
        if kind not in {Kind.ARTICLES, Kind.PARQUET}:
            singles.append(path)
            continue
        stem = Path(path).name.split(".")[0] or "articles"
        if taken.setdefault(stem, path) != path:
            raise FormatError(
                path, found=f"the name of {taken[stem]}", expected="archives of different names in one run"
            )
        items = _rows(path) if kind is Kind.PARQUET else _lines(path)
        for number in range(sys.maxsize):
            share = list(islice(items, size))
            if not share:
                break
            raw = packed(share)
            yield Partition(f"{stem}-{number:05}", path, lambda raw=raw: raw)  # type: ignore[misc]  # bound per turn
    for number in range(0, len(singles), size):
        group = singles[number : number + size]
        yield Partition(f"files-{number // size:05}", _folder(group), lambda group=group: _together(group))  # type: ignore[misc]


def count_documents(files: Iterable[str]) -> int:
    """How many documents the files hold; a file of another kind than an archive of articles counts as one."""
    total = 0
    for path in files:
        kind = SUFFIXES.get(suffix_of(path))
        if kind is Kind.PARQUET:
            total += _height(path)
        elif kind is Kind.ARTICLES:
            with _opened(path) as file:
                total += sum(1 for _ in _whole_lines(file))
        else:
            total += 1
    return total


def _together(paths: list[str]) -> bytes:
    return packed(_single(path) for path in paths)


def _single(path: str) -> Item:
    try:
        return Item(path, None, read_bytes(path))
    except VedetteError as error:
        return Item(path, None, b"", str(error))


def _folder(paths: list[str]) -> str:
    return str(Path(paths[0]).parent)


def _lines(path: str) -> Iterator[Item]:
    with _opened(path) as file:
        for number, line in _whole_lines(file):
            if len(line) > _LONGEST_LINE:
                error = FormatError(
                    path, number, found="a line without end", expected=f"{_LONGEST_LINE:,} bytes at most"
                )
                yield Item(path, number, b"", str(error))
            else:
                yield Item(path, number, line)


def _whole_lines(file: BufferedReader | gzip.GzipFile) -> Iterator[tuple[int, bytes]]:
    """Lines that hold something, with their numbers; one that is too long comes cut, and its rest is passed over."""
    number = 0
    while line := file.readline(_LONGEST_LINE + 1):
        number += 1
        rest = line
        while len(rest) > _LONGEST_LINE and not rest.endswith(b"\n"):
            rest = file.readline(_LONGEST_LINE + 1)
        if line.strip():
            yield number, line


def _opened(path: str) -> BufferedReader | gzip.GzipFile:
    try:
        with Path(path).open("rb") as file:
            zipped = file.read(2) == GZIP_MAGIC
    except FileNotFoundError:
        raise FormatError(path, expected="a file that exists") from None
    return gzip.GzipFile(path) if zipped else Path(path).open("rb")


def _height(path: str) -> int:
    import polars as pl

    try:
        return int(pl.scan_parquet(path).select(pl.len()).collect().item())
    except FileNotFoundError:
        raise FormatError(path, expected="a file that exists") from None
    except (pl.exceptions.PolarsError, OSError):
        raise FormatError(path, found="a broken Parquet file", expected="a whole Parquet file") from None


def _rows(path: str) -> Iterator[Item]:
    """The rows of a Parquet file of articles, each as a line of JSON with the columns that are read."""
    import polars as pl

    height = _height(path)
    frame = pl.scan_parquet(path)
    names = frame.collect_schema().names()
    if "text" not in names:
        raise FormatError(path, field="text", found=f"the columns {', '.join(names[:8])}", expected="a column text")
    columns = [name for name in ARTICLE_COLUMNS if name in names]
    for start in range(0, height, _ROWS_AT_ONCE):
        rows = frame.select(columns).slice(start, _ROWS_AT_ONCE).collect().to_dicts()
        for number, row in enumerate(rows, start + 1):
            yield Item(path, number, orjson.dumps({key: value for key, value in row.items() if value is not None}))
