"""What is told of signatures and codes: a verdict and its reasons in plain words. Pure functions."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from registrar_app.domain.dates import ru_date
from registrar_app.domain.problems import Level, Problem
from registrar_app.services.qr_codes import CheckedCode, OwnPaper
from registrar_app.services.verifying import CheckedFile
from registrar_app.signing.qr import QrReport
from registrar_app.signing.verify import (
    FILE_STAMP,
    SIGNATURE_STAMP,
    WHOLE,
    Changes,
    SignatureReport,
    VerificationReport,
)
from registrar_app.ui.messages import ROLES
from registrar_app.ui.pages.paper_fields import short_owner
from registrar_app.ui.theme import Role

_LEVELS = {
    "CMS": "простой вид, без признаков PAdES",
    "B-B": "уровень B\u2011B, без метки времени",
    "B-T": "уровень B\u2011T, с меткой времени",
    "B-LT": "уровень B\u2011LT, с данными для проверки",
    "B-LTA": "уровень B\u2011LTA, архивная",
}
_TIMES = {SIGNATURE_STAMP: "по метке времени", FILE_STAMP: "не позже, по метке времени на файле"}
_BY_CLOCK = "по часам подписавшего"
_CHANGES = {
    Changes.PROOFS: "после подписи добавлены только метка времени и данные проверки",
    Changes.SIGNATURES: "после неё поставлена следующая подпись",
    Changes.OTHER: "после подписи содержание меняли",
}
_SAID = frozenset({"SIGN-045", "SIGN-051", "SIGN-052", "SIGN-066"})
"""Remarks that the words of the level, of the changes, of the time and of the trust say already."""
_ALTERED = ("SIGN-043", "SIGN-044")
_UNTRUSTED = (
    "Центр, выдавший ключ, не входит в доверенные: получите его корневой сертификат и добавьте в настройках, "
    "раздел «Доверенные центры»."
)
_UNKNOWN_KEY = frozenset({"SIGN-111"})


@dataclass(frozen=True, slots=True, repr=False)
class Verdict:
    """One thing that is told: a status, a bold sentence, reasons."""

    role: Role
    title: str
    text: str = ""
    code: str = ""


def whole_verdict(checked: CheckedFile) -> Verdict:
    """One sentence over a file with its code and what the journal knows of it."""
    signed = file_verdict(checked.report)
    if signed.role is not Role.OK:
        return signed
    own = checked.paper
    against = next((one for one in own.problems if one.level is Level.ERROR), None) if own else None
    if against is not None:
        return Verdict(Role.ERROR, against.text, against.way_out, against.code)
    doubt = next((one for one in own.problems if one.level is Level.WARN), None) if own else None
    if doubt is not None:
        return Verdict(Role.WARN, doubt.text, doubt.way_out, doubt.code)
    doubt = next(_doubts(checked), None)
    if doubt is not None:
        return Verdict(Role.WARN, f"{signed.title}. Есть замечание", doubt.full_text, doubt.code)
    return Verdict(Role.OK, signed.title, f"Справка № {own.number} есть в журнале." if own else "")


def _doubts(checked: CheckedFile) -> Iterator[Problem]:
    """What is not against a good file but must be seen first: its term is over, the key ran out since."""
    told = (*(checked.code.problems if checked.code else ()), *checked.report.problems)
    signed = (found for one in checked.report.signatures for found in one.problems)
    yield from (one for one in (*told, *signed) if one.level is Level.WARN)


def file_verdict(report: VerificationReport) -> Verdict:
    """The verdict over the signatures of a file."""
    if report.is_valid:
        many = len(report.signatures) > 1
        title = "Подписи верны, файл не изменён" if many else "Подпись верна, файл не изменён"
        return Verdict(Role.OK, title)
    first = next((one for one in report.problems if one.level is Level.ERROR), None)
    if first is not None and all(one.is_valid for one in report.signatures):
        return Verdict(Role.ERROR, first.text, first.way_out, first.code)
    if any(not one.is_intact for one in report.signatures):
        every = [found for one in report.signatures for found in one.problems]
        why = next((one for one in every if one.code in _ALTERED), None)
        text = _reasons(report.problems) or (why.way_out if why else "")
        return Verdict(Role.ERROR, "Файл изменён после подписания", text, why.code if why else "")
    if all(one.is_intact for one in report.signatures) and not _bad_but_trust(report):
        text = "Центр, выдавший ключ, не входит в доверенные; что сделать, сказано у подписи."
        return Verdict(Role.WARN, "Файл не изменён, но кто подписал, подтвердить нечем", text)
    return Verdict(Role.ERROR, "Подпись не принимается", _reasons(report.problems))


def signature_verdicts(report: VerificationReport, zone: tzinfo | None) -> tuple[Verdict, ...]:
    """A verdict for each signature.

    Args:
        report: What the verification found.
        zone: Time zone of this workplace.
    """
    return tuple(_signature(one, zone) for one in report.signatures)


def code_verdict(report: QrReport, own: OwnPaper | None = None) -> Verdict:
    """The verdict over a code.

    Args:
        report: What the check of the code found.
        own: The paper, when it is in the journal here.
    """
    problems = (*report.problems, *(own.problems if own else ()))
    worst = next((one for one in problems if one.level is Level.ERROR), None)
    facts = _claims(report)
    if worst is not None:
        role = Role.WARN if worst.code in _UNKNOWN_KEY else Role.ERROR
        return Verdict(role, worst.text, f"{worst.way_out} {facts}".strip(), worst.code)
    doubt = next((one for one in problems if one.level is Level.WARN), None)
    title = "Код настоящий" if doubt is None else f"Код настоящий. {doubt.text}"
    rest = _reasons([one for one in problems if one is not doubt])
    where = f"Справка № {own.number} есть в журнале." if own and not own.problems else ""
    way = doubt.way_out if doubt else ""
    text = " ".join(part for part in (facts, where, way, rest) if part)
    return Verdict(Role.OK if doubt is None else Role.WARN, title, text, doubt.code if doubt else "")


def checked_code_verdict(code: CheckedCode) -> Verdict:
    """The same for a code that came alone."""
    return code_verdict(code.report, code.paper)


def problem_verdict(one: Problem) -> Verdict:
    """A problem as it stands in the catalogue."""
    return Verdict(ROLES[one.level], one.text, one.way_out, one.code)


def _claims(report: QrReport) -> str:
    claims = report.claims
    if claims is None:
        return ""
    born = f", {ru_date(claims.born)}" if claims.born else ""
    until = f", действует до\u00a0{ru_date(claims.expires)}" if claims.expires else ""
    number, day = claims.number, ru_date(claims.issued)
    return f"В коде: справка №\u00a0{number} от\u00a0{day}, {claims.owner}{born}{until}. Сверьте с бумагой."


def _bad_but_trust(report: VerificationReport) -> bool:
    """Whether anything but missing trust stands against a file."""
    every = (*report.problems, *(found for one in report.signatures for found in one.problems))
    return any(
        one.level is Level.ERROR and one.code not in ("SIGN-045", "SIGN-056") for one in every
    ) or not (report.signatures)


def _signature(one: SignatureReport, zone: tzinfo | None) -> Verdict:
    owner = short_owner(one.signer.owner) if one.signer else "владелец не читается"
    worst = [problem for problem in one.problems if problem.code not in _SAID]
    is_only_untrusted = (
        one.is_intact and not one.is_trusted and not any(p.level is Level.ERROR for p in worst)
    )
    role = Role.OK if one.is_valid else Role.WARN if is_only_untrusted else Role.ERROR
    if one.is_valid and any(problem.level is Level.WARN for problem in worst):
        role = Role.WARN
    title = f"{owner}: подпись верна" if one.is_valid else f"{owner}: подпись не принимается"
    if is_only_untrusted:
        title = f"{owner}: подпись цела, центр не доверенный"
    untrusted = "" if one.is_trusted or not one.is_intact else _UNTRUSTED
    text = f"{', '.join(_facts(one, zone))}. {untrusted} {_reasons(worst)}"
    return Verdict(role, title, " ".join(text.split(" ")).strip().replace("  ", " "))


def _facts(one: SignatureReport, zone: tzinfo | None) -> Iterator[str]:
    at = one.timestamp or one.signed_at
    yield f"{moment(at, zone)} {_TIMES.get(one.time_source, _BY_CLOCK)}" if at else moment(at, zone)
    if one.algorithm:
        yield one.algorithm.replace("ГОСТ Р ", "ГОСТ\u00a0Р\u00a0").replace(" бит", "\u00a0бит")
    yield _LEVELS.get(str(one.level), str(one.level))
    if not one.is_intact:
        yield "файл изменён"
    elif one.covers == WHOLE:
        yield "файл не изменён"
    else:
        yield f"подписанная часть не изменена, {_CHANGES.get(one.changes, 'позже в файл добавлено')}"
    if one.signer is not None:
        yield f"ключ до\u00a0{ru_date(one.signer.valid_to.astimezone(zone).date())}"


def _reasons(problems: Sequence[Problem]) -> str:
    return " ".join(f"{one.full_text} {one.code}." for one in problems)


def moment(at: datetime | None, zone: tzinfo | None) -> str:
    """«21.11.2026 10:42» at this workplace; a word when the signature names no time."""
    if at is None:
        return "время не указано"
    here = at.astimezone(zone)
    return f"{ru_date(here.date())} {here:%H:%M}"
