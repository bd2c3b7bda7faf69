"""All checks of identifiers by the name of their kind; the command line and the screens use the same ones."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from registrar_app.domain import (
    birth_certificate,
    documents,
    enp,
    names,
    org_codes,
    passport,
    phones,
    policies,
)
from registrar_app.domain.birth_date import check_birth_date
from registrar_app.domain.context import Context
from registrar_app.domain.errors import RegistrarError
from registrar_app.domain.problems import Check
from registrar_app.domain.snils import check_snils

Checker = Callable[[str, Context], Check]

KINDS: Mapping[str, Checker] = MappingProxyType(
    {
        "last_name": names.check_last_name,
        "first_name": names.check_first_name,
        "patronymic": names.check_patronymic,
        "name_match": names.check_name_match,
        "sex_patronymic": names.check_sex_patronymic,
        "birth_date": check_birth_date,
        "snils": check_snils,
        "enp": enp.check_enp,
        "enp_person": enp.check_enp_person,
        "policy_single": policies.check_policy_single,
        "policy_old": policies.check_policy_old,
        "temp_certificate": policies.check_temp_certificate,
        "identity_document": documents.check_identity_document,
        "passport_rf": passport.check_passport_rf,
        "subdivision_code": passport.check_subdivision_code,
        "birth_certificate": birth_certificate.check_birth_certificate,
        "phone": phones.check_phone,
        "inn12": org_codes.check_inn12,
        "inn10": org_codes.check_inn10,
        "ogrn": org_codes.check_ogrn,
        "ogrnip": org_codes.check_ogrnip,
        "okpo": org_codes.check_okpo,
        "mo_oid": org_codes.check_mo_oid,
        "mo_code": org_codes.check_mo_code,
        "smo_code": org_codes.check_smo_code,
        "oksm": org_codes.check_oksm,
        "okato": org_codes.check_okato,
        "oktmo": org_codes.check_oktmo,
    }
)
"""Kind of value to its check."""


def check(kind: str, value: str, ctx: Context) -> Check:
    """Check a value of a kind.

    Raises:
        RegistrarError: ID-001, there is no such kind.
    """
    checker = KINDS.get(kind)
    if checker is None:
        raise RegistrarError("ID-001", kind=kind, known=", ".join(KINDS))
    return checker(value, ctx)
