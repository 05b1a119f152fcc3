"""A hindcast in blocks of issue days is that of one pass, bit by bit, and a block is kept for as long as it is right."""

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import polars as pl
import pytest

from vedette.engine import fingerprint, here, partitioned
from vedette.engine.partitions import Part, Partition
from vedette.forecast import hindcast
from vedette.forecast.blocks import TABLE, Block, blocks, hindcast_job
from vedette.forecast.hindcast import planned
from vedette.store.folder import Folder
from vedette.terms.counts import AreaDays
from vedette.terms.forecast import FORECAST_SCHEMA
from vedette.terms.picture import Credibility, Grade, Reliability, ScheduledEvent


def _blocks(history: AreaDays, first: date, last: date, horizon: int, days: int) -> list[Block]:
    return list(blocks(history, planned(first, last, horizon), horizon, days))


def _made(block: Block) -> pl.DataFrame:
    job = hindcast_job()
    (item,) = job.split(block.packed())
    return pl.read_parquet(io.BytesIO(job.join(list(job.each(item)))[TABLE]))


@pytest.mark.parametrize(("horizon", "days"), [(1, 1), (1, 7), (9, 4), (30, 11)])
def test_blocks_give_the_bits_of_one_pass(world: AreaDays, horizon: int, days: int) -> None:
    first, last = world.day(110), world.day(140)
    whole = hindcast(world, first, last, horizon)
    made = pl.concat([_made(block) for block in _blocks(world, first, last, horizon, days)])
    assert made.schema == FORECAST_SCHEMA
    assert made.equals(whole)


def test_blocks_in_any_order_and_of_other_histories_in_between_give_the_same_bits(world: AreaDays) -> None:
    first, last = world.day(110), world.day(140)
    other = replace(world, counts=world.counts[:, ::-1].copy())
    mine, theirs = (_blocks(history, first, last, 3, 5) for history in (world, other))
    expected = [_made(block) for block in mine]
    assert len(mine) == 7
    for at in (4, 1, 2, 6, 0, 6, 6):
        assert _made(mine[at]).equals(expected[at])
        assert not _made(theirs[at]).equals(expected[at])


def test_a_silence_that_lasts_over_blocks_is_held_back_as_in_one_pass(history: Callable[..., AreaDays]) -> None:
    generator = np.random.default_rng(5)
    busy = [generator.poisson(4.0, size=(days, 3)) for days in (80, 30)]
    for silence in (9, 40):
        grid = history(np.vstack([busy[0], np.zeros((silence, 3)), busy[1]]))
        first, last = grid.day(70), grid.day(grid.days + 5)
        made = pl.concat([_made(block) for block in _blocks(grid, first, last, 8, 6)])
        assert made.equals(hindcast(grid, first, last, 8))


def test_a_block_holds_no_event_of_its_last_day_or_later(world: AreaDays) -> None:
    for block in _blocks(world, world.day(100), world.day(130), 3, 8):
        last = (block.issues[-1].day - world.start).days
        assert block.cells[:, 0].max() < last
        assert block.cells[:, 2].sum() == world.counts[:last].sum()
        again = Block.unpacked(block.packed())
        assert again.packed() == block.packed()
        assert again.issues == block.issues


def _run(history: AreaDays, last: date, keep: Folder, version: str | None = None) -> dict[str, Part]:
    job = hindcast_job() if version is None else replace(hindcast_job(), version=version)
    parts = [Partition(block.name, "made", block.packed) for block in _blocks(history, history.day(100), last, 3, 6)]
    with here() as place:
        return {part.name: part for part in partitioned(job, parts, keep, place)}


def test_days_that_were_added_leave_finished_blocks_as_they_are(world: AreaDays, tmp_path) -> None:
    short, keep = replace(world, counts=world.counts[:121]), Folder(tmp_path)
    first = _run(short, world.day(121), keep)
    assert [part.items for part in first.values()] == [6, 6, 6, 6]
    longer = _run(world, world.day(135), keep)
    # the forecasts of 122 and later, issued before, were not asked for in the first run
    assert [part.before for part in longer.values()] == [True, True, True, False, False, False, False]
    made = pl.concat(pl.read_parquet(tmp_path / TABLE / f"{name}.parquet") for name in longer)
    assert made.equals(hindcast(world, world.day(100), world.day(135), 3))


def test_what_decides_a_block_decides_its_key(world: AreaDays, tmp_path) -> None:
    keep, last = Folder(tmp_path), world.day(117)
    _run(world, last, keep)
    assert all(part.before for part in _run(world, last, keep).values())
    late = world.counts.copy()
    late[108, 3] += 1
    # 98 is the first issue; the block of 104 … 109 is the first that knows 108
    changed = _run(replace(world, counts=late), last, keep)
    assert [part.before for part in changed.values()] == [True, False, False, False]
    _run(world, last, keep)
    moved = replace(world, latitude=world.latitude + 0.001)
    renamed = replace(world, areas=(*world.areas[:-1], "z"))
    for other in (moved, renamed):
        assert not any(part.before for part in _run(other, last, keep).values())
        _run(world, last, keep)
    assert not any(part.before for part in _run(world, last, keep, "another model").values())


def test_the_version_of_the_job_names_all_that_reckons() -> None:
    version = hindcast_job().version
    assert fingerprint("vedette.forecast", "vedette.terms") in version
    assert f"numpy-{np.__version__}" in version


def test_scheduled_events_travel_with_the_blocks(world: AreaDays) -> None:
    day = world.day(120)
    grade = Grade(reliability=Reliability.B, credibility=Credibility.PROBABLE)
    vote = ScheduledEvent(id="vote", type="provincial election", start=day, grade=grade, origins=1)
    first, last = day - timedelta(days=4), day + timedelta(days=4)
    plan = planned(first, last, 2)
    plain = hindcast(world, first, last, 2)
    lifted = hindcast(world, first, last, 2, events=[vote])
    assert not lifted.equals(plain)
    made = pl.concat([_made(block) for block in blocks(world, plan, 2, 3, events=[vote])])
    assert made.equals(lifted)
