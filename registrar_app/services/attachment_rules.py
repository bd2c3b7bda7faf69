"""Rules of attaching: pure functions over what was read.

Source: the project's domain notes on attachment, 1.1 (L1-L3, L10, L12), 2.4.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from registrar_app.domain.dates import full_years, ru_date
from registrar_app.domain.problems import Level, problem
from registrar_app.domain.records import (
    AttachmentBasis,
    AttachmentView,
    DetachReason,
    District,
    DistrictKind,
    PersonRecord,
    StaffMember,
)
from registrar_app.domain.values import PolicyKind
from registrar_app.services.shapes import PreflightLine

FULL_AGE = 18


@dataclass(frozen=True, slots=True)
class Case:
    """What is to be attached, and everything the rules look at."""

    record: PersonRecord
    district: District | None
    physician: StaffMember | None
    basis: AttachmentBasis
    begins: date | None
    today: date
    counted: tuple[AttachmentView, ...]
    """Attachments by application of the span that counts as a year, newest first."""


def kind_for(born: date, on: date) -> DistrictKind:
    """The kind of district for an age, family doctors apart."""
    return DistrictKind.THERAPY if full_years(born, on) >= FULL_AGE else DistrictKind.PAEDIATRIC


def takes_age(kind: DistrictKind, born: date, on: date) -> bool:
    """Whether a kind of district takes a person of that birth date; a family doctor takes all."""
    return kind is DistrictKind.FAMILY or kind is kind_for(born, on)


def year_start(rule: str, begins: date) -> date:
    """First day of the span that counts as «the same year» for a new attachment.

    Args:
        rule: ``calendar`` or ``365``.
        begins: Day of the new attachment.
    """
    return date(begins.year, 1, 1) if rule == "calendar" else begins - timedelta(days=365)


def close_reason(case: Case) -> DetachReason:
    """Why the former attachment ends when the person goes to another district."""
    return DetachReason.MOVED if case.basis is AttachmentBasis.MOVED else DetachReason.OTHER_DISTRICT


def lines(case: Case) -> tuple[PreflightLine, ...]:
    """The whole check, in the order of the screen."""
    return (
        *_person(case),
        *_district(case),
        *_day(case),
        *_year(case),
    )


def _passed(text: str, fund_codes: str = "") -> PreflightLine:
    return PreflightLine(Level.OK, text, fund_codes=fund_codes)


def _line(code: str, field: str = "", fund_codes: str = "", label: str = "", **words: str) -> PreflightLine:
    """A line that asks, stops or tells, in the words of the catalogue."""
    found = problem(code, field or None, **words)
    return PreflightLine(found.level, found.text, found.way_out, code, fund_codes, label, field)


def _person(case: Case) -> Iterator[PreflightLine]:
    """Name, ENP, SNILS: the record has passed the rules, but what was confirmed may still be sent back."""
    data = case.record.data
    if case.record.died_on:
        yield _line("ATT-012", day=ru_date(case.record.died_on))
    confirmed = {one.field for one in case.record.confirmations}
    names = {"last_name", "first_name", "patronymic"}
    if names & confirmed:
        yield _line("ATT-022", "name", "5–7, 13", "Имя верно")
    else:
        yield _passed("ФИО: буквы и дефисы верны", "5–7, 13")
    if not data.policy.enp:
        yield from _without_enp(case)
    elif "enp" in confirmed:
        yield _line("ATT-019", "enp", "4, 525", "Номер верный")
    else:
        yield _passed("ЕНП согласуется с датой и полом", "4, 525")
    if data.snils:
        yield _passed("СНИЛС: контрольные цифры верны", "12, 22")
    else:
        yield _passed("СНИЛС не указан: прикрепить можно", "12, 22")


def _without_enp(case: Case) -> Iterator[PreflightLine]:
    """A temporary certificate is as good as a policy here; nothing at all asks."""
    policy = case.record.data.policy
    if policy.kind is PolicyKind.TEMPORARY and policy.number:
        yield _line("ATT-017", "policy", "2, 3, 25")
    elif policy.kind is PolicyKind.OLD and policy.number:
        yield _passed("Полис старого образца", "2, 3, 25")
    else:
        yield _line("ATT-013", "enp", "4, 525", "Прикрепить без полиса")


def _district(case: Case) -> Iterator[PreflightLine]:
    """District, its physician, the age."""
    district = case.district
    if district is None:
        yield _line("ATT-002", "district")
        return
    current = case.record.attachment
    if current and current.district_id == district.id:
        yield _line("ATT-011", "district", day=ru_date(current.begins))
    if case.physician is None:
        yield _line("ATT-006", "district", "239", "Прикрепить без врача")
    elif not case.physician.snils:
        yield _line("ATT-007", "district", "239", "Прикрепить всё равно")
    else:
        yield _passed("У врача участка есть СНИЛС", "239")
    born = case.record.data.birth_date
    if born is None:
        return
    if takes_age(district.kind, born, case.begins or case.today):
        yield _passed("Возраст подходит участку", "15")
    else:
        code = "ATT-008" if district.kind is DistrictKind.THERAPY else "ATT-009"
        yield _line(code, "district", "15", "Прикрепить всё равно")


def _day(case: Case) -> Iterator[PreflightLine]:
    """The day of the application."""
    begins, born, current = case.begins, case.record.data.birth_date, case.record.attachment
    if begins is None:
        yield _line("ATT-003", "begins")
    elif begins > case.today:
        yield _line("ATT-004", "begins", "46, 245")
    elif born and begins < born:
        yield _line("ATT-018", "begins")
    elif current and begins <= current.begins:
        yield _line("ATT-016", "begins", day=ru_date(current.begins))
    elif begins.year < case.today.year:
        yield _line("ATT-005", "begins", "600", "Дата верна")


def _year(case: Case) -> Iterator[PreflightLine]:
    """Once a year: only applications count, passing from a child's to an adult's district does not (L3)."""
    if case.begins is None or case.basis is AttachmentBasis.TERRITORY or not case.counted:
        return
    former, district = case.counted[0], case.district
    grown_up = (
        district is not None
        and former.district_kind is DistrictKind.PAEDIATRIC
        and district.kind is DistrictKind.THERAPY
    )
    if grown_up:
        return
    label = "Документ показан" if case.basis is AttachmentBasis.MOVED else "Прикрепить всё равно"
    yield _line(
        "ATT-010",
        "begins",
        "701, 707",
        label,
        day=ru_date(former.begins),
        district=former.district_number,
    )
