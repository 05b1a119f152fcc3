"""Bars, held or missed: every one is printed with its figure, and a new miss ends the run with 1."""

from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Bound:
    """What a figure is held against."""

    words: str
    holds: Callable[[float], bool]


def at_least(bound: float, *, strict: bool = False) -> Bound:
    """A figure of `bound` or more; above it if `strict`."""
    return Bound(f"{'>' if strict else '>='} {bound:g}", (lambda x: x > bound) if strict else (lambda x: x >= bound))


def at_most(bound: float) -> Bound:
    """A figure of `bound` or less."""
    return Bound(f"<= {bound:g}", lambda x: x <= bound)


@dataclass
class Bars:
    """The bars of a run; `known_missed` names those that were missed before, with the figure then."""

    known_missed: dict[str, str]
    rows: list[tuple[str, float, Bound]] = field(default_factory=list)

    def add(self, name: str, figure: float, bound: Bound) -> None:
        self.rows.append((name, float(figure), bound))

    def show(self) -> int:
        """Print every bar; 1 if one is missed that was not known to be."""
        worse = 0
        print()
        for name, figure, bound in self.rows:
            verdict = "held"
            if not bound.holds(figure):
                before = self.known_missed.get(name)
                verdict = "MISSED" if before is None else f"MISSED, as before ({before})"
                worse += before is None
            print(f"{verdict:7} {name}: {figure:.5g} (bar {bound.words})")
        missed = sum(not bound.holds(figure) for _, figure, bound in self.rows)
        print(f"\n{len(self.rows) - missed} of {len(self.rows)} bars held, {missed} missed, {worse} of these new")
        return 1 if worse else 0
