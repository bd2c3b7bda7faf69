"""Signed papers made ready for drawing."""

from registrar_app.printing.flat import flat


def test_file_without_a_signature_stays_as_it_is():
    assert flat(b"%PDF-1.7 no signature") == b"%PDF-1.7 no signature"


def test_file_that_cannot_be_read_stays_as_it_is():
    assert flat(b"junk /ByteRange junk") == b"junk /ByteRange junk"
