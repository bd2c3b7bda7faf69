"""Bytes that no row names go after a week; everything that is named stays."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from model_samples import IVANOV

from registrar_app.domain.errors import SurroundingsError
from registrar_app.domain.records import Actor, NewFile
from registrar_app.models import files
from registrar_app.models.people import save_person
from registrar_app.models.store import Store

WEEK = timedelta(days=7)


def make_old(profile: Path, *names: str) -> None:
    """As if they had been stored a month ago."""
    old = (datetime.now(UTC) - timedelta(days=30)).isoformat(timespec="milliseconds")
    with closing(sqlite3.connect(profile / "blobs.db")) as link:
        link.execute("DROP TRIGGER blob_keeps")
        link.executemany("UPDATE blob SET added_at = ? WHERE sha256 = ?", [(old, one) for one in names])
        link.commit()


def is_there(store: Store, name: str) -> bool:
    try:
        store.blobs.get(name)
    except SurroundingsError:
        return False
    return True


@pytest.fixture
def kept(store: Store, actor: Actor) -> str:
    """A blob that a file names, then the file taken out of the record."""
    name = store.blobs.put(b"a scan")
    with store.change(actor) as work:
        person_id = save_person(work, None, IVANOV)
        new = NewFile("passport", "скан", "image/png", 6, name, 1)
        file_id = files.add_file(work, person_id, new)
    with store.change(actor) as work:
        files.set_removed(work, file_id, "не тот пациент")
    return name


def test_sweep_when_a_row_names_it_keeps_it_even_if_voided(store: Store, profile: Path, kept: str) -> None:
    make_old(profile, kept)
    assert files.sweep_blobs(store, datetime.now(UTC) - WEEK) == 0
    assert is_there(store, kept)


def test_sweep_takes_old_orphans_and_leaves_young_ones(store: Store, profile: Path, kept: str) -> None:
    old, young = store.blobs.put(b"left behind"), store.blobs.put(b"on its way")
    make_old(profile, old, kept)
    assert files.sweep_blobs(store, datetime.now(UTC) - WEEK) == 1
    assert [is_there(store, one) for one in (old, young, kept)] == [False, True, True]


def test_blob_stored_again_is_young_again(store: Store, profile: Path) -> None:
    name = store.blobs.put(b"left behind")
    make_old(profile, name)
    assert store.blobs.put(b"left behind") == name
    assert files.sweep_blobs(store, datetime.now(UTC) - WEEK) == 0
    assert is_there(store, name)


def test_delete_when_stored_again_since_it_was_looked_at_leaves_it(store: Store, profile: Path) -> None:
    name = store.blobs.put(b"left behind")
    make_old(profile, name)
    before = datetime.now(UTC) - WEEK
    assert store.blobs.older_than(before) == (name,)
    store.blobs.put(b"left behind")
    assert store.blobs.delete([name], before) == 0


def test_every_table_that_names_blobs_is_looked_at() -> None:
    found = {f"{one.table.name}.{one.name}" for one in files._blob_columns()}
    assert {"person_file.sha256", "medical_certificate.blob_sha256"} <= found
