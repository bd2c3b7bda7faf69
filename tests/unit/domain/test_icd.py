"""Codes of diseases: whatever the keyboard did to the letter, the code is the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registrar_app.domain.icd import check_icd


@pytest.mark.parametrize(
    ("typed", "normal"),
    [
        ("J30.1", "J30.1"), ("j301", "J30.1"), ("К21,0", "K21.0"), ("о30.1", "O30.1"), ("Z00", "Z00"),
        ("ф41.2", "A41.2"), ("E10.65", "E10.65"), (" I 10 ", "I10"), ("G63.2*", "G63.2*"), ("", ""),
    ],
)  # fmt: skip
def test_code_when_readable_then_normal(typed: str, normal: str) -> None:
    found = check_icd(typed)
    assert (found.normal, found.problems) == (normal, ())


@pytest.mark.parametrize("typed", ["30.1", "J3", "JJ30", "рефлюкс", "J30.123", "!30.1"])
def test_code_when_not_readable_then_told(typed: str) -> None:
    assert [one.code for one in check_icd(typed).problems] == ["CERT-082"]


@given(st.from_regex(r"[A-Z][0-9]{2}(\.[0-9]{1,2})?", fullmatch=True))
def test_normal_code_when_checked_again_then_the_same(code: str) -> None:
    assert check_icd(code).normal == code


@given(st.text(max_size=30))
def test_any_text_when_checked_then_a_code_or_a_problem(text: str) -> None:
    found = check_icd(text)
    assert (found.normal is None) == bool(found.problems)
