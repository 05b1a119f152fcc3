import numpy as np
import pytest

from vedette.forecast.pool import Pool
from vedette.forecast.rates import rows
from vedette.forecast.settings import settings

NUMBERS = settings().pool


def _table(plain: np.ndarray) -> np.ndarray:
    return np.tile(plain, (len(rows(settings())), 1))


def test_the_plain_average_counts_where_attacks_are_daily_and_not_elsewhere() -> None:
    modelled = np.array([50.0, 0.5, 1e-4])
    factor = Pool(settings()).factor(_table(2 * modelled), modelled, np.ones(3))
    assert factor[0] == pytest.approx(2**NUMBERS.share, rel=0.01)
    assert 1 < factor[1] < factor[0]
    assert factor[2] == pytest.approx(1, abs=1e-3)


def test_where_both_agree_nothing_changes() -> None:
    modelled = np.array([8.0, 0.2])
    assert Pool(settings()).factor(_table(modelled), modelled, np.ones(2)) == pytest.approx(1)


def test_a_plain_average_of_nothing_cannot_silence_the_model() -> None:
    modelled = np.array([30.0])
    factor = Pool(settings()).factor(_table(np.zeros(1)), modelled, np.ones(1))
    assert factor[0] >= NUMBERS.most**-NUMBERS.share


def test_a_strong_rhythm_of_the_day_is_followed_and_a_slight_one_doubted() -> None:
    steady = np.array([10.0])
    for day, known in ((0.3, 0.3 * NUMBERS.doubt), (0.95, 1.0)):
        factor = Pool(settings()).factor(_table(steady), steady * day, np.full(1, day))
        weight = NUMBERS.share * 10 * day / (10 * day + NUMBERS.busy_rate)
        assert factor[0] == pytest.approx((known / day) ** weight)
