"""Every choice of every form: the mark stands at the words of what was chosen, at no others."""

import pytest
from paper_boards import EDITIONS, board_of

from registrar_app.printing.board import Ring, Role, Stroke, Words
from registrar_app.printing.fonts import family

FACES = {
    face.name: face
    for one in ("Liberation Serif", "Liberation Sans")
    for face in (family(one).regular, family(one).bold)
}
MARKED = {"underline", "strike_out", "tick", "circle"}
CASES = [
    pytest.param(form, edition, field, id=f"{form.key}-{edition.id}-{field.id}")
    for form, edition in EDITIONS
    for field in edition.fields
    if field.mark in MARKED and field.values
]


def value_of(field, key):
    """A choice as the JSON value of its type."""
    if field.type in {"choices", "codes"}:
        return [key]
    return {"choice": key, "text": "слова"} if field.type == "choice_and_text" else key


def marks(board):
    return {one for one in board.items if isinstance(one, Stroke | Ring) and one.role is Role.MARK}


def letters_between(board, page, x1, x2, y):
    """The letters of form text whose middles lie between two places of a line."""
    out = ""
    for item in board.items:
        if isinstance(item, Words) and item.area.page == page and -0.1 <= y - item.base + 2.2 <= 3.4:
            face, x = FACES[item.face], item.area.x
            for sign in item.text:
                wide = face.width(sign, item.pt)
                out += sign if x1 < x + wide / 2 < x2 else ""
                x += wide
    return out


def bare(words):
    return "".join(words.split()).rstrip(",")


def order(mark):
    return (mark.page, mark.y, mark.x) if isinstance(mark, Ring) else (mark.page, mark.y1, mark.x1)


def marked_words(board, found):
    """The words at which marks stand, in the order of print."""
    out = ""
    for one in sorted(found, key=order):
        if isinstance(one, Ring):
            out += letters_between(board, one.page, one.x - one.r * 0.7, one.x + one.r * 0.75, one.y)
        else:
            out += letters_between(board, one.page, one.x1, one.x2, one.y1)
    return out


@pytest.mark.parametrize(("form", "edition", "field"), CASES)
def test_mark_when_chosen_then_at_its_own_words(form, edition, field):
    keys = [key for key, word in field.values.items() if word]
    boards = {key: board_of(form, edition, **{field.id: value_of(field, key)})[0] for key in keys}
    everywhere = set.intersection(*(marks(one) for one in boards.values())) if len(keys) > 1 else set()
    for key, board in boards.items():
        own = marks(board) - everywhere
        assert own, key
        if field.mark == "tick":
            y = max(one.y1 for one in own)
            (row,) = [one for one in board.items if isinstance(one, Words) and abs(one.base - y - 1.1) < 0.6]
            assert bare(field.values[key]).startswith(bare(row.text)), key
        elif field.mark == "circle":
            assert marked_words(board, own) == key
        elif field.mark == "strike_out":
            others = "".join(word for other, word in field.values.items() if other != key and word)
            assert bare(marked_words(board, own)) == bare(others)
        else:
            assert bare(marked_words(board, own)) == bare(field.values[key])


def test_choices_are_many():
    assert len(CASES) > 30
    assert {one.values[2].mark for one in CASES} == MARKED
