"""The instant that an option gives."""

from datetime import UTC, datetime

from vedette.terms.errors import FieldError

__all__ = ["moment_of"]

_FIRST, _LAST = datetime(1900, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)


def moment_of(option: str, text: str | None) -> datetime:
    """The instant that an option gives, the present one (whole seconds, UTC) where it is not given.

    Raises FieldError for anything but a time with its zone in the years 1900 to 2199.
    """
    if text is None:
        return datetime.now(UTC).replace(microsecond=0)
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None or not _FIRST <= moment < _LAST:
        raise FieldError(None, None, option, text, "a time with its zone, such as 2031-05-01T06:00:00+03:00")
    return moment
