"""Columns of a JSON table, checked and turned into arrays; the first wrong cell is named by file, row and field."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import orjson
from numpy.typing import NDArray

from vedette.terms.errors import FieldError, FormatError, UnknownReferenceError

__all__ = ["Table", "read_json"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]


def read_json(raw: bytes, file: str) -> dict[str, Any]:
    """A JSON object from bytes. Raises FormatError when they are empty, not UTF-8, not JSON, or no object.

    The words NaN and Infinity are let through here, so that the check of the column can name the row that holds them.
    """
    if not raw.strip():
        raise FormatError(file, found="an empty file", expected="a JSON object")
    try:
        value = orjson.loads(raw)
    except orjson.JSONDecodeError:
        try:
            value = json.loads(raw)
        except UnicodeDecodeError as error:
            raise FormatError(file, found=f"byte 0x{raw[error.start]:02x}", expected="JSON in UTF-8") from None
        except json.JSONDecodeError as error:
            raise FormatError(file, error.lineno, f"column {error.colno}", error.msg, "JSON") from None
        except (RecursionError, ValueError):
            raise FormatError(file, found="content that no JSON reader takes", expected="a JSON object") from None
    if not isinstance(value, dict):
        raise FormatError(file, found=f"a {type(value).__name__}", expected="a JSON object")
    return value


@dataclass(frozen=True)
class Table:
    """One table of a document: columns of equal length under `name`, read from `file` (for messages only)."""

    file: str
    name: str
    columns: Mapping[str, Any]

    @classmethod
    def of(cls, document: Mapping[str, Any], name: str, file: str, key: str | None = None) -> "Table":
        """The table `document[key or name]`; FormatError when it is absent or no object."""
        value = document.get(key or name)
        if not isinstance(value, Mapping):
            raise FormatError(file, field=name, found="nothing" if value is None else value, expected="a table")
        return cls(file, name, value)

    def wrong(self, row: int, field: str, found: object, expected: str) -> FieldError:
        """The error for one cell of this table."""
        return FieldError(self.file, f"{self.name} row {row}", field, found, expected)

    def raw(self, column: str, length: int | None = None) -> Sequence[Any]:
        """The column as it stands; FormatError when it is absent, no list, or not `length` long."""
        value = self.columns.get(column)
        if not isinstance(value, list):
            raise FormatError(
                self.file, self.name, column, "nothing" if value is None else value, "a list with one value per row"
            )
        if length is not None and len(value) != length:
            raise FormatError(self.file, self.name, column, f"{len(value)} values", f"{length} values, one per row")
        return value

    def ids(self, column: str = "id", *, unique: bool = True, length: int | None = None) -> tuple[str, ...]:
        """A column of strings that are not empty, each once if `unique`."""
        values, seen = self.raw(column, length), set()
        for row, value in enumerate(values):
            if not isinstance(value, str) or not value:
                raise self.wrong(row, column, value, "a text that is not empty")
            if unique and value in seen:
                raise self.wrong(row, column, value, "each id once")
            seen.add(value)
        return tuple(values)

    def numbers(
        self,
        column: str,
        length: int | None,
        expected: str,
        low: float = -np.inf,
        high: float = np.inf,
        *,
        above: bool = False,
    ) -> Floats:
        """A column of finite numbers in low…high (without `low` itself if `above`)."""
        values = self.raw(column, length)
        out = vector(values)
        bad = ~(np.isfinite(out) & (out > low if above else out >= low) & (out <= high))
        if bad.any():
            row = int(np.flatnonzero(bad)[0])
            raise self.wrong(row, column, values[row], expected)
        return out

    def whole(self, column: str, length: int | None, expected: str, low: int = 0, high: float = np.inf) -> Ints:
        """A column of whole numbers in low…high."""
        out = self.numbers(column, length, expected, low, min(high, 2.0**53))
        bad = out != np.floor(out)
        if bad.any():
            row = int(np.flatnonzero(bad)[0])
            raise self.wrong(row, column, self.columns[column][row], expected)
        return out.astype(np.int64)

    def index(self, column: str, length: int | None, count: int, of: str, *, null: bool = False) -> Ints:
        """A column of indices into a table of `count` rows named `of`; null gives -1 where it is allowed."""
        values = self.raw(column, length)
        filled = [-1 if null and value is None else value for value in values]
        out = vector(filled)
        bad = ~(np.isfinite(out) & (out == np.floor(out)) & (out >= 0) & (out < count))
        if null:
            bad &= np.array([value is not None for value in values], bool)
        if bad.any():
            row = int(np.flatnonzero(bad)[0])
            limit = f"an index into {of}, 0 to {count - 1}" if count else f"an index into {of}, which is empty"
            raise UnknownReferenceError(self.file, f"{self.name} row {row}", column, values[row], limit)
        return out.astype(np.int64)

    def flags(self, column: str, length: int | None = None) -> Flags:
        """A column of true and false."""
        values = self.raw(column, length)
        for row, value in enumerate(values):
            if not isinstance(value, bool):
                raise self.wrong(row, column, value, "true or false")
        return np.array(values, bool)


def vector(values: Sequence[Any]) -> Floats:
    """Numbers as an array; whatever is no number (text, null, true) becomes NaN."""
    if not any(isinstance(value, bool) or not isinstance(value, int | float) for value in values):
        try:
            return np.array(values, dtype=float).reshape(len(values))
        except OverflowError:
            pass
    return np.array([_number(value) for value in values], dtype=float)


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return np.nan
    try:
        return float(value)
    except OverflowError:
        return np.inf
