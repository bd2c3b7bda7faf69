"""The benches of the signing tests for tests of other folders: tokens, GOST keys, authorities over HTTP."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_HERE = Path(__file__).resolve().parent / "unit" / "signing"
if str(_HERE) not in sys.path:
    sys.path.insert(0, str(_HERE))

import authority_bench as authority_bench  # noqa: E402
import gost_bench as gost_bench  # noqa: E402
import level_samples as level_samples  # noqa: E402
import signing_samples as signing_samples  # noqa: E402
import softhsm_bench as softhsm_bench  # noqa: E402
from needs import SOFTHSM  # noqa: E402

from registrar_app.signing.authority import Authority  # noqa: E402
from registrar_app.signing.token import unload  # noqa: E402

LIBRARY = str(SOFTHSM)


@contextmanager
def tokens(folder: Path, authority: Authority) -> Iterator[str]:
    """Two SoftHSM2 tokens; gives the library's path.

    The library reads its environment once: it is unloaded before and after, so that no other bench's tokens
    are seen, and nobody sees these. A watch that still runs then gets a refusal, not a library that is gone.
    """
    former = {name: os.environ.get(name) for name in ("SOFTHSM2_CONF",)}
    env = softhsm_bench.make_tokens(folder, authority)
    unload(Path(LIBRARY))
    os.environ.update(env)
    try:
        yield LIBRARY
    finally:
        unload(Path(LIBRARY))
        for name, value in former.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
