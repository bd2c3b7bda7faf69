"""Search keys made anew, with and without the side file; everybody is found by each of his keys."""

import dataclasses
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from model_samples import ACTOR, IVANOV, keys_agree, sql

from registrar_app.domain.records import DocumentData, PersonData, PolicyData
from registrar_app.domain.samples import make_enp, make_snils
from registrar_app.domain.search_keys import parse_query
from registrar_app.domain.values import PolicyKind, Sex
from registrar_app.models import people, search
from registrar_app.models.engine import make_engine
from registrar_app.models.key_rebuild import rebuild
from registrar_app.models.store import DATABASE, Store

TODAY = date(2026, 11, 21)
LAST = ("Иванов", "Иванова", "Салтыков-Щедрин", "О'Коннор", "Ли", "Ёжиков", "де Голль", "Петров")
FIRST = ("Иван", "Анна-Мария", "Эльхан", "Ян", "Наталья")
FATHER = ("Иванович", "Рашид оглы", None, "Петровна")


def person(serial: int) -> PersonData:
    born = date(1930 + serial % 90, 1 + serial % 12, 1 + serial % 28)
    return dataclasses.replace(
        IVANOV,
        last_name=LAST[serial % len(LAST)],
        first_name=FIRST[serial % len(FIRST)],
        patronymic=FATHER[serial % len(FATHER)],
        has_no_patronymic=FATHER[serial % len(FATHER)] is None,
        birth_date=None if serial % 13 == 12 else born,
        snils=make_snils(serial),
        policy=PolicyData(PolicyKind.OLD, series="1234", number=f"{serial:06}")
        if serial % 5 == 0
        else PolicyData(PolicyKind.DIGITAL, enp=make_enp("77", born, Sex.MALE, serial)),
        document=DocumentData("14", f"{4500 + serial}", f"{123456 + serial}", date(2013, 4, 1), "ОВД", ""),
        phone=f"+7916{1234567 + serial * 791}",
    )


@pytest.fixture
def full(store: Store) -> Store:
    with store.change(ACTOR) as work:
        for serial in range(60):
            people.save_person(work, None, person(serial))
    return store


@pytest.mark.parametrize("run", [1, 7, 60, 1000])
def test_rebuild_in_runs_of_any_size_gives_the_keys_of_the_rows(full: Store, profile: Path, run: int) -> None:
    wanted = sql(profile, "SELECT * FROM search_key")
    full.close()
    told: list[tuple[int, int]] = []
    engine = make_engine(profile / DATABASE)
    rebuild(engine, profile / DATABASE, progress=lambda done, count: told.append((done, count)), run=run)
    engine.dispose()
    assert sql(profile, "SELECT * FROM search_key") == wanted
    assert keys_agree(profile)
    assert [one for one in profile.iterdir() if "keys" in one.name] == []
    assert told == sorted(told)
    assert told == [] if run >= 60 else told[-1] == (120, 120)


def test_rebuild_of_an_encrypted_database_leaves_no_readable_file(tmp_path: Path) -> None:
    pytest.importorskip("sqlcipher3", reason="SQLCipher is not part of this build")
    key = bytes(range(32))
    store = Store.open(tmp_path, key)
    with store.change(ACTOR) as work:
        for serial in range(5):
            people.save_person(work, None, person(serial))
    seen: list[bytes] = []
    engine = make_engine(tmp_path / DATABASE, key)
    rebuild(
        engine, tmp_path / DATABASE, key, run=2,
        progress=lambda _done, _all: seen.extend(p.read_bytes() for p in tmp_path.glob("*.keys-*")),
    )  # fmt: skip
    engine.dispose()
    with store.look() as read:
        assert search.search(read, parse_query("салтыков", TODAY)).total == 1
    store.close()
    assert seen
    assert not any("ИВАНОВ".encode() in one for one in seen)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(serial=st.integers(0, 59), draw=st.data())
def test_everybody_is_found_by_each_of_his_keys(full: Store, serial: int, draw: st.DataObject) -> None:
    data = person(serial)
    names = " ".join(filter(None, (data.last_name, data.first_name, data.patronymic)))
    words = names.replace("-", " ").replace("'", "").split()
    # Single letters side by side are initials.
    cut = [word[: draw.draw(st.integers(2, len(word)))] for word in words]
    two = draw.draw(st.permutations(cut))[:2]
    texts = [
        names, data.snils, data.phone, data.phone[-7:], data.document.number,
        f"{data.document.series} {data.document.number}", f"{data.last_name} {data.phone[-4:]}",
        f"№ {data.document.number}", data.policy.enp or f"{data.policy.series} {data.policy.number}",
        (data.policy.enp or data.policy.number)[-4:] if data.policy.enp else data.policy.number,
        " ".join(two), " ".join(draw.draw(st.permutations(cut))),
    ]  # fmt: skip
    if data.birth_date:
        born = f"{data.birth_date:%d.%m.%Y}"
        texts += [born, f"{two[0]} {born}", f"{names} {data.birth_date.year}", f"{born} {two[1]}"]
    text = draw.draw(st.sampled_from(texts))
    with full.look() as read:
        rows = search.search(read, parse_query(text, TODAY, turn=False), 200).rows
    assert names in [row.name.full for row in rows]


def test_nobody_without_a_birth_date_is_shown_with_one(full: Store) -> None:
    with full.look() as read:
        rows = search.search(read, parse_query(person(12).snils, TODAY)).rows
    assert [row.birth_date for row in rows] == [None]
