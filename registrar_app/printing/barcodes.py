"""Code 128 as a row of modules; python-barcode chooses the character sets."""

from barcode.codex import Code128
from barcode.errors import BarcodeError


def code128_modules(content: str) -> str:
    """Dark and light modules of a Code 128, ``"1101…"``, without quiet zones.

    Raises:
        ValueError: the content has signs outside ASCII, or is empty.
    """
    if not content or not content.isascii() or not content.isprintable():
        raise ValueError("code 128 takes printable ASCII only")
    try:
        return str(Code128(content).build()[0])
    except (BarcodeError, KeyError, IndexError) as error:
        raise ValueError("code 128 cannot hold this") from error
