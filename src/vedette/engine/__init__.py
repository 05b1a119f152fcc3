"""Where long work runs: this process, local processes or a Dask cluster; resumable, and the same bytes everywhere.

results = run(function, items, workers)               a pure function over items, in their order
for part in partitioned(job, parts, keep, place): …   partitions in, tables out, each kept once it is done
place: here(), local(4) or dask("tcp://scheduler:8786"), each opened with `with`
"""

from typing import TYPE_CHECKING, Any

from vedette.engine.fingerprint import fingerprint
from vedette.engine.local import local
from vedette.engine.mapping import run
from vedette.engine.partitions import Job, Keep, Part, Partition, partitioned
from vedette.engine.tasks import Executor, here

if TYPE_CHECKING:
    from vedette.engine.cluster import dask

__all__ = ["Executor", "Job", "Keep", "Part", "Partition", "dask", "fingerprint", "here", "local", "partitioned", "run"]


def __getattr__(name: str) -> Any:
    # the optional extra is asked for when it is used, not when the room is opened
    if name == "dask":
        from vedette.engine.cluster import dask

        return dask
    raise AttributeError(name)
