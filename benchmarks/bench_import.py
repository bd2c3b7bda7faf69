"""A load of a clinic's list beside the bare driver that writes the very same rows in transactions as long."""

import csv
import gc
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date, timedelta
from pathlib import Path
from types import MappingProxyType
from typing import Any

from benchmarks.row import Row
from registrar_app.domain.samples import make_enp, make_snils
from registrar_app.domain.values import PersonName, Sex
from registrar_app.models.store import DATABASE
from registrar_app.services import import_reading
from registrar_app.services.desk import Desk
from registrar_app.services.import_jobs import Job
from registrar_app.services.import_shapes import Plan

ROWS = 2000
_HEADINGS = ("№ карты", "ФИО", "Дата рождения", "Пол", "СНИЛС", "ЕНП", "Паспорт", "Адрес", "Телефон")
_NAMES = ("Белов", "Серов", "Чернов", "Рыжов", "Седов", "Сизов", "Бурков")


def run() -> list[Row]:
    """Measure a row of a load of new people, and of one of people who are here."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with Desk.open(folder / "profile") as desk:
            worker = desk.clinic.save_staff(PersonName("Громова", "Елена", None), "старший", "senior")
            desk.sign_in(worker.id, "окно 1")
            plan = _plan(desk, _write(folder / "list.csv", ROWS))
            with _collecting_apart():
                new_ms, steps, worst_ms = _load(desk, plan)
                floor_ms = _floor(folder / "profile" / DATABASE, folder / "floor.db", steps)
                same_ms, _steps, _worst_ms = _load(desk, plan)
    whole_ms = floor_ms * ROWS / steps
    return [
        Row("load of a list, a new person a row", new_ms, floor_ms, "≤ 12×"),
        Row("load of a list, a person who is here a row", same_ms, floor_ms, "≤ 12×"),
        Row("the longest of its steps, beside the rows of one in the middle", worst_ms, whole_ms, "≤ 50 ms"),
    ]


@contextmanager
def _collecting_apart() -> Iterator[None]:
    """As in the window, where garbage is collected between the works and not inside them."""
    gc.collect()
    gc.freeze()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
        gc.unfreeze()


def _write(path: Path, count: int) -> Path:
    with path.open("w", encoding="cp1251", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(_HEADINGS)
        for number in range(count):
            born = date(1940, 1, 1) + timedelta(days=number * 7919 % 25_000)
            writer.writerow(
                (
                    f"{number + 1:06}", f"{_NAMES[number % 7]} Пётр Сергеевич", f"{born:%d.%m.%Y}", "м",
                    make_snils(5_000_000 + number), make_enp("99", born, Sex.MALE, number),
                    f"4510 {number:06}", f"г. Северореченск, ул. Садовая, д. {number % 90 + 1}",
                    f"8912{number:07}",
                )
            )  # fmt: skip
    return path


def _plan(desk: Desk, path: Path) -> Plan:
    view = desk.imports.view(import_reading.inspect(path))
    return Plan(
        view.file, view.sheet, view.header_row,
        MappingProxyType({one.place: one.field for one in view.columns if one.field}),
        MappingProxyType({one.place: one.heading for one in view.columns}),
    )  # fmt: skip


def _load(desk: Desk, plan: Plan) -> tuple[float, int, float]:
    """Milliseconds a row, in how many transactions, and milliseconds of the longest."""
    work: Job = desk.imports.begin(plan, ROWS)
    steps: list[float] = []
    finished = False
    while not finished:
        start = time.perf_counter()
        finished = work.step().finished
        steps.append((time.perf_counter() - start) * 1000)
    return sum(steps) / ROWS, len(steps), max(steps)


def _floor(path: Path, target: Path, steps: int) -> float:
    """Milliseconds a row of the driver alone, writing all rows of the first database into an empty one."""
    with (
        closing(sqlite3.connect(path)) as source,
        closing(sqlite3.connect(target, isolation_level=None)) as link,
    ):
        tables: list[tuple[str, list[tuple[Any, ...]]]] = []
        for name, sql in source.execute(
            "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY type = 'table' DESC"
        ):
            if name != "sqlite_sequence" and not sql.startswith("CREATE TRIGGER"):
                link.execute(sql)
        for (name,) in source.execute("SELECT name FROM sqlite_master WHERE type = 'table'"):
            rows = source.execute(f"SELECT * FROM {name}").fetchall() if name != "sqlite_sequence" else []
            if rows:
                marks = ", ".join("?" * len(rows[0]))
                tables.append((f"INSERT INTO {name} VALUES ({marks})", rows))
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=OFF"):
            link.execute(f"PRAGMA {pragma}")
        start = time.perf_counter()
        for step in range(steps):
            link.execute("BEGIN IMMEDIATE")
            for sql, rows in tables:
                link.executemany(sql, rows[step * len(rows) // steps : (step + 1) * len(rows) // steps])
            link.execute("COMMIT")
        return (time.perf_counter() - start) * 1000 / ROWS
