"""A PIN or a password held for one batch and then overwritten."""

import functools
from contextlib import suppress
from types import TracebackType
from typing import Self


@functools.cache
def forbid_core_dumps() -> None:
    """From now on a crash leaves no image of the memory on the disk: a PIN or an open key would be in it.

    On Windows error reports hold stacks only, unless an administrator asked for whole dumps.
    """
    with suppress(ImportError, ValueError, OSError):
        import resource

        _soft, hard = resource.getrlimit(resource.RLIMIT_CORE)
        resource.setrlimit(resource.RLIMIT_CORE, (0, hard))


class Pin:
    """What a signer typed, in bytes of our own that can be overwritten.

    ``repr``, pickling, copying and comparing show nothing. The text handed out by ``reveal`` cannot be wiped
    (Python keeps its own copy until it is collected), so it is asked for at the last moment and never kept.
    """

    __slots__ = ("_bytes",)

    def __init__(self, text: str) -> None:
        forbid_core_dumps()
        self._bytes = bytearray(text.encode("utf-8"))

    @property
    def is_wiped(self) -> bool:
        """Whether it has been overwritten; then it opens nothing any more."""
        return not self._bytes

    def reveal(self) -> str:
        """The text, for one call into a library that wants text.

        Raises:
            RuntimeError: it has been wiped (a bug of ours).
        """
        if self.is_wiped:
            raise RuntimeError("the PIN was wiped")
        return self._bytes.decode("utf-8")

    def line(self) -> bytes:
        """The text with a line end, as programs read it from a pipe.

        Raises:
            RuntimeError: it has been wiped (a bug of ours).
        """
        return self.reveal().encode("utf-8") + b"\n"

    def wipe(self) -> None:
        """Overwrite and drop the bytes; safe to call again."""
        for place in range(len(self._bytes)):
            self._bytes[place] = 0
        self._bytes.clear()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.wipe()

    def __repr__(self) -> str:
        return "Pin(…)"

    def __reduce__(self) -> tuple[object, ...]:
        raise TypeError("a PIN is not copied, stored or sent")
