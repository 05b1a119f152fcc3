"""Many documents: each is read for itself, and one that cannot be read does not stop the rest."""

from collections.abc import Iterable
from datetime import datetime

from vedette.engine import run
from vedette.read.inputs.documents import readings
from vedette.terms.errors import VedetteError
from vedette.terms.marking import Marking
from vedette.terms.report import Claim, Report

__all__ = ["read_many"]


def read_many(
    documents: Iterable[tuple[str, bytes]], retrieved: datetime, marking: Marking, workers: int = 1
) -> tuple[list[Report], list[Claim], list[str]]:
    """Reports and claims of documents (origin, bytes) in their order, each text once, and a line for each refused.

    `retrieved` is when we got them (UTC), `marking` that of where they came from, `workers` the number of processes.
    """
    reports: dict[str, Report] = {}
    claims: list[Claim] = []
    refused = []
    for results in run(_read_one, [(*item, retrieved, marking) for item in documents], workers, chunk=16):
        for result in results:
            if isinstance(result, str):
                refused.append(result)
            elif result[0].id not in reports:
                reports[result[0].id] = result[0]
                claims += result[1]
    return list(reports.values()), claims, refused


def _read_one(item: tuple[str, bytes, datetime, Marking]) -> list[tuple[Report, list[Claim]] | str]:
    """All that one document holds: a feed, a mail or a table may hold many reports."""
    origin, raw, retrieved, marking = item
    marked = {"marking": marking}
    return [
        str(found)
        if isinstance(found, VedetteError)
        else (found[0].model_copy(update=marked), [claim.model_copy(update=marked) for claim in found[1]])
        for found in readings(raw, origin, retrieved=retrieved)
    ]
