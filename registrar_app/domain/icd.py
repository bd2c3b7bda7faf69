"""Codes of the international classification of diseases, tenth revision.

Source: МКБ-10 (order 170 of 27.05.1997): a Latin letter, two digits, a point and up to two digits more.
"""

import re

from registrar_app.domain.cleaning import clean_text
from registrar_app.domain.problems import Check, problem

_CODE = re.compile(r"([A-Z])(\d\d)(?:[.,]?(\d{1,2}))?([*+†]?)")
_LOOK_ALIKE = str.maketrans("АВСЕНКМОРТХУ", "ABCEHKMOPTXY")
_BY_KEY = str.maketrans("ФИСВУАПРШОЛДЬТЩЗЙКЫЕГМЦЧНЯ", "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
"""The Latin letter on the key of a Russian one."""


def check_icd(value: str) -> Check:
    """Check a code; Russian letters that look like Latin ones and a missing point are put right.

    A letter that looks like no Latin one was typed in the other layout: it becomes the one on its key.
    """
    text = clean_text(value).replace(" ", "").upper()
    if not text:
        return Check.of("")
    for table in (_LOOK_ALIKE, _BY_KEY):
        hit = _CODE.fullmatch(text[0].translate(table) + text[1:])
        if hit:
            letter, two, rest, mark = hit.groups()
            return Check.of(f"{letter}{two}{'.' + rest if rest else ''}{mark}")
    return Check.of(None, problem("CERT-082", value=value.strip()))
