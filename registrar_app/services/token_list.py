"""Which tokens and certificates are in, for choosing a key. Touches no database: any worker thread."""

import os
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from registrar_app.domain.dates import ru_date
from registrar_app.domain.problems import Problem, problem
from registrar_app.services.key_shapes import TokenCertificateView

if TYPE_CHECKING:
    from registrar_app.signing.token import TokenCertificate, TokenLibrary

_LINUX = (
    ("Рутокен ЭЦП", ("/usr/lib/librtpkcs11ecp.so", "/opt/aktivco/rutokenecp/amd64/librtpkcs11ecp.so",
                     "/usr/lib/x86_64-linux-gnu/librtpkcs11ecp.so", "/usr/lib64/librtpkcs11ecp.so")),
    ("JaCarta", ("/usr/lib/libjcPKCS11-2.so", "/usr/lib64/libjcPKCS11-2.so",
                 "/usr/lib/x86_64-linux-gnu/libjcPKCS11-2.so")),
    ("ESMART", ("/usr/lib64/libisbc_pkcs11_main.so", "/usr/lib/libisbc_pkcs11_main.so")),
)  # fmt: skip
_WINDOWS = (
    ("Рутокен ЭЦП", "rtPKCS11ECP.dll"),
    ("JaCarta", "jcPKCS11-2.dll"),
    ("ESMART", "isbc_pkcs11_main.dll"),
)
"""Names as the makers' manuals give them; not tried on the real thing."""


def known_libraries() -> tuple[tuple[str, str], ...]:
    """Libraries of tokens that are installed here: (path, name of the token)."""
    if sys.platform == "win32":
        folder = Path(os.environ.get("SYSTEMROOT", "C:/Windows")) / "System32"
        found = [(str(folder / name), word) for word, name in _WINDOWS if (folder / name).is_file()]
    else:
        found = [
            (next(iter(there)), word)
            for word, paths in _LINUX
            if (there := [path for path in paths if Path(path).is_file()])
        ]
    return tuple(found)


def list_certificates(library: "TokenLibrary", now: datetime) -> tuple[TokenCertificateView, ...]:
    """Certificates of people and organisations on the tokens that are in, without a login.

    Raises:
        SurroundingsError: SIGN-073 a token was pulled out meanwhile, SIGN-076, SIGN-078 busy.
    """
    return tuple(
        _view(str(library.path), one, now)
        for token in library.tokens()
        for one in library.certificates(token)
    )


def _view(library: str, one: "TokenCertificate", now: datetime) -> TokenCertificateView:
    owner = one.signing_certificate
    return TokenCertificateView(
        library, one.token.serial, one.token.label, owner.fingerprint, owner.owner,
        owner.valid_to.astimezone(now.tzinfo).date(), owner.algorithm, _problem(one, now),
    )  # fmt: skip


def _problem(one: "TokenCertificate", now: datetime) -> Problem | None:
    owner = one.signing_certificate
    if not one.is_for_signing:
        return problem("SIGN-007")
    if now > owner.valid_to:
        return problem("SIGN-005", valid_to=ru_date(owner.valid_to.astimezone(now.tzinfo).date()))
    return None
