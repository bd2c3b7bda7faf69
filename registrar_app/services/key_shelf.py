"""Where the clinic's keys are remembered: rows in the settings, copies of key files in a folder."""

import dataclasses
import json
import re
from datetime import date
from pathlib import Path
from typing import Any

from registrar_app.services.key_shapes import KeyKind, KeySource, Role
from registrar_app.services.settings import Settings

FOLDER = "keys"
_ROWS = "keys.sources"
"""Settings table: id -> JSON of a ``KeySource``."""
_STEMS: dict[Role, str] = {"doctor": "doctor-", "organisation": "organization"}
ENDINGS = (".p12", ".key")
"""``.key``: PEM of a GOST key with its X.509. Never ``.pem``: those are the trusted roots of the folder."""
_DATES = ("valid_from", "valid_to")


class KeyShelf:
    """Reads and writes what is known of keys; opens none."""

    def __init__(self, profile: Path, settings: Settings) -> None:
        self.folder = profile / FOLDER
        self._settings = settings

    def all(self) -> tuple[KeySource, ...]:
        """Every key, by role and name: the rows, and key files nobody entered (the training clinic's)."""
        files = {one.stem: one for one in self.folder.glob("*.*") if one.suffix in ENDINGS}
        rows = {key: _read(key, text) for key, text in self._settings.get_map(_ROWS).items()}
        found = {key: row for key, row in rows.items() if row.kind is not KeyKind.FILE or key in files}
        for stem, path in files.items():
            role = next((role for role, name in _STEMS.items() if stem.startswith(name)), None)
            if stem not in found and role is not None:
                found[stem] = KeySource(stem, role, KeyKind.FILE, file=path.name)
        return tuple(sorted(found.values(), key=lambda one: (one.role, one.id)))

    def get(self, key_id: str) -> KeySource | None:
        """A key by its id."""
        return next((one for one in self.all() if one.id == key_id), None)

    def chosen(self, role: Role, holder: str = "") -> KeySource | None:
        """The key that signs in a role; of a doctor the one for his SNILS, never a colleague's."""
        found = [one for one in self.all() if one.role == role]
        if role == "doctor" and holder:
            found = [one for one in found if one.holder == holder]
        return next((one for one in found if one.is_chosen), None)

    def put(self, source: KeySource) -> None:
        """Keep a key; a chosen one takes the place of the one before it."""
        rows = self._settings.get_map(_ROWS)
        new = {**rows, source.id: _written(source)}
        if source.is_chosen:
            for other in self.all():
                is_rival = other.role == source.role and (
                    source.role != "doctor" or other.holder == source.holder
                )
                if other.id != source.id and other.is_chosen and is_rival:
                    new[other.id] = _written(dataclasses.replace(other, is_chosen=False))
        if new != rows:
            self._settings.set_map(_ROWS, new)

    def remove(self, source: KeySource) -> None:
        """Forget a key; its copy in the folder goes, too.

        Raises:
            OSError: the copy cannot be deleted.
        """
        if source.file:
            self.path(source).unlink(missing_ok=True)
        rows = self._settings.get_map(_ROWS)
        rows.pop(source.id, None)
        self._settings.set_map(_ROWS, rows)

    def path(self, source: KeySource) -> Path:
        """The copy of a key file."""
        return self.folder / source.file

    def free_id(self, role: Role) -> str:
        """A name for a new key. Numbered: no name of a person stands in a file's name."""
        stem = _STEMS[role]
        taken = {one.id for one in self.all()}
        if role == "organisation" and stem not in taken:
            return stem
        stem = stem.removesuffix("-")
        numbers = [int(found[1]) for one in taken if (found := re.fullmatch(rf"{stem}-(\d+)", one))]
        return f"{stem}-{max(numbers, default=0) + 1}"


def _written(source: KeySource) -> str:
    return json.dumps(dataclasses.asdict(source), ensure_ascii=False, default=date.isoformat)


def _read(key: str, text: str) -> KeySource:
    known = {one.name for one in dataclasses.fields(KeySource)}
    values: dict[str, Any] = {name: value for name, value in json.loads(text).items() if name in known}
    for name in _DATES:
        values[name] = date.fromisoformat(values[name]) if values.get(name) else None
    return KeySource(**{**values, "id": key, "kind": KeyKind(values["kind"])})
