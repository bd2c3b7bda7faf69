"""People whom a mistyped search may have meant."""

import dataclasses
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from model_samples import ACTOR, IVANOV, keys_agree, sql

from registrar_app.domain.names import fold
from registrar_app.domain.near import near_numbers
from registrar_app.domain.records import PersonData, SearchResult
from registrar_app.domain.search_keys import parse_query
from registrar_app.models import people
from registrar_app.models.key_rows import FORGET_WORD
from registrar_app.models.similar import similar
from registrar_app.models.store import Store

TODAY = date(2026, 11, 21)
PEOPLE = (
    ("Иванов", "Иван", "Иванович", date(1988, 6, 5)),
    ("Иванова", "Наталья", "Петровна", date(1985, 12, 31)),
    ("Сидоров", "Пётр", "Сергеевич", date(1970, 1, 1)),
    ("Гарифуллина", "Зухра", "Миннеахметовна", date(1990, 5, 5)),
    ("Салтыков-Щедрин", "Михаил", "Евграфович", date(1956, 1, 27)),
    ("О'Коннор", "Шинейд", None, date(1966, 12, 8)),
    ("Мамедов", "Эльхан", "Рашид оглы", date(1977, 7, 7)),
)
LETTERS = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"


@pytest.fixture
def full(store: Store) -> Store:
    with store.change(ACTOR) as work:
        for last, first, patronymic, born in PEOPLE:
            people.save_person(work, None, PersonData(last, first, patronymic, patronymic is None, born))
        people.save_person(work, None, dataclasses.replace(IVANOV, last_name="Зуев", first_name="Глеб"))
    return store


def look(store: Store, text: str, *, turn: bool | None = None) -> SearchResult:
    with store.look() as read:
        return similar(read, parse_query(text, TODAY, turn=turn))


def found(result: SearchResult) -> list[tuple[str, str]]:
    return [(row.name.full, row.near) for row in result.rows]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Иваноф",
            [("Иванов Иван Иванович", "похожая фамилия"), ("Иванова Наталья Петровна", "похожая фамилия")],
        ),
        ("Иваноф ии", [("Иванов Иван Иванович", "похожая фамилия")]),
        ("Иваноф 1985", [("Иванова Наталья Петровна", "похожая фамилия")]),
        ("Иваноф 05.06.88", [("Иванов Иван Иванович", "похожая фамилия")]),
        ("Иваноф 05.06.89", []),
        ("Сидорв", [("Сидоров Пётр Сергеевич", "похожая фамилия")]),
        ("Сидроов петр", [("Сидоров Пётр Сергеевич", "похожая фамилия")]),
        ("Гарифулина", [("Гарифуллина Зухра Миннеахметовна", "похожая фамилия")]),
        ("Горифулина", [("Гарифуллина Зухра Миннеахметовна", "похожая фамилия")]),
        ("Гарифуллина Зухро", [("Гарифуллина Зухра Миннеахметовна", "похожее имя")]),
        ("Гарифулина Зухро", [("Гарифуллина Зухра Миннеахметовна", "похожая фамилия")]),
        ("Иванова Наталия", [("Иванова Наталья Петровна", "похожее имя")]),
        ("Щидрин", [("Салтыков-Щедрин Михаил Евграфович", "похожая фамилия")]),
        ("Салтыков-Щидрин", [("Салтыков-Щедрин Михаил Евграфович", "похожая фамилия")]),
        ("Оконор", [("О'Коннор Шинейд", "похожая фамилия")]),
        ("Мамедов Рашит", [("Мамедов Эльхан Рашид оглы", "похожее отчество")]),
        ("Cидopв", [("Сидоров Пётр Сергеевич", "похожая фамилия")]),
        ("112-233-445 96", [("Зуев Глеб Иванович", "похожий СНИЛС")]),
        ("112-233-454 95", [("Зуев Глеб Иванович", "похожий СНИЛС")]),
        ("7754320834000081", [("Зуев Глеб Иванович", "похожий полис")]),
        ("Зуеф 4567", [("Зуев Глеб Иванович", "похожая фамилия")]),
        ("Ъъъъъ", []),
        ("", []),
    ],
)  # fmt: skip
def test_similar_when_mistyped_finds_and_says_what_is_similar(
    full: Store, text: str, expected: list[tuple[str, str]]
) -> None:
    result = look(full, text)
    assert found(result) == expected
    assert (result.total, result.similar) == (len(expected), len(expected))


def test_similar_when_typed_right_leaves_out_who_fits_exactly(full: Store) -> None:
    assert "Сидоров Пётр Сергеевич" not in [name for name, _why in found(look(full, "Сидоров"))]
    assert look(full, "112-233-445 95").rows == ()


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data(), who=st.sampled_from([one for one in PEOPLE if one[0].isalpha()]))
def test_similar_when_one_letter_is_wrong_lost_doubled_or_swapped_finds_the_person(
    full: Store, data: st.DataObject, who: tuple[str, str, str | None, date]
) -> None:
    last = who[0].lower()
    place = data.draw(st.integers(0, len(last) - 2))
    letter = data.draw(st.sampled_from(LETTERS))
    mistyped = data.draw(
        st.sampled_from([
            last[:place] + letter + last[place + 1 :],
            last[:place] + last[place + 1 :],
            last[:place] + letter + last[place:],
            last[:place] + last[place + 1] + last[place] + last[place + 2 :],
        ])
    )  # fmt: skip
    if fold(last).startswith(fold(mistyped)):
        return  # that is no error: the usual search finds it
    names = [row.name.full for row in look(full, mistyped, turn=False).rows]
    assert " ".join(filter(None, who[:3])) in names


@given(st.text("0123456789", min_size=1, max_size=16))
def test_near_numbers_are_one_error_away_and_it_goes_both_ways(digits: str) -> None:
    near = near_numbers(digits)
    assert digits not in near
    assert len(near) <= 9 * len(digits) + len(digits) - 1
    for one in near:
        differing = [at for at, (a, b) in enumerate(zip(digits, one, strict=True)) if a != b]
        assert len(differing) == 1 or (differing[1] == differing[0] + 1 and sorted(one) == sorted(digits))
        assert digits in near_numbers(one)


def test_words_when_a_name_changes_follow_it_and_stay_for_others(full: Store, profile: Path) -> None:
    with full.change(ACTOR) as work:
        one = people.save_person(work, None, PersonData("Зуев", "Аристарх", None, True, TODAY))
    with full.change(ACTOR) as work:
        people.save_person(work, one, PersonData("Буев", "Аристарх", None, True, TODAY))
    assert keys_agree(profile)
    words = {row[0] for row in sql(profile, "SELECT token FROM search_key WHERE kind = 'w'")}
    assert {"04ЗУЕВ", "04БУЕВ"} <= words
    with full.change(ACTOR) as work:
        people.save_person(work, one, PersonData("Гуев", "Аристарх", None, True, TODAY))
    assert keys_agree(profile)
    assert "04БУЕВ" not in {row[0] for row in sql(profile, "SELECT token FROM search_key WHERE kind = 'w'")}


@pytest.mark.usefixtures("full")
def test_word_when_it_goes_is_asked_for_by_stretches_of_the_key_alone(profile: Path) -> None:
    plan = sql(profile, "EXPLAIN QUERY PLAN " + FORGET_WORD.replace("?", "'А'"))
    steps = [row[3] for row in plan if "SUBQUERY" not in row[3]]
    assert len(steps) == 3
    assert all("token" in one for one in steps), steps
