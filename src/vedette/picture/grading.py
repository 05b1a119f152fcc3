"""The Admiralty grade of a group of claims, and who stands behind it.

The code is that of NATO AJP-2.1 and STANAG 2511; which voice gets which letter, and when a thing is confirmed, probable
or doubtful, is stated rule by rule in data/grading.toml.
"""

from collections.abc import Mapping, Sequence

from vedette.picture.backing import Backing, category_rule, strength
from vedette.picture.origins import independent
from vedette.picture.rules import CredibilityRule, GradingRules, grading_rules
from vedette.terms.picture import Credibility, Grade, Reliability
from vedette.terms.report import Modality

__all__ = ["grade"]

_PROPOSED = "language-model"
"""The reader whose claims were proposed by a language model and only checked word by word."""


def grade(
    asserting: Sequence[Backing], denying: Sequence[Backing], originals: Mapping[str, str]
) -> tuple[Grade, int, tuple[str, ...]]:
    """Grade, number of independent origins, and the names that stand behind it, best first.

    A voice that denies what it had asserted has withdrawn it: it no longer counts among the origins. What only a language
    model proposed counts beside nothing that was read, and by itself cannot be judged.
    """
    rules = grading_rules()
    withdrawn = {b.origin for b in asserting} & {b.origin for b in denying}
    standing = [b for b in asserting if b.origin not in withdrawn] or list(asserting)
    read = [b for b in standing if b.claim.reader != _PROPOSED]
    standing = read or standing
    groups = independent(standing, originals)
    best = min(standing, key=strength)
    denial = _denial(standing, denying, withdrawn, rules)
    official = any(b.is_official for b in standing)
    unconfirmed = all(b.claim.modality is Modality.POSSIBLE for b in standing) and best.claim.kind.value == "attack"
    letters = [min((b.letter for b in group), key=rules.rank) for group in groups]
    facts = {"official": official, "unconfirmed": unconfirmed, "proposed": not read}
    rule = _rule(rules, letters, best.letter, denial, facts)
    names = _names(standing)
    words = f"{best.letter} {rules.words[best.letter]}: {_told(best)}"
    reason = f"{words}; {rule.grade} {rules.words[rule.grade]}: {rule.reason}"
    if len(groups) > 1:
        reason += f" ({len(groups)} origins)"
    if denying:
        reason += f"; denied by {', '.join(dict.fromkeys(b.name for b in denying))}"
    return (
        Grade(
            reliability=Reliability(best.letter),
            credibility=Credibility(rule.grade),
            reason=reason,
            rules=(category_rule(best), f"credibility.{rule.name}"),
        ),
        len(groups),
        names,
    )


def _told(best: Backing) -> str:
    inner, outer = best.name, best.chain[0][0] if best.chain else ""
    return f"{inner}, told by {outer}" if outer and outer != inner else inner


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
    rules: GradingRules, letters: Sequence[str], letter: str, denial: str, facts: Mapping[str, bool]
) -> CredibilityRule:
    """The first rule that holds; `letters` are the best letters of the independent origins."""
    for rule in rules.credibility:
        counted = [one for one in letters if rule.each is None or rules.rank(one) <= rules.rank(rule.each)]
        if len(counted) < rule.origins or (rule.origins_at_most is not None and len(letters) > rule.origins_at_most):
            continue
        if any(getattr(rule, name) not in {None, holds} for name, holds in facts.items()):
            continue
        if rule.weakest is not None and rules.rank(letter) > rules.rank(rule.weakest):
            continue
        if rule.denied is not None and denial not in rule.denied:
            continue
        if rule.judged is not None and rule.judged != (letter != "F"):
            continue
        return rule
    raise LookupError("data/grading.toml has no rule that holds for everything")
