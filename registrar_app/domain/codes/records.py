"""Record, draft and duplicates: codes with the prefix REC."""

from registrar_app.domain.problems import CodeEntry

ENTRIES: tuple[CodeEntry, ...] = ()
