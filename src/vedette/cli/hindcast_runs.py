"""A hindcast in partitions of issue days: made here, by local processes or on a Dask cluster, then one Parquet file."""

import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl

from vedette.cli.long_work import Progress
from vedette.engine import Executor, Partition, partitioned
from vedette.forecast.blocks import TABLE, blocks, hindcast_job
from vedette.forecast.hindcast import Issue
from vedette.store.files import replacing
from vedette.store.folder import Folder
from vedette.terms.counts import AreaDays
from vedette.terms.errors import EngineError, FormatError
from vedette.terms.picture import ScheduledEvent

__all__ = ["Hindcast", "hindcast_into"]

_MOST_ROWS = 500_000
"""Rows of a partition, which a worker holds at a time: about 100 bytes each, twice over while they are written."""
_GROUP_ROWS = 250_000
"""Rows of a row group of OUT, whatever the partitions."""


@dataclass(frozen=True)
class Hindcast:
    """What was written: rows, issue days that were kept from an earlier run, and what `totals_of` says of lead 1."""

    rows: int
    resumed: int
    totals: pl.DataFrame


def hindcast_into(
    history: AreaDays,
    wanted: tuple[Issue, ...],
    horizon: int,
    out: str,
    *,
    place: AbstractContextManager[Executor],
    size: int,
    keep: str | None = None,
    scheduled: Sequence[ScheduledEvent] = (),
) -> Hindcast:
    """Write the wanted issues to OUT, as FORECAST_SCHEMA, from partitions of at most `size` issue days.

    Partitions are kept in `keep`, or in OUT.parts until OUT is written; what is there already, from the same events
    before its last day, areas, options and model, is not made again. Progress goes to standard error. Raises EngineError
    when a partition cannot be made; the others are kept then.
    """
    if Path(out).is_dir():
        raise FormatError(out, found="a folder", expected="a file to write")
    days = max(1, min(size, _MOST_ROWS // (len(history.areas) * horizon)))
    shares = {block.name: block for block in blocks(history, wanted, horizon, days, events=scheduled)}
    partitions = (Partition(name, "hindcast", block.packed) for name, block in shares.items())
    progress = Progress(len(wanted), "issue days")
    failed: list[str] = []
    with _kept(out, keep) as parts:
        with place as executor:
            for part in partitioned(hindcast_job(), partitions, parts, executor):
                if part.error or part.refused:
                    failed += [part.error] if part.error else part.refused
                    parts.remove(f"done/{part.name}.json")
                    break
                progress.step(part.items, part.before)
        if failed:
            raise EngineError(f"{failed[0]}; what is done is kept, run the command again to go on")
        files = [parts.path / TABLE / f"{name}.parquet" for name in shares]
        totals = _totals(files, wanted, history.areas)
        rows = _assembled(files, out)
    progress.end("forecast", f"written to {out}")
    return Hindcast(rows, progress.before, totals)


@contextmanager
def _kept(out: str, keep: str | None) -> Iterator[Folder]:
    """The folder of the partitions; one that nobody asked for is removed at the end, when all went well."""
    if keep is not None:
        yield Folder(keep)
        return
    if _is_stream(out):
        with tempfile.TemporaryDirectory() as folder:
            yield Folder(folder)
        return
    parts = Folder(f"{out}.parts")
    yield parts
    for name in (TABLE, "done", "manifest.json", ""):
        parts.remove(name)


def _totals(files: list[Path], wanted: tuple[Issue, ...], areas: tuple[str, ...]) -> pl.DataFrame:
    """What `totals_of` says of the forecasts for the day of issue, added up day by day and so alike for any partitions."""
    names = ["p_any", "q05", "q50", "q95"]
    mean, first = np.zeros(len(areas)), None
    for file in files:
        rows = pl.read_parquet(file, columns=["issued", "day", "mean", *names]).filter(
            pl.col("issued") == pl.col("day")
        )
        for share in rows.iter_slices(len(areas)):
            mean += share["mean"].to_numpy()
            first = share.select(names) if first is None else first
    if first is None:
        raise EngineError(f"found no forecast for a day of issue, expected some from {wanted[-1].day} back")
    return first.with_columns(area=pl.Series(areas), mean=pl.Series(mean)).select("area", "mean", *names)


def _assembled(files: list[Path], out: str) -> int:
    """Stream the partitions into OUT, row group by row group; how many rows there are."""
    frames = pl.scan_parquet(files)
    if _is_stream(out):
        with tempfile.TemporaryDirectory() as folder:
            whole = Path(folder) / "out.parquet"
            _sink(frames, whole)
            with whole.open("rb") as source:
                if out == "-":
                    shutil.copyfileobj(source, sys.stdout.buffer)
                    sys.stdout.buffer.flush()
                else:
                    with Path(out).open("wb") as target:
                        shutil.copyfileobj(source, target)
    else:
        with replacing(out) as beside:
            _sink(frames, beside)
    return int(frames.select(pl.len()).collect().item())


def _sink(frames: pl.LazyFrame, path: Path) -> None:
    frames.sink_parquet(path, compression="zstd", statistics=False, row_group_size=_GROUP_ROWS, maintain_order=True)


def _is_stream(out: str) -> bool:
    """Whether OUT is standard output, a device or a pipe, beside which nothing is kept."""
    return out == "-" or (Path(out).exists() and not Path(out).is_file())
