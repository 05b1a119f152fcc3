"""Forecast: seconds, milliseconds and memory on made attacks, and how they grow with the number of areas.

    python benchmarks/forecast_speed.py [CELLS ...]

Makes 100,000 attacks of two years in 4,380 cells of 10 km (deterministic), fits, forecasts a day, forecasts 180 days day by
day, each size in a process of its own; then 1,000, 17,515 and 100,000 cells, the last with 120 days and 30 of hindcast.
Bars, for 4,380 cells: fit under 20 s, a day's forecast under 10 ms, 180 days under 2 minutes, memory under 1 GB. The EWMA
mix of ../shared/tools/forecast_baselines.py and one LightGBM fit (where the package is installed) are timed beside them.
Exit 1 when a bar is missed that is not listed in KNOWN_MISSED.
"""

import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import numpy as np

from forecasting_parts import boosting
from forecasting_parts.bars import Bars, at_most
from forecasting_parts.windows import TOOLS

KNOWN_MISSED: dict[str, str] = {}
"""Bars that are missed today and the figure when that was last looked at; each run prints them as missed."""

START, EVENTS, BAR_CELLS = date(2030, 1, 1), 100_000, 4380
SIZES = {1000: (730, 180), BAR_CELLS: (730, 180), 17_515: (730, 60), 100_000: (120, 30)}


def world(cells: int, days: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Latitudes, longitudes and counts (days, cells): rates over a thousandfold range, waves, and 137 attacks a day in all."""
    generator = np.random.default_rng(20300101)
    side = int(np.ceil(np.sqrt(cells)))
    row, column = np.divmod(np.arange(cells), side)
    rate = generator.lognormal(0.0, 2.0, cells)
    rate *= EVENTS / 730 / rate.sum()
    wave = np.exp(0.3 * np.sin(np.arange(days) / 50.0) + generator.normal(0.0, 0.2, days))
    events = generator.poisson(EVENTS / 730 * wave / wave.mean())
    counts = np.zeros((days, cells), dtype=np.float32)
    for day, number in enumerate(events):
        np.add.at(counts[day], generator.choice(cells, number, p=rate / rate.sum()), 1)
    return 29.5 + row * 0.09, 39.0 + column * 0.105, counts


def measure(cells: int, days: int, hindcast_days: int) -> dict[str, float]:
    """Everything about our own forecast at one size; the peak of memory is that of the whole process."""
    from vedette.forecast import fit, hindcast
    from vedette.terms.counts import AreaDays

    latitude, longitude, counts = world(cells, days)
    history = AreaDays(START, tuple(f"c{n}" for n in range(cells)), latitude, longitude, counts)
    fit(AreaDays(START, history.areas[:50], latitude[:50], longitude[:50], counts[:40, :50]), history.day(40), 1)
    as_of = START + timedelta(days=days)
    busy = time.process_time()
    fitted, seconds = _timed(lambda: fit(history, as_of, 1))
    busy = time.process_time() - busy
    fitted.forecast()
    each = [_timed(fitted.forecast)[1] for _ in range(15)]
    learned = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    first = as_of - timedelta(days=hindcast_days)
    table, hindcast_seconds = _timed(lambda: hindcast(history, first, as_of - timedelta(days=1)))
    assert table.height == hindcast_days * cells
    return {
        "days": days,
        "events": float(counts.sum()),
        "fit": seconds,
        "fit_processor": busy,
        "forecast": float(np.median(each)),
        "hindcast_days": hindcast_days,
        "hindcast": hindcast_seconds,
        "fit_megabytes": learned / 1024,
        "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def peers(cells: int, days: int, hindcast_days: int) -> dict[str, float]:
    """Seconds of the EWMA mix for the same hindcast, and of one fit of LightGBM and its forecast of a day."""
    sys.path.insert(0, str(TOOLS))
    from forecast_baselines import History, negative_binomial_forecast

    latitude, longitude, counts = world(cells, days)
    observed = np.ones(days, dtype=bool)
    history = History(START, tuple(f"c{n}" for n in range(cells)), latitude, longitude, counts, observed, 0)
    _, mix = _timed(lambda: negative_binomial_forecast("ewma_mix", history, days - hindcast_days))
    out = {"ewma_mix": mix}
    if boosting.installed():
        training = boosting.MOST_ROWS // cells
        features, made = _timed(lambda: boosting.features_of(history, days - training, 1))
        model, fitted = _timed(lambda: boosting.fit(features, counts[-training:]))
        _, said = _timed(lambda: boosting.predict(model, features[-1:]))
        out |= {"lightgbm": made + fitted, "lightgbm_day": said}
    return out


def _timed(work: Callable[[], Any]) -> tuple[Any, float]:
    begun = time.perf_counter()
    return work(), time.perf_counter() - begun


def _apart(what: str, cells: int) -> dict[str, float]:
    done = subprocess.run([sys.executable, __file__, what, str(cells)], check=True, stdout=subprocess.PIPE, text=True)
    return json.loads(done.stdout)


def main() -> int:
    if sys.argv[1:2] in (["--own"], ["--peers"]):
        cells = int(sys.argv[2])
        print(json.dumps((measure if sys.argv[1] == "--own" else peers)(cells, *SIZES[cells])))
        return 0
    bars = Bars(KNOWN_MISSED)
    print("   cells  days   attacks    fit s  (processor)  ms/day  forecast ms  hindcast s (days)  MB fit  MB all")
    for cells in [int(text) for text in sys.argv[1:]] or SIZES:
        said = _apart("--own", cells)
        print(
            f"{cells:8,}{said['days']:6.0f}{said['events']:10,.0f}{said['fit']:9.2f}{said['fit_processor']:13.2f}{1000 * said['fit'] / said['days']:8.2f}"
            f"{1000 * said['forecast']:13.2f}{said['hindcast']:12.1f} ({said['hindcast_days']:.0f})"
            f"{said['fit_megabytes']:10.0f}{said['megabytes']:8.0f}",
            flush=True,
        )
        if cells == BAR_CELLS:
            bars.add("fit, seconds", said["fit"], at_most(20))
            bars.add("a day's forecast after the fit, ms", 1000 * said["forecast"], at_most(10))
            bars.add("hindcast of 180 days, seconds", said["hindcast"], at_most(120))
            bars.add("memory, MB", said["megabytes"], at_most(1000))
    if (TOOLS / "forecast_baselines.py").exists():
        beside = _apart("--peers", BAR_CELLS)
        print(f"\nEWMA mix, {BAR_CELLS:,} cells, the same 180 days: {beside['ewma_mix']:.1f} s")
        if "lightgbm" in beside:
            print(
                f"LightGBM: {beside['lightgbm']:.1f} s a fit with features, {1000 * beside['lightgbm_day']:.0f} ms a day"
            )
        else:
            print("LightGBM is not installed (extra `train`)")
    return bars.show()


if __name__ == "__main__":
    sys.exit(main())
