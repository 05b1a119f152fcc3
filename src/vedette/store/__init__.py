"""What lasts: the ledger, the projections rebuilt from it, texts, archives, and tables read from files.

with open_workspace("vedette-workspace") as workspace:
    workspace.ledger.append(incident)                      a record in, an Entry out, once it is durable
    workspace.list("incident", as_of=…, known_at=…)        what was true when, as known when
    workspace.archive_forecast(frame, forecast)            a forecast as issued
    verify(workspace)                                      the whole chain against its checkpoints
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from vedette.store.ledger import Draft, Ledger
    from vedette.store.workspace import Workspace, open_workspace, state_of_workspace, verify

__all__ = ["Draft", "Ledger", "Workspace", "open_workspace", "state_of_workspace", "verify"]

_IN_LEDGER = {"Draft", "Ledger"}


def __getattr__(name: str) -> Any:
    """Load the ledger when it is asked for, so that reading a table does not load a database."""
    if name not in __all__:
        raise AttributeError(f"module {__name__} has no attribute {name}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{'ledger' if name in _IN_LEDGER else 'workspace'}"), name)
