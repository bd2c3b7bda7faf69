"""Printing: codes with the prefix PRN."""

from registrar_app.domain.problems import CodeEntry

ENTRIES: tuple[CodeEntry, ...] = ()
