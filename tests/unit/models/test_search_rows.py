import dataclasses
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from model_samples import ACTOR, IVANOV, keys_agree

from registrar_app.domain.records import NewCertificate, PersonData, SearchResult
from registrar_app.domain.search_keys import fold, parse_query
from registrar_app.models import papers, people, search
from registrar_app.models.store import Store

TODAY = date(2026, 11, 21)
PEOPLE = (
    ("Иванов", "Иван", "Иванович", date(1968, 3, 7)),
    ("Иванов", "Пётр", "Сергеевич", date(1970, 1, 1)),
    ("Иванова", "Анна", "Петровна", date(1985, 12, 31)),
    ("Иван", "Степан", None, date(1990, 5, 5)),
    ("Петров", "Иван", "Алексеевич", date(1968, 3, 7)),
    ("Салтыков-Щедрин", "Михаил", "Евграфович", date(1956, 1, 27)),
    ("О'Коннор", "Шинейд", None, date(1966, 12, 8)),
    ("Мамедов", "Эльхан", "Рашид оглы", date(1977, 7, 7)),
    ("Ёжиков", "Артём", "Олегович", date(2001, 2, 3)),
    ("Ли", "Ян", None, date(2001, 2, 4)),
)


@pytest.fixture
def full(store: Store, profile: Path) -> Store:
    with store.change(ACTOR) as work:
        for last, first, patronymic, born in PEOPLE:
            people.save_person(work, None, PersonData(last, first, patronymic, patronymic is None, born))
        person_id = people.save_person(
            work, None, dataclasses.replace(IVANOV, last_name="Зуев", first_name="Глеб")
        )
        papers.add_certificate(
            work, NewCertificate(person_id, "f", "e", "0004711", date(2026, 1, 1), "{}", "{}")
        )
    assert keys_agree(profile)
    return store


def look(store: Store, text: str, limit: int = 50) -> SearchResult:
    with store.read() as session:
        return search.search(session, parse_query(text, TODAY), limit)


def names(result: SearchResult) -> list[str]:
    return [row.name.full for row in result.rows]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("иванов", ["Иванов Иван Иванович", "Иванов Пётр Сергеевич", "Иванова Анна Петровна"]),
        ("Иванов пет", ["Иванов Пётр Сергеевич", "Иванова Анна Петровна"]),
        ("петр иванов", ["Иванов Пётр Сергеевич", "Иванова Анна Петровна"]),
        ("сергеевич иванов", ["Иванов Пётр Сергеевич"]),
        ("щедрин", ["Салтыков-Щедрин Михаил Евграфович"]),
        ("михаил щедрин", ["Салтыков-Щедрин Михаил Евграфович"]),
        ("салтыков-щ", ["Салтыков-Щедрин Михаил Евграфович"]),
        ("салтыков щедрин мих", ["Салтыков-Щедрин Михаил Евграфович"]),
        ("оконнор", ["О'Коннор Шинейд"]),
        ("коннор", ["О'Коннор Шинейд"]),
        ("о'конн", ["О'Коннор Шинейд"]),
        ("оглы мамедов", ["Мамедов Эльхан Рашид оглы"]),
        ("ежиков артем", ["Ёжиков Артём Олегович"]),
        ("ЁЖИКОВ", ["Ёжиков Артём Олегович"]),
        ("`;brjd", ["Ёжиков Артём Олегович"]),
        ("иванов ии", ["Иванов Иван Иванович"]),
        ("иванов пс", ["Иванов Пётр Сергеевич"]),
        ("07.03.1968", ["Зуев Глеб Иванович", "Иванов Иван Иванович", "Петров Иван Алексеевич"]),
        ("иван 07.03.1968", ["Иванов Иван Иванович", "Зуев Глеб Иванович", "Петров Иван Алексеевич"]),
        ("иии 07.03.1968", ["Иванов Иван Иванович"]),
        ("ии 07.03.1968", ["Иванов Иван Иванович"]),
        ("иванова 1985", ["Иванова Анна Петровна"]),
        ("иванова 1986", []),
        ("112-233-445 95", ["Зуев Глеб Иванович"]),
        ("7754320834000018", ["Зуев Глеб Иванович"]),
        ("7754320834", ["Зуев Глеб Иванович"]),
        ("0018", ["Зуев Глеб Иванович"]),
        ("4510 123456", ["Зуев Глеб Иванович"]),
        ("123456", ["Зуев Глеб Иванович"]),
        ("+7 916 123-45-67", ["Зуев Глеб Иванович"]),
        ("4567", ["Зуев Глеб Иванович"]),
        ("зуев 4567", ["Зуев Глеб Иванович"]),
        ("иванова 4567", []),
        ("000011", ["Зуев Глеб Иванович"]),
        ("0004711", ["Зуев Глеб Иванович"]),
        ("ли ян", ["Ли Ян"]),
        ("эльхан", ["Мамедов Эльхан Рашид оглы"]),
        ("глеб", ["Зуев Глеб Иванович"]),
        ("ъъъ", []),
        ("", []),
    ],
)  # fmt: skip
def test_search_finds(full: Store, text: str, expected: list[str]) -> None:
    result = look(full, text)
    assert names(result) == expected
    assert result.total == len(expected)
    assert result.searched == len(PEOPLE) + 1


def test_exact_last_name_comes_before_longer_ones_and_other_parts(full: Store) -> None:
    assert names(look(full, "иван"))[:4] == [
        "Иван Степан", "Иванов Иван Иванович", "Иванов Пётр Сергеевич", "Иванова Анна Петровна",
    ]  # fmt: skip


def test_turned_layout_is_told(full: Store) -> None:
    result = look(full, "Bdfyjd")
    assert result.turned_layout
    assert result.query == "Иванов"
    assert len(result.rows) == 3


def test_limit_cuts_the_rows_and_total_counts_on(full: Store) -> None:
    result = look(full, "ив", 2)
    assert (len(result.rows), result.total) == (2, 4)


def test_total_ends_at_the_cap(store: Store) -> None:
    with store.change(ACTOR) as work:
        for number in range(search.TOTAL_CAP + 20):
            people.save_person(
                work, None, PersonData("Иванов", "Иван", f"И{number}", birth_date=date(1990, 1, 1))
            )
    result = look(store, "иванов и")
    assert (len(result.rows), result.total) == (50, search.TOTAL_CAP + 1)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    who=st.sampled_from(PEOPLE),
    cut=st.lists(st.integers(1, 9), min_size=3, max_size=3),
    order=st.permutations([0, 1, 2]),
)
def test_person_is_found_by_beginnings_of_his_parts_in_any_order(
    full: Store, who: tuple[str, str, str | None, date], cut: list[int], order: list[int]
) -> None:
    parts = [part[: cut[place]] for place, part in enumerate(who[:3]) if part]
    text = " ".join(parts[place] for place in order if place < len(parts))
    with full.read() as session:
        query = parse_query(text, TODAY, turn=False)
        if any(term.initials for term in query.names) or len(query.names) < len(parts):
            return
        found = search.search(session, query)
    assert " ".join(filter(None, who[:3])) in names(found)
    for row in found.rows:
        whole = fold(row.name.full).replace("'", "")
        assert all(term.prefix.replace("'", "") in whole for term in query.names)


def test_voided_text_of_the_search_is_not_shown_in_repr(full: Store) -> None:
    assert "Иванов" not in repr(look(full, "иванов"))
