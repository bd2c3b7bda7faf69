import pytest
from hypothesis import given
from hypothesis import strategies as st

from registrar_app.printing.fonts import family, printable
from registrar_app.printing.text import fit, hold, wrap

FACE = family("Liberation Serif").regular
LETTERS = st.text(alphabet="абвгджшщюя ABC0123456789-/,.;«»№", max_size=400)


@given(LETTERS, st.lists(st.floats(15, 180), min_size=1, max_size=5))
def test_wrap_when_any_text_then_nothing_is_lost_and_lines_fit(text, widths):
    lines, rest = wrap(text, FACE, 9.0, widths)
    assert len(lines) <= len(widths)
    for line, width in zip(lines, widths, strict=False):
        assert FACE.width(line, 9.0) <= width + 1e-6
    assert (" ".join(lines) + rest).replace(" ", "") == text.replace(" ", "")


@given(LETTERS)
def test_fit_when_it_fits_then_nothing_smaller_was_needed(text):
    fitted = fit((text,), FACE, [100.0, 180.0], 10.5, 8.0)
    assert 8.0 <= fitted.pt <= 10.5
    if not fitted.excess and fitted.pt < 10.5:
        assert wrap(text, FACE, fitted.pt + 0.5, [100.0, 180.0])[1]


def test_fit_when_too_long_then_excess_is_what_must_go():
    text = "слово " * 80
    fitted = fit((text.strip(),), FACE, [100.0, 180.0], 10.5, 8.0)
    assert fitted.excess > 0
    assert fit((text.strip()[: -fitted.excess].strip(),), FACE, [100.0, 180.0], 10.5, 8.0).excess == 0


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("пр\u2011т", "пр-т"),
        ("5 ₽", "5 руб."),
        ("a\tb\nc", "a b c"),
        ("мягкий\u00adперенос", "мягкийперенос"),
        ("и\u0306", "и\u0306"),
        ("№\u00a01", "№\u00a01"),
    ],
)
def test_printable_when_sign_may_be_replaced_then_replaced(text, expected):
    assert printable(text, FACE) == expected
    assert not FACE.missing(printable(text, FACE))


@pytest.mark.parametrize("text", ["☐", "漢", "\x00", "😀"])
def test_printable_when_sign_is_unknown_then_found_missing(text):
    assert FACE.missing(printable(text, FACE)) == text


HELD = (
    "400099, область, г. Северореченск, ул. Больничная, д. 12, корп. А, "
    "имени А.Б. Петрова, № 7 от 21 мая 2011 г."
)


@pytest.mark.parametrize("width", range(30, 120, 3))
def test_wrap_when_line_ends_then_short_word_goes_with_the_next(width):
    lines, rest = wrap(HELD, FACE, 10, [float(width)] * 9)
    assert not rest
    assert " ".join(lines) == HELD
    ends = {line.rsplit(" ", 1)[-1] for line in lines[:-1]}
    assert not ends & {"г.", "ул.", "д.", "корп.", "А.Б.", "№"}
    assert not [line for line in lines if line.startswith("г. ") and "Север" not in line]


def test_wrap_when_holding_needs_more_lines_than_there_are_then_words_are_parted():
    text, wide = "одно слово д. 12345678", FACE.width("одно слово д.", 10) + 0.1
    assert wrap(text, FACE, 10, [wide, wide]) == (["одно слово", "д. 12345678"], "")
    narrow = FACE.width("12345678", 10) + 0.1
    assert wrap(text, FACE, 10, [wide, narrow]) == (["одно слово д.", "12345678"], "")


def test_hold_when_year_then_its_letter_stays_and_holds_nothing():
    words = ["от", "2011", "г.", "№", "323-ФЗ", "г.", "Тула"]
    assert hold(words, " ") == ["от", "2011 г.", "№ 323-ФЗ", "г. Тула"]
