"""Which column is what, and rows as forms."""

from datetime import date
from pathlib import Path
from types import MappingProxyType

import pytest

from registrar_app.domain.address_line import split_address
from registrar_app.domain.full_name import split_name
from registrar_app.domain.values import PolicyKind, Sex
from registrar_app.services import import_mapping as mapping
from registrar_app.services.import_prepare import Prepared, prepare
from registrar_app.services.import_shapes import ListFile, ListRow, Plan

TODAY = date(2026, 11, 21)


def rows(*cells: tuple[str, ...]) -> list[ListRow]:
    return [ListRow(number, one) for number, one in enumerate(cells, 1)]


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Фамилия", "last_name"), ("Ф.И.О.", "full_name"), ("ФИО пациента", "full_name"),
        ("Д.р.", "birth_date"),
        ("Дата рожд.", "birth_date"), ("СНИЛС", "snils"), ("Полис", "policy_number"), ("ЕНП", "enp"),
        ("№ полиса ОМС", "policy_number"), ("Серия полиса", "policy_series"), ("Пол", "sex"),
        ("Паспорт", "doc_any"), ("Серия паспорта", "doc_series"), ("Кем выдан", "doc_issuer"),
        ("Код подразделения", "doc_issuer_code"), ("Адрес", "reg_line"), ("Адрес прописки", "reg_line"),
        ("Адрес фактического проживания", "res_line"), ("Улица", "reg_street"), ("Дом", "reg_house"),
        ("Адрес проживания: улица", "res_street"), ("Телефон", "phone"), ("Моб. тел.", "phone"),
        ("№ карты", "record_number"), ("Участок", "district"), ("Место рождения", "birth_place"),
        ("СМО", "insurer_name"), ("Примечание", ""), ("", ""),
    ],
)  # fmt: skip
def test_heading_says_its_field(heading: str, field: str) -> None:
    assert mapping.by_heading(heading) == field


def test_headings_in_two_rows_under_a_title_are_put_together() -> None:
    head = rows(
        ("Список прикреплённых", "", "", "", "", ""),
        ("ФИО", "Дата рождения", "Полис", "", "Паспорт", ""),
        ("", "", "Серия", "Номер", "Серия", "Номер"),
        ("Ли Ян Петрович", "01.02.1990", "", "123456789", "4510", "123456"),
    )
    number = mapping.header_row(head)
    assert number == 3
    found = [one.field for one in mapping.guess(head, number, {}, TODAY)]
    assert found == ["full_name", "birth_date", "policy_series", "policy_number", "doc_series", "doc_number"]


def test_columns_without_headings_are_known_by_what_stands_in_them() -> None:
    head = rows(
        ("Сидорова Анна Петровна", "07.03.1968", "ж", "112-233-445 95", "89123456789"),
        ("Ёлкин Пётр Ильич", "16.04.1991", "м", "", "89123456780"),
    )
    assert mapping.header_row(head) == 0
    columns = mapping.guess(head, 0, {}, TODAY)
    assert [one.field for one in columns] == ["full_name", "birth_date", "sex", "snils", "phone"]
    assert {one.how for one in columns} == {"content"}
    assert columns[3].heading == "столбец D"


def test_layout_kept_from_the_last_time_wins_over_the_guess() -> None:
    head = rows(("Фамилия", "Имя", "Код"), ("Ли", "Ян", "7"))
    first = mapping.guess(head, 1, {}, TODAY)
    kept = mapping.unpack(mapping.pack(first)) | {"Код": "record_number"}
    assert [one.field for one in mapping.guess(head, 1, kept, TODAY)] == [
        "last_name",
        "first_name",
        "record_number",
    ]


def test_list_without_name_or_birth_date_cannot_be_loaded() -> None:
    assert [one.code for one in mapping.missing(["snils"])] == ["REC-151", "REC-151"]
    assert mapping.missing(["full_name", "birth_date"]) == ()


def made(drops_bad: bool = False, rounded: tuple[int, ...] = (), **cells: str) -> Prepared:
    plan = Plan(
        ListFile(Path("list.csv"), "csv", ""), "", 1,
        MappingProxyType(dict(enumerate(cells))), MappingProxyType(dict(enumerate(cells))), drops_bad,
    )  # fmt: skip
    return prepare(ListRow(2, tuple(cells.values()), rounded), plan, TODAY)


WHO = {"full_name": "Сидорова Анна Петровна", "birth_date": "7.3.68"}


def codes(row: Prepared) -> set[str]:
    return {one.code for one in row.problems}


def test_row_in_shorthand_becomes_a_whole_person() -> None:
    row = made(
        full_name="МАМЕДОВ ЭЛЬХАН РАШИД ОГЛЫ", birth_date="02.11.1981", sex="муж.", snils="",
        doc_any="4510 № 123456",
        policy_number="123456789", reg_line="400099, г. Северореченск, ул. Садовая, д. 14, кв. 37",
        citizenship="РФ", phone="8 912 345-67-89",
    )  # fmt: skip
    assert not row.is_refused, codes(row)
    data = row.data
    assert (data.last_name, data.first_name, data.patronymic) == ("Мамедов", "Эльхан", "Рашид оглы")
    assert data.sex is Sex.MALE
    assert (data.document.kind, data.document.series, data.document.number) == ("14", "45 10", "123456")
    assert (data.policy.kind, data.policy.number) == (PolicyKind.TEMPORARY, "123456789")
    assert (data.registration.city, data.registration.apartment) == ("Северореченск", "37")
    assert (data.citizenship, data.phone) == ("643", "+79123456789")


def test_sex_that_is_missing_is_told_by_the_patronymic_and_by_the_policy() -> None:
    told = made(**WHO)
    assert told.data.sex is Sex.FEMALE
    assert "REC-157" in codes(told)
    assert made(full_name="Ли Ян", birth_date="01.02.1990").is_refused


def test_patronymic_that_is_missing_is_taken_as_none_with_a_remark() -> None:
    row = made(full_name="Ли Ян", birth_date="01.02.1990", sex="м")
    assert not row.is_refused
    assert row.data.has_no_patronymic
    assert "REC-158" in codes(row)
    assert "REC-158" not in codes(
        made(last_name="Ли", first_name="Ян", patronymic="нет", birth_date="01.02.1990", sex="м")
    )


def test_bad_number_refuses_the_row_or_is_left_out_as_chosen() -> None:
    bad = {**WHO, "snils": "112-233-445 96"}
    assert "ID-021" in codes(made(**bad))
    assert made(**bad).is_refused
    without = made(drops_bad=True, **bad)
    assert not without.is_refused
    assert without.data.snils == ""
    assert "REC-168" in codes(without)
    assert made(drops_bad=True, full_name="Сидорова Анна Петровна", birth_date="30.02.1968").is_refused


def test_words_that_are_not_understood_rounded_numbers_and_shifted_rows_are_told() -> None:
    assert "REC-165" in codes(made(sex="да", **WHO))
    assert "REC-146" in codes(made(rounded=(2,), **WHO, enp="7754320834000018"))
    plan = Plan(
        ListFile(Path("a"), "csv", ""),
        "",
        1,
        MappingProxyType({0: "full_name"}),
        MappingProxyType({0: "ФИО"}),
    )
    assert codes(prepare(ListRow(2, ("Ли Ян", "лишнее")), plan, TODAY)) == {"REC-150"}


def test_leading_zeros_that_a_spreadsheet_dropped_come_back() -> None:
    row = made(**WHO, doc_series="405", doc_number="12345", snils="8765430300")
    assert (row.data.document.series, row.data.document.number) == ("04 05", "012345")
    assert row.data.snils == "08765430300"


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("г. Северореченск, ул. Садовая, д. 14, кв. 37",
         {"city": "Северореченск", "street": "ул. Садовая", "house": "14", "apartment": "37"}),
        ("Северореченск г, Садовая ул, 14, 37",
         {"city": "Северореченск", "street": "Садовая ул", "house": "14", "apartment": "37"}),
        ("г Северореченск ул С. Разина д 14 корп 2 кв 37",
         {"city": "Северореченск", "street": "ул С. Разина", "house": "14", "korpus": "2",
          "apartment": "37"}),
        ("Северореченская обл., Ивановский р-н, д. Ивановка, д.5а",
         {"subject": "Северореченская обл", "district": "Ивановский р-н", "settlement": "д. Ивановка",
          "house": "5а"}),
    ],
)  # fmt: skip
def test_plain_address_is_split(text: str, parts: dict[str, str]) -> None:
    found = split_address(text)
    assert found is not None
    assert {name: getattr(found, name) for name in found.__slots__ if getattr(found, name)} == parts


@pytest.mark.parametrize(
    "text", ["Садовая 14-37", "ул. Красноармейская 2-я, 114/3-218", "где-то за рекой", ""]
)
def test_address_that_is_not_plain_stays_whole(text: str) -> None:
    assert split_address(text) is None
    row = made(**WHO, reg_line=text)
    assert row.data.registration.street == text
    assert ("REC-159" in codes(row)) == bool(text)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Иван Иванович Иванов", ("Иванов", "Иван", "Иванович")),
        ("Мамедов Эльхан Рашид оглы", ("Мамедов", "Эльхан", "Рашид оглы")),
        ("де Голль Шарль", ("де Голль", "Шарль", "")),
        ("Хасан Ибрагим Али Мустафа", ("Хасан", "Ибрагим", "Али Мустафа")),
        ("Ли", ("Ли", "", "")),
    ],
)
def test_name_in_one_line_is_split(text: str, parts: tuple[str, str, str]) -> None:
    name = split_name(text)
    assert (name.last, name.first, name.patronymic) == parts
