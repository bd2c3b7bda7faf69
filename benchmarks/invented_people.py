"""A database of any number of invented people, the same ones every time: rows and search keys, no journals.

The unit of work writes some hundreds of people a second, journals and all; a million by it would take an
hour. Here the rows go in by the bare driver, and the keys are then made by the program's own rebuilding at
the first start. A made profile is kept in the temporary folder and used again until what makes it changes.
"""

import hashlib
import os
import random
import shutil
import sqlite3
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from benchmarks import invented_names
from benchmarks.invented_names import SEED, Names
from registrar_app.domain.records import Actor, Organization
from registrar_app.domain.samples import make_enp, make_snils
from registrar_app.domain.values import PersonName, PolicyKind, Sex
from registrar_app.models import clinic, key_rows, migrations
from registrar_app.models.store import DATABASE, Store
from registrar_app.services import training_names

_BATCH = 10_000
_BORN_FIRST, _DAYS = date(1930, 1, 1), 93 * 365
_EPOCH_MS = 1_700_000_000_000
DISTRICTS = 40
_OLD_POLICY_SHARE, _ATTACHED_SHARE, PAPER_EACH = 0.05, 0.86, 100
_TABLES = {
    "district": ("id", "row_ver", "number", "kind"),
    "person": ("id", "row_ver", "last_name", "first_name", "patronymic", "has_no_patronymic", "birth_date",
               "sex", "snils", "birth_place", "citizenship", "record_number"),
    "policy": ("id", "row_ver", "person_id", "kind", "enp", "series", "number", "insurer_ogrn",
               "insurer_okato", "insurer_name"),
    "identity_document": ("id", "row_ver", "person_id", "kind", "series", "number", "issuer", "issuer_code"),
    "contact": ("id", "row_ver", "person_id", "kind", "value", "note"),
    "attachment": ("id", "row_ver", "person_id", "district_id", "kind", "basis", "begins"),
    "medical_certificate": ("id", "row_ver", "person_id", "form", "edition", "series", "number", "issued_on",
                            "last_name", "first_name", "patronymic", "birth_date", "name_key", "person",
                            '"values"', "physician", "blob_sha256", "level", "signers"),
}  # fmt: skip
Rows = dict[str, list[tuple[Any, ...]]]


def made(count: int) -> Path:
    """The profile with so many people, made now or before."""
    home = Path(tempfile.gettempdir()) / f"registrar-bench-{_fingerprint()}"
    profile = home / str(count)
    if not profile.is_dir():
        fresh = home / f"{count}.{os.getpid()}"
        shutil.rmtree(fresh, ignore_errors=True)
        build(fresh, count)
        fresh.rename(profile)
    return profile


def _fingerprint() -> str:
    """Changes with everything a made profile depends on."""
    sources = [
        Path(__file__), Path(invented_names.__file__), Path(training_names.__file__),
        *sorted(Path(migrations.__path__[0]).rglob("v*.py")),
    ]  # fmt: skip
    parts = [one.read_bytes() for one in sources]
    return hashlib.sha256(b"".join([*parts, str(key_rows.VERSION).encode()])).hexdigest()[:12]


def build(profile: Path, count: int) -> None:
    """Make a profile with so many people."""
    Store.open(profile).close()
    with closing(sqlite3.connect(profile / DATABASE, isolation_level=None)) as link:
        link.execute("PRAGMA synchronous=OFF")
        link.execute("PRAGMA cache_size=-200000")
        link.execute("BEGIN")
        for rows in _batches(count):
            for table, filled in rows.items():
                if filled:
                    marks = ", ".join("?" * len(filled[0]))
                    link.executemany(
                        f"INSERT INTO {table} ({', '.join(_TABLES[table])}) VALUES ({marks})", filled
                    )
        link.execute("DELETE FROM meta WHERE key = 'search_keys'")
        link.execute("COMMIT")
    store = Store.open(profile)
    with store.change(Actor(None, "")) as work:
        clinic.save_organization(work, Organization("Поликлиника", "Поликлиника"))
        who = PersonName("Лебедева", "Нина", "Павловна")
        clinic.save_staff_member(work, None, name=who, position="", role="registrar")
    store.close()


def _id(dice: random.Random, serial: int) -> bytes:
    """A UUIDv7 as the program makes them, but the same every time."""
    value = (
        ((_EPOCH_MS + serial) << 80)
        | (7 << 76)
        | (dice.getrandbits(12) << 64)
        | (2 << 62)
        | dice.getrandbits(62)
    )
    return uuid.UUID(int=value).bytes


def _batches(count: int) -> Iterator[Rows]:
    dice = random.Random(SEED)
    names = Names(dice)
    districts = [_id(dice, place) for place in range(DISTRICTS)]
    yield {"district": [(one, 0, str(at + 1), "therapy") for at, one in enumerate(districts)]}
    for start in range(0, count, _BATCH):
        rows: Rows = {table: [] for table in _TABLES if table != "district"}
        for serial in range(start, min(start + _BATCH, count)):
            _add(rows, dice, serial, names, districts)
        yield rows


def _add(rows: Rows, dice: random.Random, serial: int, names: Names, districts: list[bytes]) -> None:
    """One person with policy, document, telephone, attachment and sometimes a paper."""
    side = int(dice.random() < 0.54)
    sex = (Sex.MALE, Sex.FEMALE)[side]
    last, first, patronymic = names.draw(side)
    day = _BORN_FIRST + timedelta(days=dice.randrange(_DAYS))
    born, number, owner = day.isoformat(), str(serial + 1), _id(dice, serial)
    rows["person"].append(
        (owner, 0, last, first, patronymic, patronymic is None, born, str(sex), make_snils(serial), "", "643",
         number)
    )  # fmt: skip

    def own(table: str, *values: object) -> None:
        rows[table].append((_id(dice, serial), 0, owner, *values))

    enp = make_enp(f"{10 + serial // 100_000 % 80}", day, sex, serial)
    if dice.random() < _OLD_POLICY_SHARE:
        own("policy", str(PolicyKind.OLD), "", f"{serial % 9000 + 1000}", f"{serial:06}", "", "", "")
    else:
        own("policy", str(PolicyKind.DIGITAL), enp, "", "", "", "", "")
    own(
        "identity_document",
        "14",
        f"{serial % 97:02}{serial % 25:02}",
        f"{serial * 7919 % 1_000_000:06}",
        "",
        "",
    )
    own("contact", "phone", f"+79{serial * 7919 % 1_000_000_000:09}", "")
    if dice.random() < _ATTACHED_SHARE:
        own("attachment", districts[serial % DISTRICTS], "main", "application", "2024-01-01")
    if serial % PAPER_EACH == 0:
        own("medical_certificate", "086u", "free-form", "", f"{serial // PAPER_EACH + 1:07}", "2026-01-12",
            last, first, patronymic, born, "", "{}", "{}", "{}", "", "none", "[]")  # fmt: skip
