"""Dates, owner, roles of a key."""

from datetime import date, timedelta, timezone
from pathlib import Path

import pytest
from signing_samples import CLINIC, DOCTOR, NOW, PASSWORD

from registrar_app.domain.errors import RegistrarError
from registrar_app.signing.authority import Authority, write_private
from registrar_app.signing.key_checks import check_owner, expiry_problem, require_usable, same_key_problem
from registrar_app.signing.pkcs12 import Pkcs12Key, open_key
from registrar_app.signing.x509_reader import read_signing_certificate


def test_require_usable_at_both_ends_of_term(doctor: Pkcs12Key) -> None:
    owner = doctor.signing_certificate
    require_usable(owner, owner.valid_from)
    require_usable(owner, owner.valid_to)
    with pytest.raises(RegistrarError, match="SIGN-006"):
        require_usable(owner, owner.valid_from - timedelta(seconds=1))
    with pytest.raises(RegistrarError, match="SIGN-005"):
        require_usable(owner, owner.valid_to + timedelta(seconds=1))


def test_require_usable_on_the_day_of_expiry_names_the_hour(doctor: Pkcs12Key) -> None:
    owner = doctor.signing_certificate
    late = (owner.valid_to + timedelta(minutes=1)).astimezone(timezone(timedelta(hours=3)))
    with pytest.raises(RegistrarError) as refused:
        require_usable(owner, late)
    assert refused.value.problem.text == "Срок ключа подписи вышел 08.06.2027 в 12:30. Подписать им нельзя."


def test_require_usable_of_an_authority_refuses(authority: Authority) -> None:
    from cryptography.hazmat.primitives.serialization import Encoding

    with pytest.raises(RegistrarError, match="SIGN-007"):
        require_usable(read_signing_certificate(authority.issuing.public_bytes(Encoding.DER)), NOW)


@pytest.mark.parametrize(
    ("today", "code", "words"),
    [
        (date(2027, 4, 26), None, ""),
        (date(2027, 4, 27), "SIGN-011", "осталось 42 дня"),
        (date(2027, 6, 7), "SIGN-011", "осталось 1 день"),
        (date(2027, 6, 8), "SIGN-011", "осталось 0 дней"),
        (date(2027, 6, 9), "SIGN-005", "вышел 08.06.2027"),
    ],
)
def test_expiry_is_announced_six_weeks_ahead(
    doctor: Pkcs12Key, today: date, code: str | None, words: str
) -> None:
    found = expiry_problem(doctor.signing_certificate, today)
    assert (found.code if found else None) == code
    assert words in (found.text if found else "")


def test_owner_compared_with_settings(doctor: Pkcs12Key, clinic: Pkcs12Key) -> None:
    def codes(key: Pkcs12Key, **expected: str) -> list[str]:
        return [one.code for one in check_owner(key.signing_certificate, **expected)]

    assert codes(doctor, snils=DOCTOR.snils) == []
    assert codes(doctor, snils="00000000000") == ["SIGN-012"]
    assert codes(clinic, ogrn=CLINIC.ogrn) == []
    assert codes(clinic, ogrn="1" * 13) == ["SIGN-013"]
    assert codes(clinic, snils=DOCTOR.snils) == ["SIGN-014"]
    assert codes(doctor) == []


def test_one_key_in_both_roles_is_remarked(doctor: Pkcs12Key, clinic: Pkcs12Key) -> None:
    one, other = doctor.signing_certificate, clinic.signing_certificate
    assert same_key_problem(one, other) is None
    assert same_key_problem(one, one).code == "SIGN-015"  # type: ignore[union-attr]


def test_serial_has_an_even_number_of_digits(authority: Authority, tmp_path: Path) -> None:
    for number in range(3):
        path = tmp_path / f"{number}.p12"
        write_private(path, authority.issue(CLINIC, PASSWORD))
        serial = open_key(path, PASSWORD, now=NOW).signing_certificate.serial_hex
        assert len(serial) % 2 == 0
        assert serial == serial.lower()
