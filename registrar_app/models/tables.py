"""All tables in one place, and which of them travel to the centre."""

from registrar_app.models import (
    journal_tables,
    local_tables,
    organization_tables,
    paper_tables,
    person_tables,
)
from registrar_app.models.base import Base, Synced

__all__ = [
    "LOCAL", "SYNCED", "Base", "journal_tables", "local_tables", "organization_tables", "paper_tables",
    "person_tables",
]  # fmt: skip

SYNCED: dict[str, type[Synced]] = {
    mapper.class_.__tablename__: mapper.class_
    for mapper in Base.registry.mappers
    if issubclass(mapper.class_, Synced)
}
"""Mapped class of each synced table, by table name."""

LOCAL: frozenset[str] = frozenset(
    {
        "draft", "recent_person", "setting", "meta", "number_range", "taken_number", "suspected_pair",
        "import_run", "import_row", "batch_run", "batch_row", "signature_upgrade",
    }
)  # fmt: skip
"""Tables a change may write directly."""
