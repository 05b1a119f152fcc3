"""LightGBM as a peer: Poisson loss over multi-scale EWMA features, refitted now and then, not tuned.

The dispersion is the EWMA mix's: one alpha for all areas, by moments over the last 60 days that were known at issue.
Without the package lightgbm (extra `train`) there is no such peer.
"""

import importlib.util
import os
from itertools import pairwise
from typing import Any

import numpy as np

HALF_LIVES = (3, 7, 15, 30, 60, 150, 400)
AROUND = (7, 30, 150)
TRAINING_DAYS, MOST_ROWS, WARM_DAYS = 365, 800_000, 60
ROUNDS = 150
PARAMETERS = {"objective": "poisson", "verbosity": -1, "learning_rate": 0.05, "min_data_in_leaf": 200, "num_leaves": 31}
_THREADS = int(os.environ.get("OMP_NUM_THREADS") or min(os.cpu_count() or 1, 2))


def installed() -> bool:
    """Whether lightgbm can be imported."""
    return importlib.util.find_spec("lightgbm") is not None


def forecast(history: Any, first: int, lead: int, every: int) -> tuple[np.ndarray, np.ndarray]:
    """Means (days, areas) from day `first` to the end, and one alpha per day; `history` is forecast_baselines.History.

    It is fitted anew on day `first` and `every` days from there, and once before, for the days that alpha is taken from.
    """
    days, areas = history.counts.shape
    training = min(TRAINING_DAYS, max(MOST_ROWS // areas, 30))
    early = max(first - WARM_DAYS - lead, lead + 1)
    begin = max(early - training - lead, lead)
    features = features_of(history, begin, lead)
    observed = np.flatnonzero(history.observed[begin:]) + begin
    mean = np.zeros((days - early, areas))
    starts = [early, *range(first, days, every), days]
    for start, stop in pairwise(starts):
        known = observed[(observed <= start - lead) & (observed > start - lead - training)]
        model = fit(features[known - begin], history.counts[known])
        mean[start - early : stop - early] = predict(model, features[start - begin : stop - begin])
    return mean[first - early :], _alpha(history, mean, early, first, lead)


def fit(features: np.ndarray, counts: np.ndarray) -> Any:
    """A model of counts, shape (days, areas), by features (days, areas, features)."""
    import lightgbm

    data = lightgbm.Dataset(features.reshape(-1, features.shape[-1]), counts.ravel())
    return lightgbm.train({**PARAMETERS, "num_threads": _THREADS}, data, ROUNDS)


def predict(model: Any, features: np.ndarray) -> np.ndarray:
    """Means of shape (days, areas)."""
    rows = features.reshape(-1, features.shape[-1])
    return np.maximum(model.predict(rows, num_threads=_THREADS).reshape(features.shape[:-1]), 1e-6)


def features_of(history: Any, begin: int, lead: int) -> np.ndarray:
    """Rates as known `lead` days before each day from `begin` on, shape (days, areas, features), float32."""
    from forecast_baselines import ewma, neighbour_weights

    days = len(history.counts)
    rates = ewma(history, HALF_LIVES, begin - lead + 1)
    around = neighbour_weights(history.latitude, history.longitude, 1.0)
    parts = [rates[half_life][: days - begin] for half_life in HALF_LIVES]
    parts += [(around @ rates[half_life][: days - begin].T).T for half_life in AROUND]
    weekday = (history.start.weekday() + np.arange(begin, days)) % 7
    parts.append(np.broadcast_to(weekday[:, None], parts[0].shape))
    return np.stack([np.asarray(part, dtype=np.float32) for part in parts], axis=2)


def _alpha(history: Any, mean: np.ndarray, early: int, first: int, lead: int) -> np.ndarray:
    excess = ((history.counts[early:] - mean) ** 2 - mean).sum(axis=1)
    square = (mean**2).sum(axis=1)
    excess[~history.observed[early:]] = square[~history.observed[early:]] = 0
    out = np.zeros(len(history.counts) - first)
    for day in range(len(out)):
        last = day + first - early - lead + 1
        known = slice(max(0, last - WARM_DAYS), max(0, last))
        out[day] = max(excess[known].sum() / max(square[known].sum(), 1e-12), 0.0)
    return out
