"""A token's library under many threads: watches, lists, logins, new starts, its end. Nothing may crash.

Each in a process of its own: what is looked for is a crash of the interpreter.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest
import softhsm_bench as bench
from needs import SOFTHSM
from signing_samples import NOW

from registrar_app.signing.authority import Authority
from registrar_app.signing.token import TokenLibrary

_HEAD = f"""
import sys; sys.path[:0] = {sys.path!r}
import faulthandler, random, threading, time
faulthandler.enable()
from pathlib import Path
import softhsm_bench as bench
from registrar_app.domain.errors import RegistrarError
from registrar_app.signing.pin import Pin
from registrar_app.signing.token import TokenLibrary, unload
from registrar_app.signing.token_watch import TokenWatch
PATH = Path({str(SOFTHSM)!r})
"""
_TOGETHER = """
ends = time.monotonic() + 2.0
done, strange = [], []
def work(one):
    while time.monotonic() < ends:
        try:
            one(TokenLibrary(PATH))
            done.append(one.__name__)
        except RegistrarError as fault:
            if fault.code not in ("SIGN-073", "SIGN-076"):
                strange.append(fault.code)
        except BaseException as fault:
            strange.append(repr(fault))
def listing(library):
    for token in library.tokens():
        library.certificates(token)
def signing(library):
    token = next(one for one in library.tokens() if one.label == bench.CLINIC_TOKEN)
    (choice,) = library.certificates(token)
    with Pin(bench.CLINIC_PIN) as pin, library.session(token, pin) as session:
        session.key(choice.signing_certificate.fingerprint).sign_raw(b"x", "sha256")
def starting(library):
    library.reload()
def ending(library):
    time.sleep(random.random() / 20)
    unload(PATH)
old = TokenLibrary(PATH)
watches = [TokenWatch(one, lambda _now: None, every_s=0.001) for one in (old, TokenLibrary(PATH))]
ways = (listing, signing, signing, starting, ending)
threads = [threading.Thread(target=work, args=(one,)) for one in ways]
for one in (*watches, *threads):
    one.start()
for one in threads:
    one.join(30)
assert not strange, strange
assert {"listing", "signing", "starting", "ending"} <= set(done), set(done)
assert all(one.stop() for one in watches)
"""
_END = """
libraries = [TokenLibrary(PATH) for _ in range(3)]
watches = [TokenWatch(one, lambda _now: None, every_s=0) for one in libraries]
for one in watches:
    one.start()
time.sleep(0.1 + random.random() / 10)
assert all(one.close() for one in libraries)
"""


@pytest.fixture(scope="module")
def env(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    made = bench.make_tokens(tmp_path_factory.mktemp("stress"), Authority("Учебный центр", NOW))
    return {**os.environ, **made}


def _run(code: str, env: dict[str, str]) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _HEAD + code], env=env, capture_output=True, text=True, check=False, timeout=90
    )
    assert done.returncode == 0, done.stderr[-3000:]


def test_library_when_many_threads_ask_start_and_end_it_then_nothing_crashes(env: dict[str, str]) -> None:
    _run(_TOGETHER, env)


def test_program_when_it_ends_while_tokens_are_watched_then_quietly(env: dict[str, str]) -> None:
    for _ in range(3):
        _run(_END, env)


def test_object_of_a_library_let_go_when_asked_then_refuses(env: dict[str, str]) -> None:
    code = """
library = TokenLibrary(PATH)
assert library.tokens()
unload(PATH)
for ask in (library.tokens, library.reload):
    try:
        ask()
    except RegistrarError as fault:
        assert fault.code == "SIGN-076", fault.code
    else:
        raise AssertionError
assert TokenLibrary(Path(PATH)).tokens()
"""
    _run(code, env)


def test_path_when_spelled_in_another_way_then_the_same_lock(tmp_path: Path) -> None:
    assert SOFTHSM is not None
    (tmp_path / "link.so").symlink_to(SOFTHSM)
    first, second = (TokenLibrary(one, load=lambda _path: None) for one in (SOFTHSM, tmp_path / "link.so"))
    assert first._lock is second._lock
