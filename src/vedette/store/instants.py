"""Instants as the ledger writes them: UTC, six decimals, fixed width, so that their order as text is their order in time."""

from datetime import UTC, datetime

from vedette.terms.errors import FieldError

__all__ = ["from_text", "to_text"]


def to_text(instant: datetime, field: str = "time") -> str:
    """An instant of any zone as `2031-05-01T03:00:00.000000Z`. Raises FieldError for a time without a zone."""
    if not isinstance(instant, datetime) or instant.tzinfo is None:
        raise FieldError(None, "ledger", field, str(instant), "a time with its zone, such as 2031-05-01T06:00:00+03:00")
    return instant.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def from_text(text: str) -> datetime:
    """The instant (UTC) that `to_text` wrote."""
    return datetime.fromisoformat(text)
