"""Records in JSON files, read with one clear error for the first thing that is wrong."""

from typing import Any, TypeVar

import orjson
from pydantic import ValidationError

from vedette.store.files import read_bytes
from vedette.terms.errors import FieldError, FormatError
from vedette.terms.record import Term

__all__ = ["read_json", "read_records"]

T = TypeVar("T", bound=Term)


def read_json(path: str) -> Any:
    """The JSON value of a file (or "-"). Raises FormatError for an empty file and for what is no JSON."""
    raw = read_bytes(path)
    if not raw.strip():
        raise FormatError(path, found="an empty file", expected="JSON")
    try:
        return orjson.loads(raw)
    except orjson.JSONDecodeError as error:
        raise FormatError(path, error.lineno, found=str(error).split(": ", 1)[0], expected="JSON in UTF-8") from None


def read_records(path: str, kind: type[T]) -> list[T]:
    """Records of one kind: a JSON array, one object, or JSON Lines.

    Raises FormatError for what is no JSON, FieldError with record and field for the first that is not of the kind.
    """
    raw = read_bytes(path)
    if not raw.strip():
        raise FormatError(path, found="an empty file", expected=f"{kind.__name__} records in JSON")
    try:
        loaded = orjson.loads(raw)
        rows = loaded if isinstance(loaded, list) else [loaded]
    except orjson.JSONDecodeError:
        rows = [_line(path, number, line) for number, line in enumerate(raw.splitlines(), start=1) if line.strip()]
    records = []
    for number, row in enumerate(rows, start=1):
        try:
            records.append(kind.model_validate(row))
        except ValidationError as error:
            first = error.errors()[0]
            field = ".".join(map(str, first["loc"])) or kind.__name__
            raise FieldError(path, f"record {number}", field, _plain(first["input"]), first["msg"].lower()) from None
    return records


def _line(path: str, number: int, line: bytes) -> Any:
    try:
        return orjson.loads(line)
    except orjson.JSONDecodeError as error:
        raise FormatError(path, number, found=str(error).split(": ", 1)[0], expected="JSON in UTF-8") from None


def _plain(value: Any) -> Any:
    return value if isinstance(value, str | int | float | None) else type(value).__name__
