"""An existing Dask cluster as a place of work (the optional extra `dask`)."""

import importlib
import queue
import time
import warnings
from collections.abc import Callable, Hashable
from importlib.metadata import version
from types import TracebackType
from typing import Any, Self

import vedette
from vedette.engine.tasks import Failed, Lost, Outcome, guarded
from vedette.terms.errors import EngineError

__all__ = ["dask"]

_CALCULATING = ("numba", "numpy", "polars", "scipy")
_LOOK = 2.0
"""Seconds between two looks at whether the cluster is still there."""


class dask:  # noqa: N801  it reads as a verb beside `here` and `local`
    """The workers of the cluster whose scheduler listens at `address`, such as tcp://10.0.0.5:8786.

    Workers need no files of ours: tasks carry their bytes there and bring their bytes back. A task whose worker was
    killed is begun again elsewhere by the scheduler, and told as Lost when that has happened more often than the
    cluster allows. Raises EngineError when the extra is not installed, nobody answers at `address` within `patience`
    seconds, workers have other versions than this process, or no worker is left for that long.
    """

    def __init__(self, address: str, patience: float = 60.0) -> None:
        try:
            self._distributed: Any = importlib.import_module("distributed")
        except ImportError:
            raise EngineError("a Dask cluster needs the optional extra: pip install 'vedette[dask]'") from None
        self._address, self._patience = address, patience
        try:
            self._client = self._distributed.Client(address, timeout=min(patience, 10.0), set_as_default=False)
        except (OSError, ValueError) as error:
            reason = str(error).splitlines()[0][:80] if str(error) else type(error).__name__
            raise EngineError(f"no Dask scheduler answers at {address} ({reason})") from None
        self._futures: dict[Hashable, Any] = {}
        self._ended: queue.SimpleQueue[Hashable] = queue.SimpleQueue()
        try:
            self.workers, self._counted = max(1, self.count()), time.monotonic()
            self._same_versions()
        except BaseException:
            self._client.close()
            raise

    def submit(self, name: Hashable, function: Callable[..., Any], *arguments: Any) -> None:
        """Send a task to the scheduler."""
        with warnings.catch_warnings():
            # a partition's bytes travel with its task on purpose: bytes left with a worker would die with it
            warnings.filterwarnings("ignore", message="Sending large graph", category=UserWarning)
            future = self._client.submit(guarded, function, *arguments, pure=False)
        self._futures[name] = future
        future.add_done_callback(lambda _: self._ended.put(name))

    def wait(self) -> tuple[Hashable, Outcome]:
        """Wait until some task has ended."""
        alone_since: float | None = None
        while True:
            try:
                name = self._ended.get(timeout=_LOOK)
                break
            except queue.Empty:
                alone_since = self._look(alone_since)
        if time.monotonic() - self._counted > _LOOK:
            self.workers, self._counted = max(1, self.count()), time.monotonic()
        return name, self._outcome(self._futures.pop(name))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._futures and self._client.status == "running":
            self._client.cancel(list(self._futures.values()))
        self._futures.clear()
        self._client.close(timeout=5)

    def _outcome(self, future: Any) -> Outcome:
        if future.status == "finished":
            outcome: Outcome = future.result()
            return outcome
        if future.status == "error":
            error = future.exception()
            if isinstance(error, self._distributed.KilledWorker):
                return Lost(times=2)
            return Failed(error if isinstance(error, Exception) else RuntimeError(str(error)))
        raise self._gone()

    def _look(self, alone_since: float | None) -> float | None:
        """Since when there is no worker; EngineError when the scheduler is gone or that lasts too long."""
        if self._client.status != "running":
            raise self._gone()
        if self.count():
            return None
        now = time.monotonic()
        if alone_since is not None and now - alone_since > self._patience:
            raise EngineError(f"no worker is left at the Dask scheduler {self._address}; what is done is kept")
        return alone_since or now

    def count(self) -> int:
        """How many workers the scheduler has now."""
        return len(self._client.scheduler_info(n_workers=-1)["workers"])

    def _gone(self) -> EngineError:
        return EngineError(f"the Dask scheduler {self._address} is gone; what is done is kept")

    def _same_versions(self) -> None:
        ours = _versions()
        for worker, theirs in self._client.run(_versions).items():
            if theirs != ours:
                wrong = ", ".join(f"{k} {theirs[k]} (here {ours[k]})" for k in ours if theirs[k] != ours[k])
                raise EngineError(f"the Dask worker {worker} has {wrong}; install the same versions there")


def _versions() -> dict[str, str]:
    """What has to be the same for the same bytes."""
    return {"vedette": vedette.__version__, **{name: version(name) for name in _CALCULATING}}
