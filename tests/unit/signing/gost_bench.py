"""A GOST authority made by OpenSSL: root, doctor (256 bit), clinic (512 bit), a timestamp authority.

The recipe is that of the domain notes on signing, 5.1 and 8: the file of names for ``req`` stands apart from
the one that names the engine, or the engine is loaded twice.
"""

from dataclasses import dataclass
from pathlib import Path

from needs import missing, require_programs, run

from registrar_app.paths import resource
from registrar_app.signing.gost_engine import GostEngine, find_engine

PASSWORD = "гост-верный-1"
NAMES = """[req]
distinguished_name = dn
string_mask = utf8only
[dn]
[root]
basicConstraints = critical, CA:true
keyUsage = critical, keyCertSign, cRLSign
subjectKeyIdentifier = hash
[signer]
basicConstraints = critical, CA:false
keyUsage = critical, digitalSignature, nonRepudiation
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
[encrypt]
basicConstraints = critical, CA:false
keyUsage = critical, keyEncipherment
[stamp]
basicConstraints = critical, CA:false
keyUsage = critical, digitalSignature
extendedKeyUsage = critical, timeStamping
authorityKeyIdentifier = keyid
"""
TIMESTAMPS = """[tsa]
default_tsa = t
[t]
serial = {folder}/serial
crypto_device = builtin
signer_cert = {folder}/tsa.crt
signer_key = {folder}/tsa.pem
certs = {folder}/root.crt
signer_digest = md_gost12_256
default_policy = 1.2.643.1
digests = sha256, md_gost12_256, md_gost12_512
ess_cert_id_alg = md_gost12_256
accuracy = secs:1
"""
REVOCATION = """[ca]
default_ca = c
[c]
database = {folder}/index.txt
crlnumber = {folder}/crlnumber
certificate = {folder}/root.crt
private_key = {folder}/root.pem
default_md = md_gost12_256
default_crl_days = 30
policy = p
[p]
commonName = optional
"""
DOCTOR_NAME = (
    "/C=RU/SN=Константинопольская/GN=Александра/CN=Константинопольская Александра/1.2.643.100.3=11223344595"
)
CLINIC_NAME = "/C=RU/CN=Поликлиника/O=Поликлиника/1.2.643.100.1=1027700132195"


@dataclass(frozen=True)
class GostBench:
    """Where everything lies."""

    folder: Path
    engine: GostEngine

    @property
    def root(self) -> bytes:
        """PEM."""
        return (self.folder / "root.crt").read_bytes()

    def path(self, name: str) -> Path:
        return self.folder / name

    def openssl(self, *words: str | Path, given: bytes = b"") -> bytes:
        return run("openssl", *words, cwd=self.folder, given=given, OPENSSL_CONF=_config())

    def publish(self, prefix: str) -> None:
        """Keys whose X.509 name a revocation list: ``online-doctor``, ``-clinic``, ``-revoked``."""
        where = f"crlDistributionPoints = URI:{prefix}/gost/root.crl\n"
        names = NAMES.replace("[signer]\n", f"[signer]\n{where}").replace("[stamp]\n", f"[stamp]\n{where}")
        self.path("names.cnf").write_text(names, encoding="utf-8")
        for name, bits, subject in (
            ("doctor", 256, DOCTOR_NAME), ("clinic", 512, CLINIC_NAME), ("revoked", 256, DOCTOR_NAME),
        ):  # fmt: skip
            self.issue(f"online-{name}", bits, subject)
        self.issue("tsa", 256, "/C=RU/CN=Учебная служба времени", "stamp")
        self.path("ts.cnf").write_text(TIMESTAMPS.format(folder=self.folder), encoding="utf-8")
        self.path("serial").write_text("01")
        self.path("ca.cnf").write_text(REVOCATION.format(folder=self.folder), encoding="utf-8")
        self.path("index.txt").write_text("")
        self.path("index.txt.attr").write_text("unique_subject = no")
        self.path("crlnumber").write_text("01")
        self.openssl("ca", "-config", "ca.cnf", "-revoke", "online-revoked.crt")
        self.openssl("ca", "-config", "ca.cnf", "-gencrl", "-out", "root.pem.crl")
        self.openssl("crl", "-in", "root.pem.crl", "-outform", "DER", "-out", "root.crl")

    def issue(self, name: str, bits: int, subject: str, kind: str = "signer", *, days: int = 400) -> None:
        """Make ``name.pem``, ``name.crt`` by the root, ``name.p12`` and ``name.enc.pem`` under PASSWORD."""
        self.openssl(
            "genpkey", "-algorithm", f"gost2012_{bits}", "-pkeyopt", "paramset:A", "-out", f"{name}.pem"
        )
        self.openssl("req", "-config", "names.cnf", "-new", f"-md_gost12_{bits}", "-utf8",
                     "-key", f"{name}.pem", "-subj", subject, "-out", f"{name}.csr")  # fmt: skip
        self.openssl("x509", "-req", "-md_gost12_256", "-in", f"{name}.csr", "-CA", "root.crt",
                     "-CAkey", "root.pem", "-CAcreateserial", "-days", str(days),
                     "-extfile", "names.cnf", "-extensions", kind, "-out", f"{name}.crt")  # fmt: skip
        secret = PASSWORD.encode() + b"\n"
        self.openssl("pkcs12", "-export", "-inkey", f"{name}.pem", "-in", f"{name}.crt",
                     "-certfile", "root.crt", "-passout", "stdin",
                     "-out", f"{name}.p12", given=secret)  # fmt: skip
        self.openssl("pkcs8", "-topk8", "-in", f"{name}.pem", "-v2", "aes256", "-passout", "stdin",
                     "-out", f"{name}.enc.pem", given=secret)  # fmt: skip
        for made in self.folder.glob(f"{name}.*"):
            made.chmod(0o600)


def make_gost_bench(folder: Path) -> GostBench:
    """Make everything; half a second."""
    require_programs("openssl")
    engine = find_engine()
    if engine is None:
        missing("gost-engine")
        raise AssertionError
    bench = GostBench(folder, engine)
    (folder / "names.cnf").write_text(NAMES, encoding="utf-8")
    bench.openssl("genpkey", "-algorithm", "gost2012_256", "-pkeyopt", "paramset:A", "-out", "root.pem")
    bench.openssl("req", "-config", "names.cnf", "-new", "-x509", "-md_gost12_256", "-utf8",
                  "-key", "root.pem", "-subj", "/C=RU/CN=Учебный центр ГОСТ", "-extensions", "root",
                  "-days", "2000", "-out", "root.crt")  # fmt: skip
    bench.issue("doctor", 256, DOCTOR_NAME)
    bench.issue("clinic", 512, CLINIC_NAME)
    bench.issue("encrypt", 256, DOCTOR_NAME, "encrypt")
    bench.issue("tsa", 256, "/C=RU/CN=Учебная служба времени", "stamp")
    return bench


def _config() -> str:
    return str(resource("signing", "openssl-gost.cnf"))
