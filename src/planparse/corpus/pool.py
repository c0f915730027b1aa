"""Several documents at once, in processes of their own; the results come in the order of the documents all the same."""

from __future__ import annotations

import heapq
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool

from planparse.corpus.extraction import Failure, Recipe, Result, extract_one, warm
from planparse.corpus.jobs import Given, Unit
from planparse.sources.find import name_in_message

_AHEAD = 16


class Pool:
    """Processes that extract units. The next units are read ahead, and of these the largest is handed out first.

    No result waits for more than these, so that memory stays flat.
    """

    def __init__(self, recipe: Recipe, jobs: int) -> None:
        self._recipe, self._jobs = recipe, jobs
        warm(recipe.lexicon)
        self._executor = self._started(jobs)

    def results(self, units: Iterator[Unit]) -> Iterator[Result]:
        try:
            yield from self._results(units)
        finally:
            self._end()

    def _results(self, units: Iterator[Unit]) -> Iterator[Result]:
        waiting: list[Unit] = []
        running: dict[Future[list[Result]], Unit] = {}
        done: dict[int, list[Result]] = {}
        due = taken = 0
        while True:
            while taken < due + _AHEAD * self._jobs and (unit := next(units, None)):
                heapq.heappush(waiting, unit)
                taken += 1
            while waiting and len(running) <= self._jobs:
                unit = heapq.heappop(waiting)
                running[self._executor.submit(_extract_unit, unit.sources)] = unit
            if not running:
                return
            ended, _ = wait(running, return_when=FIRST_COMPLETED)
            self._take(ended, running, done)
            while due in done:
                yield from done.pop(due)
                due += 1

    def _take(self, ended: set[Future[list[Result]]], running: dict[Future[list[Result]], Unit], done: dict[int, list[Result]]) -> None:
        if not any(isinstance(future.exception(), BrokenProcessPool) for future in ended):
            for future in ended:
                done[running.pop(future).number] = future.result()
            return
        # Which document ended a process cannot be known: those that were being read are read again, each alone.
        self._end()
        for unit in running.values():
            done[unit.number] = [self._alone(source) for source in unit.sources]
        running.clear()
        self._executor = self._started(self._jobs)

    def _alone(self, source: Given) -> Result:
        with self._started(1) as executor:
            try:
                return executor.submit(_extract_unit, (source,)).result()[0]
            except BrokenProcessPool:
                fault = "the process that read it was ended, perhaps for want of memory"
                return Failure(name_in_message(source.path), fault, "free some memory, use fewer --jobs, or split it")

    def _started(self, processes: int) -> ProcessPoolExecutor:
        """Forked processes have everything loaded; where a fork is not safe, they load it themselves."""
        context = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
        before = set(multiprocessing.active_children())
        executor = ProcessPoolExecutor(processes, context, _begin, (self._recipe,))
        executor.submit(os.getpid).result()  # they start with the first task, and before this process has other threads
        self._workers = set(multiprocessing.active_children()) - before
        return executor

    def _end(self) -> None:
        self._executor.shutdown(wait=False, cancel_futures=True)
        for worker in self._workers:
            worker.terminate()


_recipe: Recipe


def _begin(recipe: Recipe) -> None:
    """A worker does not hear Ctrl-C, which is for the process that it works for, and ends with that process, however it ends."""
    global _recipe
    _recipe = recipe
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent:
        parent.join()
        os._exit(1)


def _extract_unit(sources: tuple[Given, ...]) -> list[Result]:
    return [extract_one(source, _recipe) for source in sources]
