"""`vedette read --out`: many documents in partitions, read here, by local processes or on a Dask cluster."""

import gzip
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from datetime import date
from io import BufferedReader
from itertools import islice
from pathlib import Path

import click
import orjson

from vedette.engine import Executor, Partition, here, local, partitioned
from vedette.read.bulk import Item, packed, reading_job
from vedette.read.inputs.articles import ARTICLE_COLUMNS
from vedette.read.inputs.kinds import SUFFIXES, Kind, suffix_of
from vedette.store.files import GZIP_MAGIC, read_bytes
from vedette.store.folder import Folder
from vedette.terms.errors import FormatError, VedetteError

__all__ = ["count_documents", "partitions_of", "place_of_work", "read_into"]

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
    progress = _Progress(total)
    errors = 0
    with place as executor:
        job = reading_job(published, reader)
        for part in partitioned(job, partitions_of(files, size), Folder(out), executor):
            for line in (*part.refused, *([part.error] if part.error else [])):
                errors += 1
                progress.say(f"vedette: {line}; skipped")
            progress.step(part.items, part.before)
    progress.end(out)
    return errors


def place_of_work(engine: str, scheduler: str | None, workers: int) -> AbstractContextManager[Executor]:
    """Where to work: this process or local ones, or the cluster whose scheduler listens at an address."""
    if engine == "dask":
        if not scheduler:
            raise FormatError(
                "--scheduler", found="nothing", expected="the address of a Dask scheduler, tcp://HOST:PORT"
            )
        from vedette.engine import dask

        cluster: AbstractContextManager[Executor] = dask(scheduler)
        return cluster
    return local(workers) if workers > 1 else here()


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


class _Progress:
    """Documents done, rate, share and remaining time on standard error: a line that moves, or one each half minute."""

    def __init__(self, total: int) -> None:
        self.total, self.done, self.before = total, 0, 0
        self.start = self.last = time.monotonic()
        self.moving = sys.stderr.isatty()

    def say(self, line: str) -> None:
        """Print a line of its own."""
        click.echo(("\r\x1b[K" if self.moving else "") + line, err=True)

    def step(self, items: int, before: bool) -> None:
        """Count documents that are done now, or were done before this run."""
        self.done += items
        self.before += items if before else 0
        now = time.monotonic()
        if now - self.last >= (0.5 if self.moving else 30.0):
            self.last = now
            click.echo(("\r\x1b[K" if self.moving else "") + self._line(now), nl=not self.moving, err=True)

    def end(self, out: str) -> None:
        """Print what this run did."""
        taken = time.monotonic() - self.start
        fresh = self.done - self.before
        rate = f" in {_span(taken)}, {fresh / taken:.0f} documents/s" if fresh and taken > 0 else ""
        known = f"; {self.before:,} were done before" if self.before else ""
        self.say(f"{fresh:,} documents read{rate}{known}; claims in {Path(out) / 'claims'}")

    def _line(self, now: float) -> str:
        rate = (self.done - self.before) / max(now - self.start, 1e-9)
        left = f", {_span((self.total - self.done) / rate)} left" if rate > 0 and self.total > self.done else ""
        share = f"{100 * self.done / self.total:.0f} %" if self.total else ""
        return f"{self.done:,} of {self.total:,} documents ({share}), {rate:.0f} documents/s{left}"


def _span(seconds: float) -> str:
    whole = int(seconds + 0.5)
    return f"{whole} s" if whole < 120 else f"{whole // 60} min" if whole < 7200 else f"{whole / 3600:.1f} h"
