"""The stamp: what stands in it, its size, its refusal."""

import io
import subprocess
from datetime import UTC, datetime, timedelta, timezone

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.pdfbase import pdfmetrics

from registrar_app.domain.errors import RegistrarError
from registrar_app.signing.pkcs12 import Pkcs12Key
from registrar_app.signing.stamp import FACE, StampLook, _register_face, _wrap, draw_stamp, stamp_lines

LINES = ("ДОКУМЕНТ ПОДПИСАН", "ЭЛЕКТРОННОЙ ПОДПИСЬЮ", "Сертификат 1а111ааа000000000011",
         "Владелец Иванов Иван Иванович", "Действителен с 01.12.2012 по 01.12.2017")  # fmt: skip


def _text(pdf: bytes) -> str:
    return subprocess.run(
        ["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True
    ).stdout.decode()


def test_stamp_drawn_holds_each_line_once() -> None:
    text = _text(draw_stamp(LINES, 60, 22))
    assert [line.strip() for line in text.splitlines() if line.strip()] == list(LINES)


def test_stamp_drawn_has_the_size_of_its_field_and_one_embedded_face() -> None:
    with pikepdf.open(io.BytesIO(draw_stamp(LINES, 60, 22))) as pdf:
        page = pdf.pages[0]
        assert [float(edge) for edge in page.mediabox] == [0, 0, int(60 / 25.4 * 72), int(22 / 25.4 * 72)]
        fonts = page.obj.Resources.Font
        assert [str(font.BaseFont).partition("+")[2] for font in fonts.values()] == ["RegistrarStamp-Regular"]
        assert all("/FontFile2" in font.FontDescriptor for font in fonts.values())


def test_stamp_is_small_because_its_face_is_stripped() -> None:
    assert len(draw_stamp(LINES, 60, 22)) < 16_000


def test_stamp_drawn_twice_is_drawn_once() -> None:
    assert draw_stamp(LINES, 60, 22) is draw_stamp(LINES, 60, 22)


@pytest.mark.parametrize(("width", "height"), [(68, 16), (68, 11), (40, 25)])
def test_stamp_with_long_owner_fits_the_places_of_forms(
    doctor: Pkcs12Key, clinic: Pkcs12Key, width: float, height: float
) -> None:
    for key in (doctor, clinic):
        shown = _text(draw_stamp(stamp_lines(key.signing_certificate, UTC), width, height))
        wanted = " ".join(stamp_lines(key.signing_certificate, UTC))
        assert "".join(shown.split()) == "".join(wanted.split())


def test_heading_becomes_one_line_in_a_low_field() -> None:
    rows = [line.strip() for line in _text(draw_stamp(LINES, 68, 11)).splitlines() if line.strip()]
    assert rows[0] == "ДОКУМЕНТ ПОДПИСАН ЭЛЕКТРОННОЙ ПОДПИСЬЮ"
    assert len(rows) == 4


def test_stamp_too_small_refuses_with_its_size() -> None:
    with pytest.raises(RegistrarError) as refused:
        draw_stamp(LINES, 25, 8)
    assert refused.value.code == "SIGN-021"
    assert "25 × 8 мм" in refused.value.problem.text


def test_stamp_lines_say_owner_serial_and_term_in_the_zone(doctor: Pkcs12Key) -> None:
    owner = doctor.signing_certificate
    east = timezone(timedelta(hours=20))
    assert stamp_lines(owner, UTC)[2:] == (
        f"Сертификат {owner.serial_hex}",
        "Владелец Константинопольская Александра-Мария Константиновна",
        "Действителен с 10.03.2026 по 08.06.2027",
    )
    assert stamp_lines(owner, east)[-1] == "Действителен с 11.03.2026 по 09.06.2027"


def test_stamp_lines_of_a_template_fill_what_they_know_and_leave_the_rest(doctor: Pkcs12Key) -> None:
    at = datetime(2026, 3, 10, 6, 5, tzinfo=UTC)
    lines = stamp_lines(doctor.signing_certificate, UTC, ("{signed_at}", "{owner.__class__}", "{}"), at)
    assert lines == ("10.03.2026 06:05", "{owner.__class__}", "{}")


def test_look_without_frame_draws_no_curve() -> None:
    with pikepdf.open(io.BytesIO(draw_stamp(LINES, 60, 22, StampLook(has_frame=False)))) as pdf:
        operators = {str(operator) for _, operator in pikepdf.parse_content_stream(pdf.pages[0])}
    assert not operators & {"c", "re", "S"}


@settings(max_examples=200)
@given(st.text("абвгд «»-№1 ", max_size=120), st.floats(15, 200))
def test_wrap_loses_no_letter_and_keeps_the_width(line: str, width: float) -> None:
    _register_face()
    rows = _wrap(line, 6, width)
    assert "".join(rows).replace(" ", "") == line.replace(" ", "")
    assert all(pdfmetrics.stringWidth(row, FACE, 6) <= width for row in rows)
