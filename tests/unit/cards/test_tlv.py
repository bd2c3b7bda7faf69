"""BER-TLV: strict where a wrong value could enter, forgiving where BER is."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registrar_app.cards import tlv

TAGS = st.sampled_from([0x41, 0x51, 0x60, 0x62, 0x5F21, 0x5F26, 0x7F30, 0x7F60, 0x5F8101])


@pytest.mark.parametrize(
    ("encoded", "value"),
    [
        pytest.param("6202AABB", "AABB", id="short length"),
        pytest.param("628102AABB", "AABB", id="non-minimal 81"),
        pytest.param("62820002AABB", "AABB", id="non-minimal 82"),
        pytest.param("6202AABB0000", "AABB", id="zero padding behind"),
        pytest.param("6202AABBFFFF", "AABB", id="FF padding behind"),
        pytest.param("6200", "", id="empty"),
    ],
)
def test_root_when_well_formed_gives_its_value(encoded, value):
    assert tlv.read_root(bytes.fromhex(encoded), 0x62) == bytes.fromhex(value)


@pytest.mark.parametrize(
    "encoded",
    [
        pytest.param("", id="nothing"),
        pytest.param("62", id="no length"),
        pytest.param("6281", id="length cut"),
        pytest.param("628200", id="long length cut"),
        pytest.param("6203AABB", id="value cut"),
        pytest.param("5F", id="tag cut"),
        pytest.param("6202AABB"[:6], id="one octet short"),
    ],
)
def test_root_when_cut_off_is_refused_as_truncated(encoded):
    with pytest.raises(tlv.TlvTruncatedError):
        tlv.read_root(bytes.fromhex(encoded), 0x62)


@pytest.mark.parametrize(
    "encoded",
    [
        pytest.param("6402AABB", id="wrong tag"),
        pytest.param("6280AABB0000", id="indefinite length"),
        pytest.param("6283000002AABB", id="length of four octets"),
        pytest.param("7F818181810100", id="endless tag"),
    ],
)
def test_root_when_malformed_is_refused(encoded):
    with pytest.raises(tlv.TlvError):
        tlv.read_root(bytes.fromhex(encoded), 0x62)


def test_children_when_one_runs_past_the_parent_are_refused():
    with pytest.raises(tlv.TlvTruncatedError):
        tlv.read_children(bytes.fromhex("5F2101AA5F2203BBCC"))


def test_children_when_zero_octets_lie_between_them_are_read():
    items = tlv.read_children(bytes.fromhex("005F2101AA0000410100"))
    assert [(item.tag, item.value.hex()) for item in items] == [(0x5F21, "aa"), (0x41, "00")]


def test_children_when_more_than_64_are_refused():
    assert len(tlv.read_children(bytes.fromhex("410101") * 64)) == 64
    with pytest.raises(tlv.TlvError):
        tlv.read_children(bytes.fromhex("410101") * 65)


def test_item_repr_shows_no_contents():
    assert "494e" not in repr(tlv.read_children(bytes.fromhex("5F2102494E"))[0]).lower()


@given(st.lists(st.tuples(TAGS, st.binary(max_size=300)), max_size=20))
def test_children_when_written_are_read_back(pairs):
    items = tlv.read_children(b"".join(tlv.write(tag, value) for tag, value in pairs))
    assert [(item.tag, item.value) for item in items] == pairs


@given(st.binary(max_size=80))
def test_parsing_random_bytes_raises_nothing_but_its_own_error(data):
    for parse in (tlv.read_children, lambda octets: tlv.read_root(octets, 0x62)):
        with contextlib.suppress(tlv.TlvError):
            parse(data)
    assert isinstance(tlv.outline(data), str)


@pytest.mark.parametrize("size", [0, 127, 128, 255, 256, 65_535])
def test_write_when_at_a_limit_of_the_length_forms_is_read_back(size):
    assert tlv.read_root(tlv.write(0x62, bytes(size)), 0x62) == bytes(size)


def test_write_when_too_long_is_refused():
    with pytest.raises(tlv.TlvError):
        tlv.write(0x62, bytes(65_536))
