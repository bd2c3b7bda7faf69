import hashlib
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from registrar_app.domain.errors import SurroundingsError
from registrar_app.models.store import Store


def test_blob_when_put_comes_back_by_its_sum(store: Store) -> None:
    data = b"%PDF-1.7 \x00\xff" * 9000
    name = store.blobs.put(data)
    assert name == hashlib.sha256(data).hexdigest()
    assert store.blobs.get(name) == data
    assert store.blobs.put(data) == name


def test_blob_that_is_not_there_is_said_in_words(store: Store) -> None:
    with pytest.raises(SurroundingsError) as caught:
        store.blobs.get("0" * 64)
    assert caught.value.code == "DB-020"


def test_blob_changed_on_disk_is_never_given_out(store: Store, profile: Path) -> None:
    name = store.blobs.put(b"paper")
    with closing(sqlite3.connect(profile / "blobs.db")) as link:
        with pytest.raises(sqlite3.IntegrityError, match="never change"):
            link.execute("UPDATE blob SET data = ?", (b"forged",))
        link.execute("DROP TRIGGER blob_keeps")
        link.execute("UPDATE blob SET data = ?", (b"forged",))
        link.commit()
    with pytest.raises(SurroundingsError) as caught:
        store.blobs.get(name)
    assert caught.value.code == "DB-021"


def test_damaged_blob_file_is_set_aside(profile: Path) -> None:
    (profile / "blobs.db").write_bytes(b"x" * 9000)
    with pytest.raises(SurroundingsError) as caught:
        Store.open(profile)
    assert caught.value.code == "DB-003"
    assert len(list(profile.glob("blobs.damaged-*.db"))) == 1
    Store.open(profile).close()
