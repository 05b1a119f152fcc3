"""The Admiralty grade of a group of claims, and who stands behind it.

The code is that of NATO AJP-2.1 and STANAG 2511; which voice gets which letter, and when a thing is confirmed, probable
or doubtful, is stated rule by rule in data/grading.toml.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from vedette.picture.names import fold
from vedette.picture.rules import CredibilityRule, GradingRules, grading_rules
from vedette.picture.voices import Voice, chain_of, origin_key
from vedette.terms.picture import Credibility, Grade, Reliability
from vedette.terms.report import Claim, ClaimKind, Modality, Report

__all__ = ["Backing", "backing_of", "grade", "independent", "strength"]


@dataclass(frozen=True, slots=True)
class Backing:
    """Who stands behind one claim: its chain, the letter of the chain's weakest link, and the origin's key.

    `area` is set where a claim that names several areas is cut up: then the claim holds the places in that area only.
    """

    claim: Claim
    report: Report
    chain: tuple[Voice, ...]
    letter: str
    origin: str
    area: str | None = None

    @property
    def name(self) -> str:
        """The innermost voice, who gives the figures."""
        return self.chain[-1][0] if self.chain else "unnamed"


def backing_of(claim: Claim, report: Report, perpetrators: frozenset[str] = frozenset()) -> Backing:
    """Who stands behind a claim; a chain is as reliable as its weakest link, no chain cannot be judged (F).

    `perpetrators` are folded names of groups known to attack or threaten, who are weak sources whatever they speak of.

    Of a threat, who threatens is its content and not its source: whether it was made rests on who reports it.
    """
    rules = grading_rules()
    chain = tuple(
        (name, "perpetrator" if fold(name) in perpetrators else category) for name, category in chain_of(claim, report)
    )
    threat = claim.kind is ClaimKind.THREAT
    letters = [_letter(voice, rules) for voice in chain if not (threat and voice[1] == "perpetrator")] or ["F"]
    return Backing(claim, report, chain, max(letters, key=rules.rank), origin_key(claim, report))


def strength(backing: Backing) -> tuple[int, bool, float, int, str]:
    """Sort key, strongest first: letter, a fact before a possibility, confidence, earlier publication, id."""
    published = backing.report.published
    return (
        grading_rules().rank(backing.letter),
        backing.claim.modality is Modality.POSSIBLE,
        -backing.claim.confidence,
        published.toordinal() if published else 10**7,
        backing.claim.id,
    )


def independent(backings: Sequence[Backing], originals: Mapping[str, str]) -> list[list[Backing]]:
    """The backings by independent origin: one origin's name, or copies of one text, are together."""
    groups: list[tuple[set[str], list[Backing]]] = []
    for backing in backings:
        keys = {f"origin {backing.origin}", f"text {originals[backing.report.id]}"}
        members = [backing]
        apart = []
        for known, held in groups:
            if known & keys:
                keys |= known
                members = held + members
            else:
                apart.append((known, held))
        groups = [*apart, (keys, members)]
    return [members for _, members in groups]


def grade(
    asserting: Sequence[Backing], denying: Sequence[Backing], originals: Mapping[str, str]
) -> tuple[Grade, int, tuple[str, ...]]:
    """Grade, number of independent origins, and the names that stand behind it, best first.

    A voice that denies what it had asserted has withdrawn it: it no longer counts among the origins.
    """
    rules = grading_rules()
    withdrawn = {b.origin for b in asserting} & {b.origin for b in denying}
    standing = [b for b in asserting if b.origin not in withdrawn] or list(asserting)
    groups = independent(standing, originals)
    best = min(standing, key=strength)
    denial = _denial(standing, denying, withdrawn, rules)
    official = any(category == "official" for b in standing for _, category in b.chain[-1:])
    unconfirmed = all(b.claim.modality is Modality.POSSIBLE for b in standing) and best.claim.kind.value == "attack"
    rule = _rule(rules, len(groups), best.letter, denial, official=official, unconfirmed=unconfirmed)
    names = _names(standing)
    words = f"{best.letter} {rules.words[best.letter]}: {_told(best)}"
    reason = f"{words}; {rule.grade} {rules.words[rule.grade]}: {rule.reason}"
    if len(groups) > 1:
        reason += f" ({len(groups)} origins)"
    if denying:
        reason += f"; denied by {', '.join(dict.fromkeys(b.name for b in denying))}"
    return (
        Grade(reliability=Reliability(best.letter), credibility=Credibility(rule.grade), reason=reason),
        len(groups),
        names,
    )


def _told(best: Backing) -> str:
    inner, outer = best.name, best.chain[0][0] if best.chain else ""
    return f"{inner}, told by {outer}" if outer and outer != inner else inner


def _letter(voice: Voice, rules: GradingRules) -> str:
    name, category = voice
    return rules.named.get(fold(name)) or rules.reliability[category]


def _names(standing: Sequence[Backing]) -> tuple[str, ...]:
    """Names best first: the innermost voices, then those who carry them."""
    ordered = sorted(standing, key=strength)
    inner = [b.chain[-1][0] for b in ordered if b.chain]
    outer = [name for b in ordered for name, _ in reversed(b.chain[:-1])]
    return tuple(dict.fromkeys([*inner, *outer]))


def _denial(standing: Sequence[Backing], denying: Sequence[Backing], withdrawn: set[str], rules: GradingRules) -> str:
    if withdrawn and all(b.origin in withdrawn for b in standing):
        return "withdrawn"
    against = [rules.rank(b.letter) for b in denying if b.origin not in withdrawn]
    if not against:
        return "no"
    best = min(rules.rank(b.letter) for b in standing)
    return "stronger" if min(against) < best else "equal" if min(against) == best else "weaker"


def _rule(
    rules: GradingRules, origins: int, letter: str, denial: str, *, official: bool, unconfirmed: bool
) -> CredibilityRule:
    for rule in rules.credibility:
        if origins < rule.origins or (rule.origins_at_most is not None and origins > rule.origins_at_most):
            continue
        if rule.official is not None and rule.official != official:
            continue
        if rule.weakest is not None and rules.rank(letter) > rules.rank(rule.weakest):
            continue
        if rule.denied is not None and denial not in rule.denied:
            continue
        if rule.unconfirmed is not None and rule.unconfirmed != unconfirmed:
            continue
        if rule.judged is not None and rule.judged != (letter != "F"):
            continue
        return rule
    raise LookupError("data/grading.toml has no rule that holds for everything")
