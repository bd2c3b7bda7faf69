"""Attachment to a district: codes with the prefix ATT."""

from registrar_app.domain.problems import CodeEntry

ENTRIES: tuple[CodeEntry, ...] = ()
