"""A stand-in for CryptoPro's ``cryptcp``: the same words, the same answer file, the same numbers.

It finds the key by the thumbprint in a folder of its own (``FAKE_STORE``: ``THUMBPRINT.crt`` and ``.pem``),
signs with OpenSSL and writes ``OUT/FILE.sgn``. ``FAKE_MODE`` makes it fail in the ways of the real one.
"""

import os
import subprocess
import sys
import time
from pathlib import Path


def main(words: list[str]) -> int:
    mode = os.environ.get("FAKE_MODE", "")
    print("CryptCP 5.0 (c) a stand-in. Иванов Иван Иванович")
    numbers = {
        "cancel": 0x8010006E, "wrong-pin": 0x8010006B, "locked": 0x8010006C, "gone": 0x80100069,
        "licence": 0x20000065,
    }  # fmt: skip
    if mode in numbers:
        print(f"Error: [ErrorCode: 0x{numbers[mode]:08x}]")
        return numbers[mode] & 0xFF or 1
    if mode == "hang":
        time.sleep(30)
    if mode == "silent":
        print("[ErrorCode: 0x00000000]")
        return 0
    flags = {"-der", "-strict", "-cert", "-detached", "-nochain", "-signf"}
    values = {}
    rest = list(words)
    document = rest.pop()
    assert rest.pop(0) == "-signf"
    while rest:
        word = rest.pop(0)
        if word not in flags:
            values[word] = rest.pop(0)
    store = Path(os.environ["FAKE_STORE"])
    thumbprint = os.environ.get("FAKE_OTHER") or values["-thumbprint"]
    if not (store / f"{thumbprint}.crt").exists():
        print("[ErrorCode: 0x80092004]")
        return 4
    digest = os.environ.get("FAKE_DIGEST", "md_gost12_256")
    attributes = [] if mode == "no-cades" else ["-cades"]
    form = "PEM" if mode == "base64" else "DER"
    made = subprocess.run(
        ["openssl", "cms", "-sign", "-binary", "-nosmimecap", *attributes, "-md", digest,
         "-signer", str(store / f"{thumbprint}.crt"), "-inkey", str(store / f"{thumbprint}.pem"),
         "-in", document, "-outform", form],
        check=True, capture_output=True,
    ).stdout  # fmt: skip
    if mode == "spoil":
        made = made[:-1] + bytes([made[-1] ^ 1])
    (Path(values["-dir"]) / f"{Path(document).name}.sgn").write_bytes(made)
    print("[ErrorCode: 0x00000000]")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
