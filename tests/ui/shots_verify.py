"""Pictures of checking what somebody brings, and of whom this workplace believes."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from registrar_app.printing.paper_reader import read_paper
from registrar_app.services.key_shapes import NewKey
from registrar_app.signing.authority import Authority
from registrar_app.signing.qr_keys import QrKey, format_key_list
from registrar_app.ui.pages.settings_codes import CodesGroup
from registrar_app.ui.pages.settings_group import Tools
from registrar_app.ui.pages.settings_trust import TrustGroup
from registrar_app.ui.pages.verify import VerifyPage
from tests.signing_benches import gost_bench
from tests.ui.clinic import DOCTOR_SNILS, NOW
from tests.ui.stage import Stage

Size = tuple[int, int]
STRANGER = Ed25519PrivateKey.from_private_bytes(b"s" * 32)


def _opened(stage: Stage, size: Size) -> tuple[VerifyPage, bytes]:
    stage.clinic.add_key()
    pdf = stage.desk.papers.pdf_of(stage.clinic.issue(stage.clinic.sokolova))
    page = VerifyPage(stage.theme, stage.desk, stage.tasks, stage.clock, stage.go)
    stage.show(page, "papers", size)
    return page, pdf


def verify_files(stage: Stage, size: Size) -> None:
    page, pdf = _opened(stage, size)
    changed = bytearray(pdf)
    changed[pdf.index(b"stream", 1000) + 60] ^= 1
    names = {
        "spravka-000001.pdf": pdf,
        "Справка для бассейна (исправленная).pdf": bytes(changed),
        "скан.pdf": b"",
    }
    paths = []
    for name, content in names.items():
        paths.append(stage.clinic.folder / name)
        paths[-1].write_bytes(content)
    page.check_files(paths)
    stage.settle()
    stage.wait(0.5)


def verify_untrusted(stage: Stage, size: Size) -> None:
    page, pdf = _opened(stage, size)
    for one in stage.desk.trusted.view().roots:
        stage.desk.trusted.remove(one.fingerprint)
    path = stage.clinic.folder / "spravka-000001.pdf"
    path.write_bytes(pdf)
    page.check_file(path)
    stage.settle()
    stage.wait(0.5)


def verify_code(stage: Stage, size: Size) -> None:
    page, pdf = _opened(stage, size)
    page.check_code(read_paper(pdf).codes[0])
    stage.settle()
    stage.wait(0.6)


def verify_empty(stage: Stage, size: Size) -> None:
    _opened(stage, size)


def _check(stage: Stage, page: VerifyPage, pdf: bytes) -> None:
    path = stage.clinic.folder / "spravka-000001.pdf"
    path.write_bytes(pdf)
    page.check_file(path)
    stage.settle()
    stage.wait(0.5)


def verify_altered(stage: Stage, size: Size) -> None:
    page, pdf = _opened(stage, size)
    changed = bytearray(pdf)
    changed[pdf.index(b"stream", 1000) + 60] ^= 1
    _check(stage, page, bytes(changed))


def verify_cut(stage: Stage, size: Size) -> None:
    page, pdf = _opened(stage, size)
    _check(stage, page, pdf[: len(pdf) // 2])


def verify_over(stage: Stage, size: Size) -> None:
    """The terms of the key and of the paper are over."""
    page, pdf = _opened(stage, size)
    stage.desk._bench.clock = lambda: NOW + timedelta(days=200)
    _check(stage, page, pdf)


def verify_gost(stage: Stage, size: Size) -> None:
    """Two GOST signatures, 256 and 512 bit."""
    page, _pdf = _opened(stage, size)
    folder = stage.clinic.folder / "gost"
    folder.mkdir()
    bench = gost_bench.make_gost_bench(folder)
    real, keys = datetime.now().astimezone(), stage.desk.keys
    stage.desk._bench.clock = lambda: real
    keys.add_root(bench.path("root.crt"))
    keys.add(bench.path("doctor.p12"), gost_bench.PASSWORD, new=NewKey("doctor", DOCTOR_SNILS))
    keys.add(bench.path("clinic.p12"), gost_bench.PASSWORD, new=NewKey("organisation"))
    _check(stage, page, stage.desk.papers.pdf_of(stage.clinic.issue(stage.clinic.long_name)))


def _tools(stage: Stage) -> Tools:
    stage.clinic.add_key()
    stage.clinic.issue(stage.clinic.sokolova)
    return Tools(stage.theme, stage.desk, stage.tasks, stage.messages)


def trust(stage: Stage, size: Size) -> None:
    group = TrustGroup(_tools(stage))
    stage.show(group, "settings", size)
    group.activate()
    path = Path(stage.clinic.folder) / "root.pem"
    path.write_bytes(Authority("Головной удостоверяющий центр", datetime.now(UTC)).root_pem)
    group.look([path])
    stage.settle()


def codes(stage: Stage, size: Size) -> None:
    group = CodesGroup(_tools(stage))
    stage.show(group, "settings", size)
    group.activate()
    stage.settle()


def codes_offer(stage: Stage, size: Size) -> None:
    group = CodesGroup(_tools(stage))
    stage.show(group, "settings", size)
    group.activate()
    path = Path(stage.clinic.folder) / "list.json"
    key = QrKey(
        STRANGER.public_key().public_bytes_raw(), "1.2.643.5.1.13.13.12.2.16.1234", stage.clock().date()
    )
    path.write_bytes(format_key_list([key], STRANGER))
    group.look([path])
    stage.settle()


SHOTS: dict[str, Callable[[Stage, Size], object]] = {
    "verify-empty": verify_empty, "verify-files": verify_files, "verify-untrusted": verify_untrusted,
    "verify-altered": verify_altered, "verify-cut": verify_cut, "verify-over": verify_over,
    "verify-gost": verify_gost, "verify-code": verify_code, "trust": trust, "codes": codes,
    "codes-offer": codes_offer,
}  # fmt: skip
