"""The top of the likelihood of a self-exciting process under weak priors, and how sharp it is."""

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import logit

from vedette.forecast.hawkes_likelihood import COMMON, Cells, evaluate
from vedette.forecast.settings import Hawkes

__all__ = ["Search"]

Floats = NDArray[np.float64]

_DIFFERENCE, _PINNED = 1e-4, 1e-3


class Search:
    """Minus the log-likelihood of `cells` and of the priors of model.toml, and the way down to its least value.

    Without `rhythm` all days of the week are taken as alike.
    """

    def __init__(self, cells: Cells, numbers: Hawkes, rhythm: bool = True) -> None:
        self._cells, self._numbers = cells, numbers
        total, area_days = cells.own.sum(), cells.observed.sum() * (len(cells.own) + cells.quiet)
        mean = np.zeros(COMMON + len(cells.windows))
        mean[:3] = logit(numbers.branching), np.log(numbers.decay_days), logit(numbers.spread)
        mean[9] = np.log(max(total, 0.5) * (1 - numbers.branching) / max(area_days, 1.0)) - 0.5 * numbers.scatter**2
        mean[10] = np.log(numbers.scatter)
        deviation = np.full(len(mean), numbers.rhythm_sd if rhythm else _PINNED)
        deviation[:3] = numbers.branching_sd, numbers.decay_sd, numbers.spread_sd
        deviation[9:COMMON] = numbers.background_sd, numbers.scatter_sd
        deviation[COMMON:] = numbers.lift_sd
        self._mean, self._deviation = mean, deviation

    def down(self, at: Floats) -> tuple[float, Floats]:
        """The value at `at`, shape (COMMON + kinds,), and its slope."""
        found, away = evaluate(self._cells, at), (at - self._mean) / self._deviation
        return -found.value + 0.5 * float((away**2).sum()), -found.slope + away / self._deviation

    def top(self, begin: Floats | None = None) -> Floats:
        """The parameters at the top, looked for from `begin` if it has their number, else from the priors."""
        reach = self._numbers.most_sds * self._deviation
        bounds = np.column_stack([self._mean - reach, self._mean + reach])
        start = self._mean if begin is None or len(begin) != len(self._mean) else begin
        options = {"maxiter": self._numbers.most_steps}
        return np.asarray(minimize(self.down, start, jac=True, method="L-BFGS-B", bounds=bounds, options=options).x)

    def information(self, at: Floats) -> Floats:
        """Second derivatives at `at`, from central differences of the slope; nowhere flatter than the widest prior."""
        step = _DIFFERENCE * np.eye(len(at))
        rows = np.array([(self.down(at + one)[1] - self.down(at - one)[1]) / (2 * _DIFFERENCE) for one in step])
        value, vector = np.linalg.eigh(0.5 * (rows + rows.T))
        return np.asarray(np.einsum("ik,k,jk->ij", vector, np.maximum(value, self._deviation.max() ** -2), vector))
