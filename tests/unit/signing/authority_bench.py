"""Authorities that answer over HTTP: certomancer (RSA and P-256: OCSP, CRL, timestamps) and a GOST one.

All addresses lead to a switchboard on one port, which can be told to fail; behind it certomancer is a process
of its own, the GOST timestamp service is OpenSSL and GOST revocation lists are files.
"""

import http.client
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from socket import create_server

from gost_bench import GostBench
from needs import run

from registrar_app.signing.levels import TrustServices
from registrar_app.signing.pkcs12 import Pkcs12Key, open_key

PASSWORD = "1234"
SERVER = str(Path(__file__).with_name("authority_server.py"))
KINDS = ("rsa", "p256")
_PEOPLE = {
    "doctor": "{country-name: RU, surname: Соколова, given-name: Мария, common-name: Соколова Мария}",
    "clinic": "{country-name: RU, common-name: Поликлиника, organization-name: Поликлиника}",
}
_CERTIFICATE = """
      {name}:
        subject: {subject}
        subject-key: {key}
        issuer: {issuer}
        authority-key: {issuer}
        validity: {{valid-from: "{begin}", valid-to: "{end}"}}
        extensions:
          - {{id: basic_constraints, critical: true, value: {{ca: {ca}}}}}
          - id: key_usage
            critical: true
            smart-value: {{schema: key-usage, params: [{usage}]}}
{more}"""
_REVOCATION = """          - id: crl_distribution_points
            smart-value: {{schema: crl-dist-url, params: {{crl-repo-names: [{issuer}]}}}}
          - id: authority_information_access
            smart-value: {{schema: aia-urls, params: {{ocsp-responder-names: [{issuer}]}}}}
"""


@dataclass
class Switchboard:
    """What is broken, and where requests go."""

    port: int = 0
    behind: int = 0
    broken: dict[str, str] = field(default_factory=dict)
    """Part of a path -> ``dead``, ``500``, ``junk``, ``slow``."""
    gost: GostBench | None = None
    asked: list[str] = field(default_factory=list)

    @contextmanager
    def failing(self, **broken: str) -> Iterator[None]:
        """Fail for a while: ``tsa="dead"``."""
        self.broken.update(broken)
        try:
            yield
        finally:
            self.broken.clear()


@dataclass(frozen=True)
class Authorities:
    """The bench as tests use it."""

    board: Switchboard
    folder: Path

    def services(self, kind: str, **more: object) -> TrustServices:
        """Services of a kind: ``rsa``, ``p256``, ``gost``; roots of all kinds."""
        url = f"http://127.0.0.1:{self.board.port}/{kind}/tsa/tsa"
        return TrustServices(url, self.roots(), **{"timeout_s": 3.0, **more})  # type: ignore[arg-type]

    def roots(self) -> tuple[bytes, ...]:
        return tuple((self.folder / f"{kind}-root.pem").read_bytes() for kind in (*KINDS, "gost"))

    def key(self, kind: str, name: str = "doctor", now: datetime | None = None) -> Pkcs12Key:
        return open_key(self.folder / f"{kind}-{name}.p12", PASSWORD, now=now)


@contextmanager
def running(folder: Path, gost: GostBench) -> Iterator[Authorities]:
    """Start everything; three seconds."""
    board = Switchboard(gost=gost, behind=_free_port())
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(board))
    board.port = server.server_port
    serving = threading.Thread(target=server.serve_forever, name="switchboard")
    serving.start()
    _write_config(folder, f"http://127.0.0.1:{board.port}")
    server_words = [sys.executable, SERVER, str(folder), str(board.behind)]
    process = subprocess.Popen(server_words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        gost.publish(f"http://127.0.0.1:{board.port}")
        (folder / "gost-root.pem").write_bytes(gost.root)
        _wait(board.behind, process)
        yield Authorities(board, folder)
    finally:
        process.terminate()
        process.wait(10)
        server.shutdown()
        server.server_close()
        serving.join(5)


def _handler(board: Switchboard) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_words: object) -> None:
            """Nothing on standard error."""

        def do_GET(self) -> None:
            self._answer(b"")

        def do_POST(self) -> None:
            self._answer(self.rfile.read(int(self.headers["Content-Length"])))

        def _answer(self, body: bytes) -> None:
            board.asked.append(self.path)
            fault = next((how for part, how in board.broken.items() if part in self.path), "")
            if fault == "dead":
                self.close_connection = True
                self.connection.close()
                return
            if fault == "slow":
                time.sleep(1)
            status, content = (
                (500, b"") if fault == "500" else (200, b"junk") if fault == "junk" else self._real(body)
            )
            with suppress(OSError):
                self.send_response(status)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

        def _real(self, body: bytes) -> tuple[int, bytes]:
            if self.path.startswith("/gost/") and board.gost:
                return 200, _gost_answer(board.gost, self.path, body)
            with closing(http.client.HTTPConnection("127.0.0.1", board.behind, timeout=10)) as link:
                kept = {
                    name: self.headers[name] for name in ("Content-Type", "Accept") if name in self.headers
                }
                link.request(self.command, self.path, body, kept)
                answer = link.getresponse()
                return answer.status, answer.read()

    return Handler


def _gost_answer(gost: GostBench, path: str, body: bytes) -> bytes:
    if path.endswith(".crl"):
        return gost.path(path.rsplit("/", 1)[1]).read_bytes()
    with tempfile.TemporaryDirectory() as folder:
        question, answer = Path(folder) / "q", Path(folder) / "a"
        question.write_bytes(body)
        gost.openssl("ts", "-reply", "-config", "ts.cnf", "-queryfile", question, "-out", answer)
        return answer.read_bytes()


def _write_config(folder: Path, prefix: str) -> None:
    (folder / "keys").mkdir()
    keys, architectures = [], []
    for kind in KINDS:
        keys.append(f"  {kind}:\n    path-prefix: keys\n    keys:")
        for name in ("root", "interm", "leaf"):
            words = (
                ["genrsa", "2048"]
                if kind == "rsa"
                else ["ecparam", "-name", "prime256v1", "-genkey", "-noout"]
            )
            (folder / "keys" / f"{kind}-{name}.pem").write_bytes(run("openssl", *words))
            keys.append(f"      {name}: {{path: {kind}-{name}.pem}}")
        architectures.append(_architecture(kind))
    (folder / "bench.yml").write_text(
        f'external-url-prefix: "{prefix}"\nkeysets:\n' + "\n".join(keys) + "\npki-architectures:\n"
        + "".join(architectures), encoding="utf-8",
    )  # fmt: skip


def _architecture(kind: str) -> str:
    now = datetime.now(UTC)
    # Named by kind: of two roots of one name the library takes either.
    entities = {
        **{name: f"{{common-name: {name} {kind}}}" for name in ("root", "interm", "tsa", "ocsp")}, **_PEOPLE,
    }  # fmt: skip
    signs = "digital_signature, non_repudiation"
    end_user = _REVOCATION.format(issuer="interm")
    by_root = _REVOCATION.format(issuer="root").split("          - id: authority")[0]
    stamping = "          - {id: extended_key_usage, critical: true, value: [time_stamping]}\n"
    answering = (
        "          - {id: extended_key_usage, value: [ocsp_signing]}\n          - {id: ocsp_no_check}\n"
    )
    since = _when(now - timedelta(days=20))
    revoked = f'        revocation: {{revoked-since: "{since}", reason: key_compromise}}\n'
    over = (now - timedelta(days=500), now - timedelta(days=5))
    ahead = (now + timedelta(days=5), now + timedelta(days=500))
    wide, normal = (now - timedelta(days=500), now + timedelta(days=2000)), (
        now - timedelta(days=30), now + timedelta(days=300),
    )  # fmt: skip
    rows = [
        ("root", "root", "root", "root", wide, "true", "digital_signature, key_cert_sign, crl_sign", ""),
        ("interm", "interm", "interm", "root", wide, "true", "key_cert_sign, crl_sign", by_root),
        ("ocsp", "ocsp", "leaf", "interm", wide, "false", "digital_signature", answering),
        ("tsa", "tsa", "leaf", "root", wide, "false", "digital_signature", stamping + by_root),
        ("doctor", "doctor", "leaf", "interm", normal, "false", signs, end_user),
        ("clinic", "clinic", "leaf", "interm", normal, "false", signs, end_user),
        ("revoked", "doctor", "leaf", "interm", normal, "false", signs, end_user + revoked),
        ("encrypt", "doctor", "leaf", "interm", normal, "false", "key_encipherment", end_user),
        ("expired", "doctor", "leaf", "interm", over, "false", signs, end_user),
        ("future", "doctor", "leaf", "interm", ahead, "false", signs, end_user),
    ]  # fmt: skip
    certificates = "".join(
        _CERTIFICATE.format(
            name=name, subject=subject, key=key, issuer=issuer, begin=_when(term[0]), end=_when(term[1]),
            ca=ca, usage=usage, more=more,
        )
        for name, subject, key, issuer, term, ca, usage, more in rows
    )  # fmt: skip
    people = "".join(f"      {name}: {words}\n" for name, words in entities.items())
    return (
        f"  {kind}:\n    keyset: {kind}\n    entities:\n{people}    certs:{certificates}"
        "    services:\n"
        "      ocsp: {interm: {for-issuer: interm, responder-cert: ocsp, signing-key: leaf}}\n"
        "      crl-repo:\n"
        "        root: {for-issuer: root, signing-key: root, simulated-update-schedule: P90D}\n"
        "        interm: {for-issuer: interm, signing-key: interm, simulated-update-schedule: P30D}\n"
        "      time-stamping: {tsa: {signing-key: leaf, signing-cert: tsa}}\n"
    )


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    ends = time.monotonic() + 20
    while time.monotonic() < ends:
        assert process.poll() is None, "certomancer ended at once"
        with suppress(OSError), closing(http.client.HTTPConnection("127.0.0.1", port, timeout=2)) as link:
            link.request("GET", "/")
            link.getresponse().read()
            return
        time.sleep(0.05)
    raise AssertionError("certomancer does not answer")


def _free_port() -> int:
    with create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


def _when(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%S+0000")
