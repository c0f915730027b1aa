"""Documents extracted on a Ray cluster (extra ``ray``): the results are those of one machine, in the same order.

A unit of documents is a task of Ray. It hangs on nothing but what it was given, so that a task whose worker or node was lost is simply
given out again. Files of this machine travel with it, because the nodes need not see its disk; what a URL names is read by the task.
"""

from __future__ import annotations

import pickle
import socket
import warnings
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from importlib import import_module
from types import TracebackType
from typing import Any, Final

from planparse.corpus.cache import code
from planparse.corpus.extraction import Failure, Recipe, Result, extract_one, failure_of, warm
from planparse.corpus.jobs import Given, Unit, units_of
from planparse.corpus.reading import Source
from planparse.errors import ClusterError, MissingExtraError, PlanparseError, SettingsError
from planparse.sources import bytes_of
from planparse.sources.find import STANDARD_INPUT, name_in_message
from planparse.sources.remote import is_remote

LOCAL: Final = "local"
_RETRIES: Final = 2
"""How often Ray gives a task out again whose worker was lost; and then once more each of its documents, alone."""

_CONNECTIONS: Final = 2
_RUNNING: Final = 2
_AHEAD: Final = 16
_SECONDS: Final = 10
_CLIENT: Final = "ray://"


class Cluster:
    """A connection to a cluster, as a context. ``address`` is ``ray://HOST:PORT``, ``HOST:PORT``, or ``local`` for one of its own.

    Raises MissingExtraError, SettingsError for an address that is none, ClusterError where no cluster answers.
    """

    def __init__(self, address: str) -> None:
        self.address = address
        _refuse_address(address)
        self._ray = ray()

    def __enter__(self) -> Cluster:
        if self.address == LOCAL:
            self._ray.init(LOCAL, log_to_driver=False, logging_level="ERROR", include_dashboard=False)
            return self
        _refuse_unanswered(self.address)
        # Ray's client warns of documents that are larger than it likes its messages to be.
        warnings.filterwarnings("ignore", category=UserWarning, module="ray\\.util\\.client")
        try:
            self._connect()
        except Exception as error:  # of many kinds: versions that differ, a port of something else
            raise ClusterError(
                self.address, "the cluster cannot be used ({reason})", "check its version of Ray and Python", reason=_reason(error)
            ) from None
        return self

    def _connect(self) -> None:
        """For each client from outside Ray starts a process and waits for it a fixed time, in which a cold machine may not be done."""
        for left in reversed(range(_CONNECTIONS)):
            try:
                self._ray.init(self.address, log_to_driver=False, logging_level="ERROR")
                return
            except Exception as error:
                # A connection that is half made would be used by the next one.
                self._ray.shutdown()
                if not (left and isinstance(error, ConnectionError)):
                    raise

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._ray.shutdown()

    def extract_all(self, sources: Sequence[Given], sizes: Sequence[int], recipe: Recipe) -> Iterator[Result]:
        """What each document gives, in their order. Raises ClusterError where the cluster is lost, or has no planparse like this one."""
        try:
            yield from self._results(units_of(sources, sizes), pack(recipe))
        except self._ray.exceptions.RayError as error:
            raise ClusterError(
                self.address, "the cluster was lost ({reason})", "see to it, and go on with --resume", reason=_reason(error)
            ) from None

    def _results(self, units: Iterator[Unit], packed: bytes) -> Iterator[Result]:
        """No result waits for more than a bounded number of units, and no more are read ahead, so that memory stays flat."""
        cores = max(1, int(self._ray.cluster_resources().get("CPU", 1)))
        task = self._ray.remote(num_cpus=1, max_retries=_RETRIES)(_extract_unit)
        running: dict[Any, Unit] = {}
        done: dict[int, list[Result]] = {}
        due = taken = 0
        while True:
            while len(running) < _RUNNING * cores and taken < due + _AHEAD * cores and (unit := next(units, None)):
                running[task.remote(_packed_up(unit.sources), packed, code())] = unit
                taken += 1
            if not running:
                return
            for reference in self._ray.wait(list(running))[0]:
                unit = running.pop(reference)
                done[unit.number] = self._taken(reference, unit.sources, task, packed)
            while due in done:
                yield from done.pop(due)
                due += 1

    def _taken(self, reference: Any, sources: Sequence[Given], task: Any, packed: bytes) -> list[Result]:
        """Which document ended a worker again and again cannot be known, so that each is read alone; then it is known."""
        lost = self._ray.exceptions
        try:
            results: list[Result] | None = self._ray.get(reference)
        except (lost.WorkerCrashedError, lost.OutOfMemoryError, lost.NodeDiedError):
            if len(sources) > 1:
                alone = [(source,) for source in sources]
                return [self._taken(task.remote(_packed_up(one), packed, code()), one, task, packed)[0] for one in alone]
            fault = "the process that read it was ended, perhaps for want of memory"
            return [Failure(name_in_message(sources[0].path), fault, "free some memory, or split it")]
        except lost.RayTaskError as error:
            if isinstance(error.cause, ImportError):
                raise self._other_version() from None
            raise
        if results is None:
            raise self._other_version()
        return results

    def _other_version(self) -> ClusterError:
        return ClusterError(self.address, "its nodes have no planparse like this one", "install the same version on all of them")


def ray() -> Any:
    """The library. Raises MissingExtraError."""
    try:
        return import_module("ray")
    except ImportError:
        raise MissingExtraError("Ray", "working on a cluster", "ray") from None


def refuse_standard_input(sources: Sequence[Given]) -> None:
    """Raises SettingsError where a document comes from standard input."""
    if any(source.path == STANDARD_INPUT for source in sources if isinstance(source, Source)):
        raise SettingsError("--on", "standard input is one document, which needs no cluster", "leave out --on, or name files")


def pack(recipe: Recipe) -> bytes:
    """A recipe as a few bytes, so that Ray keeps it with the task and not as an object that can be lost."""
    return zlib.compress(pickle.dumps(recipe))


@lru_cache(maxsize=1)
def unpacked(packed: bytes) -> Recipe:
    """The recipe, with what every document needs loaded: once for a worker."""
    recipe = pickle.loads(zlib.decompress(packed))
    assert isinstance(recipe, Recipe)
    warm(recipe.lexicon)
    return recipe


def _extract_unit(sources: Sequence[Given | Failure], packed: bytes, version: str) -> list[Result] | None:
    """Runs on a node; None where that has another planparse."""
    if version != code():
        return None
    recipe = unpacked(packed)
    return [source if isinstance(source, Failure) else extract_one(source, recipe) for source in sources]


def _packed_up(sources: Sequence[Given]) -> list[Source | Failure]:
    """Documents to travel; one that cannot be read here travels as its failure, so that the results keep their order."""
    return [failure_of(source) if isinstance(source, PlanparseError) else _with_content(source) for source in sources]


def _with_content(source: Source) -> Source | Failure:
    if is_remote(source.path):
        return source
    try:
        return replace(source, content=bytes_of(source.path, source.shown, source.max_size))
    except PlanparseError as error:
        return failure_of(error)


def _refuse_address(address: str) -> None:
    host, mark, port = address.removeprefix(_CLIENT).rpartition(":")
    if address != LOCAL and not (host and mark and port.isdecimal() and "/" not in host):
        raise SettingsError("--on", "{address} is no address", "give ray://HOST:PORT, HOST:PORT or local", address=address)


def _refuse_unanswered(address: str) -> None:
    """Ray itself waits long for a cluster that is not there, and says so in many lines."""
    host, _, port = address.removeprefix(_CLIENT).rpartition(":")
    try:
        socket.create_connection((host.strip("[]"), int(port)), _SECONDS).close()
    except (OSError, OverflowError):
        raise ClusterError(address, "no cluster answers there", "check host and port, or start one with: ray start --head") from None


def _reason(error: Exception) -> str:
    """In one line: the first, and where that announces a traceback, the last."""
    first, *more = str(error).strip().splitlines() or [type(error).__name__]
    return f"{first} {more[-1]}" if more and first.endswith(":") else first
