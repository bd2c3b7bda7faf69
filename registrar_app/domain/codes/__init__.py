"""The catalogue of problem codes, one module per prefix; ``docs/codes.md`` is generated from it."""

from registrar_app.domain.codes import (
    attachments,
    batches,
    cards,
    files,
    forms,
    identifiers,
    merging,
    papers,
    person,
    prints,
    records,
    scans,
    signatures,
    signing_keys,
    storage,
)
from registrar_app.domain.problems import CodeEntry

_ALL: tuple[CodeEntry, ...] = (
    *identifiers.ENTRIES,
    *person.ENTRIES,
    *cards.ENTRIES,
    *scans.ENTRIES,
    *records.ENTRIES,
    *files.ENTRIES,
    *merging.ENTRIES,
    *attachments.ENTRIES,
    *papers.ENTRIES,
    *forms.ENTRIES,
    *batches.ENTRIES,
    *signing_keys.ENTRIES,
    *signatures.ENTRIES,
    *prints.ENTRIES,
    *storage.ENTRIES,
)

CATALOGUE: dict[str, CodeEntry] = {entry.code: entry for entry in _ALL}
assert len(CATALOGUE) == len(_ALL), "a code stands twice"  # noqa: S101 - checked once at import
