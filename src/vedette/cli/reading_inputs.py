"""Which files `vedette read` takes, and what it reads of each."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vedette.read.inputs.kinds import SUFFIXES, suffix_of
from vedette.store.files import read_bytes
from vedette.terms.errors import VedetteError
from vedette.terms.report import Claim, Report

if TYPE_CHECKING:
    from vedette.cli.reading_model import Model

__all__ = ["Line", "files_of", "notice", "read_file"]

Line = dict[str, Any] | str
"""What became of one report: {"report", "claims"} as plain values, or the error in one line."""


def files_of(paths: Iterable[str]) -> tuple[list[str], list[str]]:
    """Files to read in order, and those set aside because their kind is not that of a report."""
    files: list[str] = []
    skipped: list[str] = []
    for path in paths:
        if path != "-" and Path(path).is_dir():
            for inside in sorted(p for p in Path(path).rglob("*") if p.is_file()):
                (files if suffix_of(inside.name) in SUFFIXES else skipped).append(str(inside))
        elif suffix_of(path) == ".json":
            skipped.append(path)
        else:
            files.append(path)
    return files, skipped


def notice(skipped: list[str]) -> str:
    """One line about files that were set aside, with their kinds."""
    kinds = sorted({suffix_of(p) or "without suffix" for p in skipped})
    word = "file that is not a report" if len(skipped) == 1 else "files that are not reports"
    return f"skipped {len(skipped)} {word} ({', '.join(kinds)})"


def read_file(
    path: str, published: date | None = None, reader: str = "default", model: "Model | None" = None
) -> list[Line]:
    """All reports of one file with their claims; errors come back as text, so that a batch goes on.

    With a `model`, its votes are added to the claims of the reader; "notice" then says what it did not answer.
    """
    from vedette.read.inputs.documents import readings

    try:
        raw = read_bytes(path)
        retrieved = None if path == "-" else datetime.fromtimestamp(Path(path).stat().st_mtime, UTC)
        found = readings(raw, path, published=published, retrieved=retrieved, reader=reader)
        return [str(one) if isinstance(one, VedetteError) else _plain(*one, model) for one in found]
    except VedetteError as error:
        return [str(error)]


def _plain(report: Report, claims: list[Claim], model: "Model | None") -> dict[str, Any]:
    notice = None
    if model is not None:
        from vedette.cli.reading_model import vote

        claims, notice = vote(report, claims, model)
    told = {"notice": f"{report.origin}: {notice}"} if notice else {}
    return {
        "report": report.model_dump(mode="json"),
        "claims": [claim.model_dump(mode="json") for claim in claims],
        **told,
    }
