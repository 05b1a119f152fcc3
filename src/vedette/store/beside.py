"""What lies beside the ledger, held against it: report texts and archived forecasts."""

from vedette.store.verification import Problem
from vedette.store.workspace import Workspace
from vedette.terms.errors import VedetteError

__all__ = ["verify_files"]


def verify_files(workspace: Workspace) -> tuple[Problem, ...]:
    """Read every text and every archived forecast that the ledger names, and tell those that are missing or changed.

    A text whose erasure the ledger holds may be missing. Takes as long as reading all the files.
    """
    problems: list[Problem] = []
    for kind, field in (("report", "text_sha256"), ("forecast", "sha256")):
        for entry in workspace.ledger.entries(kind=kind):
            digest = (entry.body or {}).get(field)
            if isinstance(digest, str):
                try:
                    _read(workspace, kind, digest)
                except VedetteError as error:
                    problems.append(Problem(entry.seq, str(error)))
    return tuple(problems)


def _read(workspace: Workspace, kind: str, digest: str) -> None:
    if kind == "report":
        workspace.texts.find(digest)
    else:
        workspace.check_archive(digest)
