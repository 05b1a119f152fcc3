"""A hindcast as a job over partitions: a block of issue days in, a table of forecasts out.

A block holds all that decides its forecasts and nothing else: the areas, the events before its last issue day, and which
leads are wanted on which days. So its bytes, with the version of the job, are the key under which its table is kept, and
days that were added to the events later leave it as it was.
"""

import hashlib
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from typing import Any

import numpy as np
import orjson
import polars as pl
from numpy.typing import NDArray

from vedette.engine import Job, fingerprint
from vedette.forecast.hindcast import Issue, issued
from vedette.forecast.model import Model
from vedette.terms.counts import AreaDays
from vedette.terms.picture import ScheduledEvent

__all__ = ["TABLE", "Block", "blocks", "hindcast_job"]

TABLE = "forecasts"
"""Name of the table that the job makes of each block, following FORECAST_SCHEMA."""

_CALCULATING = ("hijridate", "numba", "numpy", "polars", "scipy")


@dataclass(frozen=True)
class Block:
    """Issue days one after the other, and what is known on the last of them.

    `head` has the start of the grid, the longest lead, the names of the areas and the scheduled events; centres
    [areas, 2] latitude and longitude in WGS84 degrees; cells [entries, 3] day of the grid, area and count, in order,
    before the last issue.
    """

    head: bytes
    centres: NDArray[np.float64]
    cells: NDArray[np.int32]
    issues: tuple[Issue, ...]

    @property
    def name(self) -> str:
        """Its first day of issue."""
        return self.issues[0].day.isoformat()

    def packed(self) -> bytes:
        """The block as bytes, the same ones for the same block."""
        wanted = [[issue.day, issue.earliest, issue.latest] for issue in self.issues]
        sizes = [len(self.head), len(self.centres), len(self.cells)]
        return b"".join((_line([sizes, wanted]), self.head, self.centres.tobytes(), self.cells.tobytes()))

    @classmethod
    def unpacked(cls, raw: bytes) -> "Block":
        """The block of `packed`."""
        at = raw.index(b"\n") + 1
        (head, areas, cells), wanted = orjson.loads(raw[:at])
        middle = at + head
        end = middle + 16 * areas
        return cls(
            head=raw[at:middle],
            centres=np.frombuffer(raw[middle:end], dtype=np.float64).reshape(areas, 2),
            cells=np.frombuffer(raw[end:], dtype=np.int32).reshape(cells, 3),
            issues=tuple(Issue(date.fromisoformat(day), *leads) for day, *leads in wanted),
        )

    def opened(self) -> tuple[AreaDays, int, tuple[ScheduledEvent, ...]]:
        """The grid of what is known, up to the day before the last issue, the longest lead, and the scheduled events."""
        start, horizon, areas, events = orjson.loads(self.head)
        begin = date.fromisoformat(start)
        counts = np.zeros((max((self.issues[-1].day - begin).days, 0), len(areas)), dtype=np.float32)
        counts[self.cells[:, 0], self.cells[:, 1]] = self.cells[:, 2]
        latitude, longitude = self.centres.T
        history = AreaDays(begin, tuple(areas), latitude, longitude, counts)
        return history, horizon, tuple(ScheduledEvent.model_validate(event) for event in events)

    def known(self, until: date) -> str:
        """A hash of the areas, options and events before `until`: what decides the state of a model on that day."""
        day = (until - date.fromisoformat(orjson.loads(self.head)[0])).days
        before = self.cells[: int(np.searchsorted(self.cells[:, 0], day))]
        return hashlib.sha256(b"".join((self.head, self.centres.tobytes(), before.tobytes()))).hexdigest()


def blocks(
    history: AreaDays, wanted: tuple[Issue, ...], horizon: int, days: int, *, events: Sequence[ScheduledEvent] = ()
) -> Iterator[Block]:
    """The wanted issues in blocks of at most `days` days, each with what is known of the history on its last day.

    `events` are scheduled ones, as in `hindcast`.
    """
    head = _line([history.start, horizon, history.areas, [event.model_dump(mode="json") for event in events]])
    centres = np.column_stack([history.latitude, history.longitude]).astype(np.float64)
    day, area = np.nonzero(history.counts)
    cells = np.column_stack([day, area, history.counts[day, area]]).astype(np.int32)
    for at in range(0, len(wanted), days):
        share = wanted[at : at + days]
        last = int(np.searchsorted(cells[:, 0], history.index(share[-1].day)))
        yield Block(head, centres, cells[:last], share)


def hindcast_job() -> Job:
    """The job that makes the forecasts of packed blocks."""
    libraries = " ".join(f"{name}-{version(name)}" for name in _CALCULATING)
    return Job(
        split=_split,
        each=_each,
        join=_join,
        place=_place,
        version=f"{fingerprint('vedette.forecast', 'vedette.terms')} {libraries}",
    )


_standing: dict[str, Any] = {}
"""The last model of this process, its day and what it knows: the next block goes on from there, where it may.

A process that does several blocks replays the history once, not once a block; the bits are the same.
"""


def _each(block: Block) -> Iterator[pl.DataFrame]:
    history, horizon, events = block.opened()
    model: Model | None = None
    for frame, model in issued(history, block.issues, horizon, _taken(block), events=events):  # noqa: B007  kept below
        yield frame
    day = block.issues[-1].day
    _standing.update(day=day, known=block.known(day), model=model)


def _taken(block: Block) -> tuple[date, Model] | None:
    """The standing model, if what it knows is what this block holds up to its day; it is nobody else's from here on."""
    stood = dict(_standing)
    _standing.clear()
    if not stood or stood["day"] > block.issues[0].day or stood["known"] != block.known(stood["day"]):
        return None
    return stood["day"], stood["model"]


def _split(raw: bytes) -> list[Block]:
    return [Block.unpacked(raw)]


def _join(frames: list[pl.DataFrame]) -> dict[str, bytes]:
    raw = io.BytesIO()
    if frames:
        pl.concat(frames).write_parquet(raw, compression="zstd", statistics=False)
    return {TABLE: raw.getvalue()}


def _place(block: Block) -> str:
    return f"hindcast: issues of {block.issues[0].day} to {block.issues[-1].day}"


def _line(value: Any) -> bytes:
    return orjson.dumps(value, option=orjson.OPT_APPEND_NEWLINE)
