"""Surroundings of all tests: a desk off screen with our fonts alone, and nothing left behind.

The environment is set at import, before Qt can start.
"""

import os
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
_FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>{fonts}</dir>
  <cachedir>{cache}</cachedir>
  <match target="font">
    <edit name="antialias" mode="assign"><bool>true</bool></edit>
    <edit name="hinting" mode="assign"><bool>true</bool></edit>
    <edit name="hintstyle" mode="assign"><const>hintslight</const></edit>
    <edit name="rgba" mode="assign"><const>none</const></edit>
  </match>
</fontconfig>
"""


def _pin_fonts() -> None:
    """Let Qt see the shipped fonts only, so that widths are the same on every machine."""
    folder = (
        Path(tempfile.gettempdir()) / f"registrar-fontconfig-{os.getuid() if hasattr(os, 'getuid') else 0}"
    )
    folder.mkdir(exist_ok=True)
    config = folder / "fonts.conf"
    config.write_text(
        _FONTS.format(fonts=ROOT / "resources" / "fonts", cache=folder / "cache"), encoding="utf-8"
    )
    os.environ["FONTCONFIG_FILE"] = str(config)


if "QT_QPA_PLATFORM" not in os.environ:
    os.environ["QT_QPA_PLATFORM"] = f"offscreen:configfile={ROOT / 'tests' / 'data' / 'ui' / 'screen.json'}"
_pin_fonts()
os.environ.setdefault("LANG", "C.UTF-8")


@pytest.fixture(scope="session", autouse=True)
def _no_threads_left() -> Iterator[None]:
    """The whole run leaves no thread behind that would keep the process alive."""
    yield
    left = [
        one.name for one in threading.enumerate() if one is not threading.main_thread() and not one.daemon
    ]
    assert not left, f"threads left behind: {left}"
