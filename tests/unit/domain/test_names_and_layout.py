"""Names beyond the vectors: remarks, case, matching keys, the other keyboard layout."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registrar_app.domain.context import Context
from registrar_app.domain.layout import looks_like_wrong_layout, turn_layout
from registrar_app.domain.names import (
    check_first_name,
    check_last_name,
    check_patronymic,
    fold,
    is_no_patronymic,
)
from registrar_app.domain.problems import Level
from registrar_app.domain.search_keys import name_tokens

CTX = Context(date(2026, 1, 15))
RUSSIAN = st.text("абвгдеёжзийклмнопрстуфхцчшщъыьэюя", min_size=1, max_size=12)

NAMES = (
    "Иванов Петров Смирнов Кузнецов Попов Соколов Лебедев Козлов Новиков Морозов Волков Жуков Щербаков "
    "Юдин Царёв Уваров Хабибуллин Эминов Яковлева Шевченко Анна Ольга Наталья Мария Екатерина Дмитрий "
    "Александр Сергей Игорь Юрий Пётр Владимирович Сергеевна Харитонов Бережной Чернышёв"
)
LATIN_NAMES = (
    "Smith Johnson Schmidt Miller Garcia Martinez Anderson Nguyen Petrov Ivanova Muller Anna Maria John "
    "Peter Ahmed Mohammed Karimov Yusupov Wang Zhang Robert Elizabeth"
)


@pytest.mark.parametrize(
    ("typed", "normal"),
    [
        ("О'КОННОР", "О'Коннор"),
        ("ЛУК'ЯНЕНКО", "Лук'яненко"),
        ("д`артаньян", "Д'Артаньян"),
        ("ДЕ ГОЛЛЬ", "де Голль"),
        ("ван дер стел", "ван дер Стел"),
        ("ВАН", "Ван"),
        ("АГА-ЗАДЕ", "Ага-заде"),
        ("иВАНОВ", "Иванов"),
        ("McDonald", "McDonald"),
        ("SMITH", "Smith"),
        ("Ёлкин", "Ёлкин"),
        ("Ива\u00adнов\u200b", "Иванов"),
        ("Сидоров\u2011\u00a0Ким", "Сидоров-Ким"),
        ("и\u0306одль", "Йодль"),
    ],
)
def test_last_name_when_typed_anyhow_is_shown_as_in_documents(typed: str, normal: str) -> None:
    assert check_last_name(typed, CTX).normal == normal


@pytest.mark.parametrize(
    ("typed", "codes"),
    [
        ("Иванoв", ["ID-109"]),
        ("O'Коннор", ["ID-109"]),
        ("Bdfyjd", ["ID-111"]),
        ("Smith", ["ID-110"]),
        ("Ivanов", ["ID-107"]),
        ("Müller", ["ID-104"]),
        ("Иванов\u0301", ["ID-104"]),
        ("О", ["ID-113"]),
        ("-", ["ID-105"]),
        ("Иванов-", ["ID-105"]),
        ("отсутствует", ["ID-102"]),
        ("HET", ["ID-102"]),
        ("Неизвестный", []),
    ],
)
def test_last_name_when_something_is_odd_says_which(typed: str, codes: list[str]) -> None:
    assert [one.code for one in check_last_name(typed, CTX).problems] == codes


def test_last_name_when_look_alikes_are_repaired_stays_ok_and_shows_them() -> None:
    answer = check_last_name("Иванoвa", CTX)
    assert (answer.level, answer.normal) == (Level.OK, "Иванова")
    assert "o, a" in answer.problems[0].text


def test_last_name_when_typed_in_the_other_layout_offers_the_russian_reading() -> None:
    assert "«Петров»" in check_last_name("Gtnhjd", CTX).problems[0].text


def test_first_name_when_a_king_keeps_his_number() -> None:
    answer = check_first_name("карл iii", CTX)
    assert (answer.normal, [one.code for one in answer.problems]) == ("Карл III", ["ID-112"])


@pytest.mark.parametrize(
    "typed", ["", " ", "-", "- - -", "—", "нет", "НЕТ", "HET", "отсутствует", "без отчества"]
)
def test_patronymic_when_people_write_none_is_empty(typed: str) -> None:
    assert is_no_patronymic(typed)
    assert check_patronymic(typed, CTX).normal == ""


@given(st.text(max_size=20))
def test_fold_when_folded_again_stays(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_name_tokens_when_a_name_is_double_gives_each_part() -> None:
    assert name_tokens("Салтыков - Щедрин", "Анна Мария", None) == (
        "САЛТЫКОВ-ЩЕДРИН", "САЛТЫКОВ", "ЩЕДРИН", "АННА МАРИЯ", "АННА", "МАРИЯ",
    )  # fmt: skip
    assert name_tokens("О'Коннор") == ("О'КОННОР", "ОКОННОР", "КОННОР")
    assert name_tokens("Семёнов", "", "") == ("СЕМЕНОВ",)


@given(RUSSIAN)
def test_turn_layout_when_turned_twice_is_the_same(word: str) -> None:
    assert turn_layout(turn_layout(word)) == word or word.isascii()


def test_turn_layout_when_a_word_has_digits_leaves_it() -> None:
    assert turn_layout("Bdfyjd 05.06.88") == "Иванов 05.06.88"
    assert turn_layout("[fhbnjyjd ;erjd Rjhjk`d") == "харитонов жуков Королёв"


@pytest.mark.parametrize("name", NAMES.split())
def test_wrong_layout_when_a_russian_name_is_typed_on_latin_keys_is_seen(name: str) -> None:
    assert looks_like_wrong_layout(turn_layout(name))
    assert not looks_like_wrong_layout(name)


@pytest.mark.parametrize("name", LATIN_NAMES.split())
def test_wrong_layout_when_a_latin_name_is_meant_is_left_alone(name: str) -> None:
    assert not looks_like_wrong_layout(name)


def test_wrong_layout_when_a_latin_name_is_typed_on_russian_keys_is_seen() -> None:
    assert looks_like_wrong_layout("Ыьшер")
    assert not looks_like_wrong_layout("Иванoв")
    assert not looks_like_wrong_layout("12345")
