"""What was typed in the search becomes the beginning of a record."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registrar_app.domain.draft import FIELD_IDS
from registrar_app.ui.pages.typed_search import form_values, surname_of

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("", {}),
        ("ufhbgjdf", {"last_name": "Гарипова"}),
        (
            "гарипова зульфия ильдусовна 160491",
            {
                "last_name": "Гарипова", "first_name": "Зульфия", "patronymic": "Ильдусовна",
                "birth_date": "16.04.1991",
            },
        ),
        ("иванов ии 05.06.88", {"last_name": "Иванов", "birth_date": "05.06.1988"}),
        ("ли ян", {"last_name": "Ли", "first_name": "Ян"}),
        (
            "мамедов эльхан рашид оглы",
            {"last_name": "Мамедов", "first_name": "Эльхан", "patronymic": "Рашид оглы"},
        ),
        ("112-233-445 95", {"snils": "11223344595"}),
        ("9956 1308 9200 5018 ли", {"last_name": "Ли", "enp": "9956130892005018"}),
        ("89121234567 петров", {"last_name": "Петров", "phone": "+79121234567"}),
        ("5018", {}),
    ],
    ids=[
        "nothing", "wrong layout", "name and date", "initials", "short", "oglu", "snils", "enp", "phone",
        "a tail is no number",
    ],
)  # fmt: skip
def test_form_values_when_typed_gives_fields(typed: str, expected: dict[str, str]) -> None:
    assert form_values(typed, TODAY) == expected


def test_surname_when_only_a_number_was_typed_is_empty() -> None:
    assert surname_of("9956130892005018", TODAY) == ""


@given(st.text(max_size=40))
def test_form_values_when_anything_is_typed_gives_known_fields(typed: str) -> None:
    assert set(form_values(typed, TODAY)) <= set(FIELD_IDS)
