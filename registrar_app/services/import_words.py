"""Words and shorthand of lists as the fields of a form know them: sex, kinds, countries, numbers in one."""

import re
from collections.abc import Mapping
from types import MappingProxyType

from registrar_app.domain.birth_certificate import parse_series
from registrar_app.domain.cleaning import LOOKALIKES, clean_number, clean_text, is_digits
from registrar_app.domain.countries import COUNTRIES, RUSSIA
from registrar_app.domain.documents import BIRTH_CERTIFICATE, DOCUMENT_KINDS, PASSPORT_RF
from registrar_app.domain.policies import parse_policy_kind
from registrar_app.domain.snils import snils_control
from registrar_app.domain.values import PolicyKind

SEX_WORDS: Mapping[str, str] = MappingProxyType(
    dict.fromkeys(("м", "муж", "мужской", "мужчина", "мальчик", "1", "m", "male"), "male")
    | dict.fromkeys(("ж", "жен", "женский", "женщина", "девочка", "2", "f", "w", "female"), "female")
)
"""Sex by what lists write for it, small letters."""

_POLICY_WORDS = (
    ("стар", PolicyKind.OLD), ("врем", PolicyKind.TEMPORARY), ("цифр", PolicyKind.DIGITAL),
    ("бумаж", PolicyKind.PAPER), ("чип", PolicyKind.CARD), ("электрон", PolicyKind.CARD),
    ("пластик", PolicyKind.CARD), ("уэк", PolicyKind.UEC), ("един", PolicyKind.DIGITAL),
    ("нов", PolicyKind.DIGITAL),
)  # fmt: skip
_POLICY_CODES = {"1": PolicyKind.OLD, "2": PolicyKind.TEMPORARY, "3": PolicyKind.DIGITAL}
"""F008."""
_DOCUMENT_WORDS = (
    ("загран", "15"), ("иностран", "9"), ("не в рф", "24"), ("рожд", BIRTH_CERTIFICATE), ("вид на жит", "11"),
    ("разрешение на врем", "23"), ("билет", "7"), ("офицер", "4"), ("беженц", "12"), ("убежищ", "25"),
    ("временное удост", "13"), ("ссср", "1"), ("паспорт", PASSPORT_RF),
)  # fmt: skip
_RUSSIA_WORDS = frozenset(
    {"рф", "россия", "российская федерация", "русское", "российское", "rus", "гражданин рф"}
)
_COUNTRY_BY_NAME = MappingProxyType({name.lower(): digits for digits, name in COUNTRIES.items()})
_ONE_LINE = re.compile(r"^(?P<series>.*?\S)?[\s,]*(?:№|N|номер)?\s*(?P<number>\d{6,})$", re.IGNORECASE)


def _word(text: str) -> str:
    return clean_text(text).lower().strip(". ")


def sex_of(text: str) -> str | None:
    """``male`` or ``female``; None for a word that means neither."""
    word = _word(text)
    return SEX_WORDS.get(word) or SEX_WORDS.get(word.translate(LOOKALIKES))


def policy_kind_of(text: str) -> str | None:
    """The letter of a kind of policy; None for an unknown word."""
    word = _word(text)
    if word in _POLICY_CODES:
        return _POLICY_CODES[word].value
    found = parse_policy_kind(word) if len(word) == 1 else None
    if found is not None:
        return found.value
    return next((kind.value for part, kind in _POLICY_WORDS if part in word), None)


def document_kind_of(text: str) -> str | None:
    """The F011 code of a kind of document; None for an unknown word."""
    word = _word(text)
    if word.lstrip("0") in DOCUMENT_KINDS:
        return word.lstrip("0")
    exact = next((one.code for one in DOCUMENT_KINDS.values() if one.name.lower() == word), None)
    return exact or next((code for part, code in _DOCUMENT_WORDS if part in word), None)


def citizenship_of(text: str) -> str | None:
    """ОКСМ digits of a country; None for an unknown word."""
    word = _word(text)
    if is_digits(word):
        return word.zfill(3)
    if word in _RUSSIA_WORDS:
        return RUSSIA
    return _COUNTRY_BY_NAME.get(word)


def split_document(text: str) -> tuple[str, str]:
    """Series and number written together: «4510 123456», «45 10 № 123456», «II-БА № 123456»."""
    line = clean_text(text)
    digits = clean_number(line.replace("№", ""))
    if is_digits(digits) and len(digits) == 10:
        return digits[:4], digits[4:]
    match = _ONE_LINE.match(line)
    if match is None:
        return "", line
    return (match["series"] or "").rstrip("№, "), match["number"]


def kind_of_series(series: str) -> str:
    """The kind of document a series tells where none is named: a birth certificate, else the passport."""
    letters = re.sub(r"[\d\s-]", "", series)
    return BIRTH_CERTIFICATE if letters and parse_series(series) is not None else PASSPORT_RF


def policy_by_number(series: str, number: str) -> PolicyKind | None:
    """The kind of policy that series and number tell; None: of the single sample."""
    digits = clean_number(number)
    if is_digits(digits) and len(digits) in (11, 16):
        return None  # eleven digits are the number of the blank: the check says so
    if not series and is_digits(digits) and len(digits) == 9:
        return PolicyKind.TEMPORARY
    return PolicyKind.OLD


def restored_snils(text: str) -> str:
    """A SNILS whose leading zeros a spreadsheet dropped, where the check digits prove it."""
    digits = clean_number(text)
    full = digits.zfill(11)
    if is_digits(digits) and 8 <= len(digits) < 11 and snils_control(full[:9]) == full[9:]:
        return full
    return text
