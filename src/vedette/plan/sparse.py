"""Linear programmes put together block by block and handed to HiGHS."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = ["Rows", "Solution", "run"]

Floats = NDArray[np.float64]
INF = np.inf


class Rows:
    """Rows low ≤ A x ≤ high, added in blocks; a block's first row number comes back."""

    def __init__(self) -> None:
        self.count = 0
        self._i: list[NDArray[np.int64]] = []
        self._j: list[NDArray[np.int64]] = []
        self._v: list[Floats] = []
        self._low: list[Floats] = []
        self._high: list[Floats] = []

    def add(self, i: ArrayLike, j: ArrayLike, v: ArrayLike, low: ArrayLike, high: ArrayLike, count: int) -> int:
        """Add `count` rows: entries v at (i, j), rows counted from 0 within the block; scalars broadcast."""
        first = self.count
        rows = np.asarray(i, np.int64).ravel()
        self._i.append(rows + first)
        self._j.append(np.asarray(j, np.int64).ravel())
        self._v.append(np.broadcast_to(np.asarray(v, float), rows.shape))
        self._low.append(np.broadcast_to(np.asarray(low, float), (count,)))
        self._high.append(np.broadcast_to(np.asarray(high, float), (count,)))
        self.count += count
        return first

    def model(self, cost: Floats, low: Floats, high: Floats) -> Any:
        """The HighsLp: minimise cost · x over these rows and low ≤ x ≤ high."""
        import highspy
        import scipy.sparse as sp

        none = [np.zeros(0)]
        matrix = sp.coo_matrix(
            (np.concatenate(self._v or none), (np.concatenate(self._i or none), np.concatenate(self._j or none))),
            shape=(self.count, len(cost)),
        ).tocsc()
        matrix.eliminate_zeros()
        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = len(cost), self.count
        lp.col_cost_, lp.col_lower_, lp.col_upper_ = cost, low, high
        lp.row_lower_ = np.concatenate(self._low or none)
        lp.row_upper_ = np.concatenate(self._high or none)
        lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        lp.a_matrix_.start_ = matrix.indptr.astype(np.int32)
        lp.a_matrix_.index_ = matrix.indices.astype(np.int32)
        lp.a_matrix_.value_ = matrix.data
        return lp


@dataclass(frozen=True)
class Solution:
    """What came back: `status` in HiGHS's words, values and row prices (dual values of a minimisation)."""

    status: str
    value: float
    columns: Floats
    prices: Floats

    @property
    def optimal(self) -> bool:
        """Whether HiGHS calls it optimal; bounds are recomputed by us all the same."""
        return self.status == "Optimal"

    @property
    def out_of_time(self) -> bool:
        """Whether HiGHS stopped at the time limit; its dual simplex then leaves prices that still prove a bound."""
        return self.status == "Time limit reached"


def run(model: Any, time_limit: float, whole: NDArray[np.bool_] | None = None) -> Solution:
    """Solve a model on one thread; columns in `whole` must be whole numbers. Deterministic unless time runs out."""
    import highspy

    highs = highspy.Highs()  # type: ignore[no-untyped-call]
    highs.setOptionValue("output_flag", False)
    highs.setOptionValue("threads", 1)
    highs.setOptionValue("random_seed", 0)
    highs.setOptionValue("time_limit", max(0.01, float(time_limit)))
    if whole is None:
        highs.setOptionValue("solver", "simplex")
    highs.passModel(model)
    if whole is not None:
        for column in np.flatnonzero(whole):
            highs.changeColIntegrality(int(column), highspy.HighsVarType.kInteger)
    highs.run()
    solution = highs.getSolution()
    return Solution(
        highs.modelStatusToString(highs.getModelStatus()),
        float(highs.getInfo().objective_function_value),
        np.array(solution.col_value),
        np.array(solution.row_dual),
    )
