"""One issue of the forecast: what the model says on a day, with what is announced and what is not known."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np
import polars as pl
from numpy.typing import NDArray

from vedette.forecast.hierarchy import Hierarchy
from vedette.forecast.learner import Expected
from vedette.forecast.lifts import Lift, threat_lift
from vedette.forecast.model import Model, replay
from vedette.forecast.negbin import probability_of_none, quantiles
from vedette.forecast.scheduled import calendar_lift
from vedette.forecast.silence import widened
from vedette.forecast.sums import SPANS, Days, sums
from vedette.forecast.sums import spans as spans_of
from vedette.terms.counts import AreaDays
from vedette.terms.errors import FieldError
from vedette.terms.forecast import FORECAST_SCHEMA, QUANTILES
from vedette.terms.picture import AreaKnowledge, ScheduledEvent, Threat

__all__ = ["Fitted", "fit", "plain"]

Floats = NDArray[np.float64]

_SLOW_DAYS = 100


@dataclass(frozen=True)
class _Silent:
    """Areas whose sources fell silent: since when, by column number, and their columns of the table of rates before it."""

    since: dict[int, date]
    before: dict[int, Floats]

    def columns(self) -> list[int]:
        """Column numbers, in order."""
        return sorted(self.since)

    def raised(self, table: Floats) -> Floats:
        """A table of rates in which no silent area is below what it was before."""
        table = table.copy()
        for column, before in self.before.items():
            table[:, column] = np.maximum(table[:, column], before)
        return table

    def days(self, as_of: date) -> Floats:
        """For how many days each is silent, in the order of `columns`."""
        return np.array([(as_of - self.since[column]).days for column in self.columns()], dtype=float)


@dataclass(frozen=True)
class _Lead:
    """What is said of one day, all of shape (areas,); `base` is the mean of the event history alone."""

    day: date
    expected: Expected
    base: Floats
    held: Floats
    calendar: Lift
    threats: Lift
    mean: Floats
    alpha: Floats


@dataclass(frozen=True)
class Fitted:
    """A model that knows every event before `as_of`; it gives forecasts and their reasons for leads up to `horizon`."""

    areas: tuple[str, ...]
    as_of: date
    horizon: int
    _model: Model
    _table: Floats
    _silent: _Silent
    _threats: tuple[Threat, ...]

    def forecast(self, first: int = 1, last: int | None = None) -> pl.DataFrame:
        """The forecast issued on `as_of` for leads `first` … `last` (the horizon), following FORECAST_SCHEMA.

        Lead 1 is `as_of` itself. Raises FieldError for a lead outside 1 … horizon.
        """
        leads = range(self._checked(first), self._checked(self.horizon if last is None else last) + 1)
        return _frame([self._row(lead) for lead in leads], self.as_of, self.areas)

    def common(self, lead: int = 1) -> float:
        """Dispersion of the total over all areas on the day `lead` days ahead; raises FieldError as `forecast` does."""
        return self._model.blend(self._checked(lead)).common

    def sums(self, hierarchy: Hierarchy | None = None, spans: Sequence[str] | None = None) -> pl.DataFrame:
        """Distributions of the attacks in every area of a hierarchy over spans of days, following SUM_SCHEMA.

        The leaves of `hierarchy` are the areas of the history, in their order; without it there are these and all of them
        together. `spans` are numbers of days or "month" (see forecast.sums.spans), by default all of forecast.sums.SPANS
        that the horizon holds, months if it is longer than 28 days. Raises FieldError for other leaves and other spans.
        """
        hierarchy = hierarchy or Hierarchy.flat(self.areas)
        if hierarchy.names[: hierarchy.leaves] != self.areas:
            found = next(
                (name for name in hierarchy.names[: hierarchy.leaves] if name not in self.areas), "another order"
            )
            raise FieldError(None, None, "hierarchy", found, "the areas of the history, in their order")
        if spans is None:
            spans = [name for name in SPANS if (int(name) <= self.horizon if name.isdigit() else self.horizon > 28)]
        wanted = spans_of(spans, self.as_of, self.horizon)
        leads = range(1, max((span.last for span in wanted), default=1) + 1)
        rows = [self._row(lead) for lead in leads]
        days = Days(
            mean=np.array([row.mean for row in rows]),
            alpha=np.array([row.alpha for row in rows]),
            common=np.array([self._model.blend(lead).common for lead in leads]),
        )
        return sums(days, self.as_of, hierarchy, wanted, self._model.settings.sums)

    def update(
        self,
        counts: NDArray[np.number],
        *,
        threats: Sequence[Threat] | None = None,
        knowledge: Sequence[AreaKnowledge] | None = None,
    ) -> "Fitted":
        """What a fit on the next day gives, to the last bit, from the counts of `as_of`; this object stays as it is.

        counts has shape (areas,) and holds whole numbers of at least 0. `threats` and `knowledge` are those of the next
        day; None keeps those of today. Scheduled events stay as they were fitted: for new ones, fit anew. Raises
        FieldError for counts of another shape or kind, and for an area that is said to be silent since before `as_of`
        but was not when this was fitted: what stood at that time is no longer known here.
        """
        day = np.asarray(counts, dtype=float)
        if day.shape != (len(self.areas),):
            raise FieldError(
                None, None, "counts", f"shape {day.shape}", f"one count for each of {len(self.areas)} areas"
            )
        if not (np.isfinite(day) & (day >= 0) & (day == np.floor(day))).all():
            raise FieldError(None, None, "counts", "a figure below 0 or not whole", "whole numbers of at least 0")
        silent = self._silent if knowledge is None else self._silent_on_next_day(knowledge)
        model = self._model.copy()
        model.observe(self.as_of, day.astype(np.float32).astype(float))
        return replace(
            self,
            as_of=self.as_of + timedelta(days=1),
            _model=model,
            _table=model.rates.table(),
            _silent=silent,
            _threats=self._threats if threats is None else tuple(threats),
        )

    def _silent_on_next_day(self, knowledge: Sequence[AreaKnowledge]) -> _Silent:
        since = _silent_since(knowledge, self.areas, self.as_of + timedelta(days=1))
        before = {column: rates for column, rates in self._silent.before.items() if column in since}
        for column, start in since.items():
            if start == self.as_of and self._model.started:
                before[column] = self._table[:, column]
            elif start != self.as_of and self._silent.since.get(column) != start:
                found, expected = f"{self.areas[column]}, {start}", f"{self.as_of}, or a new fit"
                raise FieldError(None, None, "unknown_since", found, expected)
        return _Silent(since, before)

    def explain(self, area: str, lead: int = 1) -> tuple[tuple[str, float], ...]:
        """What the mean of `area` is made of, `lead` days ahead (1: `as_of` itself).

        Each entry has words and a factor; the first factor is in attacks a day, the others are ratios, and their
        product is the mean. Raises FieldError for an unknown area and for a lead outside 1 … horizon.
        """
        if area not in self.areas:
            raise FieldError(None, None, "area", area, "an area of the history")
        at, row = self.areas.index(area), self._row(self._checked(lead))
        kinds = np.array([member.kind for member in self._model.settings.members])
        fast = np.array([member.half_life for member in self._model.settings.members]) < _SLOW_DAYS
        said, parts = row.expected, row.expected.parts[:, at]
        own, least = parts[(kinds == "own") | (kinds == "year")].sum(), self._model.settings.floor.mean
        near = own + parts[(kinds == "near") | (kinds == "wide")].sum()
        excited = near + parts[kinds == "excited"].sum()
        steps = [max(own, least), max(near, least), max(excited, least), max(parts.sum(), least)]
        recent = parts[(kinds == "own") & fast].sum()
        product = steps[-1] * said.correction[at] * said.trend * said.weekday * said.feast[at] * said.pooled[at]
        told = [
            (
                f"own record: {recent:.3g} attacks a day from recent weeks, {own - recent:.3g} from the long run",
                steps[0],
            ),
            ("neighbouring areas", steps[1] / steps[0]),
            ("attacks that set off further ones", steps[2] / steps[1]),
            ("the country as a whole", steps[3] / steps[2]),
            ("what followed such patterns of quick and slow rates before", said.correction[at]),
            ("course of the total over all areas", said.trend),
            (f"day of the week ({row.day:%A})", said.weekday),
            ("days of a great Muslim feast", said.feast[at]),
            ("plain average of the last weeks beside the model", said.pooled[at]),
            ("least rate that is ever given", row.base[at] / product),
            ("silent sources: rate held as before the silence", row.held[at] / row.base[at]),
            (row.calendar.reasons[at] or "calendar", float(row.calendar.factor[at])),
            (row.threats.reasons[at] or "threats", float(row.threats.factor[at])),
        ]
        before = row.held[at] * row.calendar.factor[at] * row.threats.factor[at]
        told.append(("unknown since its sources fell silent", row.mean[at] / before))
        return tuple((text, float(factor)) for n, (text, factor) in enumerate(told) if n == 0 or factor != 1)

    def _checked(self, lead: int) -> int:
        if not 1 <= lead <= self.horizon:
            raise FieldError(None, None, "horizon", lead, f"1 to {self.horizon} days")
        return lead

    def _row(self, lead: int) -> _Lead:
        day, blend = self.as_of + timedelta(days=lead - 1), self._model.blend(lead)
        expected = blend.expected(self._table, day)
        base = held = expected.mean if self._model.started else self._cold()
        silent = np.full(len(self.areas), float(self._model.unseen_days))
        if self._silent.since:
            held = np.maximum(base, blend.expected(self._silent.raised(self._table), day).mean)
            columns = self._silent.columns()
            silent[columns] = np.maximum(silent[columns], self._silent.days(self.as_of))
        calendar = calendar_lift(self._model.occasions, len(self.areas), day, self.as_of, blend.scheduled)
        threats = self._threat_lift(day)
        mean = held * calendar.factor * threats.factor
        alpha = blend.alpha(held)
        announced = np.expm1(calendar.log_variance + threats.log_variance)
        mean, alpha = widened(mean, alpha + (1 + alpha) * announced, silent, self._model.settings.silence)
        return _Lead(day, expected, base, held, calendar, threats, mean, alpha)

    def _threat_lift(self, day: date) -> Lift:
        if not self._threats:
            return Lift(np.ones(len(self.areas)), np.zeros(len(self.areas)), ("",) * len(self.areas))
        return threat_lift(self._threats, self.areas, day, self.as_of)

    def _cold(self) -> Floats:
        return np.full(len(self.areas), self._model.settings.rates.prior_rate)


def fit(
    history: AreaDays,
    as_of: date,
    horizon: int = 1,
    *,
    events: Sequence[ScheduledEvent] = (),
    threats: Sequence[Threat] = (),
    knowledge: Sequence[AreaKnowledge] = (),
) -> Fitted:
    """Learn from every day of `history` before `as_of`, for leads of 1 … `horizon` days; arguments as in `forecast`.

    Raises FieldError when `horizon` is below 1.
    """
    if horizon < 1:
        raise FieldError(None, None, "horizon", horizon, "at least 1 day")
    since = _silent_since(knowledge, history.areas, as_of)
    wanted, before = set(since.values()), {}
    for day, model in replay(history, as_of, horizon, events=events):
        if day in wanted and model.started:
            table = model.rates.table()
            before.update({number: table[:, number] for number, start in since.items() if start == day})
    return Fitted(history.areas, as_of, horizon, model, model.rates.table(), _Silent(since, before), tuple(threats))


def plain(areas: tuple[str, ...], as_of: date, horizon: int, model: Model) -> Fitted:
    """The issue of a model as it stands, from events and its calendar alone."""
    return Fitted(areas, as_of, horizon, model, model.rates.table(), _Silent({}, {}), ())


def _silent_since(knowledge: Sequence[AreaKnowledge], areas: Sequence[str], as_of: date) -> dict[int, date]:
    """The column numbers of the areas that are silent on `as_of`, and since when."""
    column = {area: number for number, area in enumerate(areas)}
    return {
        column[known.area]: known.unknown_since
        for known in knowledge
        if known.area in column and known.unknown_since is not None and known.unknown_since < as_of
    }


def _frame(rows: Sequence[_Lead], issued: date, areas: Sequence[str]) -> pl.DataFrame:
    """Rows for one issue day, following FORECAST_SCHEMA, day by day in the order of the areas."""
    mean, alpha = (np.concatenate([getattr(row, name) for row in rows]) for name in ("mean", "alpha"))
    return pl.DataFrame(
        {
            "issued": pl.Series([issued]).new_from_index(0, mean.size),
            "area": list(areas) * len(rows),
            "day": pl.Series([row.day for row in rows]).gather(np.repeat(np.arange(len(rows)), len(areas))),
            "mean": mean,
            "p_any": 1 - probability_of_none(mean, alpha),
            **dict(zip(QUANTILES, quantiles(mean, alpha), strict=True)),
            "dispersion": alpha,
        },
        schema=FORECAST_SCHEMA,
    )
