"""Who stands behind one claim: its chain of voices, how reliable it is, and on whose word it rests."""

from dataclasses import dataclass
from datetime import date

from vedette.picture.names import fold
from vedette.picture.rules import GradingRules, grading_rules
from vedette.picture.voices import Voice, chain_of, origin_key, sources_of, voice_key
from vedette.terms.report import Claim, ClaimKind, Modality, Report

__all__ = ["Backing", "backing_of", "category_rule", "said_first", "strength"]


@dataclass(frozen=True, slots=True)
class Backing:
    """Who stands behind one claim: its chain, the letter of the chain's weakest link, and the origin's key.

    `rests_on` are the keys of all whom the claim rests on (a table of events names several), `publisher` is the key of
    who published it. `said` is when it was said: the local day on which its text was first published, which for a copy is
    that of its original, and the second at which that was retrieved. `weakest` is the voice that gave the letter. `area`
    is set where a claim that names several areas is cut up: then the claim holds the places in that area only.
    """

    claim: Claim
    report: Report
    chain: tuple[Voice, ...]
    letter: str
    origin: str
    weakest: Voice | None = None
    rests_on: tuple[str, ...] = ()
    publisher: str = ""
    said: tuple[date, float] = (date.max, 0.0)
    area: str | None = None

    @property
    def name(self) -> str:
        """The innermost voice, who gives the figures."""
        return self.chain[-1][0] if self.chain else "unnamed"

    @property
    def voice(self) -> tuple[str, str]:
        """Who says so, as far as a later word of the same voice corrects an earlier one: origin and innermost voice."""
        return self.origin, voice_key(self.name)

    @property
    def is_official(self) -> bool:
        """Whether the innermost voice is an office."""
        return any(category == "official" for _, category in self.chain[-1:])


def backing_of(
    claim: Claim, report: Report, perpetrators: frozenset[str] = frozenset(), original: Report | None = None
) -> Backing:
    """Who stands behind a claim; a chain is as reliable as its weakest link, no chain cannot be judged (F).

    `perpetrators` are folded names of groups known to attack or threaten, who are weak sources whatever they speak of;
    `original` is the report that this one is a copy of. Of a threat, who threatens is its content and not its source:
    whether it was made rests on who reports it.
    """
    rules = grading_rules()
    chain = tuple(
        (name, "perpetrator" if fold(name) in perpetrators else category) for name, category in chain_of(claim, report)
    )
    threat = claim.kind is ClaimKind.THREAT
    judged = [(_letter(voice, rules), voice) for voice in chain if not (threat and voice[1] == "perpetrator")]
    letter, weakest = max(judged, key=lambda pair: rules.rank(pair[0]), default=("F", None))
    origin = origin_key(chain, report)
    return Backing(
        claim=claim,
        report=report,
        chain=chain,
        letter=letter,
        origin=origin,
        weakest=weakest,
        rests_on=sources_of(claim, chain, origin),
        publisher=voice_key(chain[0][0]) if chain else "",
        said=said_first(original or report),
    )


def said_first(report: Report) -> tuple[date, float]:
    """Sort key of when a report was published and retrieved; one without a day is the last."""
    return report.published or date.max, report.retrieved.timestamp() if report.retrieved else 0.0


def strength(backing: Backing) -> tuple[int, bool, float, tuple[date, float], str]:
    """Sort key, strongest first: letter, a fact before a possibility, confidence, said earlier, id."""
    return (
        grading_rules().rank(backing.letter),
        backing.claim.modality is Modality.POSSIBLE,
        -backing.claim.confidence,
        backing.said,
        backing.claim.id,
    )


def category_rule(backing: Backing) -> str:
    """The name of the rule of data/grading.toml that gave the letter."""
    if backing.weakest is None:
        return "reliability: no voice"
    name, category = backing.weakest
    return f"named.{_named(name)}" if _named(name) else f"reliability.{category}"


def _letter(voice: Voice, rules: GradingRules) -> str:
    name, category = voice
    return rules.named[_named(name)] if _named(name) else rules.reliability[category]


def _named(name: str) -> str:
    """The name under which the command has judged a voice; empty where it has not."""
    known = grading_rules().named
    return next((key for key in (fold(name), voice_key(name)) if key in known), "")
