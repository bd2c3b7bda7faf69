"""A desk without a desk: Xvfb with a window manager, two keyboard layouts, and keys pressed as a person does.

Keys go through XTest with a locked XKB group: `xdotool type` loses Cyrillic letters, its `key` never types in
the second group. `-noreset` keeps the layouts when the last client leaves; without a window manager a dialog
takes the keys away for good.
"""

import ctypes as c
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager

from PIL import Image, ImageGrab

NEEDED = ("Xvfb", "openbox", "setxkbmap")
CTRL, SHIFT, ALT, ENTER, ESC = 37, 50, 64, 36, 9
F = {n: 66 + n for n in range(1, 11)} | {11: 95, 12: 96}
UP, DOWN, LEFT, RIGHT, TAB, SPACE = 111, 116, 113, 114, 23, 65


def missing_programs() -> list[str]:
    return [one for one in NEEDED if shutil.which(one) is None]


class Keys:
    """Types text in the layouts `us` and `ru` and presses key codes."""

    def __init__(self, display: str) -> None:
        self._x, self._test = c.CDLL("libX11.so.6"), c.CDLL("libXtst.so.6")
        common = c.CDLL("libxkbcommon.so.0")
        self._x.XOpenDisplay.restype = c.c_void_p
        self._x.XOpenDisplay.argtypes = [c.c_char_p]
        self._x.XSync.argtypes = [c.c_void_p, c.c_int]
        self._x.XkbKeycodeToKeysym.restype = c.c_ulong
        self._x.XkbKeycodeToKeysym.argtypes = [c.c_void_p, c.c_ubyte, c.c_int, c.c_int]
        self._x.XkbLockGroup.argtypes = [c.c_void_p, c.c_uint, c.c_uint]
        self._test.XTestFakeKeyEvent.argtypes = [c.c_void_p, c.c_uint, c.c_int, c.c_ulong]
        self._display = self._x.XOpenDisplay(display.encode())
        self._map: dict[str, dict[int, tuple[int, int]]] = {}
        self._group = 0
        self._lock(0)
        for group in (0, 1):
            for code in range(9, 96):
                for level in (0, 1):
                    keysym = self._x.XkbKeycodeToKeysym(self._display, code, group, level)
                    char = common.xkb_keysym_to_utf32(keysym)
                    if char >= 32:
                        self._map.setdefault(chr(char), {}).setdefault(group, (code, level))

    def _lock(self, group: int) -> None:
        self._x.XkbLockGroup(self._display, 0x100, group)
        self._x.XSync(self._display, 0)
        self._group = group

    def press(self, *codes: int, pause: float = 0.05) -> None:
        """Press codes together, the last one first released."""
        for code, down in [(one, 1) for one in codes] + [(one, 0) for one in reversed(codes)]:
            self._test.XTestFakeKeyEvent(self._display, code, down, 0)
            self._x.XSync(self._display, 0)
        time.sleep(pause)

    def type(self, text: str) -> None:
        """Type text; a character of neither layout is a KeyError (paste those)."""
        for char in text:
            places = self._map[char]
            group = self._group if self._group in places else min(places)
            if group != self._group:
                self._lock(group)
            code, level = places[group]
            self.press(*([SHIFT, code] if level else [code]), pause=0.04)  # a scanner is faster


class Screen:
    """A running X server with its window manager."""

    def __init__(self, display: str, env: dict[str, str]) -> None:
        self.display, self.env, self.keys = display, env, Keys(display)

    def picture(self) -> Image.Image:
        return ImageGrab.grab(xdisplay=self.display)


@contextmanager
def screen(width: int = 1366, height: int = 768) -> Iterator[Screen]:
    """Start Xvfb on a free display with openbox and both layouts; stop all of it at the end."""
    read, write = os.pipe()
    server = subprocess.Popen(
        [
            "Xvfb",
            "-displayfd",
            str(write),
            "-noreset",
            "-screen",
            "0",
            f"{width}x{height}x24",
            "-nolisten",
            "tcp",
        ],
        pass_fds=(write,),
        stderr=subprocess.DEVNULL,
    )
    os.close(write)
    with os.fdopen(read) as pipe:
        display = f":{pipe.readline().strip()}"
    env = {**os.environ, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb", "LANG": "C.UTF-8"}
    manager = subprocess.Popen(["openbox"], env=env, stderr=subprocess.DEVNULL)
    try:
        subprocess.run(["setxkbmap", "-layout", "us,ru"], env=env, check=True)
        yield Screen(display, env)
    finally:
        for process in (manager, server):
            process.terminate()
            process.wait(10)
