"""Codes of papers that the state portal makes: recognised by their address, told in words, never printed.

Source: addresses on public certificates: ``gosuslugi.ru/covid-cert/verify/<16 digits>?lang=ru&ck=<32 hex>``,
``/covid-cert/status/<uuid>?lang=ru``, ``/vaccine/cert/verify/<id>``.
"""

import re
from urllib.parse import urlsplit

from registrar_app.domain.problems import Problem, problem

_HOST = re.compile(r"(?:[a-z0-9-]+\.)*gosuslugi\.ru", re.ASCII)
_COVID = re.compile(r"/(?:covid-cert/(?:verify|status)|vaccine/cert/verify)/([0-9A-Za-z-]{1,64})/?", re.ASCII)
_LONGEST = 2048


def state_code(text: str) -> Problem | None:
    """What the code of a state paper is, in words; None for everything else.

    Args:
        text: A code as it was scanned.

    Returns:
        ``CERT-141`` a COVID certificate, ``CERT-142`` another page of the portal.
    """
    if len(text) > _LONGEST:
        return None
    try:
        parts = urlsplit(text.strip())
        host = (parts.hostname or "").lower()
    except ValueError:
        return None
    if parts.scheme not in ("https", "http") or not _HOST.fullmatch(host):
        return None
    found = _COVID.fullmatch(parts.path)
    if found is None:
        return problem("CERT-142")
    return problem("CERT-141", number=_number(found[1]))


def _number(ident: str) -> str:
    """« № 1234 5678 9012 3456»; nothing for a name that no person reads out."""
    if not ident.isdecimal() or len(ident) != 16:
        return ""
    return " №\u00a0" + "\u00a0".join(ident[at : at + 4] for at in range(0, 16, 4))
