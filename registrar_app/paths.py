"""Where the program's own files and the clinic's files lie."""

import sys
from pathlib import Path

import platformdirs


def resource(*parts: str) -> Path:
    """Path of a file shipped with the program, in a checkout and in the built program alike.

    Args:
        parts: Path below ``resources/``, for example ``"forms", "086u.yaml"``.
    """
    bundled = getattr(sys, "_MEIPASS", None)
    base = Path(bundled) if bundled else Path(__file__).resolve().parent.parent
    return base.joinpath("resources", *parts)


def default_profile() -> Path:
    """The profile folder when none is named: database, settings and keys of this workplace."""
    return Path(platformdirs.user_data_path("Registrar", appauthor=False))
