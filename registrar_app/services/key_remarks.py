"""What is to be said of a key: its end, its file, its owner against the settings."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from registrar_app.domain.dates import plural, ru_date
from registrar_app.domain.problems import Problem, problem
from registrar_app.services.key_shapes import KeyKind, KeySource

if TYPE_CHECKING:
    from registrar_app.signing.ports import SigningCertificate

WANTS = {KeyKind.FILE: "CERT-052", KeyKind.TOKEN: "SIGN-071", KeyKind.PROGRAM: "CERT-052"}
"""What is said of a key that wants a secret."""


def about_key(
    source: KeySource, refused: Problem | None, today: date, notice: timedelta, *, is_open: bool, path: Path
) -> tuple[Problem, ...]:
    """What is the matter with a key, gravest first.

    Args:
        source: The key.
        refused: Why it cannot sign at all, found when it was opened.
        today: Day in the clinic's time zone.
        notice: How long before its end it is announced.
        is_open: It wants no secret now.
        path: The copy of a key file.
    """
    found = [refused] if refused else list(_while_it_signs(source, today, notice, is_open=is_open))
    if source.valid_from and source.valid_from > today:
        found.append(problem("SIGN-006", valid_from=ru_date(source.valid_from)))
    if source.kind is KeyKind.FILE and _is_loose(path):
        found.append(problem("SIGN-010"))
    return tuple(sorted(found, key=lambda one: -one.level.weight))


def _while_it_signs(source: KeySource, today: date, notice: timedelta, *, is_open: bool) -> Iterator[Problem]:
    end = ending(source, today, notice)
    if end is not None:
        yield end
    if not is_open:
        yield problem(WANTS[source.kind])


def ending(source: KeySource, today: date, notice: timedelta) -> Problem | None:
    """SIGN-005 after the last day of a key, SIGN-011 within the notice."""
    if source.valid_to is None:
        return None
    left = source.valid_to - today
    if left < timedelta(0):
        return problem("SIGN-005", valid_to=ru_date(source.valid_to))
    if left > notice:
        return None
    words = f"{left.days} {plural(left.days, 'день', 'дня', 'дней')}"
    return problem("SIGN-011", valid_to=ru_date(source.valid_to), left=words)


def about_owners(
    doctor: "SigningCertificate",
    house: "SigningCertificate | None",
    snils: str,
    ogrn: str,
    *,
    has_reason: bool,
) -> tuple[Problem, ...]:  # fmt: skip
    """The owners of one paper's keys against the settings.

    Args:
        doctor: The doctor's X.509.
        house: The clinic's; None: the doctor signs alone.
        snils: Eleven digits expected of the doctor.
        ogrn: Thirteen digits expected of the clinic.
        has_reason: One key in both roles was given a reason.
    """
    from registrar_app.signing.key_checks import check_owner, same_key_problem

    said = check_owner(doctor, snils=snils)
    if house is None:
        return (*said, problem("CERT-051"))
    both = same_key_problem(doctor, house)
    return (*said, *check_owner(house, ogrn=ogrn), *([both] if both and not has_reason else []))


def _is_loose(path: Path) -> bool:
    from registrar_app.signing.pkcs12 import is_loose

    try:
        return is_loose(path.stat().st_mode)
    except OSError:
        return False
