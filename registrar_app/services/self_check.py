"""The self-check below the window: database, form, signature, readers, printers."""

from pathlib import Path

from registrar_app.services.shapes import CheckLine


def run(profile: Path, *, training: bool = False) -> tuple[CheckLine, ...]:
    """Try each part once; a part that fails is a line that says why, never an exception.

    The database of the profile is opened if it is there, else a fresh one in a temporary folder; one
    paper is rendered, signed with a throw-away key and verified.
    """
    raise NotImplementedError
