"""The form of a new key: which fields each kind has, what is made of them. No widgets of its own."""

from pathlib import Path

from registrar_app.domain.errors import RegistrarError
from registrar_app.services.key_shapes import KeyKind, NewKey, Role, TokenCertificateView
from registrar_app.services.keys import Keys
from registrar_app.services.paper_shapes import KeyStatus
from registrar_app.signing.external_command import CRYPTCP, CSPTEST
from registrar_app.ui.widgets.form_spec import FieldKind, FieldSpec

CLINIC = "organisation"
ANY_DOCTOR = "doctor"
"""The doctor is the one whose SNILS stands in the certificate."""
KINDS: tuple[tuple[str, str], ...] = (
    (KeyKind.FILE, "файл ключа (.p12, .pfx, ГОСТ в .pem)"),
    (KeyKind.TOKEN, "токен (Рутокен, JaCarta)"),
    (KeyKind.PROGRAM, "другая программа (КриптоПро)"),
)
PRESETS: tuple[tuple[str, str], ...] = (
    ("cryptcp", "cryptcp"),
    ("csptest", "csptest"),
    ("own", "своя команда"),
)
_COMMANDS = {"cryptcp": CRYPTCP, "csptest": CSPTEST}
FIELDS: tuple[FieldSpec, ...] = (
    FieldSpec("kind", "Где ключ", 6, FieldKind.COMBO, choices=KINDS),
    FieldSpec("role", "Чей это ключ", 6, FieldKind.COMBO, choices=((ANY_DOCTOR, "врача"),)),
    FieldSpec("path", "Файл ключа", 8, FieldKind.READONLY),
    FieldSpec("password", "Пароль ключа", 4, FieldKind.PASSWORD),
    FieldSpec("library", "Библиотека токена", 12, hint="находится сама, если драйвер установлен"),
    FieldSpec("certificate", "Сертификат на токене", 12, FieldKind.COMBO),
    FieldSpec("preset", "Программа", 4, FieldKind.COMBO, choices=PRESETS),
    FieldSpec("result", "Где её ответ", 8, hint="{out} или {in}.sgn"),
    FieldSpec("command", "Команда", 12, hint="{in} документ, {out} ответ, {thumbprint} отпечаток"),
    FieldSpec("x509", "Файл сертификата", 12, hint="если его нет в файле ключа"),
    FieldSpec("mchd", "Номер доверенности (МЧД)", 6, hint="если подписывает по доверенности"),
    FieldSpec("reason", "Почему один ключ на врача и поликлинику", 6),
)  # fmt: skip
_OF_KIND: dict[str, frozenset[str]] = {
    KeyKind.FILE: frozenset({"path", "password", "x509"}),
    KeyKind.TOKEN: frozenset({"library", "certificate"}),
    KeyKind.PROGRAM: frozenset({"preset", "result", "command", "x509"}),
}
_ALWAYS = frozenset({"kind", "role", "mchd"})
"""``reason`` is shown when it is asked for."""


def is_shown(field_id: str, kind: str) -> bool:
    """Whether a kind of key has a field."""
    return field_id in _ALWAYS or field_id in _OF_KIND[kind]


def preset_values(preset: str) -> dict[str, str]:
    """Command and result of a program; nothing for one's own."""
    found = _COMMANDS.get(preset)
    if found is None:
        return {}
    words = (f'"{word}"' if " " in word else word for word in found.words)
    return {"command": " ".join(words), "result": found.result}


def certificate_words(one: TokenCertificateView) -> str:
    """«Кузнецова Ирина Павловна, до 14.03.2027, ГОСТ … (Рутокен)»."""
    words = f"{one.owner}, до {one.valid_to:%d.%m.%Y}, {one.algorithm}"
    named = f" — токен «{one.token_label}»" if one.token_label else ""
    return f"{words}{named}{' — не для подписи' if one.problem else ''}"


def add_key(keys: Keys, values: dict[str, str], found: tuple[TokenCertificateView, ...]) -> KeyStatus:
    """Add what the form says; in the database thread.

    Args:
        keys: Use cases.
        values: The form's values by field id.
        found: Certificates that were listed.

    Raises:
        RegistrarError: what is missing or wrong, at its field where it has one.
    """
    new = _new(values)
    if values["kind"] == KeyKind.TOKEN:
        return _add_token(keys, values, found, new)
    x509 = Path(values["x509"]) if values["x509"].strip() else None
    if values["kind"] == KeyKind.PROGRAM:
        if x509 is None:
            raise RegistrarError("SIGN-130", "x509")
        source = keys.register.add_program(values["command"], values["result"], x509, new)
        return keys.status(source.role, source.holder if source.role == "doctor" else "")
    if not values["path"]:
        raise RegistrarError("SIGN-130", "path")
    return keys.add(Path(values["path"]), values["password"], new=new, x509=x509)


def _add_token(
    keys: Keys, values: dict[str, str], found: tuple[TokenCertificateView, ...], new: NewKey
) -> KeyStatus:
    chosen = next((one for one in found if one.fingerprint == values["certificate"]), None)
    if chosen is None:
        raise RegistrarError("SIGN-129", "certificate")
    source = keys.register.add_token(chosen, new)
    return keys.status(source.role, source.holder if source.role == "doctor" else "")


def _new(values: dict[str, str]) -> NewKey:
    role: Role = "organisation" if values["role"] == CLINIC else "doctor"
    _word, _, holder = values["role"].partition(":")
    return NewKey(role, holder, values["mchd"], values["reason"])
