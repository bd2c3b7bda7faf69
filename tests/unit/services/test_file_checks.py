"""What a file is by its content, told apart with a code for each damage."""

import io
import random
import struct
import zlib
from pathlib import Path

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from registrar_app.domain.errors import RegistrarError
from registrar_app.domain.files import A4_MM, FILE_KINDS, effective_dpi, guess_kind, sheet_dpi
from registrar_app.services.file_checks import JPG, PDF, PNG, check_file, read_source
from tests.file_samples import (
    attached_pdf,
    jpg,
    linked_pdf,
    locked_pdf,
    moving_png,
    png,
    restricted_pdf,
    scanned_pdf,
    scripted_pdf,
    text_pdf,
    wide_pdf,
)

LIMIT = 5 * 2**20


def huge_png() -> bytes:
    """A head that claims 30 000 x 30 000 points and nothing behind it."""
    head = struct.pack(">IIBBBBB", 30000, 30000, 8, 2, 0, 0, 0)
    chunk = struct.pack(">I", len(head)) + b"IHDR" + head + struct.pack(">I", zlib.crc32(b"IHDR" + head))
    return b"\x89PNG\r\n\x1a\n" + chunk + b"\0\0\0\0IEND\xaeB`\x82"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"MZ\x90\0", "REC-091"),
        (b"GIF89a" + b"\0" * 40, "REC-091"),
        (b"%PDF-1.7 and then nothing", "REC-093"),
        (text_pdf()[:-400], "REC-093"),
        (jpg()[:2000], "REC-093"),
        (png()[:900], "REC-093"),
        (locked_pdf(), "REC-094"),
        (moving_png(), "REC-095"),
        (jpg(100, 100, mode="CMYK"), "REC-096"),
        (huge_png(), "REC-097"),
        (wide_pdf(), "REC-097"),
        (scripted_pdf(signed=True), "REC-099"),
    ],
    ids=[
        "program", "gif", "pdf head only", "pdf cut", "jpg cut", "png cut", "password", "moving", "cmyk",
        "huge picture", "huge sheet", "signed script",
    ],
)  # fmt: skip
def test_check_when_file_may_not_be_kept_says_which(data: bytes, code: str) -> None:
    with pytest.raises(RegistrarError) as caught:
        check_file(data)
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("data", "mime", "pages"),
    [(text_pdf(3), PDF, 3), (restricted_pdf(), PDF, 1), (jpg(), JPG, 1), (png(), PNG, 1)],
    ids=["pdf", "restricted pdf", "jpg", "png"],
)
def test_check_when_file_is_good_keeps_it_as_it_is(data: bytes, mime: str, pages: int) -> None:
    checked = check_file(data)
    assert (checked.mime, checked.pages, checked.data, checked.is_cleaned) == (mime, pages, data, False)


@pytest.mark.parametrize(
    ("data", "sign"),
    [(scripted_pdf(), b"/JavaScript"), (attached_pdf(), b"/EmbeddedFile"), (linked_pdf(), b"/URI (")],
    ids=["script", "attachment", "link"],
)
def test_check_when_pdf_is_active_takes_it_out_and_leaves_the_page(data: bytes, sign: bytes) -> None:
    def plain(pdf: bytes) -> bytes:
        buffer = io.BytesIO()
        with pikepdf.open(io.BytesIO(pdf)) as opened:
            opened.save(buffer, qdf=True, object_stream_mode=pikepdf.ObjectStreamMode.disable)
        return buffer.getvalue()

    checked = check_file(data)
    assert sign in plain(data)
    assert checked.is_cleaned
    assert checked.pages == 1
    assert sign not in plain(checked.data)
    assert not check_file(checked.data).is_cleaned, "a cleaned file is clean"


@pytest.mark.parametrize(
    ("data", "kind", "dpi", "asks"),
    [
        (jpg(), "consent", 300, False),
        (jpg(1240, 1754, dpi=150), "consent", 150, True),
        (jpg(1240, 1754, dpi=None), "photo", 150, False),
        (jpg(4000, 3000, dpi=72), "consent", 342, False),
        (jpg(400, 300, dpi=300), "snils", 34, True),
        (png(2079, 1476, dpi=300), "consent", 300, False),
        (jpg(1400, 1000, dpi=None), "passport", 202, True),
        (jpg(2100, 1500, dpi=None), "passport", 303, False),
        (jpg(2079, 1476, dpi=None), "consent", 178, True),
        (scanned_pdf(), "consent", 300, False),
        (scanned_pdf(1240, 1754), "consent", 150, True),
        (text_pdf(), "consent", None, False),
    ],
)
def test_resolution_when_a_page_is_meant_asks_below_300(
    data: bytes, kind: str, dpi: int | None, asks: bool
) -> None:
    checked = check_file(data)
    found = checked.resolution_problem(kind)
    assert checked.dpi(kind) == dpi
    assert (found is not None) is asks
    if found is not None:
        assert found.code == "REC-098"
        assert "Отсканируйте ещё раз с 300 точек на дюйм" in found.way_out


def test_resolution_of_pdf_is_that_of_its_worst_page() -> None:
    with (
        pikepdf.open(io.BytesIO(scanned_pdf())) as pdf,
        pikepdf.open(io.BytesIO(scanned_pdf(1240, 1754))) as coarse,
    ):
        pdf.pages.extend(coarse.pages)
        buffer = io.BytesIO()
        pdf.save(buffer)
    checked = check_file(buffer.getvalue())
    assert checked.pages == 2
    assert checked.dpi("consent") == 150


def test_source_when_empty_large_or_gone_is_told_apart(tmp_path: Path) -> None:
    (tmp_path / "empty.pdf").touch()
    (tmp_path / "large.pdf").write_bytes(b"%PDF-" + b"x" * LIMIT)
    for name, code in (("empty.pdf", "REC-090"), ("large.pdf", "REC-092"), ("gone.pdf", "REC-104")):
        with pytest.raises(RegistrarError) as caught:
            read_source(tmp_path / name, LIMIT)
        assert caught.value.code == code
    (tmp_path / "good.bin").write_bytes(text_pdf())
    assert check_file(read_source(tmp_path / "good.bin", LIMIT)).mime == PDF, "the name decides nothing"


@given(st.integers(0, 2**32))
def test_check_of_damaged_files_says_so_or_takes_them_and_never_fails(seed: int) -> None:
    chance = random.Random(seed)
    data = bytearray(chance.choice(GOOD))
    for _ in range(chance.randint(1, 12)):
        data[chance.randrange(len(data))] = chance.randrange(256)
    cut = bytes(data[: chance.randint(1, len(data))]) if chance.random() < 0.3 else bytes(data)
    assert pages_or_code(cut) not in ("", 0)


def pages_or_code(data: bytes) -> int | str:
    """What became of a file; any other exception is a fault of ours."""
    try:
        return check_file(data).pages
    except RegistrarError as error:
        return error.code if error.code.startswith("REC-09") else ""


GOOD = (text_pdf(), scripted_pdf(), attached_pdf(), jpg(60, 80), png(60, 80), scanned_pdf(60, 80))


@given(st.integers(1, 9000), st.integers(1, 9000), st.one_of(st.none(), st.integers(1, 2400)))
def test_effective_dpi_is_the_declared_or_the_sheets_and_does_not_mind_turning(
    width: int, height: int, declared: int | None
) -> None:
    found = effective_dpi(width, height, declared, A4_MM)
    assert found in (declared, sheet_dpi(width, height))
    assert found == effective_dpi(height, width, declared, A4_MM)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Паспорт Иванова.pdf", "passport"), ("scan_SNILS-2.jpg", "snils"), ("полис ОМС.png", "policy"),
        ("свид-во о рожд.pdf", "birth"), ("IMG_2041.jpg", "other"), ("комс.pdf", "other"), ("", "other"),
    ],
)  # fmt: skip
def test_kind_is_guessed_from_the_name(name: str, kind: str) -> None:
    assert guess_kind(name) == kind
    assert kind in FILE_KINDS
