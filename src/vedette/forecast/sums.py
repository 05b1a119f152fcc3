"""Sums over areas and days that agree with each other: means add up, and no whole is said to see less than its part."""

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import polars as pl
from numpy.typing import NDArray

from vedette.forecast.hierarchy import Hierarchy
from vedette.forecast.negbin import probability_of_none, quantiles
from vedette.forecast.settings import Sums as Numbers
from vedette.terms.errors import FieldError
from vedette.terms.forecast import QUANTILES

__all__ = ["SPANS", "SUM_SCHEMA", "Days", "Span", "spans", "sums"]

Floats = NDArray[np.float64]

SPANS = ("1", "2", "3", "7", "14", "28", "month")
"""The spans that are told when none are asked for, as far as the horizon reaches."""

SUM_SCHEMA = pl.Schema(
    {
        "issued": pl.Date,
        "level": pl.String,
        "area": pl.String,
        "span": pl.String,
        "first": pl.Date,
        "last": pl.Date,
        "mean": pl.Float64,
        "p_any": pl.Float64,
        **dict.fromkeys(QUANTILES, pl.Int32),
        "dispersion": pl.Float64,
    }
)
"""Rows: one per span and node of the hierarchy. level: area, parent or all; first, last: local days, both included; mean:
attacks in the area over the span; the other figures as in terms.forecast.FORECAST_SCHEMA."""


@dataclass(frozen=True)
class Span:
    """Days of a forecast by their leads, `first` … `last`; lead 1 is the day of issue."""

    name: str
    first: int
    last: int


@dataclass(frozen=True)
class Days:
    """What is forecast for leads 1, 2, …: mean and alpha [leads, areas], and the dispersion of the daily total [leads]."""

    mean: Floats
    alpha: Floats
    common: Floats


def spans(names: Sequence[str], issued: date, horizon: int) -> tuple[Span, ...]:
    """The spans that names stand for: a number N is the first N days from the day of issue on, `month` every calendar month.

    A month is cut to the days of the forecast: the first begins on the day of issue, the last ends with the horizon. Each
    span is told once, in the order given. Raises FieldError for another name and for more days than the horizon has.
    """
    found: dict[Span, None] = {}
    for name in names:
        if name == "month":
            found.update(dict.fromkeys(_months(issued, horizon)))
            continue
        if not (name.isascii() and name.isdigit() and len(name) <= 9 and 1 <= int(name) <= horizon):
            raise FieldError(None, None, "spans", name, f"month, or a number of days from 1 to the horizon ({horizon})")
        found[Span(str(int(name)), 1, int(name))] = None
    return tuple(found)


def sums(days: Days, issued: date, hierarchy: Hierarchy, wanted: Sequence[Span], numbers: Numbers) -> pl.DataFrame:
    """Distributions of the attacks in every node of the hierarchy over every span, following SUM_SCHEMA.

    The mean of a leaf adds its days in their order; the mean of a node adds its parts (Hierarchy.sums). The variance adds
    what the leaves and days have of their own and how they move together:

    - days i < j of an area: covariance φᵢ αᵢ mᵢ mⱼ. What an area's level is wrong by today it is still wrong by tomorrow;
      φᵢ = 1 − (1 − p) α₁ / αᵢ, at least p = `persistent`: what the dispersion gains with the lead persists, and of the
      dispersion of lead 1 the share p;
    - areas a ≠ b: covariance c mₐ m_b on a day and φᵢ cᵢ between days, c chosen so that the total over all areas has the
      dispersion learned for it, and at least 0; within a node that holds the share f of all, c f^(−`regional`), since
      neighbours move together more than strangers do.

    A sum is negative binomial with that mean and variance. Where this would give a whole a smaller quantile or chance of
    any attack than a part of it (a sub-area, a day or a span within the span), the whole takes the part's: the
    distribution function is the least of its own and its parts'. `dispersion` is that of the negative binomial.
    """
    leads = len(days.mean)
    total, squares = days.mean.sum(axis=1), (days.mean**2).sum(axis=1)
    own = (days.alpha * days.mean**2).sum(axis=1)
    pairs = np.maximum(total**2 - squares, 0.0)
    common = np.divide(np.maximum(days.common * total**2 - own, 0.0), pairs, out=np.zeros(leads), where=pairs > 0)
    kept = _kept(own / squares, numbers.persistent)
    kept_common = _kept(days.common, numbers.persistent)

    ends: dict[int, set[int]] = {}
    for span in wanted:
        ends.setdefault(span.first, set()).add(span.last)
    moments: dict[tuple[int, int], tuple[Floats, Floats]] = {}
    for first, lasts in ends.items():
        running = _Running(hierarchy, numbers.regional)
        for lead in range(first, max(lasts) + 1):
            at = lead - 1
            running.add(days.mean[at], days.alpha[at], float(common[at]), float(kept[at]), float(kept_common[at]))
            if lead in lasts:
                moments[first, lead] = running.moments()

    laws: dict[tuple[int, int], _Law] = {}
    for lead in range(1, leads + 1):
        day = _Running(hierarchy, numbers.regional)
        day.add(days.mean[lead - 1], days.alpha[lead - 1], float(common[lead - 1]), 0.0, 0.0)
        laws[lead, lead] = _law(*day.moments(), hierarchy)
    for first, last in sorted(moments, key=lambda span: span[1] - span[0]):
        law = _law(*moments[first, last], hierarchy)
        for (begin, end), part in laws.items():
            if first <= begin and end <= last:
                law = _Law(np.maximum(law.p_any, part.p_any), np.maximum(law.quantiles, part.quantiles))
        laws[first, last] = law
    return pl.concat(
        [
            _frame(issued, hierarchy, span, *moments[span.first, span.last], laws[span.first, span.last])
            for span in wanted
        ]
    )


@dataclass(frozen=True)
class _Law:
    """P(at least one) [nodes] and quantiles [levels, nodes]."""

    p_any: Floats
    quantiles: NDArray[np.int32]


class _Running:
    """Mean and variance of the sum of the days added so far, per node; a day costs one pass over the areas."""

    def __init__(self, hierarchy: Hierarchy, regional: float) -> None:
        leaves, nodes = hierarchy.leaves, len(hierarchy.names)
        self._hierarchy, self._regional = hierarchy, regional
        self._mean, self._own, self._lasting = np.zeros(leaves), np.zeros(leaves), np.zeros(leaves)
        self._with_itself, self._itself_lasting = np.zeros(leaves), np.zeros(leaves)
        self._together, self._together_lasting = np.zeros(nodes), np.zeros(nodes)

    def add(self, mean: Floats, alpha: Floats, common: float, kept: float, kept_common: float) -> None:
        """Add a day; mean and alpha have shape (leaves,)."""
        node = self._hierarchy.sums(mean)
        self._own += mean * (alpha * mean + 2 * self._lasting)
        self._with_itself += mean * (common * mean + 2 * self._itself_lasting)
        self._together += node * (common * node + 2 * self._together_lasting)
        self._lasting += kept * alpha * mean
        self._itself_lasting += kept_common * common * mean
        self._together_lasting += kept_common * common * node
        self._mean += mean

    def moments(self) -> tuple[Floats, Floats]:
        """Mean and alpha per node, both of shape (nodes,)."""
        leaves = self._hierarchy.leaves
        mean = self._hierarchy.sums(self._mean)
        together = np.maximum(self._together - self._hierarchy.sums(self._with_itself), 0.0)
        together[:leaves] = 0.0
        share = np.minimum(mean / mean[-1], 1.0)
        excess = self._hierarchy.sums(self._own) + together * share**-self._regional
        return mean, excess / mean**2


def _law(mean: Floats, alpha: Floats, hierarchy: Hierarchy) -> _Law:
    p_any = 1 - probability_of_none(mean, alpha)
    return _Law(hierarchy.raised(p_any), hierarchy.raised(quantiles(mean, alpha)))


def _kept(dispersion: Floats, persistent: float) -> Floats:
    """The share of each lead's dispersion that stays for the days after it."""
    return np.asarray(np.maximum(1 - (1 - persistent) * dispersion[0] / dispersion, persistent))


def _frame(issued: date, hierarchy: Hierarchy, span: Span, mean: Floats, alpha: Floats, law: _Law) -> pl.DataFrame:
    nodes = len(hierarchy.names)
    first, last = (issued + timedelta(days=lead - 1) for lead in (span.first, span.last))
    return pl.DataFrame(
        {
            "issued": pl.Series([issued]).new_from_index(0, nodes),
            "level": list(hierarchy.levels),
            "area": list(hierarchy.names),
            "span": [span.name] * nodes,
            "first": pl.Series([first]).new_from_index(0, nodes),
            "last": pl.Series([last]).new_from_index(0, nodes),
            "mean": mean,
            "p_any": law.p_any,
            **dict(zip(QUANTILES, law.quantiles, strict=True)),
            "dispersion": alpha,
        },
        schema=SUM_SCHEMA,
    )


def _months(issued: date, horizon: int) -> list[Span]:
    found, lead = [], 1
    while lead <= horizon:
        day = issued + timedelta(days=lead - 1)
        rest = calendar.monthrange(day.year, day.month)[1] - day.day
        last = min(lead + rest, horizon)
        found.append(Span(f"{day:%Y-%m}", lead, last))
        lead = last + 1
    return found
