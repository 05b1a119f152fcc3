"""A pool of local processes that knows which task was on which worker, so that a killed worker costs that task only."""

import contextlib
import multiprocessing
import pickle
import signal
from collections import deque
from collections.abc import Callable, Hashable
from multiprocessing.connection import Connection, wait
from types import TracebackType
from typing import Any, Self

from vedette.engine.tasks import Failed, Lost, Outcome, guarded
from vedette.terms.errors import EngineError

__all__ = ["local"]

_SPAWN = multiprocessing.get_context("spawn")
_FAREWELL = 5.0
"""Seconds that a worker is given to end after its last task."""


class _Worker:
    """A process, our end of its pipe, and the task that it has in hand."""

    def __init__(self) -> None:
        self.pipe, theirs = _SPAWN.Pipe()
        self.process = _SPAWN.Process(target=_serve, args=(theirs,), daemon=True)
        self.process.start()
        theirs.close()
        self.task: Hashable | None = None
        self.begun = False

    def receive(self) -> Outcome | None:
        """How its task ended; Lost when the process is gone, None when it says that it has begun.

        EngineError when the process ended before that: another one would not fare better.
        """
        try:
            outcome = self.pipe.recv()
        except (EOFError, OSError):
            if not self.begun:
                raise EngineError("a worker process ended before it could begin; its own message says why") from None
            return Lost()
        except Exception as error:  # noqa: BLE001  a result that cannot be taken apart here is an error of its task
            return Failed(_portable(error))
        if isinstance(outcome, Outcome):
            return outcome
        self.begun = True
        return None

    def end(self, kill: bool) -> None:
        """Close the pipe, at which the process ends by itself; `kill` does not wait for what it has in hand."""
        self.pipe.close()
        if kill:
            self.process.terminate()
        self.process.join(_FAREWELL)
        if self.process.exitcode is None:
            self.process.kill()
            self.process.join(_FAREWELL)
        self.process.close()


class local:  # noqa: N801  it reads as a verb beside `here` and `dask`
    """`workers` processes of this machine. They end with this one, however it ends.

    Workers begin when there is work for them; one that was killed is replaced, and its task is told as Lost.
    """

    def __init__(self, workers: int) -> None:
        self.workers = workers
        self._pool: list[_Worker] = []
        self._waiting: deque[tuple[Hashable, Callable[..., Any], tuple[Any, ...]]] = deque()
        self._ended: deque[tuple[Hashable, Outcome]] = deque()

    def submit(self, name: Hashable, function: Callable[..., Any], *arguments: Any) -> None:
        """Give a task to an idle worker, or keep it until one is idle."""
        self._waiting.append((name, function, arguments))
        self._hand_out()

    def wait(self) -> tuple[Hashable, Outcome]:
        """Wait until some task has ended; its worker gets the next one at once."""
        while not self._ended:
            busy = {worker.pipe: worker for worker in self._pool if worker.task is not None}
            for pipe in wait(list(busy)):
                self._take(busy[pipe])  # type: ignore[index]  # `wait` gives back what it was given
            self._hand_out()
        return self._ended.popleft()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._waiting.clear()
        for worker in self._pool:
            worker.end(kill=worker.task is not None)
        self._pool.clear()

    def _take(self, worker: _Worker) -> None:
        outcome = worker.receive()
        if outcome is None:
            return
        task, worker.task = worker.task, None
        self._ended.append((task, outcome))
        if isinstance(outcome, Lost):
            self._pool.remove(worker)
            worker.end(kill=True)

    def _hand_out(self) -> None:
        while self._waiting:
            worker = next((w for w in self._pool if w.task is None), None)
            if worker is None:
                if len(self._pool) >= self.workers:
                    return
                worker = _Worker()
                self._pool.append(worker)
            name, function, arguments = self._waiting.popleft()
            worker.task = name
            # a worker that died while it was idle shows when its answer is waited for
            with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                worker.pipe.send_bytes(pickle.dumps((function, arguments)))


def _serve(pipe: Connection) -> None:
    """A worker's life: tasks in, outcomes out, until the other end is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    pipe.send("begun")
    while True:
        try:
            raw = pipe.recv_bytes()
        except (EOFError, OSError):
            return
        try:
            function, arguments = pickle.loads(raw)  # noqa: S301  from our own parent
            outcome: Outcome = guarded(function, *arguments)
        except Exception as error:  # noqa: BLE001  a task that cannot be taken apart here
            outcome = Failed(error)
        if isinstance(outcome, Failed):
            outcome = Failed(_portable(outcome.error))
        try:
            answer = pickle.dumps(outcome)
        except Exception as error:  # noqa: BLE001  a result that cannot travel
            answer = pickle.dumps(Failed(_portable(error)))
        try:
            pipe.send_bytes(answer)
        except OSError:
            return


def _portable(error: Exception) -> Exception:
    """The error, or its sentence where it does not survive the way between processes."""
    try:
        pickle.loads(pickle.dumps(error))  # noqa: S301  what was dumped in the same line
    except Exception:  # noqa: BLE001  any class may refuse in its own way
        return RuntimeError(f"{type(error).__name__}: {error}")
    return error
