"""What is told of signatures: a verdict and its reasons in plain words. Pure functions, no widgets."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from registrar_app.domain.dates import ru_date
from registrar_app.domain.problems import Level, Problem
from registrar_app.signing.verify import WHOLE, SignatureReport, VerificationReport
from registrar_app.ui.pages.paper_fields import short_owner
from registrar_app.ui.theme import Role

_LEVELS = {
    "CMS": "простой вид, без признаков PAdES",
    "B-B": "уровень B-B, без метки времени",
    "B-T": "уровень B-T, с меткой времени",
    "B-LT": "уровень B-LT, с данными для проверки",
    "B-LTA": "уровень B-LTA, архивная",
}
_SAID = frozenset({"SIGN-052"})
"""Remarks that the words of the level say already."""


@dataclass(frozen=True, slots=True, repr=False)
class Verdict:
    """One thing that is told: a status, a bold sentence, reasons."""

    role: Role
    title: str
    text: str = ""
    code: str = ""


def file_verdict(report: VerificationReport) -> Verdict:
    """The verdict over the whole file."""
    if report.is_valid:
        many = len(report.signatures) > 1
        title = "Подписи верны, файл не изменён" if many else "Подпись верна, файл не изменён"
        return Verdict(Role.OK, title)
    if not report.signatures and report.problems:
        first = report.problems[0]
        return Verdict(Role.ERROR, first.text, first.way_out, first.code)
    if any(not one.is_intact for one in report.signatures):
        return Verdict(Role.ERROR, "Файл изменён после подписания", _reasons(report.problems))
    return Verdict(Role.ERROR, "Подпись не принимается", _reasons(report.problems))


def signature_verdicts(report: VerificationReport, zone: tzinfo | None) -> tuple[Verdict, ...]:
    """A verdict for each signature.

    Args:
        report: What the verification found.
        zone: Time zone of this workplace.
    """
    return tuple(_signature(one, zone) for one in report.signatures)


def _signature(one: SignatureReport, zone: tzinfo | None) -> Verdict:
    owner = short_owner(one.signer.owner) if one.signer else "владелец не читается"
    whole = "файл не изменён" if one.is_intact else "файл изменён"
    if one.is_intact and one.covers != WHOLE:
        whole = "подписанная часть не изменена, позже в файл добавлено"
    facts = [moment(one.timestamp or one.signed_at, zone), _LEVELS.get(str(one.level), str(one.level)), whole]
    if one.signer is not None:
        facts.append(f"ключ до\u00a0{ru_date(one.signer.valid_to.astimezone(zone).date())}")
    if not one.is_trusted:
        facts.append("центр, выдавший ключ, не входит в доверенные")
    text = f"{', '.join(fact for fact in facts if fact)}."
    worst = [problem for problem in one.problems if problem.code not in _SAID]
    role = Role.OK if one.is_valid else Role.ERROR
    if one.is_valid and any(problem.level is Level.WARN for problem in worst):
        role = Role.WARN
    title = f"{owner}: подпись верна" if one.is_valid else f"{owner}: подпись не принимается"
    return Verdict(role, title, f"{text} {_reasons(worst)}".strip())


def _reasons(problems: Sequence[Problem]) -> str:
    return " ".join(f"{one.full_text} {one.code}." for one in problems)


def moment(at: datetime | None, zone: tzinfo | None) -> str:
    """«21.11.2026 10:42» at this workplace; a word when the signature names no time."""
    if at is None:
        return "время не указано"
    here = at.astimezone(zone)
    return f"{ru_date(here.date())} {here:%H:%M}"
