"""Papers and their numbers: codes with the prefix CERT."""

from registrar_app.domain.problems import CodeEntry

ENTRIES: tuple[CodeEntry, ...] = ()
