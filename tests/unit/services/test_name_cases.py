"""Names in cases: forms written by hand; whatever the name, no part of it is lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registrar_app.domain.values import PersonName, Sex
from registrar_app.services.name_cases import DATIVE, GENITIVE, name_in_case

M, F = Sex.MALE, Sex.FEMALE
# Expected forms written by hand, by the rules of the Russian grammar.
NAMES = (
    ("Иванов Сергей Петрович", M, "Иванова Сергея Петровича", "Иванову Сергею Петровичу"),
    ("Соколова Мария Андреевна", F, "Соколовой Марии Андреевны", "Соколовой Марии Андреевне"),
    ("Заяц Илья Ильич", M, "Зайца Ильи Ильича", "Зайцу Илье Ильичу"),
    ("Заяц Ольга Ильинична", F, "Заяц Ольги Ильиничны", "Заяц Ольге Ильиничне"),
    ("Черных Пётр Львович", M, "Черных Петра Львовича", "Черных Петру Львовичу"),
    ("Сковорода Григорий Саввич", M, "Сковороды Григория Саввича", "Сковороде Григорию Саввичу"),
    ("Лопес Хуан", M, "Лопеса Хуана", "Лопесу Хуану"),
    ("Мамедов Эльхан Рашид оглы", M, "Мамедова Эльхана Рашид оглы", "Мамедову Эльхану Рашид оглы"),
    ("Дюма Александр", M, "Дюма Александра", "Дюма Александру"),
    ("Шевченко Любовь Юрьевна", F, "Шевченко Любови Юрьевны", "Шевченко Любови Юрьевне"),
    (
        "Константинопольская-Забайкальская Александра Владиславовна", F,
        "Константинопольской-Забайкальской Александры Владиславовны",
        "Константинопольской-Забайкальской Александре Владиславовне",
    ),
    ("ИВАНОВА ОЛЬГА ПЕТРОВНА", F, "ИВАНОВОЙ ОЛЬГИ ПЕТРОВНЫ", "ИВАНОВОЙ ОЛЬГЕ ПЕТРОВНЕ"),
    ("Толстой Лев Николаевич", M, "Толстого Льва Николаевича", "Толстому Льву Николаевичу"),
)  # fmt: skip


def named(full: str) -> PersonName:
    last, first, *rest = full.split(" ", 2)
    return PersonName(last, first, rest[0] if rest else None)


@pytest.mark.parametrize(("full", "sex", "genitive", "dative"), NAMES)
def test_name_when_declined_then_as_written_by_hand(full: str, sex: Sex, genitive: str, dative: str) -> None:
    assert name_in_case(named(full), sex, GENITIVE) == genitive
    assert name_in_case(named(full), sex, DATIVE) == dative


def test_particles_when_declined_then_stay() -> None:
    name = PersonName("ван дер Берг", "Ян", None)
    assert name_in_case(name, M, GENITIVE) == "ван дер Берга Яна"


def test_name_when_the_sex_is_not_known_then_stays() -> None:
    assert name_in_case(named("Соколова Мария Андреевна"), None, DATIVE) == "Соколова Мария Андреевна"


LETTERS = st.text("абвгдежзийклмнопрстуфхцчшщъыьэюя", min_size=2, max_size=20).map(str.capitalize)


@given(LETTERS, LETTERS, LETTERS, st.sampled_from(Sex), st.sampled_from((GENITIVE, DATIVE)))
def test_any_name_when_declined_then_has_its_three_parts(
    last: str, first: str, patronymic: str, sex: Sex, case: str
) -> None:
    formed = name_in_case(PersonName(last, first, patronymic), sex, case).split(" ")
    assert len(formed) == 3
    assert all(new[0] == old[0] for new, old in zip(formed, (last, first, patronymic), strict=True))
