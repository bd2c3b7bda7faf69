"""Codes from a scanner that types."""

import base64

import pytest
from hypothesis import given

from registrar_app.cards.barcode import decode_typed, write_policy
from registrar_app.cards.barcode.typed import LOST, looks_spoiled
from tests.policy_codes import TODAY, contents

_KEYS = str.maketrans(
    "qwertyuiop[]asdfghjkl;'zxcvbnm,.QWERTYUIOP{}ASDFGHJKL:\"ZXCVBNM<>/",
    "йцукенгшщзхъфывапролджэячсмитьбюЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮ.",
)
"""A Latin text typed while the Russian layout is on."""


@pytest.mark.parametrize("turned", [False, True], ids=["Latin layout", "Russian layout"])
@pytest.mark.parametrize("how", ["hex", "HEX", "base64"])
def test_text_of_a_policy_when_typed_is_read(code, how, turned):
    text = {"hex": code.hex(), "HEX": code.hex().upper(), "base64": base64.b64encode(code).decode()}[how]
    typed = text.translate(_KEYS) if turned and how != "base64" else text
    assert decode_typed(typed, TODAY).policy_number == "7856510844330801"


@given(contents())
def test_bytes_when_typed_are_said_to_be_spoiled(content):
    code = write_policy(content)
    survivors = "".join(chr(one) if 32 <= one < 127 else LOST for one in code)
    assert [one.code for one in decode_typed(survivors, TODAY).problems] == ["SCAN-041"]


@pytest.mark.parametrize(
    "text",
    ["tz1]u!xM4y$we{Kq~pA^o", "ыЯ4вФ8ырЛ2джЭщЦ0йУк5е"],
    ids=["only what has a key", "the same with the Russian layout"],
)
def test_rests_of_bytes_when_typed_are_said_to_be_spoiled(text):
    assert looks_spoiled(text)


@pytest.mark.parametrize(
    "text",
    ["https://www.gosuslugi.ru/600123/1/form?id=5&x=a%20b", "4606453849072", "Иванов Иван, палата 12",
     "010460645384907221abcDEF\x1d91EE06\x1d92c2lnbmF0dXJl", "АБ-123/45", "WIFI:T:WPA;S:clinic;P:12345678;;"],
    ids=["address", "parcel", "text", "medicine", "tube", "network"],
)  # fmt: skip
def test_text_of_another_code_when_typed_is_not_called_spoiled(text):
    scan = decode_typed(text, TODAY)
    assert not looks_spoiled(text)
    assert "SCAN-041" not in {one.code for one in scan.problems}


def test_code_when_cut_by_the_keyboard_keeps_its_own_message(code):
    assert [one.code for one in decode_typed(code.hex()[:-1], TODAY).problems] == ["SCAN-022"]
