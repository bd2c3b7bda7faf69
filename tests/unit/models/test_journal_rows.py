"""The journal walked page by page gives what plain SQL gives, few rows or many."""

import dataclasses
import sqlite3
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import event

from benchmarks.bench_journal import fill
from registrar_app.domain.records import CertificateState, JournalFilter
from registrar_app.domain.search_keys import fold
from registrar_app.models.journal import MOST, every, journal, totals
from registrar_app.models.store import DATABASE, Store

PAPERS = 18_000
S = CertificateState
_ENDED = (
    "SELECT certificate_id FROM certificate_event WHERE kind IN ('spoiled', 'lost', 'annulled', 'replaced')"
)

_RUNNING_OUT = f"""
    SELECT id FROM medical_certificate AS old
    WHERE valid_until BETWEEN '2026-11-21' AND '2026-12-05' AND NOT EXISTS (
        SELECT 1 FROM medical_certificate AS new
        WHERE new.person_id = old.person_id AND new.form = old.form AND new.valid_until > old.valid_until
            AND new.id NOT IN ({_ENDED})
    )
    ORDER BY valid_until, id
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("journal")
    Store.open(made).close()
    link = sqlite3.connect(made / DATABASE, isolation_level=None)
    fill(link, PAPERS)
    link.close()
    return made


@pytest.fixture
def store(folder: Path) -> Iterator[Store]:
    opened = Store.open(folder)
    yield opened
    opened.close()


@pytest.mark.parametrize(
    ("where", "sql"),
    [
        (JournalFilter(), "1"),
        (JournalFilter(text="с"), f"name_key GLOB '{fold('с')}*'"),
        (JournalFilter(text="ли зух"), f"name_key GLOB '{fold('ли')}*' AND name_key GLOB '* {fold('зух')}*'"),
        (JournalFilter(text="сид", form="079u"), f"name_key GLOB '{fold('сид')}*' AND form = '079u'"),
        (JournalFilter(forms=("086u", "pool")), "form IN ('086u', 'pool')"),
        (
            JournalFilter(since=date(2023, 2, 1), until=date(2023, 3, 1), physician="Кузнецова И.\u00a0П. 7"),
            "issued_on BETWEEN '2023-02-01' AND '2023-03-01' AND physician = 'Кузнецова И.\u00a0П. 7'",
        ),
        (
            JournalFilter(state=S.VALID, form="070u"),
            f"form = '070u' AND id NOT IN ({_ENDED})",
        ),
        (
            JournalFilter(state=S.SPOILED),
            "id IN (SELECT certificate_id FROM certificate_event WHERE kind = 'spoiled')",
        ),
    ],
)
def test_pages_one_after_the_other_are_all_that_match_newest_first(
    store: Store, folder: Path, where: JournalFilter, sql: str
) -> None:
    query = f"SELECT id FROM medical_certificate WHERE {sql} ORDER BY issued_on DESC, id DESC"
    link = sqlite3.connect(folder / DATABASE)
    wanted = [row[0] for row in link.execute(query)]
    link.close()
    with store.read() as session:
        found = [row.id.bytes for row in every(session, where)]
        page = journal(session, where, 50)
        counted = totals(session, where)
    assert found == wanted
    assert (page.total, page.is_more) == (min(len(wanted), MOST), len(wanted) > MOST)
    assert [row.id.bytes for row in page.rows] == wanted[:50]
    assert sum(counted.values()) == len(wanted)


def test_number_is_walked_by_number_and_the_end_by_its_day(store: Store, folder: Path) -> None:
    link = sqlite3.connect(folder / DATABASE)
    wanted = [row[0] for row in link.execute(_RUNNING_OUT)]
    link.close()
    with store.read() as session:
        numbers = [row.number for row in every(session, JournalFilter(text="№00012"))]
        soon = JournalFilter(ends_from=date(2026, 11, 21), ends_until=date(2026, 12, 5))
        first = journal(session, soon, 7)
        second = journal(session, dataclasses.replace(soon, after=first.following), 7)
        running_out = [row.id.bytes for row in every(session, soon)]
    assert numbers == [f"00012{rest:02}" for rest in range(99, -1, -1)]
    assert running_out == wanted
    assert [row.id.bytes for row in (*first.rows, *second.rows)] == wanted[:14]


_DOCTOR = "Кузнецова И.\u00a0П. 7"
_ALL_YEARS = {"since": date(2022, 1, 1), "until": date(2026, 1, 1)}


@pytest.mark.parametrize(
    ("where", "index"),
    [
        (JournalFilter(form="086u"), "ix_medical_certificate_form_day"),
        (JournalFilter(form="086u", text="0500123"), "ix_medical_certificate_number"),
        (JournalFilter(physician=_DOCTOR, text="05", **_ALL_YEARS), "ix_medical_certificate_number"),
        (JournalFilter(form="079u", physician=_DOCTOR), "ix_medical_certificate_physician_day"),
        (JournalFilter(form="086u", state=S.SPOILED, **_ALL_YEARS), "sqlite_autoindex_medical_certificate_1"),
        (JournalFilter(form="086u", text="гариф", **_ALL_YEARS), "ix_medical_certificate_name"),
        (
            JournalFilter(
                form="086u", physician=_DOCTOR, text="с", ends_until=date(2026, 12, 5), **_ALL_YEARS
            ),
            "ix_medical_certificate_end",
        ),
    ],
)
def test_page_when_asked_then_the_index_of_the_fewest_rows_leads(
    store: Store, where: JournalFilter, index: str
) -> None:
    asked: list[tuple[str, object]] = []

    def keep(_link: object, _cursor: object, statement: str, values: object, *_rest: object) -> None:
        if "FROM medical_certificate" in statement and "LIMIT" in statement:
            asked.append((statement, values))

    with store.read() as session:
        event.listen(session.get_bind(), "before_cursor_execute", keep)
        try:
            journal(session, where, 200)
        finally:
            event.remove(session.get_bind(), "before_cursor_execute", keep)
        plans = [
            [
                str(row[3])
                for row in session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", values)  # type: ignore[arg-type]
            ]
            for sql, values in asked
        ]
    assert len(plans) >= 2
    for plan in plans[:2]:  # the count and the page; then its rows may be fetched by their ids
        first = next(line for line in plan if " medical_certificate" in line)
        assert index in first, plan
        renewed = [line for line in plan if " medical_certificate_1 " in line]
        assert all("ix_medical_certificate_person (person_id=? AND form=?" in line for line in renewed), plan
        assert bool(renewed) == bool(where.ends_until)
