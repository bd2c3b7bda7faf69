"""A signed paper for those who draw pages but no form fields: the stamps become part of the page.

QtPdf leaves the fields of signatures out whatever it is told, on the screen and on a printer it draws for.
"""

import io

import pikepdf

_SIGNED = b"/ByteRange"
"""Stands in clear in every signed file: readers must find it without a table. Source: ISO 32000-1, 12.8.1."""


def flat(pdf: bytes) -> bytes:
    """The file with the pictures of its signatures drawn on the pages; one without signatures as it is.

    For drawing only: the signatures themselves do not hold any more. What cannot be read is given back as it
    is, whoever draws it says so.

    Args:
        pdf: Any bytes.
    """
    if _SIGNED not in pdf:
        return pdf
    out = io.BytesIO()
    try:
        with pikepdf.open(io.BytesIO(pdf)) as document:
            document.flatten_annotations("print")
            document.save(out)
    except pikepdf.PdfError:
        return pdf
    return out.getvalue()
