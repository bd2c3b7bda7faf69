"""The journal of a million papers: opening and filtering through the use case, beside the bare statements.

``python -m benchmarks.bench_journal --papers 1000000``; `make bench` measures as many. The papers are made
by plain SQL in the temporary folder and kept there.
"""

import argparse
import dataclasses
import random
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from benchmarks.invented_names import SEED
from benchmarks.row import Row
from registrar_app.domain.search_keys import fold
from registrar_app.models.store import DATABASE
from registrar_app.services.desk import Desk
from registrar_app.services.journal import ENDING
from registrar_app.services.paper_shapes import JournalFilter

PAPERS = 1_000_000
_YEARS = 5
_EACH = 25
"""Papers of one person."""
_LAST_DAY = date(2026, 11, 20)
_TRIES = 15
_PAGE = 200
"""Rows of a page of the window."""
_FORMS = ("086u", "095u", "027u", "free-form-note", "pool", "003-vu", "070u", "079u")
_WEIGHTS = (40, 20, 12, 10, 8, 6, 3, 1)
_NAMES = (
    "Соколова", "Иванова", "Мамедов", "Гарифуллина", "Ли", "Кузнецов", "Смирнова", "Попова", "Ёлкин",
    "Сидорова",
)  # fmt: skip
_FIRST = ("Мария", "Анна", "Эльхан", "Зухра", "Ян", "Пётр", "Ольга", "Дарья", "Иван", "Константин")
_FATHER = ("Андреевна", "Ивановна", "Рашид оглы", None, "Петрович", "Сергеевна")
_PAPER = (
    "INSERT INTO medical_certificate (id, row_ver, person_id, form, edition, series, number, issued_on,"
    ' last_name, first_name, patronymic, birth_date, name_key, person, "values", physician, blob_sha256,'
    " level, signers, signed_at, staff_id, valid_until)"
    " VALUES (?, 0, ?, ?, 'e1', ?, ?, ?, ?, ?, ?, '1990-05-17', ?, '{}', ?, ?, '', 'B-B', '[]', NULL,"
    " NULL, ?)"
)
_EVENT = (
    "INSERT INTO certificate_event (id, row_ver, certificate_id, person_id, kind, made_at, staff_id, note,"
    " blob_sha256) VALUES (?, 0, ?, ?, ?, '2026-01-01T00:00:00.000000Z', NULL, '', '')"
)
_FLOOR = "SELECT id, last_name, number, issued_on FROM medical_certificate ORDER BY rowid DESC LIMIT ?"
_VALUES = '{"text": "' + "здорова, годна к обучению; " * 12 + '"}'
_KINDS = ("spoiled", "annulled", "lost", "replaced")
_ASKED = (
    ("opens", JournalFilter()),
    ("a month", JournalFilter(since=date(2024, 3, 1), until=date(2024, 3, 31))),
    ("one form", JournalFilter(form_key="079u")),
    ("a frequent form", JournalFilter(form_key="086u")),
    ("runs out", JournalFilter(state=ENDING)),
    ("one doctor", JournalFilter(doctor="Кузнецова И.\u00a0П. 7")),
    ("valid ones", JournalFilter(state="valid")),
    ("spoiled ones", JournalFilter(state="spoiled")),
    ("one letter of a surname", JournalFilter(text="с")),
    ("a surname", JournalFilter(text="гарифуллина зухра")),
    ("a rare surname", JournalFilter(text="соколова17")),
    ("one digit of a number", JournalFilter(text="0")),
    ("a whole number", JournalFilter(text="0500123")),
    ("a surname and a doctor", JournalFilter(text="сидорова", doctor="Кузнецова И.\u00a0П. 7")),
    ("a surname and a form", JournalFilter(text="сидорова", form_key="070u")),
)


def run(papers: int = PAPERS) -> list[Row]:
    """Measure in a journal of so many papers."""
    profile = made(papers)
    with Desk.open(profile) as desk:
        return [_measured(desk, profile, papers, name, asked) for name, asked in _ASKED]


def _measured(desk: Desk, profile: Path, papers: int, name: str, asked: JournalFilter) -> Row:
    """The use case, and SQLite alone fetching as many rows by the order of the table."""
    link = sqlite3.connect(profile / DATABASE)
    ours, floor, rows = [], [], 1
    try:
        for _ in range(_TRIES):
            start = time.perf_counter()
            rows = len(desk.papers.journal(dataclasses.replace(asked, limit=_PAGE)).rows)
            ours.append((time.perf_counter() - start) * 1000)
            start = time.perf_counter()
            link.execute(_FLOOR, (max(rows, 1),)).fetchall()
            floor.append((time.perf_counter() - start) * 1000)
    finally:
        link.close()
    about = f"journal of {papers:_}: {name}, {rows} rows (longest {max(ours):.0f} ms)".replace("_", " ")
    return Row(about, statistics.median(ours), statistics.median(floor), "≤ 100 ms")


def made(papers: int) -> Path:
    """A profile with so many papers; made once."""
    folder = Path(tempfile.gettempdir()) / f"registrar-journal-{papers}-v6"
    if not (folder / "done").exists():
        Desk.open(folder).close()
        link: Any = sqlite3.connect(folder / DATABASE, isolation_level=None)
        try:
            fill(link, papers)
        finally:
            link.close()
        (folder / "done").touch()
    return folder


def fill(link: sqlite3.Connection, papers: int) -> None:
    """Write so many papers into a database that is empty, by plain SQL."""
    link.execute("PRAGMA synchronous=OFF")
    link.execute("PRAGMA foreign_keys=OFF")
    link.execute("BEGIN")
    events: list[tuple[bytes, bytes, bytes, str]] = []
    link.executemany(_PAPER, _papers(papers, events))
    link.executemany(_EVENT, events)
    link.execute("COMMIT")
    link.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _papers(papers: int, events: list[tuple[bytes, bytes, bytes, str]]) -> Iterator[tuple[object, ...]]:
    """Papers over five years, numbers in their order; one in a hundred ended."""
    dice = random.Random(SEED)
    first = _LAST_DAY - timedelta(days=365 * _YEARS)
    people = max(papers // _EACH, 1)
    for place in range(papers):
        row_id, person = UUID(int=(place + 1) << 64).bytes, UUID(int=1 + place * 7919 % people).bytes
        day = first + timedelta(days=place * 365 * _YEARS // papers)
        last = f"{_NAMES[dice.randrange(len(_NAMES))]}{dice.randrange(400) or ''}"
        given, father = dice.choice(_FIRST), dice.choice(_FATHER)
        key = fold(" ".join(filter(None, (last, given, father))))
        form = dice.choices(_FORMS, _WEIGHTS)[0]
        doctor = f"Кузнецова И.\u00a0П. {dice.randrange(40)}"
        ends = (day + timedelta(days=183)).isoformat()
        yield (
            row_id, person, form, "", f"{place:07}", day.isoformat(), last, given, father, key, _VALUES,
            doctor, ends,
        )  # fmt: skip
        events.append((UUID(int=(place + 1) * 4).bytes, row_id, person, "issued"))
        if dice.random() < 0.01:
            events.append((UUID(int=(place + 1) * 4 + 1).bytes, row_id, person, dice.choice(_KINDS)))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--papers", type=int, default=PAPERS)
    for row in run(parser.parse_args().papers):
        print(f"{row.name}: {row.ours_ms:.2f} ms, floor {row.floor_ms:.2f} ms")
