"""Tokens: real ones of SoftHSM2, and told ones for what it cannot do."""

import contextlib
import os
import subprocess
import sys
import threading
import traceback
from datetime import UTC
from pathlib import Path

import pytest
import softhsm_bench as bench
from cryptography.hazmat.primitives.serialization import Encoding
from needs import SOFTHSM
from pkcs11 import KeyType, TokenFlag, exceptions
from signing_samples import DOCTOR, FIELD, NOW, SECOND, page
from token_fakes import FakeLibrary, FakeToken, certificate_object, key_object

from registrar_app.domain.errors import RegistrarError, SurroundingsError
from registrar_app.signing.authority import Authority
from registrar_app.signing.pades import sign
from registrar_app.signing.pin import Pin
from registrar_app.signing.pkcs12 import Pkcs12Key
from registrar_app.signing.ports import RawSigner
from registrar_app.signing.stamp import stamp_lines
from registrar_app.signing.token import TokenCertificate, TokenInfo, TokenLibrary
from registrar_app.signing.token_faults import PinState
from registrar_app.signing.token_watch import TokenWatch
from registrar_app.signing.verify import verify


def _library(*tokens: FakeToken) -> tuple[TokenLibrary, FakeLibrary]:
    fake = FakeLibrary(*tokens)
    return TokenLibrary(Path("fake.so"), load=fake), fake


def _token(library: TokenLibrary, label: str) -> TokenInfo:
    return next(one for one in library.tokens() if one.label == label)


def _choice(library: TokenLibrary, token: TokenInfo, algorithm: str) -> TokenCertificate:
    return next(
        one
        for one in library.certificates(token)
        if one.signing_certificate.algorithm == algorithm and one.is_for_signing
    )


def test_tokens_that_are_in_are_listed_without_those_not_set_up(tokens: TokenLibrary) -> None:
    found = tokens.tokens()
    assert {one.label for one in found} == {bench.DOCTOR_TOKEN, bench.CLINIC_TOKEN}
    assert len({one.serial for one in found}) == 2
    assert all(one.pin is PinState.GOOD and not one.has_pin_pad for one in found)
    assert bench.DOCTOR_TOKEN not in repr(found)


def test_certificates_are_listed_without_login_and_without_authorities(tokens: TokenLibrary) -> None:
    found = tokens.certificates(_token(tokens, bench.DOCTOR_TOKEN))
    assert {(one.signing_certificate.algorithm, one.is_for_signing) for one in found} == {
        ("RSA-2048", True),
        ("ECDSA P-256", True),
        ("ECDSA P-256", False),
    }
    assert {one.signing_certificate.snils for one in found} == {DOCTOR.snils}
    assert all(one.has_key for one in found)


@pytest.mark.parametrize("algorithm", ["RSA-2048", "ECDSA P-256"])
def test_key_of_a_token_signs_a_file(tokens: TokenLibrary, roots: list[bytes], algorithm: str) -> None:
    token = _token(tokens, bench.DOCTOR_TOKEN)
    choice = _choice(tokens, token, algorithm)
    with Pin(bench.PIN) as pin, tokens.session(token, pin) as session:
        key = session.key(choice.signing_certificate.fingerprint)
        assert isinstance(key, RawSigner)
        lines = stamp_lines(key.signing_certificate, UTC)
        pdf = sign(page(), key, field=FIELD, more_fields=[SECOND], stamp_lines=lines, signing_time=NOW)
    report = verify(pdf, roots, now=NOW)
    assert report.is_valid, report.as_json()
    assert report.signatures[0].algorithm.startswith(algorithm)


def test_one_login_signs_a_batch_with_two_keys_and_a_second_token_the_second_place(
    tokens: TokenLibrary, authority: Authority, roots: list[bytes]
) -> None:
    token, clinic = _token(tokens, bench.DOCTOR_TOKEN), _token(tokens, bench.CLINIC_TOKEN)
    made = []
    with Pin(bench.PIN) as pin, tokens.session(token, pin) as session:
        for algorithm in ("RSA-2048", "ECDSA P-256"):
            key = session.key(_choice(tokens, token, algorithm).signing_certificate.fingerprint)
            made.append(
                sign(
                    page(algorithm), key, field=FIELD, more_fields=[SECOND], stamp_lines=(), signing_time=NOW
                )
            )
    with Pin(bench.CLINIC_PIN) as pin, tokens.session(clinic, pin) as session:
        owner = _choice(tokens, clinic, "ECDSA P-256").signing_certificate
        key = session.key(owner.fingerprint, [authority.issuing.public_bytes(Encoding.DER)])
        made = [sign(pdf, key, field=SECOND, stamp_lines=(), signing_time=NOW, certify=False) for pdf in made]
    assert [verify(pdf, roots, now=NOW).is_valid for pdf in made] == [True, True]


def test_key_is_of_no_use_after_its_session(tokens: TokenLibrary) -> None:
    token = _token(tokens, bench.CLINIC_TOKEN)
    choice = _choice(tokens, token, "ECDSA P-256")
    with Pin(bench.CLINIC_PIN) as pin, tokens.session(token, pin) as session:
        key = session.key(choice.signing_certificate.fingerprint)
    with pytest.raises(SurroundingsError, match="SIGN-073"):
        key.sign_raw(b"x", "sha256")


def test_certificate_of_another_token_is_not_found(tokens: TokenLibrary) -> None:
    doctors = _choice(tokens, _token(tokens, bench.DOCTOR_TOKEN), "RSA-2048")
    clinic = _token(tokens, bench.CLINIC_TOKEN)
    with (
        Pin(bench.CLINIC_PIN) as pin,
        tokens.session(clinic, pin) as session,
        pytest.raises(RegistrarError, match="SIGN-079"),
    ):
        session.key(doctors.signing_certificate.fingerprint)


def test_wrong_pin_stops_says_what_is_left_and_leaves_nobody_logged_in(tokens: TokenLibrary) -> None:
    token = _token(tokens, bench.CLINIC_TOKEN)
    with (
        Pin("00001111") as pin,
        pytest.raises(RegistrarError, match="SIGN-072") as refusal,
        tokens.session(token, pin),
    ):
        pytest.fail("a session was opened")
    assert "осталось мало" in refusal.value.problem.text
    everything = "".join(traceback.format_exception(refusal.value)) + repr(refusal.value.problem)
    assert "00001111" not in everything
    assert _token(tokens, bench.CLINIC_TOKEN).pin is PinState.LOW
    with Pin(bench.CLINIC_PIN) as pin, tokens.session(token, pin):
        pass
    assert _token(tokens, bench.CLINIC_TOKEN).pin is PinState.GOOD


def test_token_pulled_out_in_a_batch_gives_one_clear_refusal(tmp_path: Path, authority: Authority) -> None:
    """In a process of its own: the library keeps its folder for life."""
    env = bench.make_tokens(tmp_path, authority)
    code = f"""
import sys; sys.path[:0] = {sys.path!r}
from pathlib import Path
import softhsm_bench as bench
from registrar_app.signing.pin import Pin
from registrar_app.signing.token import TokenLibrary
from registrar_app.domain.errors import RegistrarError
library = TokenLibrary(Path({str(SOFTHSM)!r}))
token = next(one for one in library.tokens() if one.label == bench.CLINIC_TOKEN)
(choice,) = library.certificates(token)
try:
    with Pin(bench.CLINIC_PIN) as pin, library.session(token, pin) as session:
        key = session.key(choice.signing_certificate.fingerprint)
        key.sign_raw(b"first", "sha256")
        bench.take_out(Path({str(tmp_path)!r}))
        key.sign_raw(b"second", "sha256")
except RegistrarError as fault:
    print(type(fault).__name__, fault.code)
try:
    library.certificates(token)
except RegistrarError as fault:
    print(type(fault).__name__, fault.code)
"""
    done = subprocess.run(
        [sys.executable, "-c", code], env={**os.environ, **env}, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert done.stdout.split() == ["SurroundingsError", "SIGN-073"] * 2, done.stderr


def test_two_processes_sign_with_one_token_at_once(tokens: TokenLibrary, tmp_path: Path) -> None:
    token = _token(tokens, bench.DOCTOR_TOKEN)
    finger = _choice(tokens, token, "ECDSA P-256").signing_certificate.fingerprint
    code = f"""
import sys; sys.path[:0] = {sys.path!r}
from pathlib import Path
from registrar_app.signing.pin import Pin
from registrar_app.signing.token import TokenLibrary
library = TokenLibrary(Path({str(SOFTHSM)!r}))
token = next(one for one in library.tokens() if one.serial == {token.serial!r})
with Pin({bench.PIN!r}) as pin, library.session(token, pin) as session:
    key = session.key({finger!r})
    print(flush=True)
    sys.stdin.readline()
    Path(sys.argv[1]).write_bytes(b"".join(key.sign_raw(b"%d" % n, "sha256")[:1] for n in range(50)))
"""
    with contextlib.ExitStack() as stack:
        workers = []
        for name in ("a", "b"):
            words = [sys.executable, "-c", code, str(tmp_path / name)]
            worker = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
            workers.append(stack.enter_context(worker))
            # SoftHSM2 writes its token file at a login; another start must not read it just then.
            assert worker.stdout
            assert worker.stdout.readline() == b"\n"
        for worker in workers:
            assert worker.stdin
            worker.stdin.write(b"go\n")
            worker.stdin.flush()
        assert [one.wait(20) for one in workers] == [0, 0]
    assert [(tmp_path / name).read_bytes() for name in ("a", "b")] == [b"0" * 50] * 2


def test_library_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(SurroundingsError, match="SIGN-070") as refusal:
        TokenLibrary(tmp_path / "rtpkcs11ecp.so")
    assert "rtpkcs11ecp.so" in refusal.value.problem.text


# What SoftHSM2 does not do: told tokens.


def test_wrong_pins_count_down_to_the_lock_and_then_nobody_asks_again() -> None:
    token = FakeToken()
    library, fake = _library(token)
    (seen,) = library.tokens()
    said = []
    for _ in range(4):
        with Pin("9999") as pin, pytest.raises(RegistrarError) as refusal, library.session(seen, pin):
            pytest.fail("a session was opened")
        said.append((refusal.value.code, refusal.value.problem.params.get("left", "")))
    assert said == [
        ("SIGN-072", "попыток осталось мало"),
        ("SIGN-072", "осталась одна попытка"),
        ("SIGN-074", ""),
        ("SIGN-074", ""),
    ]
    assert len(token.given) == 3, "a locked token is not asked"
    assert fake.restarts == 3


def test_token_without_a_pin_given_is_not_asked() -> None:
    token = FakeToken()
    library, _ = _library(token)
    with pytest.raises(RegistrarError, match="SIGN-071"), library.session(library.tokens()[0], None):
        pytest.fail("a session was opened")
    assert token.given == []


def test_pin_typed_on_the_reader_is_not_asked_for_and_may_be_cancelled() -> None:
    token = FakeToken(flags=TokenFlag.TOKEN_INITIALIZED | TokenFlag.PROTECTED_AUTHENTICATION_PATH)
    library, _ = _library(token)
    (seen,) = library.tokens()
    assert seen.has_pin_pad
    with library.session(seen, None):
        pass
    assert (token.opened, token.closed) == (1, 1)
    token.cancels = True
    with pytest.raises(RegistrarError, match="SIGN-075"), library.session(seen, None):
        pytest.fail("a session was opened")


@pytest.mark.parametrize(
    ("fault", "code", "kind"),
    [
        (exceptions.DeviceRemoved, "SIGN-073", SurroundingsError),
        (exceptions.TokenNotPresent, "SIGN-073", SurroundingsError),
        (exceptions.DeviceError, "SIGN-073", SurroundingsError),
        (exceptions.SessionHandleInvalid, "SIGN-073", SurroundingsError),
        (exceptions.ObjectHandleInvalid, "SIGN-073", SurroundingsError),
        (exceptions.GeneralError, "SIGN-076", SurroundingsError),
        (exceptions.FunctionCancelled, "SIGN-075", RegistrarError),
        (exceptions.MechanismInvalid, "SIGN-077", RegistrarError),
    ],
)
def test_faults_while_signing_have_their_codes_and_the_session_is_closed(
    doctor: Pkcs12Key, fault: type[Exception], code: str, kind: type[Exception]
) -> None:
    def fails(_data: bytes, **_how: object) -> bytes:
        raise fault

    owner = doctor.signing_certificate
    token = FakeToken(objects=[certificate_object(b"1", owner.der), key_object(b"1", KeyType.EC, fails)])
    library, _ = _library(token)
    with (
        pytest.raises(kind, match=code),
        Pin("1234") as pin,
        library.session(library.tokens()[0], pin) as session,
    ):
        sign(page(), session.key(owner.fingerprint), field=FIELD, stamp_lines=(), signing_time=NOW)
    assert (token.opened, token.closed) == (1, 1)


def test_certificate_without_its_key_is_refused(doctor: Pkcs12Key, authority: Authority) -> None:
    owner = doctor.signing_certificate
    issuing = authority.issuing.public_bytes(Encoding.DER)
    token = FakeToken(
        objects=[
            certificate_object(b"1", owner.der),
            certificate_object(b"2", issuing),
            certificate_object(b"3", b"no X.509"),
        ]
    )
    library, _ = _library(token)
    (choice,) = library.certificates(library.tokens()[0])
    assert not choice.has_key
    with (
        Pin("1234") as pin,
        library.session(library.tokens()[0], pin) as session,
        pytest.raises(RegistrarError, match="SIGN-079"),
    ):
        session.key(owner.fingerprint)


def test_uninitialised_slots_are_passed_over() -> None:
    library, _ = _library(FakeToken(flags=0), FakeToken(flags=TokenFlag.TOKEN_INITIALIZED))
    assert len(library.tokens()) == 1


def test_watch_tells_of_changes_only_and_waits_for_a_batch() -> None:
    token = FakeToken()
    library, fake = _library(token)
    told: list[int] = []
    once, gone = threading.Event(), threading.Event()

    def changed(now: tuple[TokenInfo, ...]) -> None:
        told.append(len(now))
        (once if now else gone).set()

    watch = TokenWatch(library, changed, every_s=0.01)
    watch.start()
    assert once.wait(5)
    with Pin("1234") as pin, library.session(library.tokens()[0], pin):
        fake.tokens.clear()
        assert not gone.wait(0.1), "a poll disturbed the batch"
    assert gone.wait(5)
    assert watch.stop()
    assert told == [1, 0]


def test_watch_when_a_batch_is_long_then_its_token_stays_in_sight() -> None:
    """A poll that gave up waiting for a batch says nothing of the token: it is in, and works."""
    library, _ = _library(FakeToken())
    told: list[int] = []
    polls: list[int] = []

    class Busy(TokenLibrary):
        def tokens(self) -> tuple[TokenInfo, ...]:
            polls.append(1)
            if len(polls) in (2, 3):
                raise SurroundingsError("SIGN-078")
            return library.tokens() if len(polls) < 5 else ()

    ended = threading.Event()

    def changed(now: tuple[TokenInfo, ...]) -> None:
        told.append(len(now))
        if not now:
            ended.set()

    watch = TokenWatch(Busy(Path("fake.so"), load=FakeLibrary()), changed, every_s=0.001)
    watch.start()
    assert ended.wait(5)
    assert watch.stop()
    assert (told, len(polls) >= 5) == ([1, 0], True)


def test_library_when_closed_then_nobody_is_inside_and_nobody_enters() -> None:
    library, _ = _library(FakeToken())
    inside, leave = threading.Event(), threading.Event()

    def work() -> None:
        with Pin("1234") as pin, library.session(library.tokens()[0], pin):
            inside.set()
            leave.wait(5)

    thread = threading.Thread(target=work)
    thread.start()
    assert inside.wait(5)
    assert not library.close(0.01), "a driver that hangs is not waited for"
    leave.set()
    assert library.close()
    thread.join(5)
    with pytest.raises(SurroundingsError, match="SIGN-076"):
        library.tokens()


def test_no_pin_stays_in_the_objects_of_a_session(tokens: TokenLibrary) -> None:
    token = _token(tokens, bench.CLINIC_TOKEN)
    with Pin(bench.CLINIC_PIN) as pin, tokens.session(token, pin) as session:
        shown = f"{vars(session)} {vars(tokens)} {session!r} {token!r}"
        assert bench.CLINIC_PIN not in shown
    assert pin.is_wiped
