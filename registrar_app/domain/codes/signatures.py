"""Signatures and keys: codes with the prefix SIGN."""

from registrar_app.domain.problems import CodeEntry

ENTRIES: tuple[CodeEntry, ...] = ()
