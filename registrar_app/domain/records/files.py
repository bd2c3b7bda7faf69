"""Files of a person as the record shows them; the bytes are asked for one by one."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from registrar_app.domain.files import FILE_KINDS, FILE_SOURCES


@dataclass(frozen=True, slots=True, repr=False)
class NewFile:
    """A checked file on its way into the record; its bytes are stored already."""

    kind: str
    """Key of ``FILE_KINDS``."""
    title: str
    mime: str
    size: int
    """Bytes."""
    sha256: str
    """64 hex digits, name of the blob."""
    pages: int
    dpi: int | None = None
    """Points per inch of its worst scanned page; None where no page is a scan."""
    source: str = "file"
    """Key of ``FILE_SOURCES``."""


@dataclass(frozen=True, slots=True, repr=False)
class PersonFile:
    """A kept file: who added what and when."""

    id: UUID
    person_id: UUID
    kind: str
    title: str
    mime: str
    size: int
    sha256: str
    pages: int
    dpi: int | None
    source: str
    staff: str
    """Short name, empty if not known."""
    added_at: datetime
    """UTC."""
    removed_at: datetime | None = None
    removed_reason: str = ""

    @property
    def kind_word(self) -> str:
        """«паспорт»; an unknown kind of a newer program is «иное»."""
        return FILE_KINDS.get(self.kind, FILE_KINDS["other"]).word

    @property
    def source_word(self) -> str:
        """«из файла»."""
        return FILE_SOURCES.get(self.source, "")

    @property
    def is_pdf(self) -> bool:
        """True for a PDF, False for a picture."""
        return self.mime == "application/pdf"
