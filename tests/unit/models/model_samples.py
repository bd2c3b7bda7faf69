"""Invented people and helpers that look at the stored rows with nothing but the driver."""

import json
import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import create_engine

from registrar_app.domain.records import Actor, Address, DocumentData, PersonData, PolicyData
from registrar_app.domain.values import PolicyKind, Sex
from registrar_app.models.key_rebuild import all_keys
from registrar_app.models.patches import fold, plain, restore
from registrar_app.models.tables import SYNCED

ACTOR = Actor(UUID(int=7), "окно 3")

IVANOV = PersonData(
    last_name="Иванов",
    first_name="Иван",
    patronymic="Иванович",
    birth_date=date(1968, 3, 7),
    sex=Sex.MALE,
    snils="11223344595",
    policy=PolicyData(PolicyKind.DIGITAL, enp="7754320834000018", insurer_name="Ромашка"),
    document=DocumentData("14", "4510", "123456", date(2013, 4, 1), "ОВД", "770-001"),
    registration=Address(subject="Северная область", city="Северореченск", street="Садовая", house="14"),
    phone="+79161234567",
)


def sql(profile: Path, statement: str, *values: object) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(profile / "registrar.db")) as link:
        return link.execute(statement, values).fetchall()


def replayed(profile: Path) -> dict[str, dict[str, dict[str, Any]]]:
    """The rows that the outbox makes from nothing, by table and id, in plain form."""
    rows: dict[str, dict[str, dict[str, Any]]] = {}
    for table, row_id, patch in sql(profile, "SELECT tbl, hex(row_id), patch FROM outbox ORDER BY op_seq"):
        known = rows.setdefault(table, {}).get(row_id.lower())
        rows[table][row_id.lower()] = fold([json.loads(patch)], known)
    return {
        table: {row_id: {k: v for k, v in row.items() if v is not None} for row_id, row in found.items()}
        for table, found in rows.items()
    }


def stored(profile: Path) -> dict[str, dict[str, dict[str, Any]]]:
    """The rows as they stand in the tables, in plain form."""
    out: dict[str, dict[str, dict[str, Any]]] = {}
    engine = create_engine(f"sqlite:///{profile / 'registrar.db'}")
    with engine.connect() as link:
        for name, row_class in SYNCED.items():
            for row in link.execute(row_class.__table__.select()).mappings():
                fields = {k: plain(v) for k, v in row.items() if k not in ("id", "row_ver") and v is not None}
                for field, value in fields.items():
                    assert plain(restore(row_class, field, value)) == value
                out.setdefault(name, {})[row["id"].hex] = fields
    engine.dispose()
    return out


def keys_agree(profile: Path) -> bool:
    """True if the search keys are exactly those that follow from the rows."""
    engine = create_engine(f"sqlite:///{profile / 'registrar.db'}")
    with engine.connect() as link:
        wanted = set(all_keys(link))
    engine.dispose()
    return wanted == set(sql(profile, "SELECT kind, token, person_id FROM search_key"))


def assert_whole(profile: Path) -> None:
    """Rows, outbox, search keys and audit say the same."""
    assert replayed(profile) == stored(profile)
    assert keys_agree(profile)
    groups = sql(profile, "SELECT DISTINCT group_id FROM outbox WHERE kind <> 'audit'")
    audited = sql(profile, "SELECT DISTINCT group_id FROM audit_event WHERE action = 'save'")
    assert set(groups) == set(audited)
