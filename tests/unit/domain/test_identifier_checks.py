"""All checks by the shared vectors, and the properties that hold for each of them."""

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registrar_app.domain import samples
from registrar_app.domain.checks import KINDS, check
from registrar_app.domain.cleaning import clean_number
from registrar_app.domain.context import Context, Terms, terms_on
from registrar_app.domain.enp import decode_enp, format_enp
from registrar_app.domain.errors import RegistrarError
from registrar_app.domain.phones import format_phone, split_phones
from registrar_app.domain.problems import Level
from registrar_app.domain.snils import format_snils, snils_control
from registrar_app.domain.values import Sex

TODAY = date(2026, 1, 15)
CTX = Context(TODAY)
# Source: project's domain notes, vectors of identifiers (made by the rules, names by hand).
VECTORS = json.loads((Path(__file__).parents[2] / "data" / "identifiers.json").read_text(encoding="utf-8"))
BIRTH_DATES = st.dates(date(1900, 1, 1), TODAY)
# Characters that people, scanners and clipboards really give, and any other.
TYPED = st.text(
    st.sampled_from("АБВИХёйABIVXLC'’-–. \u00a0\u200b0123456789№/|()+,юб") | st.characters(), max_size=30
)


@pytest.mark.parametrize(
    "case", [pytest.param(case, id=f"{at}-{case['kind']}") for at, case in enumerate(VECTORS)]
)
def test_check_when_given_a_vector_answers_as_it_says(case: dict) -> None:
    answer = check(case["kind"], case["value"], Context.from_json(case.get("ctx", {}), TODAY))
    assert str(answer.level) == case["level"], case["why"]
    if "normal" in case:
        assert answer.normal == case["normal"]
    assert bool(answer.problems) or answer.level is Level.OK


def test_vectors_when_counted_name_known_kinds_only() -> None:
    assert {case["kind"] for case in VECTORS} <= set(KINDS)


def test_check_when_kind_is_unknown_is_refused_with_the_known_ones() -> None:
    with pytest.raises(RegistrarError) as caught:
        check("snilz", "1", CTX)
    assert caught.value.code == "ID-001"
    assert "snils" in caught.value.problem.way_out


@given(
    kind=st.sampled_from(sorted(KINDS)),
    value=TYPED,
    other=TYPED,
    code=st.sampled_from(("3", "7", "9", "14", "99")),
)
def test_check_when_given_any_text_answers_and_is_idempotent(
    kind: str, value: str, other: str, code: str
) -> None:
    ctx = Context(TODAY, date(2000, 2, 29), Sex.FEMALE, series="", code=code, other=other)
    answer = check(kind, value, ctx)
    assert (answer.normal is None) == (answer.level is Level.ERROR)
    if answer.normal is not None:
        again = check(kind, answer.normal, ctx)
        assert again.normal == answer.normal
        assert again.level.weight <= answer.level.weight


@given(st.integers(0, 9**9 - 1))
def test_make_snils_when_checked_is_right_and_shown_back(n: int) -> None:
    snils = samples.make_snils(n)
    assert check("snils", snils, CTX).level is Level.OK
    assert check("snils", format_snils(snils), CTX).normal == snils
    assert samples.make_snils((n + 1) % 9**9) != snils


def test_make_snils_when_called_often_never_repeats() -> None:
    assert len({samples.make_snils(n) for n in range(5000)}) == 5000


@given(BIRTH_DATES, st.sampled_from(list(Sex)), st.integers(1, 99), st.integers(0, 99_999))
def test_make_enp_when_checked_holds_the_person(born: date, sex: Sex, region: int, serial: int) -> None:
    enp = samples.make_enp(f"{region:02}", born, sex, serial)
    answer = check("enp_person", format_enp(enp), Context(TODAY, born, sex))
    assert (answer.level, answer.normal) == (Level.OK, enp)
    facts = decode_enp(enp[:10])
    assert facts is not None
    assert (facts.region, facts.birth_date, facts.sex) == (f"{region:02}", born, sex)


@given(st.integers(0, 10**7 - 1), st.sampled_from(["ogrn", "okpo"]))
def test_make_codes_when_checked_are_right(n: int, kind: str) -> None:
    made = samples.make_ogrn(n) if kind == "ogrn" else samples.make_okpo(n)
    assert check(kind, made, CTX).level is Level.OK


@given(st.from_regex(r"\A[1-9][0-9]{8}\Z"), st.integers(0, 8), st.integers(1, 9))
def test_snils_when_one_digit_is_wrong_is_never_told_the_right_one(
    number: str, place: int, shift: int
) -> None:
    wrong = number[:place] + str((int(number[place]) + shift) % 10) + number[place + 1 :]
    right = snils_control(wrong)
    typed = wrong + snils_control(number)
    answer = check("snils", typed, CTX)
    if right != typed[9:] and int(wrong) > 1_001_998:
        assert answer.level is Level.ERROR
        assert right not in answer.problems[0].full_text.replace("11", "")


def test_enp_when_eleven_digits_are_typed_tells_blank_from_snils() -> None:
    assert check("enp", "33793365639", CTX).problems[0].code == "ID-035"
    assert check("enp", samples.make_snils(7), CTX).problems[0].code == "ID-036"


def test_decode_enp_when_nine_digits_are_typed_says_nothing_yet() -> None:
    assert decode_enp("015651084") is None
    facts = decode_enp("0156 5108 44")
    assert facts is not None
    assert facts.words == "мужчина, 05.03.1984"


@pytest.mark.parametrize(
    ("typed", "normal", "shown"),
    [
        ("8 (912) 345-67-89", "+79123456789", "+7\u00a0912\u00a0345-67-89"),
        ("8-3022-35-12-34", "+73022351234", "+7\u00a03022351234"),
        ("9123456789, 8 912 345 67 90", "+79123456789, +79123456790", None),
        ("+375 29 123-45-67", "+375291234567", "+375\u00a029\u00a0123-45-67"),
        ("+7 912 345-67-89 доб. 12", "+79123456789", None),
    ],
)
def test_phone_when_typed_is_kept_and_shown(typed: str, normal: str, shown: str | None) -> None:
    answer = check("phone", typed, CTX)
    assert answer.normal == normal
    assert check("phone", format_phone(normal), CTX).normal == normal
    assert len(split_phones(normal)) == normal.count("+")
    if shown:
        assert format_phone(normal) == shown


@pytest.mark.parametrize(
    ("ctx", "key"),
    [
        ({"sex": "оно"}, "sex"),
        ({"birth_date": "05.06.1988"}, "birth_date"),
        ({"today": 5}, "today"),
    ],
)
def test_context_when_a_fact_cannot_be_understood_is_refused_by_its_key(ctx: dict, key: str) -> None:
    with pytest.raises(RegistrarError) as caught:
        Context.from_json(ctx, TODAY)
    assert caught.value.code == "ID-002"
    assert key in caught.value.problem.text


@pytest.mark.parametrize("word", [1, "1", "male", "М", "мужской"])
def test_context_when_sex_comes_as_number_or_word_knows_it(word: object) -> None:
    assert Context.from_json({"sex": word}, TODAY).sex is Sex.MALE


def test_terms_when_the_setting_is_dated_are_those_of_the_day() -> None:
    table = (Terms(), Terms(since=date(2026, 1, 1), passport_days=30))
    assert terms_on(date(2025, 12, 31), table).passport_days == 90
    assert terms_on(date(2026, 1, 1), table).passport_days == 30
    assert terms_on(TODAY, ()).passport_days == 90


@given(st.text("0123456789-–—\u00a0\u202f \u200b", max_size=20))
def test_clean_number_when_only_digits_blanks_and_dashes_leaves_digits(text: str) -> None:
    assert clean_number(text) == "".join(char for char in text if "0" <= char <= "9")
