"""A time as it stands in a text, with its readings in past and in future tense."""

from dataclasses import dataclass

from vedette.read.days.spans import Interval
from vedette.terms.report import TimePrecision

__all__ = ["TimeMention"]


@dataclass(frozen=True)
class TimeMention:
    """A time at [start, end) of a folded text with its reading in past and in future tense (None: no such reading).

    `explicit` marks a date, `dated` one with its year, `ranged` a period of two ends, `feast` a day that was computed
    from another calendar; `by` says that the open start comes from "by", which in the past tense is that day itself; `counted` marks a day that is told
    by its distance from another one beside it; `before` that the end is the first day of the period and not its last. Of open ends `running` has begun
    ("since") and `onward` mostly is to come ("as of").
    """

    start: int
    end: int
    past: Interval | None
    future: Interval | None
    precision: TimePrecision
    explicit: bool = False
    open_end: bool = False
    open_start: bool = False
    ranged: bool = False
    dated: bool = False
    feast: bool = False
    by: bool = False
    counted: bool = False
    before: bool = False
    running: bool = False
    onward: bool = False

    def interval(self, future: bool) -> Interval | None:
        """The reading in the tense, or else the other one."""
        return (self.future or self.past) if future else (self.past or self.future)
