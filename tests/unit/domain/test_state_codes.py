"""Addresses of the state portal on papers that a clinic does not make."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registrar_app.domain.state_codes import state_code

KEY = "0123456789abcdef" * 2


@pytest.mark.parametrize(
    "text",
    [
        f"https://www.gosuslugi.ru/covid-cert/verify/9210000012345678?lang=ru&ck={KEY}",
        "https://www.gosuslugi.ru/covid-cert/status/8b5f6c1e-1111-4222-8333-944455556666?lang=ru",
        "https://www.gosuslugi.ru/vaccine/cert/verify/8b5f6c1e-1111-4222-8333-944455556666",
        " HTTPS://WWW.GOSUSLUGI.RU/covid-cert/verify/9210000012345678\n",
    ],
)
def test_code_when_of_a_covid_certificate_then_told(text: str) -> None:
    found = state_code(text)
    assert found is not None
    assert found.code == "CERT-141"
    assert "не печатает" in found.way_out


def test_code_when_it_has_a_number_then_it_is_read_out_in_fours() -> None:
    found = state_code("https://www.gosuslugi.ru/covid-cert/verify/9210000012345678")
    assert found is not None
    assert "9210\u00a00000\u00a01234\u00a05678" in found.text


def test_code_when_another_page_of_the_portal_then_told_as_such() -> None:
    found = state_code("https://esia.gosuslugi.ru/login")
    assert found is not None
    assert found.code == "CERT-142"


@pytest.mark.parametrize(
    "text",
    [
        "", "086", "https://gosuslugi.ru.example.com/covid-cert/verify/1", "ftp://gosuslugi.ru/x",
        "https://evilgosuslugi.ru/covid-cert/verify/9210000012345678", "https://[", "REGISTRAR:1:2",
    ],
)  # fmt: skip
def test_code_when_of_somebody_else_then_none(text: str) -> None:
    assert state_code(text) is None


@given(st.text(max_size=300))
def test_any_text_is_taken(text: str) -> None:
    state_code(text)
    state_code("https://www.gosuslugi.ru/" + text)
