"""Where long work runs: `run(function, items, workers)` maps a pure function over items, in order, the same bytes everywhere."""

from vedette.engine.local import run

__all__ = ["run"]
