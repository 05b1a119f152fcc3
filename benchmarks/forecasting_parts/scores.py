"""One hindcast beside its peers, by the functions of ../shared/tools/score_forecast.py: the same rows, the same resamples."""

import sys
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from forecasting_parts import boosting
from forecasting_parts.windows import TOOLS, Window

sys.path.insert(0, str(TOOLS))

import forecast_baselines as baselines
import score_forecast as scorer

HITS = ("hit_1pct", "hit_5pct", "hit_10pct")
SCORES = (*HITS, "log_score_nb", "log_score_poisson", "brier", "log_loss", "crps", "quantile_score")
OWN = "vedette"


@dataclass
class Result:
    """Scores per forecast, our gains over each peer with their intervals, and our calibration."""

    events: int
    areas: int
    scores: dict[str, dict[str, float]] = field(default_factory=dict)
    gains: dict[str, dict[str, dict[str, float]]] = field(default_factory=dict)
    calibration: dict[str, dict] = field(default_factory=dict)
    coherence: dict[str, int] = field(default_factory=dict)


def score(window: Window, out: Path) -> Result:
    """Score the hindcast in `out` and every peer on the same areas and days."""
    history = baselines.read_history(window.events, window.areas, *window.days)
    first = history.index(window.days[0])
    y = history.counts[first:].astype(float)
    days = len(y)
    tie = np.random.default_rng(scorer.SEED).random(y.shape)
    early = max(first - scorer.N_TEST_DAYS - window.lead, window.lead + 1)
    long_mean, long_alpha = baselines.negative_binomial_forecast("ewma_mix", history, early, window.lead)
    busy = (long_mean[-days:] >= scorer.BUSY_MEAN).ravel()
    if busy.sum() < scorer.BUSY_ROWS:
        busy[:] = True
    result, sums = Result(int(y.sum()), y.shape[1]), {}

    def add(name: str, figures: dict[str, np.ndarray]) -> None:
        sums[name] = scorer.day_sums(y, figures, tie)
        result.scores[name] = {score: scorer.ratio(sums[name][score]) for score in SCORES}
        result.calibration[name] = scorer.calibration(y, figures, busy, history, first, window.lead, long_mean)

    table = scorer.read_forecasts(out, window.lead)
    _, own = scorer.as_arrays(table, history, out)
    own["alpha"] = scorer.alpha_of(own)
    result.coherence = scorer.coherence(own)
    add(OWN, own)
    del own, table
    add("ewma30", scorer.complete(*baselines.negative_binomial_forecast("ewma30", history, first, window.lead)))
    add("ewma_mix", scorer.complete(long_mean[-days:], long_alpha[-days:]))
    add("conflictology", _conflictology(history, first, days, window.lead))
    if boosting.installed():
        every = 180 if window.data == "ged_iraq" else 30
        add("lightgbm", scorer.complete(*boosting.forecast(history, first, window.lead, every)))
    result.gains = {name: scorer.compare(sums[OWN], peer, days) for name, peer in sums.items() if name != OWN}
    return result


def _conflictology(history: baselines.History, first: int, days: int, lead: int) -> dict[str, np.ndarray]:
    parts = [baselines.conflictology_day(history, first + day, lead) for day in range(days)]
    quantiles = np.stack([part[2] for part in parts], axis=1)
    figures = {
        "mean": np.stack([part[0] for part in parts]),
        "p_any": np.stack([part[1] for part in parts]),
        **dict(zip(baselines.QUANTILE_COLUMNS, quantiles, strict=True)),
    }
    return {**figures, "alpha": scorer.alpha_of(figures)}


def show(window: Window, result: Result, seconds: float) -> None:
    """Print every score of every forecast, our gains, and how well each is calibrated."""
    print(
        f"\n{window.name}: {window.first}..{window.last}, lead {window.lead}, {result.areas:,} areas, "
        f"{result.events:,} events; hindcast {seconds:.1f} s"
    )
    print(
        f"{'':14}"
        + "".join(f"{_SHORT.get(name, name):>15}" for name in SCORES)
        + "   PIT/1000  gap 50  gap 90  N-test  total"
    )
    for name, scores in result.scores.items():
        calibration = result.calibration[name]
        test, coverage = calibration["n_test"], calibration["coverage"]
        print(
            f"{name:14}"
            + "".join(f"{scores[score]:15.5f}" for score in SCORES)
            + f"{calibration['pit_chi2_per_1000']:11.1f}{coverage['50pct']['gap']:+8.3f}{coverage['90pct']['gap']:+8.3f}"
            f"{test['pass_rate']:8.3f}{test['forecast_total'] / test['events'] - 1:+7.1%}"
        )
    for peer, gains in result.gains.items():
        said = [
            f"{name} {g['gain']:+.5f} [{g['low']:+.5f}, {g['high']:+.5f}]" for name, g in gains.items() if name in _TOLD
        ]
        print(f"gain over {peer}: " + "; ".join(said))
    print(f"incoherent rows: {sum(result.coherence.values())}")


_SHORT = {"log_score_nb": "log nb", "log_score_poisson": "log poisson", "quantile_score": "quantile"}
_TOLD = ("log_score_nb", "log_score_poisson", "log_loss", "crps")
