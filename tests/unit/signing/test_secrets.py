"""Where a secret must not turn up when something breaks: crash reports, images of memory, other processes.

Logs, files of the profile and temporary files are watched where keys are used: ``test_gost``,
``test_pkcs12``, ``test_token`` and the tests of services.
"""

import os
import subprocess
import sys
import traceback
from pathlib import Path

import pytest
from token_fakes import FakeLibrary, FakeToken

from registrar_app.signing.pin import Pin
from registrar_app.signing.token import TokenLibrary
from registrar_app.ui.messages import fault_report

SECRET = "тайна-19283746"
_OURS = str(Path(__file__).parents[3] / "registrar_app")


class _Broken(FakeToken):
    """A driver with a fault of its own that quotes what it was given, as some do."""

    def open(self, user_pin: object = None, attribute_mapper: object = None) -> None:  # type: ignore[override]
        del attribute_mapper
        raise RuntimeError(f"C_Login({user_pin}) failed")


def _fault() -> RuntimeError:
    library = TokenLibrary(Path("fake.so"), load=FakeLibrary(_Broken()))
    with pytest.raises(RuntimeError) as caught, Pin(SECRET) as pin, library.session(library.tokens()[0], pin):
        pytest.fail("a session was opened")
    return caught.value


def test_report_of_a_fault_when_a_driver_quotes_the_pin_then_it_is_not_in_it() -> None:
    report = fault_report(_fault())
    assert "RuntimeError" in report
    assert "token.py" in report
    assert SECRET not in report


def test_frames_of_ours_when_a_driver_breaks_then_no_value_in_them_shows_the_pin() -> None:
    """A collector of crash reports that writes down local values gets nothing from our frames."""
    whole = traceback.TracebackException.from_exception(_fault(), capture_locals=True)
    ours = [one for one in whole.stack if one.filename.startswith(_OURS)]
    assert ours
    assert not any(SECRET in value for one in ours for value in (one.locals or {}).values())


@pytest.mark.skipif(os.name != "posix", reason="limits of POSIX")
@pytest.mark.parametrize(
    "use",
    ["from registrar_app.signing.pin import Pin; Pin('x')",
     "from registrar_app.signing.pkcs12 import open_key; open_key(Path('nothing.p12'), 'x')"],
)  # fmt: skip
def test_program_when_it_holds_a_secret_then_a_crash_leaves_no_image_of_memory(
    tmp_path: Path, use: str
) -> None:
    code = f"""
import contextlib, os, resource
from pathlib import Path
hard = resource.getrlimit(resource.RLIMIT_CORE)[1]
resource.setrlimit(resource.RLIMIT_CORE, (hard, hard))
with contextlib.suppress(Exception):
    {use.replace("; ", chr(10) + "    ")}
print(resource.getrlimit(resource.RLIMIT_CORE)[0], flush=True)
os.abort()
"""
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode != 0
    assert done.stdout == "0\n", done.stderr
    assert list(tmp_path.iterdir()) == []
