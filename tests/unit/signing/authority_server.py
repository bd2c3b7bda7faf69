"""A process of certomancer: writes the key files, then answers over HTTP. Words: FOLDER PORT.

One process does both: P-256 signatures are random, the X.509 of another would differ in their bytes.
"""

import sys
from pathlib import Path

from certomancer.integrations.animator import Animator, AnimatorArchStore
from certomancer.registry import ArchLabel, CertLabel, CertomancerConfig
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import load_der_x509_certificate
from werkzeug.serving import run_simple

PASSWORD = b"1234"
KINDS = ("rsa", "p256")
PEOPLE = ("doctor", "clinic", "revoked", "encrypt", "expired", "future")


def main(folder: Path, port: int) -> None:
    config = CertomancerConfig.from_file(str(folder / "bench.yml"), key_search_dir=str(folder))
    for kind in KINDS:
        authority = config.get_pki_arch(ArchLabel(kind))
        for name in PEOPLE:
            target = folder / f"{kind}-{name}.p12"
            target.touch(0o600)
            target.write_bytes(authority.package_pkcs12(CertLabel(name), password=PASSWORD))
        root = load_der_x509_certificate(authority.get_cert(CertLabel("root")).dump())
        (folder / f"{kind}-root.pem").write_bytes(root.public_bytes(Encoding.PEM))
    store = AnimatorArchStore(config.pki_archs)
    run_simple(
        "127.0.0.1", port, Animator(store, with_web_ui=False, allow_time_override=False), threaded=True
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
