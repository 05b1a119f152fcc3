"""What a place of work promises: it takes tasks and tells how each ended, in whatever order they end."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Protocol, Self

__all__ = ["Done", "Executor", "Failed", "Lost", "Outcome", "guarded", "here"]


@dataclass(frozen=True)
class Done:
    """A task that ended, with what its function returned."""

    result: Any


@dataclass(frozen=True)
class Failed:
    """A task whose function raised."""

    error: Exception


@dataclass(frozen=True)
class Lost:
    """A task that took its worker with it, or whose worker was killed, `times` times."""

    times: int = 1


Outcome = Done | Failed | Lost


class Executor(Protocol):
    """A place of work with `workers` workers. Functions, arguments and results must be picklable."""

    workers: int

    def submit(self, name: Hashable, function: Callable[..., Any], *arguments: Any) -> None:
        """Take a task in; returns at once. Names of tasks that have not ended differ."""
        ...

    def wait(self) -> tuple[Hashable, Outcome]:
        """Wait until some task has ended, and tell which and how. EngineError when the place of work is gone."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


def guarded(function: Callable[..., Any], *arguments: Any) -> Done | Failed:
    """How a call ended; an error is a result here, so that it travels as one."""
    try:
        return Done(function(*arguments))
    except Exception as error:  # noqa: BLE001  it is raised or told where the results are taken
        return Failed(error)


class here:  # noqa: N801  it reads as a verb beside `local` and `dask`
    """This process: a task is done when it is waited for."""

    workers = 1

    def __init__(self) -> None:
        self._waiting: list[tuple[Hashable, Callable[..., Any], tuple[Any, ...]]] = []

    def submit(self, name: Hashable, function: Callable[..., Any], *arguments: Any) -> None:
        """Keep a task until it is waited for."""
        self._waiting.append((name, function, arguments))

    def wait(self) -> tuple[Hashable, Outcome]:
        """Do the oldest task."""
        name, function, arguments = self._waiting.pop(0)
        return name, guarded(function, *arguments)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._waiting.clear()
