"""Claims and reports as tables: one row each, with a documented schema, for archives too large for JSON Lines."""

from collections.abc import Iterable
from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING, Any

from vedette.terms.report import Claim, Report

if TYPE_CHECKING:
    from polars import DataType

__all__ = ["CLAIM_COLUMNS", "REPORT_COLUMNS", "claim_row", "report_row", "table"]

CLAIM_COLUMNS: dict[str, str] = {
    "claim": "text",
    "report": "text",
    "origin": "text",
    "publisher": "text",
    "published": "day",
    "language": "text",
    "marking": "text",
    "kind": "text",
    "type": "text",
    "modality": "text",
    "actors": "texts",
    "targets": "texts",
    "instruments": "texts",
    "places": "texts",
    "place": "text",
    "latitude": "number",
    "longitude": "number",
    "country": "text",
    "admin1": "text",
    "place_precision": "text",
    "start": "day",
    "end": "day",
    "time_precision": "text",
    "time_text": "text",
    "killed": "count",
    "killed_max": "count",
    "injured": "count",
    "injured_max": "count",
    "attribution": "texts",
    "evidence": "text",
    "evidence_start": "count",
    "evidence_end": "count",
    "confidence": "number",
    "reader": "text",
    "json": "text",
}
"""Columns of the table of claims. `place` to `place_precision` are those of the first place that the gazetteer knows (WGS84
degrees), `start` and `end` whole local days (empty: open), `attribution` outermost first, `evidence` the first passage
with its offsets in the report's text, `json` the whole Claim record."""

REPORT_COLUMNS: dict[str, str] = {
    "report": "text",
    "origin": "text",
    "title": "text",
    "publisher": "text",
    "author": "text",
    "published": "day",
    "language": "text",
    "marking": "text",
    "length": "count",
    "claims": "count",
}
"""Columns of the table of reports; `length` is the number of characters of the text, which stays where it came from."""


def claim_row(report: Report, claim: Claim) -> tuple[Any, ...]:
    """The values of a claim in the order of CLAIM_COLUMNS."""
    place = next((p for p in claim.places if p.latitude is not None), claim.places[0] if claim.places else None)
    time, toll, passage = claim.time, claim.casualties, claim.evidence[0]
    return (
        claim.id,
        claim.report,
        report.origin,
        report.publisher,
        report.published,
        report.language,
        claim.marking.value,
        claim.kind.value,
        claim.type,
        claim.modality.value,
        [actor.name or actor.text for actor in claim.actors],
        [item.text for item in claim.targets],
        [item.text for item in claim.instruments],
        [p.name or p.text for p in claim.places],
        (place.name or place.text) if place else None,
        place.latitude if place else None,
        place.longitude if place else None,
        place.country if place else None,
        place.admin1 if place else None,
        place.precision.value if place and place.precision else None,
        time.start if time else None,
        time.end if time else None,
        time.precision.value if time else None,
        time.text if time else None,
        toll.killed if toll else None,
        toll.killed_max if toll else None,
        toll.injured if toll else None,
        toll.injured_max if toll else None,
        [link.text for link in claim.attribution],
        passage.text,
        passage.start,
        passage.end,
        claim.confidence,
        claim.reader,
        claim.model_dump_json(),
    )


def report_row(report: Report, claims: int) -> tuple[Any, ...]:
    """The values of a report with so many claims in the order of REPORT_COLUMNS."""
    return (
        report.id,
        report.origin,
        report.title,
        report.publisher,
        report.author,
        report.published,
        report.language,
        report.marking.value,
        len(report.text),
        claims,
    )


def table(columns: dict[str, str], rows: Iterable[tuple[Any, ...]]) -> bytes:
    """The bytes of a Parquet file of the rows; the same rows give the same bytes."""
    import polars as pl

    types = _types()
    frame = pl.DataFrame(list(rows), schema={name: types[kind] for name, kind in columns.items()}, orient="row")
    out = BytesIO()
    frame.write_parquet(out, compression="zstd", statistics=True)
    return out.getvalue()


@cache
def _types() -> dict[str, "DataType | type[DataType]"]:
    import polars as pl

    return {"text": pl.String, "texts": pl.List(pl.String), "day": pl.Date, "number": pl.Float64, "count": pl.Int32}
