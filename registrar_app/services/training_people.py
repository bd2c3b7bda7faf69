"""A thousand invented people of Северореченск; the same ones with every build."""

import dataclasses
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from registrar_app.domain.dates import add_months, full_years
from registrar_app.domain.records import Address, DocumentData, PersonData, PolicyData
from registrar_app.domain.samples import make_enp, make_ogrn, make_snils
from registrar_app.domain.values import PolicyKind, Sex
from registrar_app.services import training_names as words

SEED = 20261121
COUNT = 1000
AS_OF = date(2025, 9, 1)
"""The day the people are made for: nobody is born, and no paper is given, after it."""
REGION = "99"
"""Region of the invented ENP; no subject of the federation has it."""
INSURERS = (
    (make_ogrn(501), "АО «СК „Северный щит“»"),
    (make_ogrn(502), "ООО «Медстрах-Регион»"),
)
OKATO = "99000"
_CHILD_SHARE = 0.22
_DOUBLE_SURNAME = 0.04
_NO_SNILS = 0.03
_PASSPORT_AGE = 14
_WITHOUT_POLICY = frozenset({"Ли"})
"""Told people whose records wait for a policy."""
_WITHOUT_CITIZENSHIP = frozenset({"Константинопольская"})
"""A card fills this in."""
_TOLD_SNILS = {"Соколова": "11223344595"}
"""The one the sample cases name."""
_EXCHANGE_AGES = (20, 45)


@dataclass(frozen=True, slots=True, repr=False)
class Invented:
    """An invented person with what the record needs besides."""

    data: PersonData
    is_attached: bool
    attached_on: date


def people() -> tuple[Invented, ...]:
    """All invented people: first those the training stories are about, then the crowd."""
    dice = random.Random(SEED)  # noqa: S311 - the same people every time, no secret
    told = list(_told())
    crowd = [_somebody(dice, len(told) + place) for place in range(COUNT - len(told))]
    return (*told, *crowd)


def _told() -> Iterator[Invented]:
    """The people of the training cards and of the documentation's pictures."""
    male, female = Sex.MALE, Sex.FEMALE
    for place, (last, first, patronymic, born, sex, attached) in enumerate(
        (
            ("Константинопольская", "Александра", "Владиславовна", date(1968, 3, 7), female, True),
            ("Соколова", "Мария", "Андреевна", date(2008, 3, 9), female, False),
            ("Ёлкин", "Пётр", None, date(2019, 6, 19), male, True),
            ("Мамедов", "Эльхан", "Рашид оглы", date(1981, 11, 2), male, True),
            ("Сидоров", "Константин", "Владимирович", date(1957, 8, 14), male, True),
            ("Ли", "Ян", None, date(1994, 1, 30), male, False),
            ("Сидоров", "Константин", "Владимирович", date(1957, 8, 14), male, True),
            ("Гарифуллина-Воскобойникова", "Зухра", "Миннеахметовна", date(1979, 5, 23), female, True),
            ("Schmidt", "Anna", None, date(1987, 10, 12), female, False),
            ("Гарипова", "Зульфия", "Ильдусовна", date(1991, 4, 16), female, True),
        )
    ):
        dice = random.Random(SEED + place)  # noqa: S311
        made = _person(dice, place, last, first, patronymic, born, sex, is_attached=attached)
        snils = _TOLD_SNILS.get(last, made.data.snils)
        yield dataclasses.replace(made, data=dataclasses.replace(made.data, snils=snils))


def told_person(last_name: str) -> PersonData:
    """One of the people the stories are about, by surname."""
    return next(one.data for one in _told() if one.data.last_name == last_name)


def _somebody(dice: random.Random, serial: int) -> Invented:
    sex = Sex.FEMALE if dice.random() < 0.54 else Sex.MALE
    side = 1 if sex is Sex.FEMALE else 0
    if dice.random() < _CHILD_SHARE:
        born = AS_OF - timedelta(days=dice.randrange(200, 18 * 365))
    else:
        born = date(AS_OF.year - 18, 8, 1) - timedelta(days=dice.randrange(1, 70 * 365))
    last, first, patronymic = _name(dice, sex, side)
    return _person(dice, serial, last, first, patronymic, born, sex, is_attached=dice.random() < 0.86)


def _name(dice: random.Random, sex: Sex, side: int) -> tuple[str, str, str | None]:
    """Surname, name and patronymic that belong together."""
    roll = dice.random()
    if roll < 0.06:
        sample = dice.choice(words.TATAR if roll < 0.045 else words.OGLY)
        return sample[0][side], sample[1][side], sample[2][side]
    last = dice.choice(words.SURNAMES)[side]
    if sex is Sex.FEMALE and dice.random() < _DOUBLE_SURNAME:
        second = dice.choice(words.SURNAMES)[side]
        last = f"{last}-{second}" if second != last else last
    first = dice.choice(words.FEMALE_NAMES if side else words.MALE_NAMES)
    patronymic = dice.choice(words.PATRONYMICS)[side] if dice.random() > 0.01 else None
    return last, first, patronymic


def _person(
    dice: random.Random,
    serial: int,
    last: str,
    first: str,
    patronymic: str | None,
    born: date,
    sex: Sex,
    *,
    is_attached: bool,
) -> Invented:
    is_foreign = last.isascii()
    ogrn_code, insurer = dice.choice(INSURERS)
    begins = max(born + timedelta(days=40), date(2019, 1, 15) + timedelta(days=dice.randrange(0, 1500)))
    without_policy = is_foreign or last in _WITHOUT_POLICY
    data = PersonData(
        last_name=last,
        first_name=first,
        patronymic=patronymic,
        has_no_patronymic=patronymic is None,
        birth_date=born,
        sex=sex,
        snils="" if dice.random() < _NO_SNILS or is_foreign else make_snils(serial),
        policy=PolicyData(
            kind=PolicyKind.DIGITAL if dice.random() < 0.5 else PolicyKind.CARD,
            enp=make_enp(REGION, born, sex, serial),
            insurer_ogrn=ogrn_code,
            insurer_okato=OKATO,
            insurer_name=insurer,
            valid_from=min(begins, AS_OF),
        )
        if not without_policy
        else PolicyData(),
        document=_document(dice, serial, born, is_foreign=is_foreign),
        birth_place="" if is_foreign else f"г. {words.TOWN}",
        citizenship="276" if is_foreign else "" if last in _WITHOUT_CITIZENSHIP else "643",
        registration=_address(dice),
        phone=f"+7900{2_000_000 + serial * 7919 % 7_000_000:07}" if dice.random() < 0.9 else "",
    )
    attached_on = min(max(begins, date(2019, 2, 1)), date(2025, 6, 1))
    return Invented(data, is_attached, max(attached_on, born + timedelta(days=30)))


def _address(dice: random.Random) -> Address:
    house, flat = dice.randrange(1, 120), dice.randrange(1, 180)
    return Address(
        subject=words.SUBJECT,
        city=words.TOWN,
        street=dice.choice(words.STREETS),
        house=str(house),
        korpus=str(dice.randrange(1, 4)) if dice.random() < 0.1 else "",
        apartment=str(flat),
    )


def _document(dice: random.Random, serial: int, born: date, *, is_foreign: bool) -> DocumentData:
    """The document of the age: birth certificate to 14, then the passport of the last exchange."""
    number = f"{100_000 + serial * 613 % 800_000:06}"
    if is_foreign:
        return DocumentData("9", "C01X", f"00{number}", date(2021, 4, 12), "")
    office = f"УМВД по {words.SUBJECT[: -len('ая область')]}ой области"
    if full_years(born, AS_OF) < _PASSPORT_AGE:
        issued = min(born + timedelta(days=dice.randrange(8, 25)), AS_OF)
        return DocumentData("3", "II-СР", number, issued, f"Отдел ЗАГС г. {words.TOWN}")
    ages = [age for age in _EXCHANGE_AGES if full_years(born, AS_OF) >= age]
    birthday = add_months(born, 12 * (ages[-1] if ages else _PASSPORT_AGE))
    # The passport came in 1997; earlier ones are Soviet and long exchanged.
    issued = min(max(birthday, date(1998, 1, 10)) + timedelta(days=dice.randrange(5, 25)), AS_OF)
    return DocumentData(
        "14", f"99 {issued.year % 100:02}", number, issued, office, f"990-{serial % 9 + 1:03}"
    )
