"""The finding in plain words, from a fixed vocabulary that claims nothing without a lottery."""

import math

from vedette.review.settings import settings
from vedette.terms.finding import Displacement, Finding, ReviewDesign, Verdict

__all__ = ["statement", "verdict_of"]


def verdict_of(estimate: float | None, p: float | None, displacement: Displacement, *, can_say: bool) -> Verdict:
    """The verdict of the fixed vocabulary: p at most 0.05 counts, and the sign of the log rate ratio."""
    level = settings().test.level
    if not can_say or estimate is None or p is None:
        return Verdict.CANNOT_SAY
    moved = displacement.p is not None and displacement.p <= level and (displacement.estimate or 0.0) > 0
    if p <= level and estimate < 0:
        return Verdict.REDUCED_AND_MOVED if moved else Verdict.REDUCED
    if p <= level and estimate > 0:
        return Verdict.INCREASED
    return Verdict.MOVED if moved else Verdict.NO_CHANGE_SEEN


def statement(finding: Finding) -> str:
    """One to three sentences in plain English: the verdict, how sure, and what could have been seen."""
    if finding.design is ReviewDesign.NONE:
        return (
            "Cannot say: the areas were not chosen by a lottery, so a change there cannot be told from the change "
            "that would have come anyway."
        )
    if finding.verdict is Verdict.CANNOT_SAY:
        if finding.estimate is None:
            return "Cannot say: nothing was counted in any of the areas, so there was nothing to compare."
        return (
            "Cannot say: the lottery had so few possible draws that no result could have stood out from chance. "
            "More areas or more shifts in the lottery would be needed."
        )
    return " ".join(part for part in (_effect(finding), _surroundings(finding)) if part)


def _effect(finding: Finding) -> str:
    if finding.verdict in (Verdict.REDUCED, Verdict.REDUCED_AND_MOVED, Verdict.INCREASED):
        return (
            f"{_change(finding.estimate)} attacks where protected than without "
            f"(95 % interval: {_range(finding.low, finding.high)}; {_p(finding.p)})."
        )
    lead = "No change seen where protected." if finding.verdict is Verdict.MOVED else "No change seen."
    return f"{lead} {_could(finding.mde)}"


def _surroundings(finding: Finding) -> str:
    ring, level = finding.displacement, settings().test.level
    if ring.p is None or ring.estimate is None:
        return "Displacement cannot be judged: nothing was counted in the surroundings."
    if ring.p <= level:
        more = "moved there" if ring.estimate > 0 else "became fewer there too"
        return (
            f"{_change(ring.estimate)} attacks in the surroundings (95 % interval: {_range(ring.low, ring.high)}; "
            f"{_p(ring.p)}): harm {more}."
        )
    if ring.mde is None:
        return "No displacement seen, but not even a doubling in the surroundings would surely have been seen."
    return f"No displacement seen; a rise of {_percent(ring.mde, up=True)} or more in the surroundings would have been seen."


def _could(smallest: float | None) -> str:
    if smallest is None:
        return "This review could not have seen a cut of any size."
    return f"This review would have seen a cut of {_percent(smallest, up=True)} or more."


def _change(estimate: float | None) -> str:
    share = math.expm1(estimate or 0.0)
    return f"{_percent(abs(share))} {'fewer' if share < 0 else 'more'}"


def _range(low: float | None, high: float | None) -> str:
    limit = settings().test.limit
    ends = []
    for end in (low, high):
        if end is None or abs(end) >= limit - 1e-9:
            ends.append("no bound")
        else:
            ends.append(_change(end))
    return " to ".join(ends)


def _p(p: float | None) -> str:
    if p is None:
        return "p unknown"
    return "p < 0.001" if p < 0.001 else f"p = {p:.3f}" if p < 0.1 else f"p = {p:.2f}"


def _percent(share: float, *, up: bool = False) -> str:
    """A share in whole percent; a smallest change is rounded up, so that the sentence promises no more than it keeps."""
    value = 100 * share
    return f"{math.ceil(round(value, 6)) if up else round(value):,d} %"
