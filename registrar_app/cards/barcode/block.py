"""130 bytes of one code: decoded and checked, strictly and in a fixed order.

Source: project's domain notes on the policy barcode, sections 2 to 4.
"""

from datetime import date, timedelta

from stdnum import luhn
from stdnum.ru import ogrn as ogrn_rules

from registrar_app.cards.barcode.alphabet import APOSTROPHE, SEPARATOR, ReservedCodeError, unpack
from registrar_app.cards.barcode.content import (
    ENP_DIGITS,
    FIRST_DAY,
    LAYOUTS,
    NUMBER,
    OGRN,
    OGRN_DIGITS,
    OKATO,
    OKATO_DIGITS,
    SEX_CODES,
    SIGNATURE,
    Layout,
    PolicyContent,
)
from registrar_app.domain.dates import ru_date
from registrar_app.domain.enp import compare_enp, decode_enp
from registrar_app.domain.problems import Problem, problem

_SEVEN_BITS = 0x7F


class BlockError(Exception):
    """A block from which nothing may be taken; ``problem`` says why, the text is its code only."""

    def __init__(self, code: str) -> None:
        self.problem = problem(code)
        super().__init__(code)


def read_block(block: bytes, today: date) -> tuple[PolicyContent, tuple[Problem, ...]]:
    """Decode one code.

    Args:
        block: 130 bytes, the first of them 1 or 2.
        today: Birth dates after it are damage, expiry dates before it a remark.

    Returns:
        The fields and the remarks on them.

    Raises:
        BlockError: damage (SCAN-021, 024 to 028); the first that is found, whatever else is wrong.
    """
    if max(block) <= _SEVEN_BITS:
        raise BlockError("SCAN-021")
    kind = block[0]
    layout = LAYOUTS[kind]
    names, remarks = _names(block, layout)
    sex = SEX_CODES.get(block[layout.sex])
    if sex is None:
        raise BlockError("SCAN-026")
    number = _digits(block[NUMBER], ENP_DIGITS)
    if not number or not luhn.is_valid(number):
        raise BlockError("SCAN-027")
    born = _day(block[layout.birth_date])
    if born > today:
        raise BlockError("SCAN-028")
    expires = _day(block[layout.expires])
    ogrn, okato, insurer_remarks = _insurer(block, layout)
    content = PolicyContent(
        kind=kind,
        policy_number=number,
        **names,
        sex=sex,
        birth_date=born,
        expires=None if expires == FIRST_DAY else expires,
        smo_ogrn=ogrn,
        smo_okato=okato,
        signature=block[SIGNATURE],
    )
    return content, (*remarks, *_remarks(content, today), *insurer_remarks)


def _names(block: bytes, layout: Layout) -> tuple[dict[str, str | None], list[Problem]]:
    """Parts of the name by field, and remarks on a cut and on blanks in place of letters."""
    try:
        text = unpack(block[layout.names], layout.order)
    except ReservedCodeError:
        raise BlockError("SCAN-024") from None
    # A code is never wider than this, so a third separator with something behind it is noise.
    if text.rstrip(f" {SEPARATOR}").count(SEPARATOR) > 2:
        raise BlockError("SCAN-024")
    parts = [*text.split(SEPARATOR), "", ""][:3]
    is_cut = not text.endswith(" ")
    # Blanks at the very end are padding; everywhere else the issuer puts them in place of Latin letters.
    closed = text.rstrip(" ").count(SEPARATOR)
    names: dict[str, str | None] = {}
    remarks = [problem("SCAN-031")] if is_cut else []
    for place, (field, raw) in enumerate(zip(layout.name_fields, parts, strict=True)):
        part = raw if place < closed else raw.rstrip(" ")
        names[field] = part.strip(" ").replace(APOSTROPHE, "'") or None
        if _has_gaps(part) or (names[field] is None and field != "patronymic"):
            remarks.append(problem("SCAN-036", field))
    if names["last_name"] is None and names["first_name"] is None:
        raise BlockError("SCAN-025")
    return names, remarks


def _has_gaps(part: str) -> bool:
    """True if blanks stand where no name has them."""
    return part != part.strip(" ") or "  " in part


def _digits(value: bytes, length: int) -> str:
    """A number with its leading zeros; empty if it is zero or has more digits than it may."""
    number = int.from_bytes(value, "big")
    return f"{number:0{length}}" if 0 < number < 10**length else ""


def _day(value: bytes) -> date:
    """A day counted from the first one; two bytes reach the year 2079."""
    return FIRST_DAY + timedelta(days=int.from_bytes(value, "big"))


def _insurer(block: bytes, layout: Layout) -> tuple[str | None, str | None, list[Problem]]:
    """ОГРН and ОКАТО of the insurer where the type has them; their damage stays their own."""
    if not layout.has_insurer:
        return None, None, []
    ogrn, okato = _digits(block[OGRN], OGRN_DIGITS), _digits(block[OKATO], OKATO_DIGITS)
    if (any(block[OGRN]) and not ogrn) or (any(block[OKATO]) and not okato):
        return ogrn or None, okato or None, [problem("SCAN-037", "ogrn")]
    remarks = [problem("SCAN-038", "ogrn")] if ogrn and not ogrn_rules.is_valid(ogrn) else []
    return ogrn or None, okato or None, remarks


def _remarks(content: PolicyContent, today: date) -> list[Problem]:
    """Remarks on a code that is read."""
    remarks = []
    facts = decode_enp(content.policy_number)
    if facts and compare_enp(content.policy_number, content.birth_date, content.sex):
        remarks.append(
            problem("SCAN-032", "policy_number", sex=facts.sex.noun, birth_date=ru_date(facts.birth_date))
        )
    if content.expires and content.expires < today:
        remarks.append(problem("SCAN-033", date=ru_date(content.expires)))
    return remarks
