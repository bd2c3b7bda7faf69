"""A database of any number of invented people, the same ones every time: rows and search keys, no journals.

The unit of work writes some hundreds of people a second, journals and all; a million by it would take an
hour. The keys here come from the same function it uses.
"""

import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from registrar_app.domain.ids import new_id
from registrar_app.domain.samples import make_enp, make_snils
from registrar_app.domain.values import PolicyKind, Sex
from registrar_app.models.key_rows import keys_of
from registrar_app.models.store import DATABASE, Store
from registrar_app.services import training_names as words

SEED = 20261121
_BATCH = 5000
_BORN_FIRST, _DAYS = date(1930, 1, 1), 93 * 365
_COMMON = 0.6
"""Share of people with one of the hundred commonest surnames."""
_PREFIXES = ("", "За", "Под", "Пере", "Ново", "Старо", "Бело", "Черно", "Добро", "Криво", "При", "Без")
_SUFFIXES = (
    ("ов", "ова"), ("ин", "ина"), ("ский", "ская"), ("енко", "енко"), ("чук", "чук"), ("ищев", "ищева"),
    ("овский", "овская"), ("юк", "юк"), ("цев", "цева"), ("ян", "ян"),
)  # fmt: skip
_TABLES = {
    "person": ("id", "row_ver", "last_name", "first_name", "patronymic", "has_no_patronymic", "birth_date",
               "sex", "snils", "birth_place", "citizenship", "record_number"),
    "policy": ("id", "row_ver", "person_id", "kind", "enp", "series", "number", "insurer_ogrn",
               "insurer_okato", "insurer_name"),
    "contact": ("id", "row_ver", "person_id", "kind", "value", "note"),
}  # fmt: skip
Rows = dict[str, list[tuple[Any, ...]]]


def build(profile: Path, count: int) -> None:
    """Make a profile with so many people."""
    Store.open(profile).close()
    with closing(sqlite3.connect(profile / DATABASE, isolation_level=None)) as link:
        link.execute("PRAGMA synchronous=OFF")
        link.execute("PRAGMA cache_size=-200000")
        link.execute("CREATE TEMP TABLE fresh_key (kind TEXT, token TEXT, person_id BLOB)")
        link.execute("BEGIN")
        for rows in _batches(count):
            for table, filled in rows.items():
                columns = _TABLES.get(table)
                into = f"{table} ({', '.join(columns)})" if columns else table
                marks = ", ".join("?" * len(filled[0]))
                link.executemany(f"INSERT INTO {into} VALUES ({marks})", filled)
        link.execute("INSERT INTO search_key SELECT DISTINCT * FROM fresh_key ORDER BY 1, 2, 3")
        link.execute("COMMIT")
        link.execute("ANALYZE")


def surnames() -> tuple[tuple[str, str], ...]:
    """(man's, woman's): the common ones first, then thousands that sound alike."""
    stems = sorted(
        {man.removesuffix("ов").removesuffix("ев").removesuffix("ин") for man, _ in words.SURNAMES}
    )
    made = (
        (
            (prefix + stem.lower() if prefix else stem) + man,
            (prefix + stem.lower() if prefix else stem) + woman,
        )
        for prefix in _PREFIXES
        for man, woman in _SUFFIXES
        for stem in stems
    )
    return tuple(dict.fromkeys([*words.SURNAMES, *made]))


def _batches(count: int) -> Iterator[Rows]:
    dice = random.Random(SEED)
    known = surnames()
    for start in range(0, count, _BATCH):
        rows: Rows = {"person": [], "policy": [], "contact": [], "fresh_key": []}
        for serial in range(start, min(start + _BATCH, count)):
            _add(rows, dice, serial, known)
        yield rows


def _add(rows: Rows, dice: random.Random, serial: int, known: tuple[tuple[str, str], ...]) -> None:
    """One person with policy, telephone and keys."""
    side = dice.randrange(2)
    sex = (Sex.MALE, Sex.FEMALE)[side]
    common = len(words.SURNAMES)
    place = dice.randrange(common) if dice.random() < _COMMON else dice.randrange(common, len(known))
    first = dice.choice(words.FEMALE_NAMES if side else words.MALE_NAMES)
    born = _BORN_FIRST + timedelta(days=dice.randrange(_DAYS))
    person_id = new_id().bytes
    person = {
        "last_name": known[place][side], "first_name": first,
        "patronymic": dice.choice(words.PATRONYMICS)[side],
        "birth_date": born.isoformat(), "snils": make_snils(serial), "record_number": str(serial + 1),
        "void_at": None, "merged_into": None,
    }  # fmt: skip
    policy = {"enp": make_enp("99", born, sex, serial), "series": "", "number": "", "void_at": None}
    phone = {"kind": "phone", "value": f"+79{serial * 7919 % 1_000_000_000:09}", "void_at": None}
    rows["person"].append(
        (person_id, 0, person["last_name"], first, person["patronymic"], 0, person["birth_date"], str(sex),
         person["snils"], "", "643", person["record_number"])
    )  # fmt: skip
    rows["policy"].append(
        (new_id().bytes, 0, person_id, str(PolicyKind.DIGITAL), policy["enp"], "", "", "", "", "")
    )
    rows["contact"].append((new_id().bytes, 0, person_id, "phone", phone["value"], ""))
    keys = keys_of(person, (), (policy,), (phone,))
    rows["fresh_key"] += [(str(kind), token, person_id) for kind, token in keys]
