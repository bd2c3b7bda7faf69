"""Keys of every kind at the desk: tokens, GOST files, another program; secrets; one key for both roles."""

import dataclasses
import hashlib
import io
import json
import logging
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pikepdf
import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import load_pem_x509_certificate
from desk_samples import NOW, issue

from registrar_app.domain.errors import RegistrarError, SurroundingsError
from registrar_app.paths import resource
from registrar_app.services.desk import Desk
from registrar_app.services.key_shapes import KeyKind, NewKey, TokenCertificateView
from registrar_app.services.paper_shapes import JournalFilter
from registrar_app.services.settings import EXPIRY_WEEKS, PIN_MINUTES, STAMP_RIGHT_MM, STAMP_TEXT
from registrar_app.services.token_list import list_certificates
from registrar_app.signing.authority import Authority, Holder, Usage
from registrar_app.signing.external_command import CRYPTCP as CRYPTCP_WORDS
from registrar_app.signing.pin import Pin
from tests.signing_benches import gost_bench, softhsm_bench, tokens
from tests.signing_benches import signing_samples as samples

SNILS = "11223344595"
PASSWORD = "слово-7"
_REFUSALS = (("cancel", "SIGN-084"), ("wrong-pin", "SIGN-072"), ("locked", "SIGN-074"), ("gone", "SIGN-073"))
FAKE = Path(__file__).parent.parent / "signing" / "fake_cryptcp.py"


@pytest.fixture(scope="module")
def authority() -> Authority:
    return Authority("Учебный центр", NOW - timedelta(days=30))


@pytest.fixture
def library(tmp_path: Path, authority: Authority) -> Iterator[str]:
    with tokens(tmp_path / "hsm", authority) as path:
        yield path


@pytest.fixture(scope="module")
def gost(tmp_path_factory: pytest.TempPathFactory) -> gost_bench.GostBench:
    return gost_bench.make_gost_bench(tmp_path_factory.mktemp("gost"))


@pytest.fixture
def bare(desk: Desk, tmp_path: Path, authority: Authority) -> Desk:
    """A desk without keys that trusts the authority of these tests."""
    strip(desk, authority, tmp_path)
    return desk


def strip(desk: Desk, authority: Authority, folder: Path) -> None:
    """No keys any more, none that open by themselves; trust in the authority, its issuing centre too."""
    desk._bench.is_training = False
    for file in desk.keys.folder.glob("*.p12"):
        file.unlink()
    roots = folder / "trusted.pem"
    roots.write_bytes(authority.root_pem + authority.issuing.public_bytes(Encoding.PEM))
    desk.keys.add_root(roots)


def kuznetsova(desk: Desk) -> str:
    return next(one.snils for one in desk.clinic.physicians() if one.name.last == "Кузнецова")


def listed(desk: Desk, library: str, owner: str = "Константинопольская") -> TokenCertificateView:
    found = list_certificates(desk.keys.library(library), NOW)
    return next(one for one in found if owner in one.owner and "P-256" in one.algorithm and not one.problem)


def with_tokens(desk: Desk, library: str) -> None:
    """Doctor and clinic, each on a token of his own."""
    desk.keys.register.add_token(listed(desk, library), NewKey("doctor", kuznetsova(desk)))
    desk.keys.register.add_token(listed(desk, library, "ГБУЗ"), NewKey("organisation"))


def code_of(desk: Desk) -> str:
    with pytest.raises(RegistrarError) as caught:
        issue(desk)
    return caught.value.code


def enter_all(desk: Desk) -> None:
    pins = {"doctor": softhsm_bench.PIN, "organisation": softhsm_bench.CLINIC_PIN}
    for ask in desk.keys.asks(kuznetsova(desk)):
        desk.keys.enter(ask.id, pins[ask.role])


def test_two_tokens_when_both_pins_are_right_then_both_sign(bare: Desk, library: str) -> None:
    with_tokens(bare, library)
    assert code_of(bare) == "SIGN-071"
    asks = bare.keys.asks(kuznetsova(bare))
    assert [(one.role, one.kind) for one in asks] == [
        ("doctor", KeyKind.TOKEN), ("organisation", KeyKind.TOKEN),
    ]  # fmt: skip
    assert asks[0].token_label == softhsm_bench.DOCTOR_TOKEN
    enter_all(bare)
    issued = issue(bare)
    assert [one.field for one in issued.signers] == ["doctor", "organization"]
    assert bare.papers.verify(issued.pdf).is_valid
    assert issued.number == "000005", "what was refused before cost no number"
    assert issue(bare).number == "000006", "one PIN serves the papers that follow"


def test_wrong_pin_when_entered_then_said_and_nothing_signed(bare: Desk, library: str) -> None:
    with_tokens(bare, library)
    ask = bare.keys.asks(kuznetsova(bare))[0]
    with pytest.raises(RegistrarError) as caught:
        bare.keys.enter(ask.id, "00000001")
    assert caught.value.code == "SIGN-072"
    assert "попыт" in caught.value.problem.text
    assert not bare.keys.status("doctor", kuznetsova(bare)).is_unlocked
    assert code_of(bare) == "SIGN-071", "a wrong PIN is never tried again by the program"
    assert bare.papers.journal(JournalFilter()).total == 4
    bare.keys.enter(ask.id, softhsm_bench.PIN)


def test_token_pulled_out_when_signing_then_nothing_by_half(bare: Desk, library: str, tmp_path: Path) -> None:
    with_tokens(bare, library)
    enter_all(bare)
    softhsm_bench.take_out(tmp_path / "hsm")
    assert code_of(bare) == "SIGN-073"
    assert bare.papers.journal(JournalFilter()).total == 4
    shutil.rmtree(tmp_path / "hsm" / "tokens")
    shutil.move(tmp_path / "hsm" / "pulled", tmp_path / "hsm" / "tokens")
    assert code_of(bare) == "SIGN-071", "the PIN went with the token"
    enter_all(bare)
    assert issue(bare).number == "000005"


def test_batch_when_token_goes_in_between_then_login_ends_and_the_rest_stays(
    bare: Desk, library: str, tmp_path: Path
) -> None:
    with_tokens(bare, library)
    enter_all(bare)
    with bare.keys.batch():
        assert [issue(bare).number, issue(bare).number] == ["000005", "000006"]
        softhsm_bench.take_out(tmp_path / "hsm")
        assert code_of(bare) == "SIGN-073"
        assert code_of(bare) == "SIGN-071"
    assert bare.papers.journal(JournalFilter()).total == 6


def test_pin_asked_each_time_when_batch_then_asked_once_for_it(bare: Desk, library: str) -> None:
    with_tokens(bare, library)
    bare.settings.set(PIN_MINUTES, 0)
    enter_all(bare)
    with bare.keys.batch():
        with bare.keys.batch():
            assert issue(bare).number == "000005"
        assert issue(bare).number == "000006"
    assert code_of(bare) == "SIGN-071", "the PIN went with the batch"
    enter_all(bare)
    with pytest.raises(KeyboardInterrupt), bare.keys.batch():
        raise KeyboardInterrupt
    assert code_of(bare) == "SIGN-071", "and with one that was broken off"


def test_pin_when_nobody_signs_then_forgotten(
    clinic_folder: Path, library: str, authority: Authority
) -> None:
    moment = [NOW]
    with Desk.open(clinic_folder, clock=lambda: moment[0]) as desk:
        strip(desk, authority, clinic_folder)
        desk.settings.set(PIN_MINUTES, 5)
        desk.keys.register.add_token(listed(desk, library), NewKey("doctor", kuznetsova(desk)))
        enter_all(desk)
        moment[0] += timedelta(minutes=4)
        assert not desk.keys.forget_idle()
        issue(desk)
        moment[0] += timedelta(minutes=4)
        issue(desk)
        moment[0] += timedelta(minutes=6)
        assert code_of(desk) == "SIGN-071"

        desk.settings.set(PIN_MINUTES, 0)
        enter_all(desk)
        issue(desk)
        assert code_of(desk) == "SIGN-071", "asked for each paper"


def test_lock_when_called_then_pins_are_overwritten(bare: Desk, library: str) -> None:
    with_tokens(bare, library)
    enter_all(bare)
    kept: list[Pin] = list(bare.keys._ring._pins.values())
    assert kept
    bare.keys.lock()
    assert all(one.is_wiped for one in kept)


def test_secrets_when_used_then_nowhere_on_disk_nor_in_logs(
    bare: Desk, library: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with_tokens(bare, library)
    enter_all(bare)
    issue(bare)
    secrets = [softhsm_bench.PIN.encode(), softhsm_bench.CLINIC_PIN.encode()]
    for path in bare.profile.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            assert not any(one in content for one in secrets), path.name
    assert not any(one.decode() in caplog.text for one in secrets)
    assert softhsm_bench.PIN not in repr(vars(bare.keys._ring))


def test_gost_file_when_added_then_signs_and_says_what_it_is_worth(
    bare: Desk, gost: gost_bench.GostBench, tmp_path: Path
) -> None:
    real_now = datetime.now().astimezone()
    root = tmp_path / "gost-root.pem"
    root.write_bytes(gost.root)
    bare._bench.clock = lambda: real_now
    bare.keys.add_root(root)
    new = NewKey("doctor", kuznetsova(bare))
    status = bare.keys.add(gost.path("doctor.p12"), gost_bench.PASSWORD, new=new)
    assert status.is_unlocked
    assert {"SIGN-085", "SIGN-016"} <= {one.code for one in status.remarks}
    view = next(one for one in bare.keys.all() if one.source.is_gost)
    assert "не сертифицировано" in " ".join(view.abilities)
    test = bare.keys.test(view.source.id)
    assert test.is_trusted, test.problems
    issued = issue(bare)
    assert "ГОСТ" in bare.papers.verify(issued.pdf).signatures[0].algorithm
    assert "SIGN-012" in {one.code for one in issued.remarks}, "the SNILS in it is another one"
    bare.keys.lock()
    assert code_of(bare) == "CERT-052"
    with pytest.raises(RegistrarError) as caught:
        bare.keys.enter(view.source.id, "мимо")
    assert caught.value.code == "SIGN-002"
    bare.keys.enter(view.source.id, gost_bench.PASSWORD)
    assert issue(bare).level == "B-B"


def test_gost_pem_when_its_x509_lies_apart_then_both_are_kept_in_one_private_file(
    bare: Desk, gost: gost_bench.GostBench
) -> None:
    bare._bench.clock = lambda: datetime.now().astimezone()
    new = NewKey("doctor", kuznetsova(bare))
    bare.keys.add(gost.path("doctor.enc.pem"), gost_bench.PASSWORD, new=new, x509=gost.path("doctor.crt"))
    kept = next(bare.keys.folder.glob("doctor*.key"))
    assert b"BEGIN CERTIFICATE" in kept.read_bytes()
    assert b"ENCRYPTED" in kept.read_bytes()
    assert os.name != "posix" or kept.stat().st_mode & 0o077 == 0
    assert not any("Константинопольская" in str(one) for one in bare.keys.authorities()), "no owner is a root"
    assert bare.keys.status("doctor", kuznetsova(bare)).is_unlocked


def test_other_program_when_it_signs_then_paper_holds(
    bare: Desk, gost: gost_bench.GostBench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    x509, store = gost.path("doctor.crt"), tmp_path / "store"
    store.mkdir()
    der = load_pem_x509_certificate(x509.read_bytes()).public_bytes(Encoding.DER)
    thumbprint = hashlib.sha1(der, usedforsecurity=False).hexdigest().upper()
    shutil.copy(x509, store / f"{thumbprint}.crt")
    shutil.copy(gost.path("doctor.pem"), store / f"{thumbprint}.pem")
    monkeypatch.setenv("FAKE_STORE", str(store))
    monkeypatch.setenv("OPENSSL_CONF", str(resource("signing", "openssl-gost.cnf")))
    bare._bench.clock = lambda: datetime.now().astimezone()
    (tmp_path / "gost-root.pem").write_bytes(gost.root)
    bare.keys.add_root(tmp_path / "gost-root.pem")
    add = bare.keys.register.add_program
    with pytest.raises(RegistrarError) as caught:
        add("cryptcp -pin 1 {in}", "{out}", x509, NewKey("doctor"))
    assert caught.value.code == "SIGN-087"
    words = " ".join(CRYPTCP_WORDS.words[1:])
    add(f"{sys.executable} {FAKE} {words}", "{in}.sgn", x509, NewKey("doctor", kuznetsova(bare)))
    assert bare.keys.status("doctor", kuznetsova(bare)).is_unlocked, "it asks for its PIN itself"
    for mode, code in _REFUSALS:
        monkeypatch.setenv("FAKE_MODE", mode)
        assert code_of(bare) == code
    monkeypatch.delenv("FAKE_MODE")
    assert bare.papers.journal(JournalFilter()).total == 4
    issued = issue(bare)
    assert (issued.number, issued.level) == ("000005", "B-B")
    bare.keys.register.remove(bare.keys.all()[0].source.id)
    assert code_of(bare) == "CERT-050"


def made(tmp_path: Path, authority: Authority, name: str = "key", **how: object) -> Path:
    path = tmp_path / f"{name}.p12"
    path.write_bytes(authority.issue(Holder(samples.DOCTOR.name, SNILS), PASSWORD, **how))  # type: ignore[arg-type]
    path.chmod(0o600)
    return path


@pytest.mark.parametrize(
    ("how", "code"),
    [
        ({"valid_to": NOW - timedelta(days=1), "valid_from": NOW - timedelta(days=20)}, "SIGN-005"),
        ({"valid_from": NOW + timedelta(days=1)}, "SIGN-006"),
        ({"usage": Usage.ENCRYPT}, "SIGN-007"),
    ],
)
def test_key_of_no_use_when_added_then_refused(
    bare: Desk, authority: Authority, tmp_path: Path, how: dict[str, object], code: str
) -> None:
    with pytest.raises(RegistrarError) as caught:
        bare.keys.add(made(tmp_path, authority, **how), PASSWORD)
    assert caught.value.code == code
    assert not bare.keys.all()


@pytest.mark.skipif(os.name != "posix", reason="file modes are a thing of POSIX")
def test_file_others_can_read_when_added_or_loosened_then_warned(
    bare: Desk, authority: Authority, tmp_path: Path
) -> None:
    path = made(tmp_path, authority)
    path.chmod(0o644)
    assert "SIGN-010" in {one.code for one in bare.keys.add(path, PASSWORD).remarks}
    kept = next(bare.keys.folder.glob("doctor*.p12"))
    assert kept.stat().st_mode & 0o077 == 0
    assert "SIGN-010" not in {one.code for one in bare.keys.all()[0].problems}
    kept.chmod(0o640)
    assert "SIGN-010" in {one.code for one in bare.keys.all()[0].problems}


def test_one_key_for_both_roles_when_no_reason_then_asked_and_kept(
    bare: Desk, authority: Authority, tmp_path: Path
) -> None:
    path = made(tmp_path, authority)
    bare.keys.add(path, PASSWORD, new=NewKey("doctor", kuznetsova(bare)))
    with pytest.raises(RegistrarError) as caught:
        bare.keys.add(path, PASSWORD, "organisation")
    assert (caught.value.code, caught.value.problem.field) == ("SIGN-120", "reason")
    bare.keys.add(path, PASSWORD, new=NewKey("organisation", reason="врач работает один"))
    assert "SIGN-015" not in {one.code for one in issue(bare).remarks}
    assert {one.source.reason for one in bare.keys.all()} == {"", "врач работает один"}


def test_second_key_of_a_role_when_chosen_then_it_signs(
    bare: Desk, authority: Authority, tmp_path: Path, library: str
) -> None:
    bare.keys.add(made(tmp_path, authority), PASSWORD, new=NewKey("doctor", kuznetsova(bare)))
    file_key = bare.keys.all()[0].source
    bare.keys.register.add_token(listed(bare, library), NewKey("doctor", kuznetsova(bare), mchd="МЧД-1"))
    assert code_of(bare) == "SIGN-071"
    assert [one.source.is_chosen for one in bare.keys.all()].count(True) == 1
    bare.keys.register.choose(file_key.id)
    assert issue(bare).level == "B-B"
    assert "МЧД-1" in {one.source.mchd for one in bare.keys.all()}


def test_end_of_a_key_when_near_then_announced_weeks_ahead(
    bare: Desk, authority: Authority, tmp_path: Path
) -> None:
    path = made(tmp_path, authority, valid_from=NOW - timedelta(days=9), valid_to=NOW + timedelta(days=40))
    bare.keys.add(path, PASSWORD)
    assert [one.code for one in bare.keys.notices()] == ["SIGN-011"]
    bare.settings.set(EXPIRY_WEEKS, 4)
    assert bare.keys.notices() == ()


def test_trial_when_signature_is_whole_then_time_and_trust_are_told(
    bare: Desk, authority: Authority, tmp_path: Path
) -> None:
    bare.keys.add(made(tmp_path, authority), PASSWORD)
    key_id = bare.keys.all()[0].source.id
    test = bare.keys.test(key_id)
    assert (test.is_trusted, test.problems) == (True, ())
    assert test.took > timedelta(0)
    bare.keys.lock()
    with pytest.raises(RegistrarError) as caught:
        bare.keys.test(key_id)
    assert caught.value.code == "CERT-052"


def test_library_that_is_not_there_when_asked_then_says_so(bare: Desk) -> None:
    with pytest.raises(SurroundingsError) as caught:
        bare.keys.library("/nowhere/librtpkcs11ecp.so")
    assert caught.value.code == "SIGN-070"


def test_settings_when_keys_are_kept_then_hold_no_secret(bare: Desk, library: str) -> None:
    with_tokens(bare, library)
    for text in bare.settings.get_map("keys.sources").values():
        assert not {"pin", "password", "secret"} & set(json.loads(text))


def test_stamp_when_text_and_place_are_set_then_drawn_so(desk: Desk) -> None:
    plain = issue(desk)
    desk.settings.set(STAMP_TEXT, "ПОДПИСАНО\n{owner}")
    desk.settings.set(STAMP_RIGHT_MM, 7)
    moved = issue(desk)

    def left(pdf: bytes) -> float:
        with pikepdf.open(io.BytesIO(pdf)) as opened:
            fields = opened.Root.AcroForm.Fields
            field = next(one for one in fields if str(one.T) == "doctor")
            return float(field.Rect[0])

    assert left(moved.pdf) - left(plain.pdf) == pytest.approx(7 * 72 / 25.4, abs=0.1)
    assert desk.papers.verify(moved.pdf).is_valid


_WORKER = """
import sys
from datetime import datetime
from pathlib import Path
from registrar_app.services.desk import Desk
desk = Desk.open(Path(sys.argv[1]), clock=lambda: datetime.fromisoformat(sys.argv[2]))
form = next(one for one in desk.papers.forms() if one.is_issued)
draft = desk.papers.start(form.key, desk.people.search("Соколова Мария").rows[0].id)
values = {one.id: "здорова" for one in draft.fields if one.source == "doctor" and one.is_editable}
for _paper in range(3):
    issued = desk.papers.issue(draft, values)
    assert desk.papers.verify(issued.pdf).is_valid
    print(issued.number, flush=True)
desk.close()
"""


def test_two_desks_when_signing_at_once_then_every_number_once(clinic_folder: Path) -> None:
    words = [sys.executable, "-c", _WORKER, str(clinic_folder), NOW.isoformat()]
    workers = [subprocess.Popen(words, stdout=subprocess.PIPE, text=True) for _desk in range(2)]
    told = [one.communicate(timeout=120)[0].split() for one in workers]
    assert [one.returncode for one in workers] == [0, 0]
    assert sorted(told[0] + told[1]) == [f"{number:06}" for number in range(5, 11)]


def test_source_when_written_and_read_then_the_same(bare: Desk, authority: Authority, tmp_path: Path) -> None:
    bare.keys.add(made(tmp_path, authority), PASSWORD, new=NewKey("doctor", "", "МЧД-7"))
    source = bare.keys.all()[0].source
    changed = dataclasses.replace(source, valid_to=date(2027, 1, 2))
    bare.keys.register._shelf.put(changed)
    assert bare.keys.all()[0].source == changed
