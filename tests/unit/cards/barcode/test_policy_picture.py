"""Codes carried through a real PDF417 symbol."""

import numpy as np
import pytest
import zxingcpp
from hypothesis import given, settings

from registrar_app.cards.barcode import decode_policy, write_policy
from tests.policy_codes import TODAY, VECTORS, contents


def through_a_symbol(data: bytes, turns: int = 0) -> zxingcpp.Barcode:
    symbol = zxingcpp.create_barcode(data, zxingcpp.PDF417, ec_level="5")
    picture = np.rot90(np.pad(np.array(symbol.to_image(scale=3)), 20, constant_values=255), turns)
    found = zxingcpp.read_barcodes(np.ascontiguousarray(picture), formats=zxingcpp.PDF417)
    assert len(found) == 1
    return found[0]


@pytest.mark.parametrize("turns", [0, 1, 2])
@pytest.mark.parametrize("vector", VECTORS, ids=["type 2", "no patronymic", "type 1"])
def test_symbol_when_read_gives_the_code(vector, turns):
    code = bytes.fromhex(vector["hex"])
    symbol = through_a_symbol(code, turns)
    assert symbol.bytes == code
    assert symbol.symbology_identifier == "]L2"
    assert decode_policy(symbol.bytes, TODAY).content == decode_policy(code, TODAY).content


@settings(deadline=None, max_examples=30)
@given(contents())
def test_symbol_when_of_any_person_gives_the_person(content):
    symbol = through_a_symbol(write_policy(content))
    sent = symbol.symbology_identifier.encode() + symbol.bytes + b"\r\n"
    assert decode_policy(sent, TODAY).content == content
