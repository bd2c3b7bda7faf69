"""Digests and checks of GOST signatures behind one port: OpenSSL with its engine, or pure Python.

Private keys never come here.

Source: project's domain notes on signing, sections 5.1 and 5.3.
"""

from typing import Any, Protocol

from registrar_app.signing.gost_names import CURVES, GostKind, GostPublicKey


class GostMath(Protocol):
    """What verification needs of GOST."""

    @property
    def name(self) -> str:
        """How it is called in a report: ``openssl``, ``gostcrypto``."""

    def __hash__(self) -> int:
        # Named for the caches that are kept by judge.
        ...

    def digest(self, kind: GostKind, data: bytes) -> bytes:
        """Streebog of the data, 32 or 64 bytes."""

    def is_signed(self, key: GostPublicKey, data: bytes, value: bytes) -> bool:
        """Whether a signature holds.

        Args:
            key: The signer's public key.
            data: The signed bytes, not hashed yet.
            value: s‖r, each big-endian, as CMS and X.509 carry it.
        """


class PureMath:
    """GOST by ``gostcrypto``: 300 KB of digest a second, 40 ms a check; where OpenSSL has no engine."""

    name = "gostcrypto"

    def digest(self, kind: GostKind, data: bytes) -> bytes:
        """See ``GostMath.digest``."""
        return bytes(_library().gosthash.new(f"streebog{kind.bits}", data=data).digest())

    def is_signed(self, key: GostPublicKey, data: bytes, value: bytes) -> bool:
        """See ``GostMath.is_signed``."""
        size = key.kind.bits // 8
        if key.curve not in CURVES or len(value) != 2 * size:
            return False
        engine = _engine(key)
        point = key.point[:size][::-1] + key.point[size:][::-1]
        digest = self.digest(key.kind, data)[::-1]
        try:
            return bool(engine.verify(point, digest, value[size:] + value[:size]))
        except ValueError:
            # The library refuses a point that is not on the curve, or halves that are out of range.
            return False


def _engine(key: GostPublicKey) -> Any:  # noqa: ANN401 - an object of an untyped library
    found = _library().gostsignature
    mode = found.MODE_256 if key.kind.bits == 256 else found.MODE_512
    return found.new(mode, found.CURVES_R_1323565_1_024_2019[CURVES[key.curve]])


def _library() -> Any:  # noqa: ANN401 - an untyped library
    # Imported late: it is rarely needed and slow to come.
    import gostcrypto  # type: ignore[import-untyped]

    return gostcrypto
