"""Traffic Light Protocol 2.0 markings (FIRST, 2022), their order, and how they combine."""

from collections.abc import Iterable
from enum import StrEnum

__all__ = ["Marking", "combine"]


class Marking(StrEnum):
    """Who may see a record, from everybody (CLEAR) to named recipients only (RED).

    Markings are ordered by strictness: CLEAR < GREEN < AMBER < AMBER+STRICT < RED. AMBER admits the recipient's
    organisation and its clients; AMBER+STRICT the organisation alone.
    """

    CLEAR = "CLEAR"
    GREEN = "GREEN"
    AMBER = "AMBER"
    AMBER_STRICT = "AMBER+STRICT"
    RED = "RED"

    @property
    def strictness(self) -> int:
        """Rank in the order of strictness: 0 for CLEAR to 4 for RED."""
        return _ORDER[self]

    def admits(self, record: "Marking") -> bool:
        """Whether an audience cleared up to this marking may see a record with marking `record`."""
        return record.strictness <= self.strictness

    @property
    def label(self) -> str:
        """The label as it is printed, `TLP:AMBER+STRICT`."""
        return f"TLP:{self.value}"

    # str's own order is alphabetical and would silently put AMBER below CLEAR
    def __lt__(self, other: str) -> bool:
        return self.strictness < Marking(other).strictness

    def __le__(self, other: str) -> bool:
        return self.strictness <= Marking(other).strictness

    def __gt__(self, other: str) -> bool:
        return self.strictness > Marking(other).strictness

    def __ge__(self, other: str) -> bool:
        return self.strictness >= Marking(other).strictness


_ORDER = {marking: rank for rank, marking in enumerate(Marking)}


def combine(markings: Iterable[Marking], floor: Marking = Marking.CLEAR) -> Marking:
    """The marking of a record made from others: the strictest of `markings` and `floor`."""
    return max([floor, *markings], key=lambda marking: marking.strictness)
