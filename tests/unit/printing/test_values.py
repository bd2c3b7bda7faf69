import dataclasses
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from paper_tools import form_of, sample

from registrar_app.printing.captions import join_parts
from registrar_app.printing.case import read_case
from registrar_app.printing.form import Column, Field
from registrar_app.printing.shown import WrongValueError
from registrar_app.printing.values import show

FIELD = Field(id="x", caption="", type="text", line=1)
CHOICE = {"yes": "да", "no": "нет"}


def of(kind, **more):
    return dataclasses.replace(FIELD, type=kind, **more)


@pytest.mark.parametrize(
    ("field", "raw", "text"),
    [
        (of("text"), " здорова ", "здорова"),
        (of("snils"), "11223344595", "112-233-445 95"),
        (of("date"), "2025-06-16", "16.06.2025"),
        (of("date", print="words"), "2025-06-16", "«16» июня 2025 г."),
        (of("day2"), "9", "09"),
        (of("month"), "3", "марта"),
        (of("month"), "Марта", "марта"),
        (of("datetime"), "2025-06-16T14:05:00+03:00", "16.06.2025 14:05"),
        (of("choice", values=CHOICE), True, "да"),
        (of("choices", values=CHOICE), ["yes", "no"], "да, нет"),
        (of("text_icd"), {"text": "ГЭРБ", "icd": "K21.0"}, "ГЭРБ (K21.0)"),
        (of("date_and_text"), {"date": "2020-01-02", "text": "МВД"}, "02.01.2020, МВД"),
        (of("fio_signature"), {"position": "Врач", "name": "Орлов Д. В."}, "Врач Орлов Д. В."),
        (of("address"), {"city": "г. Северореченск", "street": "ул. Садовая", "house": "14", "room": "415"},
         "г. Северореченск, ул. Садовая, д. 14, комн. 415"),
    ],
)  # fmt: skip
def test_show_when_value_is_right_then_printed_so(field, raw, text):
    assert show(field, raw).text == text


@pytest.mark.parametrize(
    ("field", "raw"),
    [
        (of("text"), ["a"]),
        (of("text"), True),
        (of("digits"), "12а"),
        (of("snils"), "123"),
        (of("date"), "16.06.2025"),
        (of("date"), "2025-02-30"),
        (of("day2"), "32"),
        (of("month"), "мартобря"),
        (of("year4"), "08"),
        (of("choice", values=CHOICE), "maybe"),
        (of("choices", values=CHOICE), "yes"),
        (of("flag"), "да"),
        (of("date_range"), "2025-01-01"),
        (of("table", columns=(Column("a", "А"),), rows=1), [{"a": "1"}, {"a": "2"}]),
    ],
)
def test_show_when_value_has_another_shape_then_wrong_value(field, raw):
    with pytest.raises(WrongValueError):
        show(field, raw)


@pytest.mark.parametrize("raw", [None, "", [], {}])
def test_show_when_nothing_given_then_empty(raw):
    assert show(of("text"), raw).is_empty


@pytest.mark.parametrize(
    ("house", "korpus", "building", "expected"),
    [
        ("14", "3", "1", "14, корп. 3, стр. 1"),
        ("14", "", "1", "14, стр. 1"),
        ("14", "", "", "14"),
        ("", "3", "", "корп. 3"),
        ("", "", "", ""),
    ],
)
def test_join_parts_when_a_part_is_missing_then_its_words_drop_out(house, korpus, building, expected):
    parts = {"house": house, "korpus": korpus, "building": building}
    assert join_parts("{house}, корп. {korpus}, стр. {building}", parts) == expected


def test_read_case_when_sample_then_all_fields_and_no_remarks():
    case = sample("086u-a3")
    _, edition = form_of(case)
    reading = read_case(edition, case)
    assert reading.remarks == ()
    assert reading.values["reg_house"] == "101, корп. 2"
    assert reading.values["reg_apartment"] == "комн. 415"
    assert reading.values["org_licence"] == "Л041-01099-99/00654321 от 02.11.2020"
    assert "reg_district" not in reading.values


def test_read_case_when_flat_then_same_values():
    case = sample("086u-a1")
    _, edition = form_of(case)
    values = dict(read_case(edition, case).values)
    flat = read_case(edition, {one.id: values[one.id] for one in edition.fields if one.id in values})
    assert {key: flat.values[key] for key in flat.values} == {
        one.id: values[one.id] for one in edition.fields if one.id in values
    }
    assert flat.remarks == ()


def test_read_case_when_person_alone_then_name_and_birth_are_taken_from_it():
    case = sample("086u-a1")
    for key in ("full_name", "birth_day", "birth_month", "birth_year"):
        del case["fields"][key]
    _, edition = form_of(case)
    values = read_case(edition, case).values
    assert values["full_name"] == "Соколова Мария Андреевна"
    assert (values["birth_day"], values["birth_month"], values["birth_year"]) == ("09", "марта", "2008")


def test_read_case_when_unknown_key_or_other_birth_then_remarks():
    case = sample("086u-a1")
    case["fields"]["blood_group"] = "II"
    case["fields"]["birth_day"] = "10"
    _, edition = form_of(case)
    found = {(one.code, one.field) for one in read_case(edition, case).remarks}
    assert found == {("CERT-010", "blood_group"), ("CERT-012", "birth_day")}


@given(st.from_type(date).filter(lambda day: day.year >= 1000))
def test_show_date_when_any_day_then_numeric_form_parses_back(day):
    text = show(of("date"), day.isoformat()).text
    assert date(*(int(part) for part in reversed(text.split(".")))) == day


def test_phone_when_kept_without_spaces_then_printed_as_people_read_it():
    field = Field(id="a", caption="", type="phone", line=0)
    assert show(field, "+79002000000").text == "+7\u00a0900\u00a0200-00-00"
    assert show(field, "8 (3022) 12-34-56").text == "8 (3022) 12-34-56"
    eight = Field(id="a", caption="", type="address8", line=0)
    assert show(eight, {"phone": "+79002000000"}).parts[-1] == "+7\u00a0900\u00a0200-00-00"
