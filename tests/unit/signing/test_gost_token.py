"""GOST keys on tokens: a library told what Rutoken's would answer; never the real thing."""

import struct
from pathlib import Path

import pytest
from asn1crypto import cms
from gost_bench import GostBench
from pkcs11 import Attribute, KeyType, exceptions
from token_fakes import FakeLibrary, FakeToken, certificate_object, key_object

from registrar_app.domain.errors import RegistrarError, SurroundingsError
from registrar_app.signing.gost_cms import check_gost_cms
from registrar_app.signing.gost_math import PureMath
from registrar_app.signing.gost_token import GostTokenSigner, token_signer
from registrar_app.signing.pin import Pin
from registrar_app.signing.pkcs12 import Pkcs12Key
from registrar_app.signing.ports import CmsSigner
from registrar_app.signing.token import TokenLibrary
from registrar_app.signing.token_key import TokenKey, lenient_mapper
from registrar_app.signing.x509_reader import split_certificates

CASES = {
    "256": ("doctor", 0x1201, "06082a85030701010202", 32),
    "512": ("clinic", 0xD4321006, "06082a85030701010203", 64),
}


@pytest.fixture(params=CASES, ids=CASES)
def case(request: pytest.FixtureRequest) -> tuple[str, int, str, int]:
    return CASES[request.param]


def _der(bench: GostBench, name: str) -> bytes:
    (der,), _ = split_certificates([bench.path(f"{name}.crt").read_bytes()])
    return der


def _token(bench: GostBench, case: tuple[str, int, str, int], *, swapped: bool = False) -> FakeToken:
    name, mechanism, parameter, size = case

    def signs(data: bytes, *, mechanism: int, mechanism_param: bytes) -> bytes:
        assert int(mechanism) == wanted
        assert mechanism_param.hex() == parameter
        assert len(data) == size, "a digest, not the data"
        value = bench.openssl("pkeyutl", "-sign", "-inkey", f"{name}.pem", given=data)
        return value[size:] + value[:size] if swapped else value

    wanted = mechanism
    return FakeToken(
        objects=[certificate_object(b"1", _der(bench, name)), key_object(b"1", KeyType.GOSTR3410, signs)]
    )


@pytest.mark.parametrize("swapped", [False, True], ids=["s-r", "r-s"])
def test_gost_key_of_a_token_makes_a_message_that_holds(
    gost: GostBench, case: tuple[str, int, str, int], swapped: bool
) -> None:
    library = TokenLibrary(Path("rt.so"), load=FakeLibrary(_token(gost, case, swapped=swapped)))
    (token,) = library.tokens()
    (choice,) = library.certificates(token)
    assert choice.is_for_signing
    with Pin("1234") as pin, library.session(token, pin) as session:
        signer = token_signer(session.key(choice.signing_certificate.fingerprint), gost.engine)
        assert isinstance(signer, GostTokenSigner)
        assert isinstance(signer, CmsSigner)
        der = signer.sign_cms(b"data")
    check = check_gost_cms(cms.ContentInfo.load(der)["content"], b"data", PureMath())
    assert check.is_intact
    assert check.is_by_owner


def test_token_that_signs_rubbish_is_found_out(gost: GostBench) -> None:
    token = FakeToken(
        objects=[
            certificate_object(b"1", _der(gost, "doctor")),
            key_object(b"1", KeyType.GOSTR3410, lambda _data, **_how: b"\x07" * 64),
        ]
    )
    library = TokenLibrary(Path("rt.so"), load=FakeLibrary(token))
    with Pin("1234") as pin, library.session(library.tokens()[0], pin) as session:
        (choice,) = library.certificates(library.tokens()[0])
        signer = token_signer(session.key(choice.signing_certificate.fingerprint), gost.engine)
        assert isinstance(signer, GostTokenSigner)
        with pytest.raises(RegistrarError, match="SIGN-083"):
            signer.sign_cms(b"data")


def test_token_pulled_out_while_signing_is_one_clear_refusal(gost: GostBench) -> None:
    def fails(_data: bytes, **_how: object) -> bytes:
        raise exceptions.DeviceRemoved

    token = FakeToken(
        objects=[
            certificate_object(b"1", _der(gost, "doctor")),
            key_object(b"1", KeyType.GOSTR3410, fails),
        ]
    )
    library = TokenLibrary(Path("rt.so"), load=FakeLibrary(token))
    (choice,) = library.certificates(library.tokens()[0])
    with Pin("1234") as pin, library.session(library.tokens()[0], pin) as session:
        signer = token_signer(session.key(choice.signing_certificate.fingerprint), gost.engine)
        assert isinstance(signer, GostTokenSigner)
        with pytest.raises(SurroundingsError, match="SIGN-073"):
            signer.sign_cms(b"data")


def test_key_of_another_kind_stays_a_raw_signer(doctor: Pkcs12Key, gost: GostBench) -> None:
    key = TokenKey(None, doctor.signing_certificate)
    assert token_signer(key, gost.engine) is key


@pytest.mark.parametrize("number", [0, 0x30, 0xD4321003])
def test_kinds_of_keys_only_a_vendor_knows_do_not_stop_a_session(number: int) -> None:
    mapper = lenient_mapper()
    packed = struct.pack("L", number)
    assert mapper.unpack_attributes(Attribute.KEY_TYPE, packed) == number
    assert mapper.pack_attribute(Attribute.KEY_TYPE, number) == packed


def test_real_library_hears_the_vendors_mechanism(tokens: TokenLibrary) -> None:
    """SoftHSM2 knows no GOST: it must answer so, the call must not die on the way."""
    import softhsm_bench as bench

    from registrar_app.signing.gost_names import GOST_512
    from registrar_app.signing.gost_token import digest_parameter, mechanism

    token = next(one for one in tokens.tokens() if one.label == bench.CLINIC_TOKEN)
    (choice,) = tokens.certificates(token)
    with Pin(bench.CLINIC_PIN) as pin, tokens.session(token, pin) as session:
        private = session.key(choice.signing_certificate.fingerprint).private
        with pytest.raises(exceptions.MechanismInvalid):
            private.sign(bytes(64), mechanism=mechanism(GOST_512), mechanism_param=digest_parameter(GOST_512))
