"""The operations room: what is in the ledger, read in the order of the loop. `create_app` is its front door."""

from vedette.web.app import create_app

__all__ = ["create_app"]
