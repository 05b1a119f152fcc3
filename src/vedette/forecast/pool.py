"""A plain average of recent counts beside the model, where attacks are so frequent that it is hard to beat."""

import numpy as np
from numpy.typing import NDArray

from vedette.forecast.rates import rows
from vedette.forecast.settings import Settings

__all__ = ["Pool"]

Floats = NDArray[np.float64]


class Pool:
    """The weighted geometric mean of what the model says and of a plain average of an area's own last weeks.

    Errors of two forecasts that were made in different ways partly cancel (Bates, Granger 1969, The Combination of
    Forecasts), and the more so the fewer areas the model's weights were learned from. The plain average counts for
    `share` · m / (m + busy_rate) where the model says m attacks a day: in quiet places it is nothing but noise.
    """

    def __init__(self, settings: Settings) -> None:
        table, self._numbers = rows(settings), settings.pool
        self._quick = table.index(("own", settings.pool.quick))
        self._slow = table.index(("own", settings.pool.slow))

    def factor(self, table: Floats, modelled: Floats, day: Floats) -> Floats:
        """The factor on what the model says, from a table of rates (rows, areas); it has shape (areas,), as all else.

        modelled are the model's means, `day` is what the day itself (weekday, feast) multiplies them by; the plain average
        follows it only as far as it goes beyond `doubt`.
        """
        numbers = self._numbers
        plain = numbers.quick_share * table[self._quick] + (1 - numbers.quick_share) * table[self._slow]
        apart = np.clip(
            plain * day / np.clip(day, 1 / numbers.doubt, numbers.doubt) / modelled, 1 / numbers.most, numbers.most
        )
        return np.asarray(apart ** (numbers.share * modelled / (modelled + numbers.busy_rate)))
