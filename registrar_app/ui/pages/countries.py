"""Citizenships to choose from, by their digits.

Source: ОК (МК (ИСО 3166) 004-97) 025-2001; Russia and the states whose citizens are insured most often. A
value that is not in the list is shown by its digits and stays as it is.
"""

RUSSIA = "643"

COUNTRIES: tuple[tuple[str, str], ...] = (
    (RUSSIA, "Россия"),
    ("895", "Абхазия"),
    ("031", "Азербайджан"),
    ("051", "Армения"),
    ("004", "Афганистан"),
    ("112", "Беларусь"),
    ("704", "Вьетнам"),
    ("276", "Германия"),
    ("268", "Грузия"),
    ("818", "Египет"),
    ("376", "Израиль"),
    ("356", "Индия"),
    ("364", "Иран"),
    ("380", "Италия"),
    ("398", "Казахстан"),
    ("156", "Китай"),
    ("408", "КНДР"),
    ("192", "Куба"),
    ("417", "Киргизия"),
    ("428", "Латвия"),
    ("440", "Литва"),
    ("498", "Молдавия"),
    ("496", "Монголия"),
    ("616", "Польша"),
    ("688", "Сербия"),
    ("760", "Сирия"),
    ("840", "США"),
    ("762", "Таджикистан"),
    ("795", "Туркмения"),
    ("792", "Турция"),
    ("860", "Узбекистан"),
    ("804", "Украина"),
    ("246", "Финляндия"),
    ("233", "Эстония"),
    ("896", "Южная Осетия"),
)
"""(digits, Russian name), Russia first, then by the alphabet."""

_NAMES = dict(COUNTRIES)


def country_name(digits: str) -> str:
    """Name of a country; its digits with a word when it is not in the list, empty for none."""
    return _NAMES.get(digits, f"код {digits}" if digits else "")


def country_choices(present: str = "") -> tuple[tuple[str, str], ...]:
    """Choices of the combo box; a present value outside the list is among them."""
    extra = ((present, country_name(present)),) if present and present not in _NAMES else ()
    return (("", "не указано"), *COUNTRIES, *extra)
