"""Reader and chip card: codes with the prefix CARD."""

from registrar_app.domain.problems import CodeEntry

ENTRIES: tuple[CodeEntry, ...] = ()
