"""What a history must be before anything is learned from it."""

import numpy as np

from vedette.terms.counts import AreaDays
from vedette.terms.errors import FieldError

__all__ = ["refuse_unsound"]


def refuse_unsound(history: AreaDays) -> None:
    """Refuse a history that has an area without a place on Earth, or a count that is none.

    Raises FieldError, which names the area, for a centre that is not finite or outside −90…90 and −180…180 degrees, and
    for a count that is below 0 or not finite.
    """
    for field, most in (("latitude", 90), ("longitude", 180)):
        degrees = getattr(history, field)
        wrong = ~(np.abs(degrees) <= most)
        if wrong.any():
            at = int(wrong.argmax())
            raise FieldError(None, history.areas[at], field, float(degrees[at]), f"-{most} to {most} degrees")
    counts = history.counts
    if counts.size and not (counts.min() >= 0 and counts.max() < np.inf):
        _, at = np.argwhere(~((counts >= 0) & (counts < np.inf)))[0]
        raise FieldError(None, history.areas[at], "counts", "a figure below 0 or none", "numbers of at least 0")
