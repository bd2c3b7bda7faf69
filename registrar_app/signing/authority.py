"""The training clinic's throw-away authority: root, issuing centre, keys for doctors and the organisation.

Its signatures prove nothing to anybody; names say so. Tests use ``Authority`` to make keys with faults.
"""

import dataclasses
import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID

from registrar_app.domain.values import PersonName
from registrar_app.signing.x509_reader import OID_OGRN, OID_SNILS, lenient_names

TRAINING_PASSWORD = "training"  # noqa: S105 - opens nothing but throw-away keys, shown in the training clinic
PrivateKey = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey
_PEM = serialization.Encoding.PEM
_CENTRE_YEARS = 10
_KEY_DAYS = 455
"""Fifteen months, the usual term of a Russian qualified X.509."""


@dataclass(frozen=True, slots=True)
class Holder:
    """Who gets a key."""

    name: PersonName | None = None
    """None: the organisation's own key."""
    snils: str = dataclasses.field(default="", repr=False)
    """Eleven digits."""
    position: str = ""
    organization: str = ""
    ogrn: str = ""
    """Thirteen digits, for the organisation's key."""


@dataclass(frozen=True, slots=True)
class TrainingKeys:
    """Where the training clinic's keys lie."""

    roots: Path
    """PEM that verifies everything signed here."""
    people: tuple[Path, ...]
    """Key files in the order of the people given."""
    organization: Path


class Usage(Enum):
    """What an issued key is for."""

    SIGN = "sign"
    ENCRYPT = "encrypt"
    """Not for signing: the wrong usage of tests."""


class Authority:
    """A root and its issuing centre in memory; forgotten after issuing, so nobody can issue more."""

    def __init__(self, title: str, now: datetime) -> None:
        begins, ends = now - timedelta(days=1), now + timedelta(days=365 * _CENTRE_YEARS)
        root_key, self._key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
        root_name = _name({NameOID.COUNTRY_NAME: "RU", NameOID.COMMON_NAME: f"{title}, корневой"})
        self._subject = _name({NameOID.COUNTRY_NAME: "RU", NameOID.COMMON_NAME: f"{title}, выдающий"})
        self.root = _centre(root_name, root_key, root_name, root_key, (begins, ends), path_length=1)
        self.issuing = _centre(self._subject, self._key, root_name, root_key, (begins, ends), path_length=0)
        self._now = now

    @property
    def root_pem(self) -> bytes:
        """The root in PEM."""
        return self.root.public_bytes(_PEM)

    def issue(
        self,
        holder: Holder,
        password: str,
        *,
        private_key: PrivateKey | None = None,
        valid_from: datetime | None = None,
        valid_to: datetime | None = None,
        usage: Usage = Usage.SIGN,
    ) -> bytes:
        """Issue a key as a PKCS#12 file protected by a password.

        Args:
            holder: Whose key it is.
            password: Password of the file.
            private_key: A key made elsewhere, else a new P-256.
            valid_from: Begin of the term, a minute ago when None.
            valid_to: End of the term, fifteen months from now when None.
            usage: What the key is for.
        """
        private_key = private_key or ec.generate_private_key(ec.SECP256R1())
        term = (
            valid_from or self._now - timedelta(minutes=1),
            valid_to or self._now + timedelta(days=_KEY_DAYS),
        )
        issued = (
            _start(_holder_name(holder), private_key, self._subject, term)
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(_usage(signs=usage is Usage.SIGN), critical=True)
            .add_extension(_issuer_key(self._key), critical=False)
            .sign(self._key, hashes.SHA256())
        )
        return pkcs12.serialize_key_and_certificates(
            _label(holder), private_key, issued, [self.issuing], _protection(password)
        )


def make_training_authority(
    folder: Path,
    organization: Holder,
    people: Sequence[Holder],
    now: datetime,
    password: str = TRAINING_PASSWORD,
) -> TrainingKeys:
    """Make the authority and the key files; takes about 0.1 s a key.

    Args:
        folder: Made with mode 0700 if it is not there; files of an earlier run are replaced.
        organization: The clinic, with its OGRN.
        people: Doctors, each with SNILS.
        now: Aware; the keys begin then.
        password: Protects each file.

    Raises:
        OSError: the folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    authority = Authority("Учебный удостоверяющий центр", now)
    keys = _places(folder, len(people))
    for path, holder in zip((*keys.people, keys.organization), (*people, organization), strict=True):
        write_private(path, authority.issue(holder, password))
    # The roots come last: where they are, the set is whole.
    keys.roots.write_bytes(authority.root_pem)
    return keys


def write_private(path: Path, content: bytes) -> None:
    """Write a file that only its owner can read, from its first byte on (mode 0600)."""
    path.unlink(missing_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)


def _places(folder: Path, people: int) -> TrainingKeys:
    # Numbered, not named: a path goes into logs.
    doctors = tuple(folder / f"doctor-{number}.p12" for number in range(1, people + 1))
    return TrainingKeys(folder / "roots.pem", doctors, folder / "organization.p12")


def _protection(password: str) -> serialization.KeySerializationEncryption:
    """AES-256 with few rounds: the file guards nothing of worth, and opening it should not take a second."""
    return (
        serialization.PrivateFormat.PKCS12.encryption_builder()
        .kdf_rounds(10_000)
        .key_cert_algorithm(pkcs12.PBES.PBESv2SHA256AndAES256CBC)
        .hmac_hash(hashes.SHA256())
        .build(password.encode("utf-8"))
    )


def _holder_name(holder: Holder) -> x509.Name:
    """Subject in the order of qualified ones (приказ ФСБ 27.12.2011 № 795)."""
    parts = {NameOID.COUNTRY_NAME: "RU"}
    if holder.name:
        given = " ".join(filter(None, (holder.name.first, holder.name.patronymic)))
        parts |= {
            NameOID.COMMON_NAME: holder.name.full,
            NameOID.SURNAME: holder.name.last,
            NameOID.GIVEN_NAME: given,
        }
    else:
        parts[NameOID.COMMON_NAME] = holder.organization
    parts |= {
        NameOID.TITLE: holder.position,
        NameOID.ORGANIZATION_NAME: holder.organization,
        OID_SNILS: holder.snils,
        OID_OGRN: holder.ogrn,
    }
    return _name({oid: value for oid, value in parts.items() if value})


def _name(parts: dict[x509.ObjectIdentifier, str]) -> x509.Name:
    with lenient_names():
        return x509.Name(
            [x509.NameAttribute(oid, value[:64], _validate=False) for oid, value in parts.items()]
        )


def _label(holder: Holder) -> bytes:
    return b"doctor" if holder.name else b"organization"


def _start(
    subject: x509.Name, key: PrivateKey, issuer: x509.Name, term: tuple[datetime, datetime]
) -> x509.CertificateBuilder:
    public = key.public_key()
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(term[0])
        .not_valid_after(term[1])
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
    )


def _centre(
    subject: x509.Name,
    key: PrivateKey,
    issuer: x509.Name,
    issuer_key: PrivateKey,
    term: tuple[datetime, datetime],
    *,
    path_length: int,
) -> x509.Certificate:
    return (
        _start(subject, key, issuer, term)
        .add_extension(x509.BasicConstraints(ca=True, path_length=path_length), critical=True)
        .add_extension(_usage(issues=True), critical=True)
        .add_extension(_issuer_key(issuer_key), critical=False)
        .sign(issuer_key, hashes.SHA256())
    )


def _issuer_key(key: PrivateKey) -> x509.AuthorityKeyIdentifier:
    return x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key())


def _usage(*, signs: bool = False, issues: bool = False) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=signs,
        content_commitment=signs,
        key_encipherment=not (signs or issues),
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=issues,
        crl_sign=issues,
        encipher_only=False,
        decipher_only=False,
    )
