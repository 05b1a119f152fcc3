"""The check of CAP 1.2 alerts: the schema and forty rules, one alert at a time or files together."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import chain
from typing import Any

from vedette.publish.cap.area_rules import areas
from vedette.publish.cap.info_rules import blocks, contradictions, resources
from vedette.publish.cap.message_rules import identity, kind_of_message, signature, times
from vedette.publish.cap.opening import Refused, open_alert
from vedette.publish.cap.reading import Message, child, value
from vedette.publish.cap.result import MOST, CheckResult, Violation, bounded, collect, path_of
from vedette.publish.cap.schema import SIGNATURE_NAMESPACE, schema_errors
from vedette.publish.cap.simple_types import collapse
from vedette.publish.cap.text_rules import characters, markup

__all__ = ["TOLERANCE", "cap_check", "check_together", "relate"]

TOLERANCE = timedelta(minutes=15)
_SIGNATURE = f"{{{SIGNATURE_NAMESPACE}}}"
_RULES = (signature, identity, times, kind_of_message, blocks, contradictions, resources, areas, markup, characters)


def cap_check(raw: bytes, now: datetime, tolerance: timedelta = TOLERANCE) -> CheckResult:
    """Check one alert by the CAP 1.2 schema and the rules beyond it.

    `raw` are the bytes of the file, which may be hostile: nothing is fetched, no entity is expanded, and no content
    raises an error. `now` is the checker's clock (with its zone), `tolerance` how far `sent` may lie ahead of it.
    Method: the OASIS standard CAP-v1.2-os (2010) and the house rules named in docs/decisions/0014.
    """
    try:
        root = open_alert(raw)
    except Refused as refused:
        found = Violation(refused.rule, refused.where, refused.message)
        unread = Violation(4, refused.where, f"not checked against the schema (rule {refused.rule})")
        return CheckResult(schema_errors=(unread,), violations=(found,))
    broken = list(bounded(schema_errors(root)))
    schema = tuple(violation for violation, _ in collect(broken))
    if len(broken) >= MOST:
        return CheckResult(schema_errors=schema, violations=schema)
    message = Message(root, _seconds(now), int(tolerance.total_seconds()))
    placed = list(collect(chain.from_iterable(bounded(rule(message)) for rule in _RULES)))
    listed = sorted((violation for violation, warning in placed if not warning), key=lambda item: item.rule)
    return CheckResult(
        schema_errors=schema,
        violations=schema + tuple(listed),
        warnings=tuple(sorted((violation for violation, warning in placed if warning), key=lambda item: item.rule)),
        key=_key(message),
        body=_body(root),
        references=tuple(_referred(message)),
    )


def check_together(
    alerts: Mapping[str, bytes], now: datetime, tolerance: timedelta = TOLERANCE
) -> dict[str, CheckResult]:
    """Check several alerts, by name, and what they say of each other (rule 15); the order of names is kept."""
    return relate({name: cap_check(raw, now, tolerance) for name, raw in alerts.items()})


def relate(results: Mapping[str, CheckResult]) -> dict[str, CheckResult]:
    """Add the findings of rule 15 to alerts that were checked one by one."""
    sent: dict[tuple[str, str], set[int]] = {}
    bodies: dict[tuple[str, str, int], dict[str, str]] = {}
    for name, result in results.items():
        if result.key is not None:
            sent.setdefault(result.key[:2], set()).add(result.key[2])
            bodies.setdefault(result.key, {}).setdefault(result.body, name)
    related = {}
    for name, result in results.items():
        found = list(_unrelated(result, sent))
        if result.key is not None and len(bodies[result.key]) > 1:
            other = next(file for body, file in bodies[result.key].items() if body != result.body)
            found.append(
                Violation(15, "line 1: alert", f"{other} has the same sender, identifier and sent, but other content")
            )
        related[name] = replace(result, violations=result.violations + tuple(found)) if found else result
    return related


def _unrelated(result: CheckResult, sent: Mapping[tuple[str, str], set[int]]) -> Iterable[Violation]:
    for sender, identifier, at, where in result.references:
        known = sent.get((sender, identifier))
        if known is not None and at not in known and (result.key is None or result.key[:2] != (sender, identifier)):
            text = f"{sender},{identifier} is among the files, but was not sent at the time that the reference names"
            yield Violation(15, where, text)


def _key(message: Message) -> tuple[str, str, int] | None:
    sender, identifier, sent = value(message.root, "sender"), value(message.root, "identifier"), message.sent
    return None if sender is None or identifier is None or sent is None else (sender, identifier, sent)


def _referred(message: Message) -> Iterable[tuple[str, str, int, str]]:
    element = child(message.root, "references")
    where = path_of(element) if element is not None else ""
    for reference in message.references:
        if not reference.error and reference.sent is not None:
            yield reference.sender, reference.identifier, reference.sent, where


def _body(root: Any) -> str:
    digest = hashlib.sha256()
    for element in root.iter():
        tag = element.tag
        if not tag.startswith(_SIGNATURE):
            text = element.text
            digest.update(f"{tag} {len(element)} {collapse(text) if text else ''}\0".encode())
    return digest.hexdigest()


def _seconds(moment: datetime) -> int:
    utc = moment.astimezone(UTC).replace(tzinfo=None)
    return int((utc - datetime(1, 1, 1)).total_seconds())  # noqa: DTZ001
