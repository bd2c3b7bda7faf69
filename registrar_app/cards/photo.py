"""The photo of a card as pixels. What cannot be shown is no photo; the text of the card never suffers.

Source: project's domain notes on the card, section 5: the format is not published, JPEG and JPEG 2000 are
presumed, told by their first bytes.
"""

import io
from dataclasses import dataclass

_MAX_PIXELS = 4_000_000
"""A card has room for 32 kilobytes; a picture that claims more than this is a trap or noise."""
LONGEST_PX = 480
"""Of either side; larger pictures are made smaller."""


@dataclass(frozen=True, slots=True, repr=False)
class Picture:
    """A decoded picture: rows of three octets a pixel (red, green, blue) without padding."""

    width: int
    height: int
    rgb: bytes


def decode_photo(data: bytes) -> Picture | None:
    """Decode a photo; takes milliseconds, still call it outside the window's thread.

    Args:
        data: JPEG or JPEG 2000 (boxed or a bare code stream).

    Returns:
        Upright, at most ``LONGEST_PX`` wide and high; None if it is anything else, broken or too large.
    """
    # The picture library comes with the first photo: a start pays only for what it shows.
    from PIL import Image

    try:
        with Image.open(io.BytesIO(data), formats=("JPEG", "JPEG2000")) as picture:
            if picture.width * picture.height > _MAX_PIXELS:
                return None
            shown = picture.convert("RGB")
            shown.thumbnail((LONGEST_PX, LONGEST_PX))
            return Picture(shown.width, shown.height, shown.tobytes())
    except (OSError, ValueError, SyntaxError, EOFError, MemoryError):
        # UnidentifiedImageError and the decoders' own failures are OSErrors.
        return None
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        return None
