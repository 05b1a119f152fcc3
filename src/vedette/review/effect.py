"""Trials to findings: effect and displacement of protection, by the lottery that placed it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import polars as pl
from numpy.typing import NDArray

from vedette.review.baseline import expected_rates, observed_days
from vedette.review.inversion import Outcome
from vedette.review.lottery import lottery
from vedette.review.randomisation import compare, usual_scatter
from vedette.review.settings import settings
from vedette.review.trials import check_counts, check_trials
from vedette.review.words import statement, verdict_of
from vedette.terms.counts import AreaDays
from vedette.terms.errors import FieldError
from vedette.terms.finding import Displacement, Finding, ReviewDesign
from vedette.terms.geometry import within_km
from vedette.terms.record import record_id

__all__ = ["each_trial", "review_trials"]

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class _Trial:
    """One trial as arrays, areas in the order of stratum, chance and name, so that the order of rows plays no part."""

    number: int
    areas: NDArray[np.int64]
    chosen: Floats
    chance: Floats
    strata: tuple[str, ...]
    windows: tuple[tuple[date, date], ...]
    rings: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, eq=False)
class _Counted:
    """Events in the window and expected from before it, per candidate and per ring, shape (candidates,) each."""

    own: Floats
    own_expected: Floats
    ring: Floats
    ring_expected: Floats


class _Seen:
    """Which days were observed, as it was known on a day; remembered, because many trials share their days."""

    def __init__(self, history: AreaDays) -> None:
        self._history = history
        self._known: dict[date, NDArray[np.bool_]] = {}

    def before(self, day: date) -> NDArray[np.bool_]:
        if day not in self._known:
            self._known[day] = observed_days(self._history, day)
        return self._known[day]


class _Replaced:
    """COUNTS grouped by trial."""

    def __init__(self, counts: pl.DataFrame | None, history: AreaDays) -> None:
        self._rows: dict[int, tuple[NDArray[np.int64], ...]] = {}
        if counts is None or not counts.height:
            return
        place = {name: i for i, name in enumerate(history.areas)}
        table = counts.sort("trial", maintain_order=True)
        column = table["area"].replace_strict(place, return_dtype=pl.Int64).to_numpy()
        day = (table["day"] - history.start).dt.total_days().to_numpy()
        number, first = np.unique(table["trial"].to_numpy(), return_index=True)
        for i, start in zip(number, np.split(np.arange(table.height), first[1:]), strict=True):
            self._rows[int(i)] = (column[start], day[start], table["count"].to_numpy()[start])

    def apply(self, trial: int, block: Floats, first_day: int, columns: list[int]) -> None:
        """Put the trial's counts into `block`, whose rows start at `first_day`."""
        if trial not in self._rows:
            return
        column, day, count = self._rows[trial]
        where = {c: i for i, c in enumerate(columns)}
        position = np.array([where.get(int(c), -1) for c in column])
        row = day - first_day
        inside = (position >= 0) & (row >= 0) & (row < len(block))
        block[row[inside], position[inside]] = count[inside]


def review_trials(
    trials: pl.DataFrame, history: AreaDays, *, ring_km: float = 15.0, counts: pl.DataFrame | None = None
) -> list[Finding]:
    """One finding per trial, in the order of their numbers.

    trials follows TRIAL_SCHEMA (local days); history holds the events per area and local day; ring_km is the distance in
    km within which areas that are no candidates form the ring; counts follows COUNT_SCHEMA and, for its trial, replaces
    the events of an area and day. Only events up to the end of a trial's window are used, and only those before its
    start for what was to be expected. Raises FieldError or UnknownReferenceError for a trial that cannot be.
    Source: Fisher (1935), "The Design of Experiments"; Rosenbaum (2002), "Covariance adjustment in randomized
    experiments and observational studies".
    """
    return list(each_trial(trials, history, ring_km=ring_km, counts=counts))


def each_trial(
    trials: pl.DataFrame, history: AreaDays, *, ring_km: float = 15.0, counts: pl.DataFrame | None = None
) -> Iterator[Finding]:
    """The same as `review_trials`, one finding at a time, for long files; everything is checked before the first."""
    check_trials(trials, history.areas)
    if counts is not None:
        counts = check_counts(counts, trials, history.areas)
    if not (ring_km >= 0 and np.isfinite(ring_km)):
        raise FieldError(None, "ring", "ring_km", ring_km, "a distance of 0 km or more")
    last_event = _last_event(history)
    late = trials.filter(pl.col("start") > last_event)
    if late.height:
        raise FieldError(
            None,
            f"trial {late['trial'][0]}",
            "start",
            str(late["start"][0]),
            f"a window with events; the last event is of {last_event}",
        )
    return _each(trials, history, ring_km, _Replaced(counts, history))


def _each(trials: pl.DataFrame, history: AreaDays, ring_km: float, replaced: _Replaced) -> Iterator[Finding]:
    near = within_km(history.latitude, history.longitude, ring_km)
    place = {name: i for i, name in enumerate(history.areas)}
    seen = _Seen(history)
    ordered = trials.sort("trial", "stratum", "chance", "area")
    numbers, first = np.unique(ordered["trial"].to_numpy(), return_index=True)
    for number, start, stop in zip(numbers.tolist(), first, [*first[1:], ordered.height], strict=True):
        rows = ordered.slice(int(start), int(stop - start))
        areas = np.array([place[name] for name in rows["area"]])
        members = set(areas.tolist())
        trial = _Trial(
            number=number,
            areas=areas,
            chosen=rows["chosen"].to_numpy().astype(float),
            chance=rows["chance"].to_numpy().astype(float),
            strata=tuple(rows["stratum"]),
            windows=tuple(zip(rows["start"], rows["end"], strict=True)),
            rings=tuple(tuple(b for b in near[a] if b not in members) for a in areas.tolist()),
        )
        counted = _count(trial, history, replaced, seen)
        if counted is None:
            span = " to ".join(str(day) for day in trial.windows[0])
            raise FieldError(
                None, f"trial {trial.number}", "start", f"{span} without an observed day", "an observed window"
            )
        past = [_count(trial, history, replaced, seen, back) for back in range(1, settings().test.earlier_windows + 1)]
        yield _review(trial, counted, [window for window in past if window is not None], history.areas)


def _last_event(history: AreaDays) -> date:
    busy = np.flatnonzero(history.counts.any(axis=1))
    if not len(busy):
        raise FieldError(None, "events", "date", "no event", "at least one event")
    return history.day(int(busy[-1]))


def _count(trial: _Trial, history: AreaDays, replaced: _Replaced, seen: _Seen, back: int = 0) -> _Counted | None:
    """Events in the window on observed days, and what the days before led to expect; each window of the trial in turn.

    `back` shifts every window by that many of its own lengths into the past. None when a window has no observed day or
    no day before it.
    """
    size = len(trial.areas)
    out = _Counted(*(np.zeros(size) for _ in range(4)))
    for window in dict.fromkeys(trial.windows):
        members = [i for i in range(size) if trial.windows[i] == window]
        columns, rings = trial.areas[members].tolist(), []
        for i in members:
            rings.append(list(range(len(columns), len(columns) + len(trial.rings[i]))))
            columns += trial.rings[i]
        length = (window[1] - window[0]).days + 1
        begin = max(history.index(window[0]) - back * length, 0)
        stop = min(history.index(window[1]) + 1 - back * length, history.days)
        first = max(begin - settings().baseline.memory_days, 0)
        if stop <= begin or (back and first == begin):
            return None
        block = history.counts[first:stop][:, columns].astype(float)
        replaced.apply(trial.number, block, first, columns)
        observed = seen.before(window[0] if back else window[1] + timedelta(days=1))[first:stop]
        within = observed[begin - first :]
        if not within.any():
            return None
        counted = block[begin - first :][within].sum(axis=0)
        own, ring = expected_rates(block[: begin - first], observed[: begin - first], rings)
        out.own[members], out.own_expected[members] = (counted[: len(members)], own * within.sum())
        out.ring[members] = [counted[r].sum() for r in rings]
        out.ring_expected[members] = ring * within.sum()
    return out


def _review(trial: _Trial, counted: _Counted, past: list[_Counted], names: tuple[str, ...]) -> Finding:
    free = np.isfinite(trial.chance) & (trial.chance > 0) & (trial.chance < 1)
    chosen = int(trial.chosen.sum())
    identity = record_id(
        "finding",
        trial.number,
        *[
            (names[a], int(z), round(float(c), 6), str(s), str(e))
            for a, z, c, (s, e) in zip(trial.areas, trial.chosen, trial.chance, trial.windows, strict=True)
        ],
        counted.own.tolist(),
        counted.ring.tolist(),
    )
    common = {"id": identity, "trial": str(trial.number), "chosen": chosen, "not_chosen": len(trial.areas) - chosen}
    if not free.any():
        bare = Finding(
            **common, design=ReviewDesign.NONE, verdict=verdict_of(None, None, Displacement(), can_say=False)
        )
        return bare.model_copy(update={"statement": f"{statement(bare)} {_counts_in_words(trial, counted)}"})
    strata = tuple(s for s, kept in zip(trial.strata, free, strict=True) if kept)
    chances = lottery(trial.chance[free], trial.chosen[free], strata)
    drawn, statistic = trial.chosen[free], settings().statistic
    main = compare(
        counted.own[free],
        counted.own_expected[free],
        chances,
        drawn,
        clip=statistic.clip_effect,
        scatter=usual_scatter([(w.own[free], w.own_expected[free]) for w in past]),
    )
    ring = compare(
        counted.ring[free],
        counted.ring_expected[free],
        chances,
        drawn,
        clip=statistic.clip_ring,
        scatter=usual_scatter([(w.ring[free], w.ring_expected[free]) for w in past]),
        rise=True,
    )
    moved = _displacement(ring)
    can_say = main.estimate is not None and main.least_p <= settings().test.level
    found = Finding(
        **common,
        design=ReviewDesign.LOTTERY,
        estimate=main.estimate,
        low=main.low,
        high=main.high,
        p=main.p,
        mde=main.smallest,
        displacement=moved,
        verdict=verdict_of(main.estimate, main.p, moved, can_say=can_say),
    )
    words = statement(found)
    fixed = int((~free).sum())
    if fixed:
        words += (
            f" Left out of the comparison: {fixed} {'area' if fixed == 1 else 'areas'} that the lottery could not move."
        )
    return found.model_copy(update={"statement": words})


def _displacement(ring: Outcome) -> Displacement:
    if ring.estimate is None:
        return Displacement()
    return Displacement(estimate=ring.estimate, low=ring.low, high=ring.high, p=ring.p, mde=ring.smallest)


def _counts_in_words(trial: _Trial, counted: _Counted) -> str:
    on = trial.chosen > 0
    parts = []
    for rows, name in ((on, "protected"), (~on, "other")):
        if rows.any():
            parts.append(
                f"{counted.own[rows].sum():.0f} in the {name} areas ({counted.own_expected[rows].sum():.0f} expected)"
            )
    return f"Counted: {', '.join(parts)}; expected is the level of the days before."
