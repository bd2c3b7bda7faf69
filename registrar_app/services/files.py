"""Files of a person: scans, photographs, statements. Bytes first, then the row that names them."""

import hashlib
import io
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from registrar_app.domain.dates import ru_date
from registrar_app.domain.errors import RefusedError, RegistrarError, SurroundingsError
from registrar_app.domain.files import FILE_KINDS, guess_kind
from registrar_app.domain.records import Identity, NewFile, PersonFile
from registrar_app.domain.values import Source
from registrar_app.models import files as stored
from registrar_app.models import people as people_rows
from registrar_app.services.bench import Bench
from registrar_app.services.settings import BLOBS_SWEPT, FILE_LIMIT_MB, KEEP_PHOTO, Settings

if TYPE_CHECKING:
    from registrar_app.services.file_checks import CheckedFile

_ORPHAN_AGE = timedelta(days=7)
_TITLE_MOST = 120


class Files:
    """Use cases of the tab «Файлы» and of the photo of a card."""

    def __init__(self, bench: Bench, settings: Settings) -> None:
        self._bench = bench
        self._settings = settings

    # -- adding ---------------------------------------------------------------------------------

    def limit(self) -> int:
        """How many bytes a file may have."""
        return self._settings.get(FILE_LIMIT_MB) * 2**20

    def add(
        self,
        person_id: UUID,
        content: "Path | bytes | CheckedFile",
        kind: str,
        title: str = "",
        *,
        source: str = "file",
        accept_coarse: bool = False,
    ) -> PersonFile:
        """Check a file, store its bytes, then enter it into the record.

        Args:
            person_id: Whose it is.
            content: A path, the bytes, or what ``file_checks.check_file`` made of them in a worker.
            kind: Key of ``FILE_KINDS``.
            title: What to call it; by default the file's name, else the word of the kind.
            source: Key of ``FILE_SOURCES``.
            accept_coarse: The registrar knows of the low resolution and wants the scan all the same.

        Raises:
            RegistrarError: the file may not be kept (``REC-090`` to ``REC-099``), is there already
                (``REC-101``), no such kind (``REC-107``), nobody is signed in (``REC-003``), no such record
                (``REC-001``).
            RefusedError: the scan is too coarse (``REC-098``) and nobody accepted it.
            SurroundingsError: the disk is full, the database cannot be written.
        """
        from registrar_app.services.file_checks import CheckedFile, check_file, read_source

        actor = self._bench.actor(Source.CARD if source == "card" else Source.TYPED)
        if kind not in FILE_KINDS:
            raise RegistrarError("REC-107", "kind")
        if isinstance(content, CheckedFile):
            checked = content
        else:
            checked = check_file(read_source(content, self.limit()))
        coarse = checked.resolution_problem(kind)
        if coarse is not None and not accept_coarse:
            raise RefusedError("REC-098", (coarse,), **dict(coarse.params))
        name = content.stem if isinstance(content, Path) else ""
        sha256 = self._bench.store.blobs.put(checked.data)
        new = NewFile(
            kind,
            " ".join((title or name or FILE_KINDS[kind].word).split())[:_TITLE_MOST],
            checked.mime,
            len(checked.data),
            sha256,
            checked.pages,
            checked.dpi(kind),
            source,
        )
        with self._bench.store.change(actor) as work:
            if people_rows.load_person(work.session, person_id) is None:
                raise RegistrarError("REC-001")
            same = [one for one in stored.files_of(work.session, person_id) if one.sha256 == sha256]
            if same:
                raise RegistrarError("REC-101", which=self._words(same[0]))
            file_id = stored.add_file(work, person_id, new)
        return self.get(file_id)

    def _words(self, file: PersonFile) -> str:
        """«паспорт «скан 1», добавлен 21.11.2026»."""
        at = file.added_at.astimezone(self._bench.clock().tzinfo)
        return f"{file.kind_word} «{file.title}», добавлен {ru_date(at.date())}"

    def suggest(self, name: str) -> str:
        """The kind that a file's name speaks of."""
        return guess_kind(name)

    # -- looking --------------------------------------------------------------------------------

    def list(self, person_id: UUID, *, with_removed: bool = False) -> tuple[PersonFile, ...]:
        """Files of a person, newest first; with those taken out of the record where wanted."""
        with self._bench.store.read() as session:
            return stored.files_of(session, person_id, with_removed=with_removed)

    def count(self, person_id: UUID) -> int:
        """How many there are."""
        with self._bench.store.read() as session:
            return stored.count_of(session, person_id)

    def get(self, file_id: UUID) -> PersonFile:
        """A file, one that was removed too.

        Raises:
            RegistrarError: there is none (``REC-102``).
        """
        with self._bench.store.read() as session:
            found = stored.file_by_id(session, file_id)
        if found is None:
            raise RegistrarError("REC-102")
        return found

    def read(self, file_id: UUID) -> bytes:
        """The bytes of a file.

        Raises:
            RegistrarError: no such file (``REC-102``).
            SurroundingsError: its bytes are lost or damaged (``DB-020``, ``DB-021``).
        """
        return self._bench.store.blobs.get(self.get(file_id).sha256)

    def write_copy(self, file_id: UUID, path: Path) -> None:
        """Save a copy outside the program; noted in the audit.

        Raises:
            RegistrarError: no such file (``REC-102``), nobody signed in (``REC-003``).
            SurroundingsError: it cannot be written there (``REC-106``).
        """
        data, person_id = self.read(file_id), self.get(file_id).person_id
        actor = self._bench.actor()
        try:
            path.write_bytes(data)
        except OSError as error:
            raise SurroundingsError("REC-106") from error
        with self._bench.store.change(actor) as work:
            work.note("export", person_id, file=file_id.hex)

    def for_printing(self, file_id: UUID) -> bytes:
        """A PDF to be printed: the file itself, or the picture on a sheet; noted in the audit.

        Raises:
            RegistrarError: no such file (``REC-102``), nobody signed in (``REC-003``).
            SurroundingsError: its bytes are lost or damaged.
        """
        file, data = self.get(file_id), self.read(file_id)
        with self._bench.store.change(self._bench.actor()) as work:
            work.note("print", file.person_id, file=file_id.hex)
        if file.is_pdf:
            return data
        from registrar_app.printing.picture_sheet import picture_sheet

        return picture_sheet(data)

    # -- removing -------------------------------------------------------------------------------

    def void(self, file_id: UUID, reason: str) -> None:
        """Take a file out of the record; it can be taken back.

        Raises:
            RegistrarError: no reason (``REC-103``), no such file (``REC-102``), nobody signed in.
        """
        words = " ".join(reason.split())
        if not words:
            raise RegistrarError("REC-103", "reason")
        if self.get(file_id).removed_at is not None:
            return
        with self._bench.store.change(self._bench.actor()) as work:
            stored.set_removed(work, file_id, words)

    def take_back(self, file_id: UUID) -> PersonFile:
        """Put a removed file back.

        Raises:
            RegistrarError: no such file (``REC-102``), the same was added meanwhile (``REC-101``).
        """
        file = self.get(file_id)
        same = [one for one in self.list(file.person_id) if one.sha256 == file.sha256]
        if file.removed_at is not None:
            if same:
                raise RegistrarError("REC-101", which=self._words(same[0]))
            with self._bench.store.change(self._bench.actor()) as work:
                stored.set_removed(work, file_id, None)
        return self.get(file_id)

    # -- the photo of the card ------------------------------------------------------------------

    def photo(self, person_id: UUID) -> PersonFile | None:
        """The newest photo from a card, None if there is none."""
        return next((one for one in self.list(person_id) if one.source == "card"), None)

    def keep_card_photo(self, identity: Identity) -> PersonFile | None:
        """Keep the photo of a card with the record that was verified by it.

        Nothing is kept where the setting is off, the card has no picture that can be shown, no record or
        several have its number, or the record was not yet verified by a card. Never an error of the card.

        Raises:
            SurroundingsError: the disk is full, the database cannot be written.
        """
        person_id, data = self._verified(identity), _as_jpeg(identity.photo)
        if person_id is None or data is None or not self.wants_photo(identity):
            return None
        try:
            title = f"снимок с карты {ru_date(self._bench.today())}"
            return self.add(person_id, data, "photo", title, source="card")
        except SurroundingsError:
            raise
        except RegistrarError:
            # There already, or not a picture that may be kept: the text of the card stands without it.
            return None

    def wants_photo(self, identity: Identity) -> bool:
        """Whether ``keep_card_photo`` would keep something now; writes nothing."""
        person_id, data = self._verified(identity), _as_jpeg(identity.photo)
        if person_id is None or data is None or not self._settings.get(KEEP_PHOTO):
            return False
        sha256 = hashlib.sha256(data).hexdigest()
        return all(one.sha256 != sha256 for one in self.list(person_id, with_removed=True))

    def _verified(self, identity: Identity) -> UUID | None:
        with self._bench.store.read() as session:
            rows = people_rows.by_enp(session, identity.person.policy.enp)
            record = people_rows.load_person(session, rows[0].id) if len(rows) == 1 else None
        if record is None or not any(one.source is Source.CARD for one in record.marks):
            return None
        return record.id

    # -- the sweep ------------------------------------------------------------------------------

    def sweep(self) -> int:
        """Once a week remove bytes that no row names; gives how many files went.

        Raises:
            SurroundingsError: the database fails.
        """
        now = self._bench.clock()
        last = self._settings.get(BLOBS_SWEPT)
        if last and now.date() - date.fromisoformat(last) < _ORPHAN_AGE:
            return 0
        gone = stored.sweep_blobs(self._bench.store, now - _ORPHAN_AGE)
        self._settings.set(BLOBS_SWEPT, now.date().isoformat())
        return gone


def _as_jpeg(photo: bytes | None) -> bytes | None:
    """The photo in a form every screen can show; None if it is no picture."""
    from registrar_app.cards.photo import decode_photo

    if photo is None or photo.startswith(b"\xff\xd8\xff"):
        return photo
    picture = decode_photo(photo)
    if picture is None:
        return None
    from PIL import Image

    buffer = io.BytesIO()
    Image.frombytes("RGB", (picture.width, picture.height), picture.rgb).save(buffer, "JPEG", quality=95)
    return buffer.getvalue()
