"""Cyclic garbage with Qt objects in it is collected in the GUI thread only."""

import gc
import threading
from concurrent.futures import ThreadPoolExecutor

from registrar_app.ui.collector import Collector, settle
from tests.ui.play import Play


class _Cycle:
    """Garbage that tells in which thread it was collected."""

    def __init__(self, told: list[threading.Thread]) -> None:
        self.me, self._told = self, told

    def __del__(self) -> None:
        self._told.append(threading.current_thread())


def _litter() -> None:
    """More young objects than the collector ever lets stand."""
    gc_limit = gc.get_threshold()[0]
    kept = [[number] for number in range(gc_limit * 30)]
    assert kept


def test_garbage_while_the_program_runs_then_collected_by_the_gui_thread_alone(play: Play) -> None:
    told: list[threading.Thread] = []
    _Cycle(told)
    play.ask(_litter)
    assert told == []
    play.program.collector.tick()
    gc.collect(0)
    assert set(told) == {threading.main_thread()}


def test_collector_when_stopped_then_the_interpreter_collects_again() -> None:
    collector = Collector()
    collector.start()
    assert not gc.isenabled()
    collector.stop()
    assert gc.isenabled()
    gc.disable()  # as the fixture of these tests wants it


def test_modules_that_stay_are_passed_by_until_the_collector_stops() -> None:
    collector = Collector()
    collector.start()
    settle()
    assert gc.get_freeze_count() > 0
    assert len(gc.get_objects()) < gc.get_freeze_count(), "a whole collection has little to look through"
    collector.stop()
    assert gc.get_freeze_count() == 0
    gc.disable()  # as the fixture of these tests wants it


def test_worker_without_the_collector_then_would_collect_what_is_not_its_own() -> None:
    """Why the collector is needed: any thread that allocates enough collects everybody's garbage."""
    told: list[threading.Thread] = []
    gc.enable()
    _Cycle(told)
    with ThreadPoolExecutor(1) as pool:
        pool.submit(_litter).result()
    gc.disable()
    assert told
    assert threading.main_thread() not in told
