"""A drawn head and shoulders: the photo of an invented person on a training card."""

import io

_WIDTH, _HEIGHT = 240, 320
_WALL, _SKIN, _HAIR, _COAT = "#C9D6DC", "#E7BF9F", "#4A3327", "#3F6C7E"


def drawn_portrait() -> bytes:
    """A JPEG of a few kilobytes, nobody's face; always the same bytes with one version of the library."""
    # Only who puts a training card in pays for the picture library.
    from PIL import Image, ImageDraw

    picture = Image.new("RGB", (_WIDTH, _HEIGHT), _WALL)
    draw = ImageDraw.Draw(picture)
    draw.ellipse((58, 40, 182, 210), fill=_HAIR)
    draw.ellipse((22, 222, 218, 430), fill=_COAT)
    draw.rectangle((98, 170, 142, 240), fill=_SKIN)
    draw.ellipse((74, 66, 166, 196), fill=_SKIN)
    draw.pieslice((70, 52, 170, 150), 180, 360, fill=_HAIR)
    for x in (98, 136):
        draw.ellipse((x, 122, x + 8, 130), fill=_HAIR)
    draw.arc((102, 140, 138, 170), 25, 155, fill=_HAIR, width=3)
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=70)
    return out.getvalue()
