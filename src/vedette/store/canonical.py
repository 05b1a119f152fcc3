"""Canonical JSON after RFC 8785 (JCS), so that equal content has equal bytes and therefore an equal hash.

Source: A. Rundgren, B. Jordan, S. Erdtman (2020), JSON Canonicalization Scheme (JCS), RFC 8785.
"""

import hashlib
from typing import Any

import orjson
import rfc8785

from vedette.terms.errors import FieldError, IntegrityError

__all__ = ["canonical_json", "parsed", "sha256_hex"]

SAFE_INTEGER = 2**53 - 1
PLAIN_LOW = 1e-4
"""From here to SAFE_INTEGER, a number with decimals is written without an exponent by RFC 8785 and by orjson alike."""


class _UnusualValueError(Exception):
    """Something whose canonical form is left to the reference implementation."""


def canonical_json(value: Any) -> bytes:
    """The RFC 8785 form of a JSON value (None, bool, int, float, str, list, tuple, dict with string keys) in UTF-8.

    Raises FieldError for what has no canonical form: NaN, infinity, integers beyond 2^53 - 1, keys that are not
    strings, half surrogates, and values of other types.
    """
    try:
        return orjson.dumps(_usual(value), option=orjson.OPT_SORT_KEYS)
    except (_UnusualValueError, TypeError, RecursionError):
        pass
    try:
        return rfc8785.dumps(value)
    except (rfc8785.CanonicalizationError, UnicodeEncodeError, RecursionError, TypeError, ValueError) as error:
        raise FieldError(
            None, "ledger entry", "body", str(error) or type(error).__name__, "plain JSON after RFC 8785"
        ) from None


def parsed(text: str, where: str) -> Any:
    """The value of JSON from the ledger; raises IntegrityError for what `canonical_json` cannot have written."""
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        raise IntegrityError(f"{where}: a body is not JSON; run `vedette ledger verify`") from None


def sha256_hex(content: bytes) -> str:
    """SHA-256 as 64 lower-case hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def _usual(value: Any) -> Any:
    """The value as orjson would write it in canonical form; exact types only, so that no subclass slips through."""
    kind = type(value)
    if kind is str or kind is bool or value is None:
        return value
    if kind is dict:
        for key in value:
            # beyond U+D7FF, the order by UTF-16 units (RFC 8785) and by code points (orjson) part
            if type(key) is not str or (not key.isascii() and max(key) > "\ud7ff"):
                raise _UnusualValueError
        return {key: _usual(item) for key, item in value.items()}
    if kind is list or kind is tuple:
        return [_usual(item) for item in value]
    if kind is int and -SAFE_INTEGER <= value <= SAFE_INTEGER:
        return value
    if kind is float:
        if -SAFE_INTEGER <= value <= SAFE_INTEGER and value.is_integer():
            return int(value)
        if PLAIN_LOW <= abs(value) < SAFE_INTEGER:
            return value
    raise _UnusualValueError
