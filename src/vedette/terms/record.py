"""What every record has: an id, a marking and the records that it came from."""

import hashlib
from datetime import UTC, datetime
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from vedette.terms.marking import Marking

__all__ = ["Latitude", "Longitude", "Probability", "Record", "Term", "UtcTime", "record_id"]


def _to_utc(value: datetime) -> datetime:
    if value.tzinfo is None:
        raise ValueError("expected a time with its zone, such as 2031-05-01T06:00:00+03:00")
    return value.astimezone(UTC)


UtcTime = Annotated[datetime, AfterValidator(_to_utc)]
"""An instant; any zone is taken in, UTC is kept. A time without a zone is refused."""

Latitude = Annotated[float, Field(ge=-90, le=90, allow_inf_nan=False, description="WGS84 degrees north")]
Longitude = Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False, description="WGS84 degrees east")]
Probability = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]


class Term(BaseModel):
    """A frozen value without identity of its own; unknown fields are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False, ser_json_inf_nan="null")


class Record(Term):
    """A frozen record with identity, marking and provenance."""

    id: str = Field(min_length=1, description="Stable id; equal content gives an equal id where it is derived")
    marking: Marking = Field(
        default=Marking.GREEN, description="TLP 2.0 marking; that of the strictest source or above"
    )
    sources: tuple[str, ...] = Field(default=(), description="Ids of the records that this one came from")


def record_id(prefix: str, *parts: object) -> str:
    """A derived id, `prefix-<16 hex digits>`: SHA-256 over the parts, each with its length, so parts cannot run together."""
    digest = hashlib.sha256()
    for part in parts:
        raw = str(part).encode()
        digest.update(f"{len(raw)}:".encode())
        digest.update(raw)
    return f"{prefix}-{digest.hexdigest()[:16]}"
