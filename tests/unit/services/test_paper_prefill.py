"""What a paper starts with: names of the clinic in the case that a line asks for."""

from dataclasses import replace
from datetime import date

import pytest

from registrar_app.domain.records import Organization
from registrar_app.paths import resource
from registrar_app.printing.case import read_case
from registrar_app.printing.form import Edition
from registrar_app.printing.loader import FormLibrary
from registrar_app.services.paper_prefill import case_of

DAY = date(2026, 3, 2)
LIBRARY = FormLibrary([resource("forms")])


def addressed() -> list[Edition]:
    """Every edition with a line for the head of the clinic in another case than the first."""
    editions = [LIBRARY.edition(form.key, DAY) for form in LIBRARY.forms()]
    return [one for one in editions if any(f.case and f.path == ("organization.head",) for f in one.fields)]


@pytest.mark.parametrize(
    ("head", "printed"),
    [
        ("Громова Елена Аркадьевна", "Громовой Елене Аркадьевне"),
        ("Вышеславцев Всеволод Константинович", "Вышеславцеву Всеволоду Константиновичу"),
        ("Лопес Хуан", "Лопес Хуан"),  # without a patronymic nothing tells the sex
        ("и. о. главного врача Громова Елена Аркадьевна", "и. о. главного врача Громова Елена Аркадьевна"),
        ("", None),
    ],
)
def test_head_when_addressed_then_in_the_dative_where_it_is_sure(head: str, printed: str | None) -> None:
    editions = addressed()
    assert len(editions) >= 2
    for edition in editions:
        clinic = replace(Organization(full_name="ГБУЗ «ГП № 7»"), head_name=head)
        values = read_case(edition, case_of(None, clinic, None, DAY, edition)).values
        (field,) = [one.id for one in edition.fields if one.case and one.path == ("organization.head",)]
        assert values.get(field) == printed


def test_head_when_written_by_the_registrar_then_his_form_stands() -> None:
    edition = addressed()[0]
    clinic = Organization(full_name="ГБУЗ «ГП № 7»", head_name="Громова Елена Аркадьевна")
    case = case_of(None, clinic, None, DAY, edition)
    case["fields"]["addressee_head"] = "Громовой Е.А."
    assert read_case(edition, case).values["addressee_head"] == "Громовой Е.А."
