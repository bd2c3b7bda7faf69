"""The list of workers before the profile is open says what the open desk says."""

import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from registrar_app.domain.values import PersonName
from registrar_app.models.connecting import DATABASE, SCHEMA_VER
from registrar_app.services.desk import Desk
from registrar_app.services.front import read_front
from registrar_app.services.settings import FONT_SCALE, THEME
from registrar_app.services.training import ORGANIZATION

HEAVY = (
    "alembic", "asn1crypto", "asyncio", "cbor2", "cryptography", "holidays", "lxml", "openpyxl", "pikepdf",
    "PIL", "pyhanko", "pytrovich", "rapidfuzz", "reportlab", "serial", "smartcard", "sqlalchemy", "stdnum",
    "yaml", "zxingcpp", "registrar_app.cards.barcode", "registrar_app.cards.monitor",
    "registrar_app.printing", "registrar_app.services.desk", "registrar_app.signing",
    "registrar_app.ui.navigator", "registrar_app.ui.page_maker",
)  # fmt: skip
"""Nothing of these is there when the list of workers is."""
LATER = (
    "alembic", "cbor2", "cryptography", "holidays", "lxml", "openpyxl", "pikepdf", "PIL", "pyhanko",
    "pytrovich", "rapidfuzz", "reportlab", "serial", "smartcard", "yaml", "zxingcpp",
)  # fmt: skip
"""Nothing of these is there when somebody has signed in: the first paper, list or card brings it."""


def _write(profile: Path, sql: str, *values: object) -> None:
    with closing(sqlite3.connect(profile / DATABASE)) as link:
        link.execute(sql, values)
        link.commit()


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    """A clinic of two registrars and a physician, the second registrar here last."""
    with Desk.open(tmp_path) as desk:
        desk.clinic.save_organization(ORGANIZATION)
        desk.clinic.save_staff(PersonName("Ёлкин", "Пётр", None), "врач", "physician")
        desk.clinic.save_staff(PersonName("Яковлева", "Анна", "Ильинична"), "регистратор", "registrar")
        last = desk.clinic.save_staff(PersonName("Зимин", "Олег", None), "администратор", "admin")
        desk.sign_in(last.id, "окно 7")
        desk.settings.set(THEME, "dark")
        desk.settings.set(FONT_SCALE, 115)
    return tmp_path


def test_front_when_read_past_the_desk_is_what_the_desk_says(profile: Path) -> None:
    with Desk.open(profile) as desk:
        said = desk.front()
    front = read_front(profile)
    assert front == said
    assert front is not None
    assert [one.name.last for one in front.staff] == ["Зимин", "Яковлева"]
    assert front.now == front.staff[0]
    assert (front.desk_name, front.theme, front.font_percent) == ("окно 7", "dark", 115)


def test_front_when_a_setting_is_no_longer_allowed_has_its_default(profile: Path) -> None:
    _write(profile, "UPDATE setting SET value = '\"plaid\"' WHERE key = ?", THEME.key)
    front = read_front(profile)
    assert front is not None
    assert front.theme == THEME.default


@pytest.mark.parametrize(
    "spoil",
    [
        lambda profile: (profile / DATABASE).unlink(),
        lambda profile: (profile / DATABASE).write_bytes(b"not a database" * 500),
        lambda profile: _write(profile, f"PRAGMA user_version={SCHEMA_VER + 1}"),
        lambda profile: _write(profile, "PRAGMA application_id=1"),
        lambda profile: _write(profile, "DELETE FROM organization"),
        lambda profile: _write(profile, "DELETE FROM staff_member WHERE role <> 'physician'"),
        lambda profile: _write(profile, "UPDATE setting SET value = '{' WHERE key = ?", THEME.key),
    ],
    ids=["no file", "damaged", "newer", "foreign", "no clinic", "nobody", "broken setting"],
)
def test_front_when_something_is_not_in_order_leaves_it_to_opening(
    profile: Path, spoil: Callable[[Path], object]
) -> None:
    spoil(profile)
    before = sorted(one.name for one in profile.iterdir())
    assert read_front(profile) is None
    assert [name for name in before if "-" not in name] == sorted(
        one.name for one in profile.iterdir() if "-" not in one.name
    ), "it made or removed a file"


def test_front_of_the_training_clinic_when_it_is_not_made_yet_is_not_read(profile: Path) -> None:
    assert read_front(profile, training=True) is None


@pytest.mark.parametrize(
    ("imported", "absent"),
    [
        ("registrar_app.app", HEAVY),
        ("registrar_app.app registrar_app.services.desk registrar_app.ui.navigator", LATER),
    ],
    ids=["list of workers", "signed in"],
)
def test_start_when_its_modules_are_imported_has_not_what_comes_later(
    imported: str, absent: tuple[str, ...]
) -> None:
    code = (
        "import importlib, sys\n"
        f"for name in {imported.split()!r}: importlib.import_module(name)\n"
        f"print(*[one for one in {absent!r} if one in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout.split() == []
