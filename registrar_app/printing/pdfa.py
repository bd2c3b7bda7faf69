"""Makes the archive file: PDF/A-2u out of what ReportLab drew.

Source: project's domain notes, signing 3.1 (the chain that veraPDF passes).
"""

import functools
import io
from datetime import datetime

import pikepdf

from registrar_app import __version__
from registrar_app.paths import resource

PRODUCER = "Registrar"
CONDITION = "sRGB IEC61966-2.1"


@functools.cache
def _colour_profile() -> bytes:
    """The frozen sRGB profile: made once by littleCMS, kept as a file so that output is reproducible."""
    return resource("icc", "srgb.icc").read_bytes()


def finish(pdf: bytes, title: str, created: datetime | None = None) -> bytes:
    """Add what PDF/A-2u asks for: output intent, XMP, plain document information.

    Args:
        pdf: A file drawn with embedded fonts only.
        title: Title of the document; no personal data.
        created: Time of making, with its zone; None writes no time, so the same input gives the same bytes.
    """
    with pikepdf.open(io.BytesIO(pdf)) as document:
        _describe(document, title, created)
        root = document.Root
        root.Lang = pikepdf.String("ru-RU")
        root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)
        profile = document.make_stream(_colour_profile(), N=3)
        intent = pikepdf.Dictionary(
            Type=pikepdf.Name.OutputIntent,
            S=pikepdf.Name.GTS_PDFA1,
            OutputConditionIdentifier=pikepdf.String(CONDITION),
            Info=pikepdf.String(CONDITION),
            DestOutputProfile=profile,
        )
        root.OutputIntents = document.make_indirect(pikepdf.Array([document.make_indirect(intent)]))
        out = io.BytesIO()
        document.save(
            out,
            deterministic_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
            min_version="1.7",
        )
    return out.getvalue()


def _describe(document: pikepdf.Pdf, title: str, created: datetime | None) -> None:
    """Document information and XMP that say the same."""
    info = document.docinfo
    for key in list(info.keys()):
        del info[key]
    info["/Title"] = title
    info["/Creator"] = f"{PRODUCER} {__version__}"
    info["/Producer"] = f"ReportLab, pikepdf, {PRODUCER} {__version__}"
    if created is not None:
        stamp = _pdf_time(created)
        info["/CreationDate"] = stamp
        info["/ModDate"] = stamp
    with document.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as xmp:
        xmp.load_from_docinfo(info)
        xmp["pdfaid:part"] = "2"
        xmp["pdfaid:conformance"] = "U"


def _pdf_time(moment: datetime) -> str:
    """``D:20250616140500+03'00'``. Source: ISO 32000-1, 7.9.4."""
    zone = moment.strftime("%z") or "+0000"
    return f"D:{moment:%Y%m%d%H%M%S}{zone[:3]}'{zone[3:5]}'"
