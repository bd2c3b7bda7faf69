import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from uuid import UUID

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from model_samples import ACTOR, IVANOV, sql
from sqlalchemy import create_engine, text

from registrar_app.domain.errors import SurroundingsError
from registrar_app.models import drafts, people, schema
from registrar_app.models.connecting import APPLICATION_ID, SCHEMA_VER
from registrar_app.models.store import Store
from registrar_app.models.tables import Base


def test_migrations_make_exactly_the_models(profile: Path) -> None:
    engine = create_engine(f"sqlite:///{profile / 'registrar.db'}")
    with engine.connect() as link:
        found = compare_metadata(MigrationContext.configure(link), Base.metadata)
    engine.dispose()
    assert found == []


def test_columns_of_migrations_have_the_types_and_order_of_the_models(profile: Path) -> None:
    with closing(sqlite3.connect(":memory:")) as link:
        engine = create_engine("sqlite://", creator=lambda: link)
        Base.metadata.create_all(engine)
        for table in Base.metadata.tables:
            made = link.execute(f"PRAGMA table_info({table})").fetchall()
            assert sql(profile, f"PRAGMA table_info({table})") == made, table
            keys = "SELECT sql LIKE '%WITHOUT ROWID%', sql LIKE '%AUTOINCR%' FROM sqlite_master WHERE name=?"
            assert sql(profile, keys, table) == link.execute(keys, (table,)).fetchall(), table
        engine.dispose()


def test_revisions_agree_with_the_scripts() -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(schema.__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    script = ScriptDirectory.from_config(config)
    assert script.get_current_head() == schema.REVISIONS[SCHEMA_VER]
    assert max(schema.REVISIONS) == SCHEMA_VER


def test_fresh_file_carries_owner_version_and_journal_mode(profile: Path) -> None:
    assert sql(profile, "PRAGMA application_id") == [(APPLICATION_ID,)]
    assert sql(profile, "PRAGMA user_version") == [(SCHEMA_VER,)]
    assert sql(profile, "PRAGMA journal_mode") == [("wal",)]
    assert sql(profile, "SELECT version_num FROM alembic_version") == [(schema.REVISIONS[SCHEMA_VER],)]


def test_open_when_up_to_date_imports_no_alembic(profile: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from registrar_app.models.store import Store\n"
        "Store.open(Path(sys.argv[1])).close(); sys.exit('alembic' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code, str(profile)], check=False).returncode == 0


def test_open_again_keeps_the_incarnation(profile: Path) -> None:
    first = Store.open(profile)
    first.close()
    second = Store.open(profile)
    second.close()
    assert first.incarnation == second.incarnation


def test_database_of_a_newer_program_is_refused_and_untouched(profile: Path) -> None:
    path = profile / "registrar.db"
    with closing(sqlite3.connect(path)) as link:
        link.execute(f"PRAGMA user_version={SCHEMA_VER + 1}")
        link.commit()
    before = path.read_bytes()
    with pytest.raises(SurroundingsError) as caught:
        Store.open(profile)
    assert caught.value.code == "DB-002"
    assert path.read_bytes() == before


def test_database_of_another_program_is_refused_and_untouched(tmp_path: Path) -> None:
    path = tmp_path / "registrar.db"
    with closing(sqlite3.connect(path)) as link:
        link.execute("CREATE TABLE theirs (x)")
        link.commit()
    with pytest.raises(SurroundingsError) as caught:
        Store.open(tmp_path)
    assert caught.value.code == "DB-006"
    with closing(sqlite3.connect(path)) as link:
        assert link.execute("SELECT name FROM sqlite_master").fetchall() == [("theirs",)]


@pytest.mark.parametrize("damage", ["header", "middle", "garbage"])
def test_damaged_database_is_set_aside_and_never_overwritten(profile: Path, damage: str) -> None:
    opened = Store.open(profile)
    with opened.change(ACTOR) as work:
        people.save_person(work, None, IVANOV)
    opened.close()
    path = profile / "registrar.db"
    spoiled = bytearray(path.read_bytes())
    if damage == "header":
        spoiled[:16] = b"not a database!!"
    elif damage == "middle":
        spoiled[len(spoiled) // 4 :] = b"\xff" * (len(spoiled) - len(spoiled) // 4)
    else:
        spoiled = bytearray(b"PDF" * 5000)
    path.write_bytes(spoiled)
    with pytest.raises(SurroundingsError) as caught:
        Store.open(profile)
    aside = list(profile.glob("registrar.damaged-*.db"))
    assert caught.value.code == "DB-003"
    assert len(aside) == 1
    assert aside[0].name in caught.value.problem.text
    assert aside[0].read_bytes() == bytes(spoiled)
    Store.open(profile).close()
    assert aside[0].read_bytes() == bytes(spoiled)


def test_large_database_when_found_damaged_at_work_then_checked_whole_at_the_next_start(
    profile: Path,
) -> None:
    opened = Store.open(profile)
    with opened.change(ACTOR) as work:
        people.save_person(work, None, IVANOV)
        drafts.save_draft(work, "person", "new", "x" * (5 << 20))
    opened.close()
    path = profile / "registrar.db"
    with closing(sqlite3.connect(path)) as link:
        (root,) = link.execute("SELECT rootpage FROM sqlite_master WHERE name = 'person'").fetchone()
        (size,) = link.execute("PRAGMA page_size").fetchone()
    spoiled = bytearray(path.read_bytes())
    assert len(spoiled) > 4 << 20  # too large to be read whole at every start
    spoiled[(root - 1) * size : root * size] = b"\xff" * size
    path.write_bytes(spoiled)
    opened = Store.open(profile)
    with pytest.raises(SurroundingsError) as caught, opened.read() as session:
        session.execute(text("SELECT last_name FROM person")).all()
    opened.close()
    assert caught.value.code == "DB-013"
    with pytest.raises(SurroundingsError) as caught:
        Store.open(profile)
    assert caught.value.code == "DB-003"
    assert not list(profile.glob("*.suspect"))


def test_two_damaged_files_in_one_second_get_two_names(profile: Path) -> None:
    for _ in range(2):
        (profile / "registrar.db").write_bytes(b"x" * 5000)
        with pytest.raises(SurroundingsError):
            Store.open(profile)
    assert len(list(profile.glob("registrar.damaged-*.db"))) == 2


def test_profile_that_is_a_file_is_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / "profile").write_text("x")
    with pytest.raises(SurroundingsError) as caught:
        Store.open(tmp_path / "profile")
    assert caught.value.code == "DB-001"


def test_key_without_encryption_in_the_build_is_refused(tmp_path: Path) -> None:
    try:
        import sqlcipher3  # type: ignore[import-not-found]  # noqa: F401
    except ImportError:
        with pytest.raises(SurroundingsError) as caught:
            Store.open(tmp_path, key=bytes(32))
        assert caught.value.code == "DB-004"
        assert not (tmp_path / "registrar.db").exists()
    else:
        Store.open(tmp_path, key=bytes(32)).close()


def test_half_made_database_is_made_again(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "registrar.db")) as link:
        link.execute("PRAGMA journal_mode=WAL")
    Store.open(tmp_path).close()
    assert sql(tmp_path, "PRAGMA user_version") == [(SCHEMA_VER,)]


def test_search_keys_of_another_version_are_made_anew(profile: Path) -> None:
    opened = Store.open(profile)
    with opened.change(ACTOR) as work:
        people.save_person(work, None, IVANOV)
    opened.close()
    wanted = sql(profile, "SELECT * FROM search_key")
    with closing(sqlite3.connect(profile / "registrar.db")) as link:
        link.execute("DELETE FROM search_key WHERE kind = 'f'")
        link.execute("UPDATE meta SET value = '0' WHERE key = 'search_keys'")
        link.commit()
    Store.open(profile).close()
    assert sql(profile, "SELECT * FROM search_key") == wanted


def _make_version_1(folder: Path) -> Path:
    """A file as the first version made it, with one person."""
    path = folder / "registrar.db"
    engine = create_engine(f"sqlite:///{path}")
    config = Config()
    config.set_main_option("script_location", str(Path(schema.__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    with engine.connect() as link, link.begin():
        config.attributes["connection"] = link
        command.upgrade(config, "0001")
        link.execute(
            text(
                "INSERT INTO person (id, row_ver, last_name, first_name, has_no_patronymic, snils,"
                " birth_place, citizenship, record_number)"
                " VALUES (:id, 0, 'Иванов', 'Иван', 0, '', '', '643', '000001')"
            ),
            {"id": bytes(16)},
        )
        link.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID}")
        link.exec_driver_sql("PRAGMA user_version=1")
    engine.dispose()
    return path


def test_file_of_version_1_when_opened_is_brought_up_and_its_people_stay(tmp_path: Path) -> None:
    _make_version_1(tmp_path)
    store = Store.open(tmp_path)
    with store.read() as session:
        record = people.load_person(session, UUID(bytes=bytes(16)))
    store.close()
    assert record is not None
    assert record.data.last_name == "Иванов"
    assert sql(
        tmp_path, "SELECT newborn_order, is_unidentified, birth_precision, record_place FROM person"
    ) == [(None, 0, "day", "")]
    assert sql(tmp_path, "PRAGMA user_version") == [(SCHEMA_VER,)]
    assert len(list(tmp_path.glob("registrar.schema-1-*.db"))) == 1
