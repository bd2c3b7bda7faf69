"""What is looked at before a key signs: dates, usage, owner, the weeks that are left."""

from datetime import date, datetime, timedelta

from registrar_app.domain.dates import plural, ru_date
from registrar_app.domain.errors import RegistrarError
from registrar_app.domain.problems import Problem, problem
from registrar_app.signing.ports import SigningCertificate

EXPIRY_NOTICE = timedelta(weeks=6)
"""How long before its end a key is announced: a new qualified one takes weeks to get."""
_COMMITS = "content_commitment"


def require_usable(owner: SigningCertificate, now: datetime) -> None:
    """Refuse a key that must not sign now.

    Every signature asks again: a program that runs for days meets the day of expiry. The library itself signs
    happily with an expired key.

    Args:
        owner: The key's X.509.
        now: Aware time of signing.

    Raises:
        RegistrarError: SIGN-007 wrong usage, SIGN-006 not yet valid, SIGN-005 expired.
    """
    if owner.is_authority or (owner.key_usage and _COMMITS not in owner.key_usage):
        raise RegistrarError("SIGN-007")
    if now < owner.valid_from:
        raise RegistrarError("SIGN-006", valid_from=_moment(owner.valid_from, now))
    if now > owner.valid_to:
        raise RegistrarError("SIGN-005", valid_to=_moment(owner.valid_to, now))


def expiry_problem(owner: SigningCertificate, today: date) -> Problem | None:
    """The announcement that a key ends within six weeks, or None.

    Args:
        owner: The key's X.509.
        today: Day in the clinic's time zone.

    Returns:
        SIGN-011 (warning) while it lives, SIGN-005 (error) after its last day.
    """
    last_day = owner.valid_to.date()
    left = last_day - today
    if left < timedelta(0):
        return problem("SIGN-005", valid_to=ru_date(last_day))
    if left > EXPIRY_NOTICE:
        return None
    words = f"{left.days} {plural(left.days, 'день', 'дня', 'дней')}"
    return problem("SIGN-011", valid_to=ru_date(last_day), left=words)


def check_owner(owner: SigningCertificate, *, snils: str = "", ogrn: str = "") -> tuple[Problem, ...]:
    """Compare the owner with the settings of the role: a doctor by SNILS, an organisation by OGRN.

    Warnings only: a sole practitioner's key may serve both roles (decisions, Papers).

    Args:
        owner: The key's X.509.
        snils: Eleven digits expected, empty: not asked.
        ogrn: Thirteen digits expected, empty: not asked.
    """
    found: list[Problem] = []
    for expected, actual, differs, word in (
        (snils, owner.snils, "SIGN-012", "СНИЛС"),
        (ogrn, owner.ogrn, "SIGN-013", "ОГРН"),
    ):
        if expected and not actual:
            found.append(problem("SIGN-014", what=word, owner=owner.owner))
        elif expected and expected != actual:
            found.append(problem(differs))
    return tuple(found)


def same_key_problem(doctor: SigningCertificate, organization: SigningCertificate) -> Problem | None:
    """SIGN-015 when one key stands in both roles."""
    return problem("SIGN-015") if doctor.fingerprint == organization.fingerprint else None


def names_revocation(owner: SigningCertificate) -> bool:
    """Whether an X.509 says where to ask if it is revoked: a list or a service with an address."""
    from asn1crypto import x509

    parsed = x509.Certificate.load(owner.der)
    try:
        return bool(parsed.ocsp_urls or any(one.url for one in parsed.crl_distribution_points))
    except (ValueError, TypeError):
        return False


def _moment(value: datetime, beside: datetime) -> str:
    """A date in the zone of ``beside``, with the hour when both fall on one day."""
    local = value.astimezone(beside.tzinfo)
    text = ru_date(local.date())
    return f"{text} в {local:%H:%M}" if local.date() == beside.date() else text
