"""Births known in part, newborns, the unidentified, documents of foreigners, telephones, representatives."""

import dataclasses
from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registrar_app.domain.birth_date import age_text, birth_text, check_birth, parse_birth
from registrar_app.domain.context import Context, Terms
from registrar_app.domain.countries import COUNTRIES, OTHERS, USUAL
from registrar_app.domain.documents import DOCUMENT_KINDS, check_document, mask_hints, ordered_kinds
from registrar_app.domain.draft import FIELD_IDS, from_person, to_person
from registrar_app.domain.person_rules import check_person, normalize_person
from registrar_app.domain.records import (
    DocumentData,
    PersonData,
    Phone,
    PolicyData,
    RepresentativeView,
)
from registrar_app.domain.representative_form import (
    REPRESENTATIVE_FIELDS,
    from_representatives,
    represents_age,
    to_representatives,
)
from registrar_app.domain.samples import make_enp
from registrar_app.domain.values import BirthPrecision, PolicyKind, Relation, Sex

TODAY = date(2026, 11, 21)
MOTHER = UUID(int=7)
ADULT = PersonData("Петров", "Пётр", "Ильич", False, date(1988, 5, 1), Sex.MALE)
BABY = PersonData("Петрова", birth_date=date(2026, 11, 20), sex=Sex.FEMALE, newborn_order=1)
UNKNOWN = PersonData(sex=Sex.MALE, is_unidentified=True)


def places(problems: tuple) -> list[tuple[str, str | None]]:
    return [(one.code, one.field) for one in problems]


# -- birth dates ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "born", "known"),
    [
        ("05.06.1988", date(1988, 6, 5), BirthPrecision.DAY),
        ("050688", date(1988, 6, 5), BirthPrecision.DAY),
        ("05.1988", date(1988, 5, 1), BirthPrecision.MONTH),
        ("5/1988", date(1988, 5, 1), BirthPrecision.MONTH),
        ("май 1988 г.", date(1988, 5, 1), BirthPrecision.MONTH),
        ("1988", date(1988, 1, 1), BirthPrecision.YEAR),
        ("1988 год", date(1988, 1, 1), BirthPrecision.YEAR),
        ("около 1976", date(1976, 1, 1), BirthPrecision.ABOUT),
        ("около 50 лет", date(1976, 1, 1), BirthPrecision.ABOUT),
        ("50 лет", date(1976, 1, 1), BirthPrecision.ABOUT),
    ],
)
def test_birth_when_known_in_part_is_the_first_possible_day(
    typed: str, born: date, known: BirthPrecision
) -> None:
    assert parse_birth(typed, TODAY)[:2] == (born, known)


@pytest.mark.parametrize("typed", ["13.1988", "янтарь 1988", "0000", "вчера", "около"])
def test_birth_when_it_is_no_date_says_so(typed: str) -> None:
    day, _known, found = parse_birth(typed, TODAY)
    assert day is None
    assert found is not None
    assert found.code in ("ID-120", "ID-121")


@given(st.dates(date(1900, 1, 1), TODAY), st.sampled_from(BirthPrecision))
def test_birth_when_shown_and_typed_again_is_the_same(born: date, known: BirthPrecision) -> None:
    if known is not BirthPrecision.DAY:
        born = born.replace(day=1)
    if known in (BirthPrecision.YEAR, BirthPrecision.ABOUT):
        born = born.replace(month=1)
    assert parse_birth(birth_text(born, known), TODAY) == (born, known, None)


def test_birth_when_known_in_part_asks_once_and_shows_what_is_known() -> None:
    found = check_birth("5.1988", Context(TODAY))
    assert (found.normal, [one.code for one in found.problems]) == ("05.1988", ["ID-170"])
    assert age_text(date(1976, 1, 1), BirthPrecision.YEAR, TODAY) == "около 50 лет"
    person, problems = to_person({**from_person(ADULT), "birth_date": "05.1988"}, TODAY)
    assert person.birth_precision is BirthPrecision.MONTH
    assert places(problems) == [("ID-170", "birth_date")]
    assert from_person(person)["birth_date"] == "05.1988"


@pytest.mark.parametrize(
    ("known", "told", "expected"),
    [
        (BirthPrecision.MONTH, date(1988, 5, 17), []),
        (BirthPrecision.MONTH, date(1988, 6, 17), ["ID-033"]),
        (BirthPrecision.YEAR, date(1988, 6, 17), []),
        (BirthPrecision.YEAR, date(1989, 6, 17), ["ID-033"]),
        (BirthPrecision.DAY, date(1988, 5, 17), ["ID-033"]),
    ],
)
def test_enp_when_the_birth_is_known_in_part_is_compared_with_that_part(
    known: BirthPrecision, told: date, expected: list[str]
) -> None:
    policy = PolicyData(enp=make_enp("78", told, Sex.MALE, 1))
    person = dataclasses.replace(ADULT, birth_precision=known, policy=policy)
    assert [code for code, field in places(check_person(person, TODAY)) if field == "enp"] == expected


# -- newborns and the unidentified ---------------------------------------------------------------------


def test_newborn_when_he_has_no_name_and_no_paper_is_right() -> None:
    assert normalize_person(BABY, TODAY) == (BABY, ())


def test_newborn_when_a_placeholder_is_typed_is_refused() -> None:
    person = dataclasses.replace(BABY, first_name="неизвестно")
    assert ("ID-102", "first_name") in places(check_person(person, TODAY))


def test_newborn_when_he_has_grown_asks_for_his_papers() -> None:
    grown = dataclasses.replace(BABY, birth_date=date(2026, 9, 1))
    assert places(check_person(grown, TODAY)) == [("ID-172", "newborn_order")]
    assert check_person(grown, TODAY, Terms(newborn_days=90)) == ()
    assert places(check_person(dataclasses.replace(BABY, newborn_order=10), TODAY)) == [
        ("ID-176", "newborn_order")
    ]


def test_newborn_when_name_and_certificate_come_is_a_newborn_no_more() -> None:
    document = DocumentData("3", "II-МЮ", "123456")
    person = dataclasses.replace(BABY, first_name="Анна", patronymic="Ильинична", document=document)
    done, problems = normalize_person(person, TODAY)
    assert done.newborn_order is None
    assert places(problems) == [("ID-173", "newborn_order")]


def test_unknown_when_nothing_but_the_sex_is_known_is_right() -> None:
    assert normalize_person(UNKNOWN, TODAY) == (UNKNOWN, ())
    assert places(check_person(dataclasses.replace(UNKNOWN, sex=None), TODAY)) == [("ID-141", "sex")]
    about = {"sex": "male", "is_unidentified": "1", "birth_date": "около 50"}
    person, problems = to_person(about, TODAY)
    assert (person.birth_date, person.birth_precision, problems) == (
        date(1976, 1, 1), BirthPrecision.ABOUT, (),
    )  # fmt: skip


def test_unknown_when_somebody_tells_who_it_is_loses_the_mark() -> None:
    known = dataclasses.replace(ADULT, is_unidentified=True, snils="11223344595")
    person, problems = normalize_person(known, TODAY)
    assert not person.is_unidentified
    assert places(problems) == [("ID-174", "is_unidentified")]
    only_name = dataclasses.replace(known, snils="")
    assert normalize_person(only_name, TODAY)[0].is_unidentified


@pytest.mark.parametrize(
    ("person", "title"),
    [
        (UNKNOWN, "Неизвестный"),
        (dataclasses.replace(UNKNOWN, sex=Sex.FEMALE), "Неизвестная"),
        (BABY, "Петрова (новорождённая)"),
        (dataclasses.replace(BABY, newborn_order=2), "Петрова (новорождённая, 2-я)"),
        (dataclasses.replace(BABY, first_name="Анна"), "Петрова Анна"),
        (ADULT, "Петров Пётр Ильич"),
    ],
)
def test_title_when_a_part_of_the_name_is_missing_has_a_word_for_it(person: PersonData, title: str) -> None:
    assert person.title.full == title
    assert "новорожд" not in str(from_person(person).values()), "placeholders are never stored"


# -- documents, policies, telephones -------------------------------------------------------------------


def test_kinds_when_ordered_are_all_there_with_the_fitting_first() -> None:
    for age in (None, 0, 13, 14, 70):
        for citizenship in ("", "643", "417"):
            kinds = ordered_kinds(age, citizenship)
            assert sorted(kinds) == sorted(DOCUMENT_KINDS)
    assert ordered_kinds(3, "643")[0] == "3"
    assert ordered_kinds(30, "")[0] == "14"
    assert ordered_kinds(30, "417")[:3] == ("9", "11", "23")
    assert ordered_kinds(5, "417")[:2] == ("9", "24")


@pytest.mark.parametrize("kind", DOCUMENT_KINDS)
def test_hints_when_followed_pass_the_mask(kind: str) -> None:
    series, number = mask_hints(kind)
    mask = DOCUMENT_KINDS[kind].number
    typed = "".join("1" for sign in mask if sign in "90") or "1"
    typed_series = series if DOCUMENT_KINDS[kind].series != "S" else ""
    assert number
    assert not [
        one
        for one in check_document(kind, typed_series, typed, Context(TODAY)).problems
        if one.code in ("ID-061", "ID-062", "ID-070", "ID-076")
    ]


@pytest.mark.parametrize("kind", ["9", "21", "22", "23", "24"])
def test_foreign_number_when_it_has_letters_sends_them_to_the_series(kind: str) -> None:
    found = check_document(kind, "", "AB123", Context(TODAY))
    assert [(one.code, one.field) for one in found.problems] == [("ID-063", "number")]
    assert check_document(kind, "AB", "123", Context(TODAY)).problems == ()


def test_document_when_its_term_is_over_asks() -> None:
    document = DocumentData("23", "", "123", valid_to=date(2026, 2, 1))
    assert places(check_person(dataclasses.replace(ADULT, document=document), TODAY)) == [
        ("ID-171", "doc_valid_to")
    ]


def test_temporary_certificate_when_days_are_moved_counts_only_worked_ones() -> None:
    policy = PolicyData(PolicyKind.TEMPORARY, number="416828525", valid_from=date(2025, 10, 31))
    person, today = dataclasses.replace(ADULT, policy=policy), date(2025, 11, 6)
    terms = Terms(temporary_certificate_workdays=3)
    # 1 November is a Saturday that is worked, 3 and 4 November are free: 1, 5 and 6 November count.
    assert check_person(person, today, terms) == ()
    assert places(check_person(person, today, Terms(temporary_certificate_workdays=2))) == [
        ("ID-048", "policy_from")
    ]
    assert places(check_person(person, today, terms, lambda _day: True)) == [("ID-048", "policy_from")]


def test_phones_when_two_are_typed_into_one_field_are_two() -> None:
    typed = {**from_person(ADULT), "phone": "8 912 345-67-89, 8-3022-35-12-34", "phone_note": "свой"}
    person, problems = to_person({**typed, "phone2": "+7 900 111-22-33", "phone2_note": "мама"}, TODAY)
    assert problems == ()
    assert (person.phone, person.phone_note) == ("+79123456789", "свой")
    assert person.other_phones == (Phone("+73022351234"), Phone("+79001112233", "мама"))
    assert to_person(from_person(person), TODAY)[0] == person


def test_phones_when_five_keep_whose_each_of_them_is() -> None:
    more = tuple(Phone(f"+7900111220{place}", f"чей {place}") for place in range(4))
    person = dataclasses.replace(ADULT, phone="+79123456789", phone_note="свой", other_phones=more)
    assert to_person(from_person(person), TODAY) == (person, ())


def test_phones_when_more_than_there_are_fields_none_is_lost() -> None:
    more = tuple(Phone(f"+7900111220{place}", "") for place in range(9))
    person = dataclasses.replace(ADULT, phone="+79123456789", other_phones=more)
    assert to_person(from_person(person), TODAY) == (person, ())


def test_phones_when_one_is_wrong_say_so_at_its_field() -> None:
    _person, problems = to_person({**from_person(ADULT), "phone3": "123"}, TODAY)
    assert places(problems) == [("ID-152", "phone3")]


def test_countries_when_listed_stand_once_with_three_digits() -> None:
    assert len(COUNTRIES) == len(USUAL) + len(OTHERS)
    assert len(set(COUNTRIES.values())) == len(COUNTRIES)
    assert all(len(code) == 3 and code.isdigit() for code in COUNTRIES)
    assert (COUNTRIES["643"], COUNTRIES["051"], COUNTRIES["398"]) == ("Россия", "Армения", "Казахстан")


# -- representatives -----------------------------------------------------------------------------------

GUARDIAN = {
    "rep1_last_name": "ёлкина", "rep1_first_name": "вера", "rep1_relation": "guardian",
    "rep1_phone": "8 900 123-45-67", "rep1_doc_kind": "14", "rep1_doc_series": "4515",
    "rep1_doc_number": "100201", "rep1_authority": "акт об опеке № 14", "rep1_birth_date": "1.2.1970",
}  # fmt: skip


def test_representative_when_typed_in_is_made_normal() -> None:
    (one,), problems = to_representatives(GUARDIAN, TODAY)
    assert problems == ()
    assert (one.name.full, one.relation, one.phone) == ("Ёлкина Вера", Relation.GUARDIAN, "+79001234567")
    assert (one.document.series, one.birth_date) == ("45 15", date(1970, 2, 1))
    shown = from_representatives([RepresentativeView(one, one.name)])
    assert to_representatives(shown, TODAY)[0] == (one,)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"rep1_first_name": ""}, ("ID-175", "rep1_first_name")),
        ({"rep1_authority": ""}, ("ID-177", "rep1_authority")),
        ({"rep1_valid_to": "01.02.2026"}, ("ID-178", "rep1_valid_to")),
        ({"rep1_valid_from": "02.02.2027", "rep1_valid_to": "01.02.2027"}, ("ID-179", "rep1_valid_to")),
        ({"rep1_birth_date": "01.02.2010", "rep1_doc_number": "", "rep1_doc_series": ""},
         ("ID-180", "rep1_birth_date")),
        ({"rep1_relation": "friend"}, ("ID-182", "rep1_relation")),
        ({"rep1_snils": "112-233-445 96"}, ("ID-021", "rep1_snils")),
        ({"rep1_doc_number": "12"}, ("ID-062", "rep1_doc_number")),
    ],
)  # fmt: skip
def test_representative_when_something_is_wrong_says_so_at_its_field(
    change: dict[str, str], expected: tuple[str, str]
) -> None:
    assert expected in places(to_representatives({**GUARDIAN, **change}, TODAY)[1])


def test_representative_when_he_is_a_patient_needs_no_name_and_a_parent_no_paper() -> None:
    values = {"rep1_person": str(MOTHER), "rep1_relation": "mother", "rep2_relation": "father"}
    people, problems = to_representatives(values, TODAY)
    assert [(one.person_id, one.relation) for one in people] == [(MOTHER, Relation.MOTHER)]
    assert problems == ()


def test_representative_when_emptied_is_left_as_a_row_to_be_taken_away() -> None:
    (one,), problems = to_representatives({"rep1_id": str(MOTHER), "rep1_relation": "mother"}, TODAY)
    assert one.is_empty
    assert (one.id, problems) == (MOTHER, ())


@given(st.dictionaries(st.sampled_from(REPRESENTATIVE_FIELDS), st.text(max_size=12)))
def test_representatives_when_anything_is_typed_never_fail(values: dict[str, str]) -> None:
    people, problems = to_representatives(values, TODAY)
    assert {one.field for one in problems} <= set(REPRESENTATIVE_FIELDS)
    assert len(people) <= 2


def test_age_of_representation_follows_the_dated_setting() -> None:
    born = date(2010, 1, 1)
    assert represents_age(born, TODAY)
    assert not represents_age(born, TODAY, Terms(representative_age=15))
    assert not represents_age(None, TODAY)


def test_fields_of_the_form_stand_once() -> None:
    names = (*FIELD_IDS, *REPRESENTATIVE_FIELDS)
    assert len(set(names)) == len(names)
