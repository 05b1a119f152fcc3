"""The error tree. Every message names the file, the record or line, the field, what was found and what would be right.

VedetteError
├── InputError            something that a user gave is wrong (exit code 2)
│   ├── FormatError       a file is not what it should be (encoding, JSON, CSV, missing column)
│   ├── FieldError        one field of one record is wrong (impossible date, latitude 144, negative risk)
│   └── UnknownReferenceError a record names something that does not exist (unknown area, unit, post)
├── RuleError             the request is well-formed, but a rule forbids it (approval by the author, unlawful state)
│   └── MarkingError      content would leave above its audience's marking
├── StoreError            the workspace cannot do it
│   ├── VersionError      a workspace of a newer version
│   ├── IntegrityError    the ledger or an archive does not agree with its hashes
│   └── WriteError        read-only directory, full disk
├── EngineError           the place where work runs cannot do it: workers killed, no scheduler, an extra not installed
├── FetchError            an address on the network must not be fetched, or does not answer as it should
└── InfeasibleError       a planning problem that no deployment can satisfy (exit code 1)
"""

from pathlib import Path

__all__ = [
    "EngineError",
    "FetchError",
    "FieldError",
    "FormatError",
    "InfeasibleError",
    "InputError",
    "IntegrityError",
    "MarkingError",
    "RuleError",
    "StoreError",
    "UnknownReferenceError",
    "VedetteError",
    "VersionError",
    "WriteError",
]


class VedetteError(Exception):
    """Root of every error that Vedette raises on purpose; `str(error)` is one line for a person."""

    exit_code = 2


class InputError(VedetteError):
    """Something that a user gave is wrong.

    Arguments: `file` the path as given (or "-"), `record` the line number or record id, `field` the column or key,
    `found` the offending value, `expected` what would be right. Parts that are None are left out of the message.
    """

    def __init__(
        self,
        file: str | Path | None,
        record: str | int | None = None,
        field: str | None = None,
        found: object = None,
        expected: str | None = None,
    ) -> None:
        self.file, self.record, self.field, self.found, self.expected = file, record, field, found, expected
        super().__init__(_sentence(file, record, field, found, expected))

    def __reduce__(self) -> tuple[type["InputError"], tuple[object, ...]]:
        """From its parts, not from its sentence: an error of a worker process has to say the same here."""
        return type(self), (self.file, self.record, self.field, self.found, self.expected)


class FormatError(InputError):
    """A file is not of the format that it should be: encoding, syntax, missing column, binary content, empty."""


class FieldError(InputError):
    """One field of one record is out of its domain: impossible date, latitude 144, NaN or negative risk."""


class UnknownReferenceError(InputError):
    """A record names an area, post, unit, group or report that does not exist."""


class RuleError(VedetteError):
    """A well-formed request that a rule of the system forbids, such as approval by the author."""


class MarkingError(RuleError):
    """Content would leave to an audience that its marking does not admit."""


class StoreError(VedetteError):
    """The workspace cannot do what was asked."""


class VersionError(StoreError):
    """The workspace was written by a newer version of Vedette."""


class IntegrityError(StoreError):
    """The ledger, a checkpoint, a text or an archive disagrees with its hash."""

    exit_code = 1


class WriteError(StoreError):
    """The workspace or output folder cannot be written: read-only, full, or gone."""


class EngineError(VedetteError):
    """The place where work runs cannot do it: workers are killed, nobody answers, an optional extra is missing."""


class FetchError(VedetteError):
    """An address on the network must not be fetched, or does not answer as it should.

    `again` says whether asking again later makes sense, `status` is that of the answer, `after` its Retry-After as sent.
    """

    def __init__(
        self,
        url: str,
        found: str,
        expected: str,
        *,
        again: bool = False,
        status: int | None = None,
        after: str | None = None,
    ) -> None:
        self.url, self.found, self.expected = url, found, expected
        self.again, self.status, self.after = again, status, after
        super().__init__(_sentence(_short(url, 200).strip('"'), None, None, found, expected))


class InfeasibleError(VedetteError):
    """No deployment satisfies the rules; `conflict` names the smallest set of rows found that exclude each other."""

    exit_code = 1

    def __init__(self, message: str, conflict: tuple[str, ...] = ()) -> None:
        self.conflict = conflict
        super().__init__(message)


def _sentence(
    file: str | Path | None, record: str | int | None, field: str | None, found: object, expected: str | None
) -> str:
    where = []
    if file is not None:
        where.append(str(file))
    if record is not None:
        where.append(f"line {record}" if isinstance(record, int) else str(record))
    if field is not None:
        where.append(field)
    shown = "" if found is None else f"found {_short(found)}"
    wanted = "" if expected is None else f"expected {expected}"
    what = ", ".join(part for part in (shown, wanted) if part) or "cannot be used"
    return f"{': '.join(where)}: {what}" if where else what


def _short(value: object, limit: int = 60) -> str:
    text = value if isinstance(value, str) else repr(value)
    text = " ".join(text.split())
    text = text if len(text) <= limit else text[: limit - 1] + "…"
    return f'"{text}"' if isinstance(value, str) else text
