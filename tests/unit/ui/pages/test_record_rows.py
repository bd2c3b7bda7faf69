"""The words of the record page."""

from datetime import date, datetime, timedelta, timezone
from uuid import UUID

import pytest

from registrar_app.domain.records import (
    Address,
    AttachmentBasis,
    AttachmentView,
    DistrictKind,
    DocumentData,
    Mark,
    PersonData,
    PersonRecord,
    PolicyData,
)
from registrar_app.domain.values import PolicyKind, Sex, Source
from registrar_app.ui.pages import record_rows as rows

ZONE = timezone(timedelta(hours=3))
NOW = datetime(2026, 11, 21, 10, 42, tzinfo=ZONE)
TODAY = NOW.date()
NBSP = "\u00a0"
ID = UUID(int=1)


def person(**words: object) -> PersonRecord:
    data = PersonData("Ли", "Ян", sex=Sex.MALE, birth_date=date(1994, 1, 30), **words)  # type: ignore[arg-type]
    return PersonRecord(ID, data, "014287")


def shown(definitions: tuple[rows.Definition, ...]) -> dict[str, str]:
    """What stands on the page: rows with a value or a must."""
    return {one.label: one.value or one.missing for one in definitions if one.value or one.must}


def test_head_when_alive_says_sex_birth_age_and_card() -> None:
    line = rows.head_line(person(), TODAY)
    assert line.replace(NBSP, " ") == "мужчина  ·  30.01.1994, 32 года  ·  карта № 014287"


@pytest.mark.parametrize(
    ("born", "sex", "word"),
    [
        (date(2019, 6, 19), Sex.FEMALE, "девочка"), (date(2026, 11, 20), Sex.MALE, "мальчик"),
        (date(2011, 11, 22), Sex.MALE, "мальчик"), (date(2011, 11, 21), Sex.MALE, "мужчина"),
        (date(2008, 3, 9), Sex.FEMALE, "женщина"),
    ],
)  # fmt: skip
def test_head_when_a_child_has_the_word_for_it(born: date, sex: Sex, word: str) -> None:
    record = PersonRecord(ID, PersonData("Ли", "Ян", sex=sex, birth_date=born), "")
    assert rows.head_line(record, TODAY).startswith(f"{word}  ·  ")


def test_head_when_dead_counts_the_age_to_the_death() -> None:
    record = PersonRecord(ID, person().data, "", died_on=date(2025, 2, 3))
    assert rows.head_line(record, TODAY).replace(NBSP, " ") == "мужчина  ·  30.01.1994, 31 год  ·  карты нет"


def test_rows_when_nothing_is_known_leave_out_all_but_the_musts() -> None:
    record = person()
    assert list(shown(rows.personal_rows(record, TODAY, NOW))) == [
        "Дата рождения",
        "Пол",
        "СНИЛС",
        "Документ",
    ]
    assert shown(rows.policy_rows(record, NOW)) == {"ЕНП": "не указан"}
    assert shown(rows.contact_rows(record, NOW)) == {"Регистрация": "не указана", "Телефон": "не указан"}
    assert shown(rows.attachment_rows(None)) == {"Участок": "не прикреплён"}


def test_policy_when_old_shows_its_own_number_and_no_empty_enp() -> None:
    policy = PolicyData(PolicyKind.OLD, series="45", number="123456", valid_to=date(2030, 1, 1))
    found = shown(rows.policy_rows(person(policy=policy), NOW))
    assert found["Номер"] == "45 123456"
    assert "ЕНП" not in found
    assert found["Действует"].replace(NBSP, " ") == "до 01.01.2030"


def test_policy_when_single_without_end_has_no_term() -> None:
    policy = PolicyData(PolicyKind.CARD, "9956130892005018", valid_from=date(2019, 2, 11))
    found = shown(rows.policy_rows(person(policy=policy), NOW))
    assert found["ЕНП"].replace(NBSP, " ") == "9956 1308 9200 5018"
    assert found["Действует"].replace(NBSP, " ") == "с 11.02.2019, без срока"


@pytest.mark.parametrize(
    ("at", "words"),
    [
        (NOW - timedelta(minutes=2), "сегодня 10:40"),
        (NOW - timedelta(days=1), "вчера 10:42"),
        (NOW - timedelta(days=79), "03.09.2026"),
        (datetime(2026, 11, 20, 22, 30, tzinfo=timezone.utc), "сегодня 01:30"),  # noqa: UP017
    ],
    ids=["today", "yesterday", "long ago", "other zone"],
)
def test_moment_when_told_is_near_or_a_date(at: datetime, words: str) -> None:
    assert rows.moment_words(at, NOW) == words


def test_verified_when_typed_only_says_nothing_and_takes_the_newest_else() -> None:
    marks = (
        Mark("fio", Source.TYPED, NOW),
        Mark("fio", Source.REGISTER, NOW - timedelta(days=100)),
        Mark("birth", Source.CARD, NOW - timedelta(minutes=2)),
        Mark("enp", Source.CARD, NOW),
    )
    assert rows.verified(marks, ("fio", "birth"), NOW) == "по карте, сегодня 10:40"
    assert rows.verified(marks[:1], ("fio",), NOW) == ""


def test_document_when_without_number_is_none() -> None:
    assert rows.document_words(DocumentData(series="45 15")) == ""
    full = DocumentData("14", "45 15", "100200", date(2020, 6, 25), "УМВД", "990-001")
    assert (
        rows.document_words(full).replace(NBSP, " ") == "паспорт 45 15 № 100200 от 25.06.2020, УМВД, 990-001"
    )
    other = rows.document_words(DocumentData("11", "", "55"))
    assert other.replace(NBSP, " ") == "вид на жительство № 55"


def test_address_when_long_breaks_only_between_its_parts() -> None:
    address = Address(city="Северореченск", street="ул. Красноармейская 2-я", house="114", apartment="218")
    assert rows.address_words(address).count(" ") == 3
    assert rows.address_words(address).replace(NBSP, " ") == address.one_line.replace(NBSP, " ")


def test_attachment_when_ours_says_so() -> None:
    view = AttachmentView(
        ID, ID, "12", DistrictKind.THERAPY, "Кузнецова И. П.", AttachmentBasis.APPLICATION, date(2024, 1, 19),
        organization="ГБУЗ «ГП № 7»",
    )  # fmt: skip
    found = shown(rows.attachment_rows(view, "ГБУЗ «ГП № 7»"))
    assert found["Где"] == "ГБУЗ «ГП № 7», наша"
    assert found["С какого"] == "19.01.2024, по заявлению"
