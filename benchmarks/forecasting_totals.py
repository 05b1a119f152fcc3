"""Forecast: totals of each month of 2007, and UCDP GED quarter by quarter, from rolling hindcasts.

Run it as `python benchmarks/forecasting_totals.py`. Bars: the forecast total of every month March to December 2007 (dense
record of Iraq) within 5 % of what was seen, next day and seven days ahead; in no quarter of 2010-2016 (UCDP GED Iraq) is
the gain over the EWMA mix below -.1 nats per event. Exit 1 when a bar is missed that is not listed in KNOWN_MISSED.
"""

import sys
import tempfile
from datetime import timedelta
from pathlib import Path

import numpy as np
import polars as pl

from forecasting_parts.bars import Bars, at_least, at_most
from forecasting_parts.windows import Window, hindcast

KNOWN_MISSED: dict[str, str] = {
    "total of 2007-08, lead 1, off by": ".065",
    "total of 2007-09, lead 1, off by": ".055",
    "total of 2007-10, lead 1, off by": ".134",
    "total of 2007-03, lead 7, off by": ".096",
    "total of 2007-07, lead 7, off by": ".066",
    "total of 2007-08, lead 7, off by": ".104",
    "total of 2007-09, lead 7, off by": ".079",
    "total of 2007-10, lead 7, off by": ".156",
}
"""Bars that are missed today and the figure when that was last looked at; each run prints them as missed."""

IRAQ = ("iraq_attacks", "events.csv.gz", "areas_10km.csv", "2007-03-01", "2007-12-31")
MONTHS = Window("Iraq 10 km", *IRAQ, lead=7)
QUARTERS = Window("UCDP GED Iraq", "ged_iraq", "events.csv.gz", "areas_10km.csv", "2010-01-01", "2016-12-31")


def months(out: Path, bars: Bars) -> None:
    """Forecast over seen, month by month, at leads of 1 and 7 days."""
    from forecasting_parts.scores import baselines

    hindcast(MONTHS, out)
    first, last = MONTHS.days
    history = baselines.read_history(MONTHS.events, MONTHS.areas, first, last)
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    month = np.array([day.month for day in days])
    seen = history.counts[history.index(first) :].sum(axis=1).astype(float)
    print(f"\n{MONTHS.name}, 2007: forecast over seen, less 1\n{'':20}" + "".join(f"{n:>8}" for n in range(3, 13)))
    table = pl.read_parquet(out, columns=["issued", "day", "mean"])
    lead = (pl.col("day") - pl.col("issued")).dt.total_days() + 1
    for ahead in (1, 7):
        totals = table.filter(lead == ahead).group_by("day").agg(pl.col("mean").sum()).sort("day")["mean"].to_numpy()
        mix = baselines.mean_forecast("ewma_mix", history, history.index(first), ahead).sum(axis=1)
        for name, said in ((f"vedette, lead {ahead}", totals), (f"ewma_mix, lead {ahead}", mix)):
            off = [said[month == n].sum() / seen[month == n].sum() - 1 for n in range(3, 13)]
            print(f"{name:20}" + "".join(f"{value:+8.1%}" for value in off) + f"   worst {max(map(abs, off)):.1%}")
            if name.startswith("vedette"):
                for n, value in zip(range(3, 13), off, strict=True):
                    bars.add(f"total of 2007-{n:02}, lead {ahead}, off by", abs(value), at_most(0.05))


def quarters(bars: Bars) -> None:
    """Gain over the EWMA mix in nats per event, quarter by quarter."""
    from forecasting_parts.scores import baselines, scorer
    from vedette.cli.forecast import history_of
    from vedette.forecast.hindcast import issues

    window, (first, last) = QUARTERS, QUARTERS.days
    history = baselines.read_history(window.events, window.areas, first, last)
    at = history.index(first)
    mix, alpha = baselines.negative_binomial_forecast("ewma_mix", history, at, 1)
    ours = issues(history_of(str(window.events), str(window.areas), first, last), first, last)
    sums: dict[str, list[float]] = {}
    for n, frame in enumerate(ours):
        y, day = history.counts[at + n].astype(float), first + timedelta(days=n)
        mean = np.maximum(frame["mean"].to_numpy(), scorer.MEAN_FLOOR)
        own = scorer.log_density(y, mean, frame["dispersion"].to_numpy()).sum()
        peer = scorer.log_density(y, mix[n], np.full(len(y), alpha[n])).sum()
        quarter = sums.setdefault(f"{day.year} Q{(day.month - 1) // 3 + 1}", [0.0, 0.0])
        quarter[0], quarter[1] = quarter[0] + own - peer, quarter[1] + y.sum()
    gains = {name: (gain / max(events, 1), int(events)) for name, (gain, events) in sums.items()}
    print(f"\n{QUARTERS.name}: gain over the EWMA mix, nats per event, by quarter (events)")
    for year in range(2010, 2017):
        told = [f"{gain:+.3f} ({events})" for name, (gain, events) in gains.items() if name.startswith(str(year))]
        print(f"{year}  " + "  ".join(f"{text:>14}" for text in told))
    worst = min(gains, key=lambda name: gains[name][0])
    bars.add(f"gain in the worst quarter of 2010-2016 ({worst})", gains[worst][0], at_least(-0.1))


def main() -> int:
    if not MONTHS.events.exists():
        print("../shared/data is absent: nothing to measure")
        return 1
    bars = Bars(KNOWN_MISSED)
    with tempfile.TemporaryDirectory() as name:
        months(Path(name) / "months.parquet", bars)
    quarters(bars)
    return bars.show()


if __name__ == "__main__":
    sys.exit(main())
