"""The rules of a whole record and of its form."""

import dataclasses
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registrar_app.domain.context import Terms
from registrar_app.domain.draft import FIELD_IDS, from_person, to_person
from registrar_app.domain.person_rules import check_person, normalize_person
from registrar_app.domain.problems import Level
from registrar_app.domain.records import Address, DocumentData, PersonData, Phone, PolicyData
from registrar_app.domain.samples import make_enp, make_ogrn, make_snils
from registrar_app.domain.values import PolicyKind, Sex

TODAY = date(2026, 1, 15)
BORN = date(1988, 6, 5)
ENP = make_enp("78", BORN, Sex.FEMALE, 44)
ANNA = PersonData(
    last_name="Салтыкова-Щедрина",
    first_name="Анна",
    patronymic="Петровна",
    birth_date=BORN,
    sex=Sex.FEMALE,
    snils=make_snils(3),
    policy=PolicyData(PolicyKind.CARD, ENP, insurer_ogrn=make_ogrn(1), insurer_okato="40000"),
    document=DocumentData("14", "45 08", "123456", date(2010, 3, 1), "ОВД района", "770-001"),
    birth_place="г. Северореченск",
    citizenship="643",
    phone="+79123456789",
    registration=Address(subject="Северореченская область", city="Северореченск", house="14"),
)
MINIMAL = {
    "last_name": "иванов",
    "first_name": "иван",
    "patronymic": "иванович",
    "birth_date": "05.06.1988",
    "sex": "male",
}


def places(problems: tuple) -> list[tuple[str, str | None]]:
    return [(one.code, one.field) for one in problems]


def test_person_when_all_is_right_has_no_problems_and_stays() -> None:
    assert normalize_person(ANNA, TODAY) == (ANNA, ())


def test_person_when_empty_misses_the_required_fields_only() -> None:
    assert places(check_person(PersonData(), TODAY)) == [
        ("ID-101", "last_name"),
        ("ID-101", "first_name"),
        ("ID-115", "patronymic"),
        ("ID-126", "birth_date"),
        ("ID-141", "sex"),
    ]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"last_name": "Ivanова"}, ("ID-107", "last_name")),
        ({"birth_date": date(2026, 1, 16)}, ("ID-122", "birth_date")),
        ({"sex": Sex.MALE}, ("ID-117", "sex")),
        ({"has_no_patronymic": True}, ("ID-116", "patronymic")),
        ({"snils": "03557699194"}, ("ID-021", "snils")),
        ({"citizenship": "RUS"}, ("ID-010", "citizenship")),
        ({"phone": "нет"}, ("ID-151", "phone")),
        ({"birth_place": "х" * 101}, ("ID-142", "birth_place")),
        ({"registration": Address(street="у" * 121)}, ("ID-143", "reg_street")),
        ({"residence": Address(city="у" * 121)}, ("ID-143", "res_city")),
    ],
)
def test_person_when_one_value_is_wrong_says_so_at_its_field(change: dict, expected: tuple[str, str]) -> None:
    assert expected in places(check_person(dataclasses.replace(ANNA, **change), TODAY))


@pytest.mark.parametrize(
    ("policy", "expected"),
    [
        (PolicyData(PolicyKind.DIGITAL, ENP[:-1] + str((int(ENP[-1]) + 1) % 10)), [("ID-031", "enp")]),
        (PolicyData(PolicyKind.DIGITAL, "33793365639"), [("ID-035", "enp")]),
        (PolicyData(PolicyKind.DIGITAL, make_enp("78", BORN, Sex.MALE, 1)), [("ID-033", "enp")]),
        (PolicyData(PolicyKind.PAPER, ENP, series="01"), [("ID-041", "policy_series")]),
        (PolicyData(PolicyKind.PAPER, ENP, number="33793365639"), [("ID-035", "policy_number")]),
        (PolicyData(PolicyKind.PAPER, ENP, number="12"), [("ID-051", "policy_number")]),
        (PolicyData(PolicyKind.OLD, number="404847"), [("ID-044", "policy_series")]),
        (PolicyData(PolicyKind.OLD, series="93-40", number="7#"), [("ID-046", "policy_number")]),
        (PolicyData(PolicyKind.OLD, series="1234567890-", number="7"), [("ID-047", "policy_series")]),
        (PolicyData(PolicyKind.TEMPORARY, number="41682852"), [("ID-043", "policy_number")]),
        (PolicyData(PolicyKind.TEMPORARY, series="1", number="416828525"), [("ID-042", "policy_series")]),
        (PolicyData(PolicyKind.TEMPORARY, number="416828525", valid_from=date(2025, 12, 15)), []),
        (
            PolicyData(PolicyKind.TEMPORARY, number="416828525", valid_from=date(2025, 10, 1)),
            [("ID-048", "policy_from")],
        ),
        (PolicyData(enp=ENP, valid_to=date(2025, 12, 31)), [("ID-049", "policy_to")]),
        (
            PolicyData(enp=ENP, valid_from=date(2025, 2, 1), valid_to=date(2025, 1, 1)),
            [("ID-050", "policy_to")],
        ),
        (PolicyData(enp=ENP, valid_from=date(2026, 2, 1)), [("ID-053", "policy_from")]),
        (PolicyData(enp=ENP, insurer_ogrn="1140196182929"), [("ID-164", "insurer_ogrn")]),
    ],
)
def test_policy_when_something_is_wrong_says_so_at_its_field(policy: PolicyData, expected: list) -> None:
    assert places(check_person(dataclasses.replace(ANNA, policy=policy), TODAY)) == expected


def test_policy_when_the_enp_stands_in_the_number_is_put_right() -> None:
    typed = dataclasses.replace(ANNA, policy=PolicyData(PolicyKind.PAPER, number=ENP))
    normal, problems = normalize_person(typed, TODAY)
    assert (normal.policy.enp, normal.policy.number, problems) == (ENP, "", ())


@pytest.mark.parametrize(
    ("document", "born", "expected"),
    [
        (DocumentData(), BORN, []),
        (DocumentData("14", "4508", "123456"), BORN, []),
        (DocumentData("14", "45 08", ""), BORN, [("ID-076", "doc_number")]),
        (DocumentData("14", "45 08", "12345"), BORN, [("ID-062", "doc_number")]),
        (DocumentData("14", "45 О8", "123456"), BORN, [("ID-061", "doc_series")]),
        (DocumentData("14", "00 75", "123456"), BORN, [("ID-065", "doc_series"), ("ID-066", "doc_series")]),
        (DocumentData("14", "45 08", "123456", issuer_code="77"), BORN, [("ID-073", "doc_issuer_code")]),
        (DocumentData("14", "45 08", "123456", date(2026, 2, 1)), BORN, [("ID-074", "doc_issued_on")]),
        (DocumentData("14", "45 08", "123456", date(2002, 6, 4)), BORN, [("ID-068", "doc_issued_on")]),
        (DocumentData("14", "45 08", "123456", date(2002, 6, 5)), BORN, [("ID-069", "doc_issued_on")]),
        (DocumentData("14", "45 08", "123456", date(2010, 1, 1)), date(1980, 10, 20), []),
        (DocumentData("14", "45 08", "123456"), date(2013, 1, 1), [("ID-067", "doc_kind")]),
        (DocumentData("14", "45 08", "123456", date(2020, 1, 1)), date(2005, 10, 18), []),
        (
            DocumentData("14", "45 08", "123456", date(2020, 1, 1)),
            date(2005, 10, 16),
            [("ID-069", "doc_issued_on")],
        ),
        (DocumentData("3", "II-МЮ", "123456"), date(2011, 12, 17), []),
        (DocumentData("3", "II-МЮ", "123456"), date(2011, 12, 16), [("ID-072", "doc_kind")]),
        (DocumentData("3", "IIII-МЮ", "123456"), date(2020, 1, 1), [("ID-071", "doc_series")]),
        (DocumentData("7", "AB", "1234567"), BORN, [("ID-078", "doc_series")]),
        (DocumentData("9", "", "AB123456"), BORN, [("ID-063", "doc_number")]),
        (DocumentData("9", "AB", "123456", date(1980, 1, 1)), BORN, [("ID-075", "doc_issued_on")]),
        (DocumentData("28", "свободная", "№ 1-а"), BORN, []),
        (DocumentData("99", "1", "2"), BORN, [("ID-060", "doc_kind")]),
    ],
)
def test_document_when_something_is_wrong_says_so_at_its_field(
    document: DocumentData, born: date, expected: list
) -> None:
    person = dataclasses.replace(ANNA, document=document, birth_date=born, policy=PolicyData())
    assert places(check_person(person, TODAY)) == expected


def test_document_when_the_grace_time_is_set_shorter_warns_earlier() -> None:
    person = dataclasses.replace(
        ANNA,
        birth_date=date(2005, 12, 1),
        policy=PolicyData(),
        document=DocumentData("14", "45 20", "123456", date(2020, 1, 1)),
    )
    assert check_person(person, TODAY) == ()
    assert places(check_person(person, TODAY, Terms(passport_days=30))) == [("ID-069", "doc_issued_on")]


def test_document_when_repaired_is_kept_in_its_normal_form() -> None:
    person = dataclasses.replace(
        ANNA, birth_date=date(2020, 1, 1), policy=PolicyData(), document=DocumentData("3", "1 мю", "123 456")
    )
    normal, problems = normalize_person(person, TODAY)
    assert (normal.document.series, normal.document.number, problems) == ("I-МЮ", "123456", ())


def test_form_when_the_least_is_typed_gives_a_person() -> None:
    person, problems = to_person(MINIMAL, TODAY)
    assert problems == ()
    assert person == PersonData("Иванов", "Иван", "Иванович", birth_date=BORN, sex=Sex.MALE)


def test_form_when_made_from_a_person_comes_back_the_same() -> None:
    values = from_person(ANNA)
    assert tuple(values) == FIELD_IDS
    assert to_person(values, TODAY) == (ANNA, ())
    assert values["birth_date"] == "05.06.1988"
    assert values["phone"] == "+7\u00a0912\u00a0345-67-89"
    assert values["enp"].count("\u00a0") == 3


@pytest.mark.parametrize("typed", ["нет", "-", "НЕТ"])
def test_form_when_no_is_typed_for_the_patronymic_sets_the_flag(typed: str) -> None:
    person, problems = to_person({**MINIMAL, "patronymic": typed}, TODAY)
    assert (person.patronymic, person.has_no_patronymic, problems) == (None, True, ())
    values = from_person(person)
    assert (values["patronymic"], values["no_patronymic"]) == ("", "1")
    assert to_person(values, TODAY)[0] == person


def test_form_when_the_patronymic_is_empty_offers_the_flag() -> None:
    _, problems = to_person({**MINIMAL, "patronymic": ""}, TODAY)
    assert places(problems) == [("ID-115", "patronymic")]
    assert "нет отчества" in problems[0].way_out


def test_form_when_the_birth_date_is_unreadable_says_only_that() -> None:
    person, problems = to_person({**MINIMAL, "birth_date": "31.02.1988"}, TODAY)
    assert person.birth_date is None
    assert places(problems) == [("ID-121", "birth_date")]


def test_form_when_a_year_has_two_digits_shows_what_was_understood() -> None:
    person, problems = to_person({**MINIMAL, "birth_date": "050688"}, TODAY)
    assert person.birth_date == BORN
    assert [(one.code, one.level) for one in problems] == [("ID-125", Level.INFO)]


def test_form_when_the_letter_of_the_policy_is_latin_takes_it_for_cyrillic() -> None:
    values = {**MINIMAL, "policy_kind": "C", "policy_series": "93-40", "policy_number": "404847"}
    person, problems = to_person(values, TODAY)
    assert (person.policy.kind, problems) == (PolicyKind.OLD, ())
    assert places(to_person({**MINIMAL, "policy_kind": "Q"}, TODAY)[1]) == [("ID-052", "policy_kind")]


@given(st.dictionaries(st.sampled_from(FIELD_IDS), st.text(max_size=15)))
def test_form_when_any_texts_are_typed_answers_at_known_fields(values: dict[str, str]) -> None:
    person, problems = to_person(values, TODAY)
    assert {one.field for one in problems} <= set(FIELD_IDS)
    shown = from_person(person)
    assert set(shown) == set(FIELD_IDS)


@given(
    st.dates(date(1930, 1, 1), date(2011, 1, 1)),
    st.sampled_from(list(Sex)),
    st.integers(0, 10**6),
    st.sampled_from(["", "+79123456789", "+73022351234, +375291234567"]),
    st.sampled_from([None, "Ли", "Иванович"]),
)
def test_form_when_a_right_person_is_shown_and_read_is_the_same(
    born: date, sex: Sex, n: int, phone: str, patronymic: str | None
) -> None:
    person = PersonData(
        "Ким-Петров",
        "Анна Мария",
        patronymic,
        patronymic is None,
        born,
        sex,
        make_snils(n),
        PolicyData(PolicyKind.DIGITAL, make_enp("16", born, sex, n)),
        phone=phone.partition(", ")[0],
        other_phones=tuple(Phone(one, "мама") for one in phone.split(", ")[1:]),
    )
    read, problems = to_person(from_person(person), TODAY)
    assert read == person
    assert all(one.level is not Level.ERROR for one in problems)
