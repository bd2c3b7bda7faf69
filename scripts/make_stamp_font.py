"""Make ``resources/fonts/RegistrarStamp-Regular.ttf``, the small face of the signature stamp, from PT Sans.

A stamp is embedded into every signed file, so its face is reduced to Latin, Cyrillic and a few signs, without
hinting and layout tables (15 KB in the file instead of 40). PT Sans is under the SIL Open Font License, which
forbids its name for a changed face, hence our own name. Needs fontTools; the program does not.

Usage: ``python scripts/make_stamp_font.py PTSans-Regular.ttf RegistrarStamp-Regular.ttf``
"""

import sys

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

SIGNS = (0xA0, 0xA7, 0xAB, 0xB7, 0xBB, 0x490, 0x491, 0x2013, 0x2014, 0x2018, 0x2019, 0x201C, 0x201D, 0x201E,
         0x2026, 0x2116, 0x2212)  # fmt: skip
UNUSED_TABLES = (
    "GPOS",
    "GSUB",
    "GDEF",
    "kern",
    "DSIG",
    "FFTM",
    "gasp",
    "VDMX",
    "hdmx",
    "LTSH",
    "PCLT",
    "meta",
)
NAMES = {1: "Registrar Stamp", 2: "Regular", 3: "RegistrarStamp-Regular", 4: "Registrar Stamp",
         5: "Version 1.000", 6: "RegistrarStamp-Regular"}  # fmt: skip
COPYRIGHT_NAME_IDS = (0, 13, 14)


def main(source: str, target: str) -> None:
    """Reduce and rename the face."""
    font = TTFont(source)
    options = Options()
    options.hinting = False
    options.layout_features = []
    options.name_IDs = ["*"]
    options.notdef_outline = True
    options.glyph_names = False
    options.drop_tables += UNUSED_TABLES
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=[*range(0x20, 0x7F), *range(0x400, 0x460), *SIGNS])
    subsetter.subset(font)
    font["name"].names = [name for name in font["name"].names if name.nameID in COPYRIGHT_NAME_IDS]
    for name_id, value in NAMES.items():
        font["name"].setName(value, name_id, 3, 1, 0x409)
        font["name"].setName(value, name_id, 1, 0, 0)
    font.save(target)


if __name__ == "__main__":
    main(*sys.argv[1:3])
