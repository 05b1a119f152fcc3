"""What a check of an alert gives: findings with rule number, place and advice."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

__all__ = ["MOST", "CheckResult", "Found", "Violation", "bounded", "collect", "path_of"]

PER_RULE, MOST, MANY_CHILDREN = 20, 100, 1000


@dataclass(frozen=True)
class Violation:
    """One finding: the rule's number (docs/decisions/0014), where it is, and what would be right, in plain words."""

    rule: int
    where: str
    message: str

    def as_dict(self) -> dict[str, Any]:
        """The finding as it stands in `--json`."""
        return {"rule": self.rule, "where": self.where, "message": self.message}


@dataclass(frozen=True)
class Found:
    """A finding inside the check, still tied to its element; `warning` findings do not reject."""

    rule: int
    element: Any
    message: str
    warning: bool = False


@dataclass(frozen=True)
class CheckResult:
    """The verdict on one alert.

    `schema_errors` is empty exactly when the alert keeps the schema; an alert that could not be opened has one that
    says so. `violations` reject, `warnings` do not. At most 20 findings are listed per rule.
    """

    schema_errors: tuple[Violation, ...] = ()
    violations: tuple[Violation, ...] = ()
    warnings: tuple[Violation, ...] = ()
    key: tuple[str, str, int] | None = field(default=None, repr=False)
    """Sender, identifier and instant sent, where all three can be read."""
    body: str = field(default="", repr=False)
    """SHA-256 over the content, white space between elements and signatures left out."""
    references: tuple[tuple[str, str, int, str], ...] = field(default=(), repr=False)
    """Sender, identifier, instant and place of each well-formed reference."""

    @property
    def ok(self) -> bool:
        """Whether nothing rejects the alert."""
        return not self.schema_errors and not self.violations

    def as_dict(self, file: str) -> dict[str, Any]:
        """The object that `vedette cap check --json` prints for one file."""
        return {
            "file": file,
            "ok": self.ok,
            "schema_errors": [error.as_dict() for error in self.schema_errors],
            "violations": [violation.as_dict() for violation in self.violations],
            "warnings": [warning.as_dict() for warning in self.warnings],
        }


def bounded(found: Iterable[Found]) -> Iterator[Found]:
    """The findings up to the hundredth that rejects: an alert that wrong is not read to its end."""
    left = MOST
    for item in found:
        yield item
        left -= not item.warning
        if not left:
            return


def collect(found: Iterable[Found]) -> Iterator[tuple[Violation, bool]]:
    """Place the findings: pairs of the violation and whether it only warns; what goes beyond 20 per rule is left out."""
    counted: dict[tuple[int, bool], int] = {}
    for item in found:
        kind = (item.rule, item.warning)
        counted[kind] = counted.get(kind, 0) + 1
        if counted[kind] <= PER_RULE:
            yield Violation(item.rule, path_of(item.element), item.message), item.warning


def path_of(element: Any) -> str:
    """`line 12: alert/info[2]/area[1]/polygon`; steps are numbered where a sibling has the same name."""
    steps = []
    at = element
    while at is not None:
        name, parent = etree.QName(at).localname, at.getparent()
        if parent is not None and len(parent) > MANY_CHILDREN:
            steps.append(f"{name} (child {parent.index(at) + 1})")
            at = parent
            continue
        before = sum(1 for _ in at.itersiblings(at.tag, preceding=True))
        after = next(at.itersiblings(at.tag), None)
        steps.append(f"{name}[{before + 1}]" if before or after is not None else name)
        at = parent
    return f"line {element.sourceline}: {'/'.join(reversed(steps))}"
