"""The text of the search box, understood."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registrar_app.domain.samples import make_snils
from registrar_app.domain.search_keys import DigitGuess, SearchQuery, parse_query
from registrar_app.domain.snils import format_snils

TODAY = date(2026, 1, 15)
BORN = date(1988, 6, 5)


def names(query: SearchQuery) -> list[str]:
    return [f"{term.prefix}/{term.initials}" if term.initials else term.prefix for term in query.names]


def numbers(query: SearchQuery) -> list[tuple[str, DigitGuess]]:
    return [(term.digits, term.guesses[0]) for term in query.digits]


@pytest.mark.parametrize(
    ("text", "parts", "born", "year"),
    [
        ("иванов", ["ИВАНОВ"], None, None),
        ("иванов ии 05.06.88", ["ИВАНОВ", "ИИ/ИИ"], BORN, None),
        ("05061988 иванов", ["ИВАНОВ"], BORN, None),
        ("иванов 050688", ["ИВАНОВ"], BORN, None),
        ("иванов05061988", ["ИВАНОВ"], BORN, None),
        ("Иванов И. И. 5 июня 1988", ["ИВАНОВ", "/ИИ"], BORN, None),
        ("иванов и.и.", ["ИВАНОВ", "/ИИ"], None, None),
        ("и.и.и. 05.06.1988", ["/ИИИ"], BORN, None),
        ("иии 05.06.88", ["ИИИ/ИИИ"], BORN, None),
        ("ии 05ю06ю1988", ["ИИ/ИИ"], BORN, None),
        ("пономарева а", ["ПОНОМАРЕВА", "А"], None, None),
        ("сергеевич, иван; петров", ["СЕРГЕЕВИЧ", "ИВАН", "ПЕТРОВ"], None, None),
        ("иванов ив", ["ИВАНОВ", "ИВ/ИВ"], None, None),
        ("ли", ["ЛИ"], None, None),
        ("Ёжиков", ["ЕЖИКОВ"], None, None),
        ("салтыков-щедр", ["САЛТЫКОВ-ЩЕДР"], None, None),
        ("иванов 1988", ["ИВАНОВ"], None, 1988),
        ("иванов 2027", ["ИВАНОВ"], None, None),
        ("иванов 05.06", ["ИВАНОВ"], None, None),
        ("иванов 05.", ["ИВАНОВ"], None, None),
        ("иванов 0", ["ИВАНОВ"], None, None),
        ("иванов №1988", ["ИВАНОВ"], None, None),
        ("1988-06-05", [], BORN, None),
        ("05061988", [], BORN, None),
        ("Smith", ["SМIТН"], None, None),
    ],
)
def test_query_when_names_and_dates_are_typed_holds_them(
    text: str, parts: list[str], born: date | None, year: int | None
) -> None:
    query = parse_query(text, TODAY)
    assert (names(query), query.birth_date, query.birth_year) == (parts, born, year)
    assert not query.turned


@pytest.mark.parametrize(
    ("text", "shown", "parts"),
    [
        ("Bdfyjd", "Иванов", ["ИВАНОВ"]),
        ("bdfyjd bb 05.06.88", "иванов ии 05.06.88", ["ИВАНОВ", "ИИ/ИИ"]),
        (";erjd", "жуков", ["ЖУКОВ"]),
        ("Rjhjk`d", "Королёв", ["КОРОЛЕВ"]),
        ("b", "и", ["И"]),
    ],
)
def test_query_when_the_layout_was_wrong_is_turned_and_says_so(
    text: str, shown: str, parts: list[str]
) -> None:
    query = parse_query(text, TODAY)
    assert (query.shown, names(query), query.turned) == (shown, parts, True)


def test_query_when_the_caller_decides_on_the_layout_obeys() -> None:
    assert parse_query("Smith", TODAY, turn=True).shown == "Ыьшер"
    assert parse_query("Bdfyjd", TODAY, turn=False).shown == "Bdfyjd"


@pytest.mark.parametrize(
    ("text", "digits", "guess"),
    [
        (format_snils(make_snils(1)), make_snils(1), DigitGuess.SNILS),
        ("0156 5108 4464 2140", "0156510844642140", DigitGuess.ENP),
        ("015651084464", "015651084464", DigitGuess.ENP),
        ("8 (912) 345-67-89", "9123456789", DigitGuess.PHONE),
        ("+7 912 345-67-89", "9123456789", DigitGuess.PHONE),
        ("345-67-89", "3456789", DigitGuess.PHONE_TAIL),
        ("4412", "4412", DigitGuess.POLICY_TAIL),
        ("45 08 123456", "4508123456", DigitGuess.DOCUMENT),
        ("014287", "014287", DigitGuess.RECORD),
        ("№ 014287", "014287", DigitGuess.RECORD),
        ("12", "12", DigitGuess.RECORD),
        ("416828525", "416828525", DigitGuess.POLICY),
        ("050688", "050688", DigitGuess.BIRTH_DATE),
    ],
)
def test_query_when_a_number_is_typed_guesses_what_it_is(text: str, digits: str, guess: DigitGuess) -> None:
    query = parse_query(text, TODAY)
    assert numbers(query) == [(digits, guess)]
    assert not query.names


def test_query_when_six_digits_may_be_a_date_keeps_both_readings() -> None:
    (term,) = parse_query("050688", TODAY).digits
    assert term.birth_date == BORN
    assert DigitGuess.RECORD in term.guesses


def test_query_when_a_name_and_a_tail_are_typed_holds_both() -> None:
    query = parse_query("петрова 345-67-89", TODAY)
    assert (names(query), numbers(query)) == (["ПЕТРОВА"], [("3456789", DigitGuess.PHONE_TAIL)])


@pytest.mark.parametrize("text", ["II-МЮ 123456", "ii мю 123456", "УII-ИК 777001", "1-БА № 000123"])
def test_query_when_a_birth_certificate_is_typed_searches_the_document(text: str) -> None:
    (term,) = parse_query(text, TODAY).digits
    assert term.guesses == (DigitGuess.DOCUMENT,)
    assert term.series[:1] in "IV"
    assert len(term.digits) == 6


@pytest.mark.parametrize("text", ["", "  ", "-", "'", "...", "№"])
def test_query_when_nothing_is_typed_is_empty(text: str) -> None:
    assert parse_query(text, TODAY).is_empty


@given(st.text(st.sampled_from("абИиё bBd;[.-/№+()0123456789'\u00a0") | st.characters(), max_size=40))
def test_query_when_any_text_is_typed_is_understood_the_same_when_shown(text: str) -> None:
    query = parse_query(text, TODAY)
    again = parse_query(query.shown, TODAY, turn=False)
    assert (again.names, again.digits, again.birth_date) == (query.names, query.digits, query.birth_date)
    assert all(term.prefix or term.initials for term in query.names)
    assert all(term.digits and term.guesses for term in query.digits)
