"""The state of the forecast after the days seen so far; days go in one by one, forecasts for any lead come out."""

from collections import deque
from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from vedette.forecast.learner import Expected, Known, Learner
from vedette.forecast.rates import Geography, Rates
from vedette.forecast.relaxing import Relaxing
from vedette.forecast.scheduled import Estimate, Occasion, occasions_of
from vedette.forecast.settings import Settings, settings
from vedette.forecast.soundness import refuse_unsound
from vedette.terms.counts import GAP_DAYS, GAP_RATE, GAP_RATE_DAYS, AreaDays
from vedette.terms.picture import ScheduledEvent

__all__ = ["Blend", "Model", "replay"]

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Blend:
    """The learners on either side of a lead, the share of the longer one, and what lies beyond both."""

    short: Learner
    long: Learner
    share: float
    beyond: Relaxing

    def expected(self, table: Floats, day: date) -> Expected:
        """What is expected of `day` from the rates of today; of two learners, the weighted mean of each part."""
        table, fade = self.beyond.table(table), self.beyond.fade
        short = _now(self.short, table, day, fade)
        if self.share == 0:
            return short
        long, share = _now(self.long, table, day, fade), self.share
        mixed = {
            name: (1 - share) * getattr(short, name) + share * getattr(long, name)
            for name in ("parts", "correction", "trend", "weekday", "feast", "pooled", "floor")
        }
        return Expected(**mixed)

    def alpha(self, mean: Floats) -> Floats:
        """Dispersion for each mean, shape (areas,)."""
        short = self.short.alpha(mean)
        if self.share > 0:
            short = short ** (1 - self.share) * self.long.alpha(mean) ** self.share
        return self.beyond.alpha(short)

    @property
    def common(self) -> float:
        """Dispersion of the total over all areas around what is expected of it."""
        return self.beyond.common((1 - self.share) * self.short.common + self.share * self.long.common)

    def scheduled(self, occasion: Occasion, window: int) -> Estimate:
        """What is known of a window of events like `occasion`."""
        short, long = (learner.scheduled.estimate(occasion, window) for learner in (self.short, self.long))
        return Estimate(
            factor=short.factor ** (1 - self.share) * long.factor**self.share,
            log_variance=(1 - self.share) * short.log_variance + self.share * long.log_variance,
            earlier=max(short.earlier, long.earlier),
        )


def _now(learner: Learner, table: Floats, day: date, fade: float) -> Expected:
    return learner.expected(Known(table, learner.candidates() ** fade), day)


class Model:
    """Rates and learners, fed with one day after the other; nothing is ever read ahead.

    `horizon` is the longest lead in days that will be asked for. When a busy record falls silent as a whole, its days
    are held back: if events resume within AreaDays.observed's limit they are learned as the quiet days that they were,
    else they count neither above nor below. Until that is known the rates stand as before and `unseen_days` widens them.
    """

    def __init__(
        self,
        geography: Geography,
        horizon: int,
        numbers: Settings | None = None,
        occasions: tuple[Occasion, ...] = (),
    ) -> None:
        self.settings = numbers or settings()
        self.occasions, self._geography = occasions, geography
        self.rates = Rates(geography, self.settings)
        leads = sorted(self.settings.learning.leads)
        needed = 1 + sum(lead < horizon for lead in leads)
        self._learners = {
            lead: Learner(geography.areas, self.settings, geography.observance, occasions) for lead in leads[:needed]
        }
        self._issued: dict[date, dict[int, Known]] = {}
        self._totals: deque[float] = deque(maxlen=GAP_RATE_DAYS)
        self.started = False
        self.unseen_days = 0

    def observe(self, day: date, counts: Floats) -> None:
        """Take in the counts of `day`, shape (areas,); days must come in order, without holes."""
        total = float(counts.sum())
        self.started = self.started or total > 0
        if not self.started:
            return
        silent = total == 0 and (self.unseen_days > 0 or sum(self._totals) >= GAP_RATE * GAP_RATE_DAYS)
        self._totals.append(total)
        if silent:
            self.unseen_days += 1
            return
        if self.unseen_days < GAP_DAYS:
            for ago in range(self.unseen_days, 0, -1):
                self._learn(day - timedelta(days=ago), np.zeros_like(counts))
        self.unseen_days = 0
        self._learn(day, counts)

    def blend(self, lead: int) -> Blend:
        """The learners for `lead` days ahead (1: the next day)."""
        leads = list(self._learners)
        above = next((n for n, known in enumerate(leads) if known >= lead), len(leads) - 1)
        short, long = leads[max(above - 1, 0)], leads[above]
        if lead <= leads[0]:
            short = long
        share = 0.0 if short == long else min(float(np.log(lead / short) / np.log(long / short)), 1.0)
        beyond = Relaxing(self.settings, max(lead - self.settings.relaxing.after, 0))
        return Blend(self._learners[short], self._learners[long], share, beyond)

    def copy(self) -> "Model":
        """A model that goes its own way from here; what never changes is shared with this one."""
        shared: list[object] = [self.settings, self.occasions, self._geography]
        shared += [getattr(self.settings, name) for name in type(self.settings).model_fields]
        shared += [known for of_leads in self._issued.values() for known in of_leads.values()]
        return deepcopy(self, {id(thing): thing for thing in shared})

    def _learn(self, day: date, counts: Floats) -> None:
        oldest = day - timedelta(days=max(self._learners) - 1)
        self._issued = {issued: known for issued, known in self._issued.items() if issued >= oldest}
        table = self.rates.table()
        self._issued[day] = {lead: Known(table, learner.candidates()) for lead, learner in self._learners.items()}
        for lead, learner in self._learners.items():
            known = self._issued.get(day - timedelta(days=lead - 1))
            if known is not None:
                learner.observe(known[lead], day, counts)
        self.rates.observe(counts)


def replay(
    history: AreaDays,
    until: date,
    horizon: int,
    begin: date | None = None,
    known: tuple[date, Model] | None = None,
    events: Sequence[ScheduledEvent] = (),
) -> Iterator[tuple[date, Model]]:
    """Feed the days of `history` into a new model; yield each day with the model that knows the days before it.

    The last day is `until`; the first is the grid's start, or `begin` if that is earlier. Days after the grid's end hold
    no event. `known` is a day and a model that has seen this history up to it, to go on from. `events` are
    those scheduled, past ones included. The same model is yielded each time.
    """
    if known is None:
        refuse_unsound(history)
        occasions = occasions_of(events, history.areas)
        known = min(history.start, begin or until), Model(Geography.of(history, settings()), horizon, None, occasions)
    day, model = known
    quiet = np.zeros(len(history.areas))
    while day < until:
        yield day, model
        index = history.index(day)
        model.observe(day, history.counts[index].astype(float) if 0 <= index < history.days else quiet)
        day += timedelta(days=1)
    yield until, model
