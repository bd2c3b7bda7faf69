"""Database and files: codes with the prefix DB."""

from registrar_app.domain.problems import CodeEntry

ENTRIES: tuple[CodeEntry, ...] = ()
