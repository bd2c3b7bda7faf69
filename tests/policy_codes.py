"""Contents of paper policies' barcodes for tests, and the vectors of the domain notes."""

import json
from datetime import date
from pathlib import Path

from hypothesis import strategies as st
from stdnum import luhn

from registrar_app.cards.barcode import PolicyContent
from registrar_app.cards.barcode.alphabet import LETTERS
from registrar_app.domain.enp import encode_birth
from registrar_app.domain.values import Sex

VECTORS = json.loads((Path(__file__).parent / "data" / "policy_codes.json").read_text(encoding="utf-8"))
"""Source: project's domain notes on the policy barcode, section 5. Made by hand rules and read back by a
second decoder and through a real symbol before they came here."""
TODAY = date(2026, 11, 20)


def ivanov(**changes) -> PolicyContent:
    """The first vector's person; ``kind`` and the rest may be changed."""
    fields = {
        "kind": 2,
        "policy_number": "7856510844330801",
        "last_name": "ИВАНОВ",
        "first_name": "ПЁТР",
        "patronymic": "СЕРГЕЕВИЧ",
        "sex": Sex.MALE,
        "birth_date": date(1984, 3, 5),
    }
    return PolicyContent(**(fields | changes))


def names(longest: int) -> st.SearchStrategy[str]:
    """Name parts as a code can carry them: no blanks at the ends, none doubled."""
    letters = st.text(LETTERS.replace("‘", "'"), min_size=1, max_size=longest)
    return letters.map(lambda text: " ".join(text.split())).filter(bool)


@st.composite
def contents(draw) -> PolicyContent:
    kind = draw(st.sampled_from([1, 2]))
    born = draw(st.dates(date(1900, 1, 1), TODAY))
    sex = draw(st.sampled_from(Sex))
    digits = f"{draw(st.integers(1, 99)):02}{encode_birth(born, sex)}{draw(st.integers(0, 99999)):05}"
    longest = 17 if kind == 1 else 21
    return PolicyContent(
        kind=kind,
        policy_number=digits + luhn.calc_check_digit(digits),
        last_name=draw(names(longest)),
        first_name=draw(names(longest)),
        patronymic=draw(st.none() | names(longest)),
        sex=sex,
        birth_date=born,
        expires=draw(st.none() | st.dates(date(1900, 1, 2), date(2079, 6, 6))),
        smo_ogrn=draw(st.none() | st.integers(1, 10**13 - 1).map("{:013}".format)) if kind == 1 else None,
        smo_okato=draw(st.none() | st.integers(1, 99999).map("{:05}".format)) if kind == 1 else None,
    )
