# ruff: noqa: PT012 - what must fail is a whole change, not one call
import dataclasses
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from model_samples import ACTOR, IVANOV, assert_whole, sql
from sqlalchemy import event

from registrar_app.domain.errors import SurroundingsError
from registrar_app.models import failures, people, search
from registrar_app.models.store import Store


@pytest.fixture
def small_disk(tmp_path: Path, empty_profile: Path) -> Iterator[Path]:
    """A profile on a file system of its own with little room."""
    place = tmp_path / "disk"
    place.mkdir()
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1200k", "registrar-test", str(place)],
        check=False,
        capture_output=True,
    )
    if made.returncode:
        pytest.skip("no right to mount a small file system")
    shutil.copytree(empty_profile, place / "profile")
    yield place / "profile"
    subprocess.run(["umount", str(place)], check=True)


def _fill(opened: Store) -> SurroundingsError:
    with pytest.raises(SurroundingsError) as caught:
        for number in range(10_000):
            with opened.change(ACTOR) as work:
                people.save_person(work, None, dataclasses.replace(IVANOV, birth_place=f"{number}" * 3000))
    return caught.value


def test_disk_full_at_a_save_is_said_in_words_and_saves_nothing_half(small_disk: Path) -> None:
    ballast = small_disk / "ballast"
    ballast.write_bytes(bytes(150_000))
    opened = Store.open(small_disk)
    error = _fill(opened)
    assert error.code == "DB-010"
    opened.close()
    with pytest.raises(SurroundingsError) as caught:
        Store.open(small_disk)
    assert caught.value.code == "DB-010"
    ballast.unlink()
    assert_whole(small_disk)
    again = Store.open(small_disk)
    with again.read() as session:
        assert search.count_people(session) == sql(small_disk, "SELECT count(*) FROM person")[0][0] > 0
    again.close()


def test_database_that_may_not_grow_says_disk_full_and_goes_on_when_it_may(
    store: Store, profile: Path
) -> None:
    pages = sql(profile, "PRAGMA page_count")[0][0]
    limit = [pages + 40]

    @event.listens_for(store._writer, "begin")
    def _limit(link: object) -> None:
        link.exec_driver_sql(f"PRAGMA max_page_count={limit[0]}")  # type: ignore[attr-defined]

    assert _fill(store).code == "DB-010"
    assert_whole(profile)
    count = sql(profile, "SELECT count(*) FROM person")[0][0]
    limit[0] = 1_000_000
    with store.change(ACTOR) as work:
        people.save_person(work, None, IVANOV)
    assert sql(profile, "SELECT count(*) FROM person") == [(count + 1,)]
    assert_whole(profile)


def test_database_locked_by_another_program_is_said_in_words(profile: Path) -> None:
    opened = Store.open(profile, busy_timeout_ms=50)
    with closing(sqlite3.connect(profile / "registrar.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(SurroundingsError) as caught, opened.change(ACTOR) as work:
            people.save_person(work, None, IVANOV)
    assert caught.value.code == "DB-012"
    with opened.change(ACTOR) as work:
        people.save_person(work, None, IVANOV)
    opened.close()
    assert_whole(profile)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("database or disk is full", "DB-010"),
        ("attempt to write a readonly database", "DB-011"),
        ("database is locked", "DB-012"),
        ("database disk image is malformed", "DB-013"),
        ("disk I/O error", "DB-014"),
        ("unable to open database file", "DB-001"),
        ("no such table: person", None),
    ],
)
def test_failure_is_known_by_words_when_the_driver_gives_no_number(words: str, code: str | None) -> None:
    assert failures.code_of(sqlite3.OperationalError(words)) == code


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_folder_without_right_to_write_is_refused_in_words(profile: Path) -> None:
    profile.chmod(0o500)
    try:
        with pytest.raises(SurroundingsError) as caught:
            Store.open(profile)
        assert caught.value.code in ("DB-001", "DB-011")
    finally:
        profile.chmod(0o700)


def test_error_text_of_every_code_can_be_made(profile: Path) -> None:
    for code in ("DB-001", "DB-010", "DB-011", "DB-012", "DB-013", "DB-014"):
        assert SurroundingsError(code, path=str(profile)).problem.text
