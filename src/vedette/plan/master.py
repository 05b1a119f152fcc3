"""The best weights over a list of deployments: a small linear programme that grows by one column per deployment."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vedette.plan.problem import Problem
from vedette.plan.roster import Builder, Roster
from vedette.plan.sparse import INF, Rows

__all__ = ["Found", "Master", "Worth"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Worth:
    """What the programme pays: `price` [P, T] for coverage, `extra` [E, T] per posting (None without a change term).

    A deployment improves the lottery when its worth exceeds `bar`.
    """

    price: Floats
    extra: Floats | None
    bar: float

    def of(self, builder: Builder, roster: Roster) -> float:
        """Σ price · c + Σ extra of a deployment."""
        out = float((self.price * builder.coverage(roster)).sum())
        if self.extra is not None:
            u, t = np.nonzero(roster.assign >= 0)
            out += float(self.extra[roster.assign[u, t], t].sum())
        return out


@dataclass(frozen=True)
class Found:
    """The best weights [deployments], what would improve them, and the objective as the programme sees it."""

    weights: Floats
    worth: Worth
    value: float


class Master:
    """Minimise the objective over the weights of the deployments added so far, hardening fixed.

    Rows exist for the cells above `level` [T] only (a share of the worst harm expected per shift); `solve` says when a
    cell without a row turned out to matter. Figures inside are in units of `unit`.
    """

    def __init__(self, problem: Problem, builder: Builder, level: Floats) -> None:
        import highspy

        self.problem, self.builder = problem, builder
        live = problem.live
        shifts, o = len(live), problem.objective
        self.value, self.mean = problem.value[:, live], problem.mean_value[:, live]
        self.top = self.value.max(axis=0, initial=0.0)
        self.worst = float(self.top.max(initial=0.0)) or 1.0
        self.unit = max(float(self.worst), float(self.mean.max(initial=0.0))) or 1.0
        self.level = level
        self.cells = np.flatnonzero((self.value > np.maximum(level, 1e-6 * self.top)).ravel())
        self.scenarios = len(problem.scenario_weight) if o.cvar > 0 else 0
        self._promises()
        v, n = self.value.ravel()[self.cells], len(self.cells)
        self.fixed = shifts + 2 + self.scenarios + len(self.kept)
        cost = np.concatenate(
            [
                o.shift_worst * self.top / self.unit,
                [o.worst * self.worst / self.unit, o.cvar],
                self._excess_cost(),
                np.full(len(self.kept), o.change / self.unit),
            ]
        )
        low, high = np.zeros(self.fixed), np.full(self.fixed, INF)
        if self.scenarios and o.alpha >= 1:
            high[shifts + 2 : shifts + 2 + self.scenarios] = 0.0
        rows, s, w, d = Rows(), np.arange(shifts), np.arange(self.scenarios), np.arange(len(self.kept))
        rows.add(np.arange(n), self.cells % shifts, self.top[self.cells % shifts] / v, 1.0, INF, n)
        rows.add(
            np.r_[s, s],
            np.r_[np.full(shifts, shifts), s],
            np.r_[np.ones(shifts), -self.top / self.worst],
            0,
            INF,
            shifts,
        )
        self.one = rows.add([], [], [], 1.0, 1.0, 1)
        harm = problem.base[:, live] / self.unit
        self.factors = [problem.factor[i][problem.post_area][:, live] * harm for i in range(self.scenarios)]
        loss = np.array([float(f.sum()) for f in self.factors])
        self.first_scenario = rows.add(
            np.r_[w, w], np.r_[np.full(len(w), shifts + 1), shifts + 2 + w], 1.0, loss, INF, self.scenarios
        )
        at = shifts + 2 + self.scenarios
        promised = self.promised[self.kept[:, 0], self.kept[:, 1]] if len(self.kept) else np.zeros(0)
        self.first_above = rows.add(d, at + d, 1.0, -promised, INF, len(d))
        self.first_below = rows.add(d, at + d, 1.0, promised, INF, len(d))
        self.highs: Any = highspy.Highs()  # type: ignore[no-untyped-call]
        self.highs.setOptionValue("output_flag", False)
        self.highs.setOptionValue("threads", 1)
        self.highs.setOptionValue("random_seed", 0)
        self.highs.setOptionValue("solver", "simplex")
        self.highs.passModel(rows.model(cost, low, high))
        self.rosters: list[Roster] = []
        self.keys: set[bytes] = set()
        self.most = INF

    def _excess_cost(self) -> Floats:
        o = self.problem.objective
        if o.alpha >= 1:
            return np.zeros(self.scenarios)
        return o.cvar * self.problem.scenario_weight[: self.scenarios] / (1 - o.alpha)

    def _promises(self) -> None:
        """`promised` [E, T] by the previous plan, and `kept` [D, 2], the (edge, shift) with a promise."""
        builder, problem = self.builder, self.problem
        self.promised = np.zeros((len(builder.edge_post), len(problem.live)))
        self.kept = np.zeros((0, 2), np.int64)
        promised = problem.previous.promised if problem.previous else None
        self.changes = problem.objective.change > 0 and promised is not None
        if not self.changes or promised is None:
            return
        edge = {
            key: i for i, key in enumerate(zip(builder.edge_group.tolist(), builder.edge_post.tolist(), strict=True))
        }
        for g, p, s, x in zip(*(column.tolist() for column in promised), strict=True):
            if (g, p) in edge:
                self.promised[edge[g, p], s - problem.from_shift] = x
        self.kept = np.argwhere(self.promised > 0)

    def add(self, roster: Roster) -> bool:
        """Add a lawful deployment; False when it is there already or does not meet presence."""
        if not roster.lawful or roster.key in self.keys:
            return False
        self.keys.add(roster.key)
        self.rosters.append(roster)
        coverage = self.builder.coverage(roster)
        flat = coverage.ravel()[self.cells]
        hit = np.flatnonzero(flat)
        o = self.problem.objective
        cost = o.total * float((self.mean * (1 - coverage)).sum()) / self.unit
        index: list[Ints] = [hit, np.array([self.one])]
        entry: list[Floats] = [flat[hit], np.ones(1)]
        if self.scenarios:
            index.append(self.first_scenario + np.arange(self.scenarios))
            entry.append(np.array([float((f * coverage).sum()) for f in self.factors]))
        if self.changes:
            u, t = np.nonzero(roster.assign >= 0)
            here = np.zeros(self.promised.shape)
            np.add.at(here, (roster.assign[u, t], t), 1.0)
            cost += o.change * float(here[self.promised <= 0].sum()) / self.unit
            units = here[self.kept[:, 0], self.kept[:, 1]]
            some = np.flatnonzero(units)
            index += [self.first_above + some, self.first_below + some]
            entry += [-units[some], units[some]]
        rows = np.concatenate(index).astype(np.int32)
        self.highs.addCol(cost, 0.0, self.most, len(rows), rows, np.concatenate(entry).astype(float))
        return True

    def cap(self, most: float) -> None:
        """No deployment may have more than this probability."""
        self.most = most
        for i in range(len(self.rosters)):
            self.highs.changeColBounds(self.fixed + i, 0.0, most)

    def solve(self, time_limit: float = 60.0) -> Found | None:
        """The best weights and what would improve them; None when there are none (cap, or no time)."""
        # HiGHS counts its limit over all runs of one object
        self.highs.setOptionValue("time_limit", float(self.highs.getRunTime()) + max(0.05, time_limit))
        self.highs.run()
        if self.highs.modelStatusToString(self.highs.getModelStatus()) != "Optimal":
            return None
        solution = self.highs.getSolution()
        weight = np.maximum(0.0, np.array(solution.col_value)[self.fixed :])
        y = np.array(solution.row_dual)
        o = self.problem.objective
        flat = np.zeros(self.value.size)
        flat[self.cells] = np.maximum(0.0, y[: len(self.cells)])
        price = flat.reshape(self.value.shape) * self.unit + o.total * self.mean
        for i, factor in enumerate(self.factors):
            price = price + max(0.0, y[self.first_scenario + i]) * factor * self.unit
        extra = None
        if self.changes:
            extra = np.where(self.promised > 0, 0.0, -o.change)
            n = len(self.kept)
            up, down = y[self.first_above : self.first_above + n], y[self.first_below : self.first_below + n]
            extra[self.kept[:, 0], self.kept[:, 1]] = (down - up) * self.unit
        bar = o.total * float(self.mean.sum()) - float(y[self.one]) * self.unit
        value = float(self.highs.getInfo().objective_function_value) * self.unit
        return Found(weight / max(weight.sum(), 1e-300), Worth(price, extra, bar), value)
