"""Undo of the last save at this desk."""

from datetime import UTC, datetime, timedelta

from sqlalchemy.orm import Session

from registrar_app.domain.dates import plural
from registrar_app.domain.errors import RefusedError, RegistrarError
from registrar_app.domain.problems import Problem, problem
from registrar_app.domain.records import PersonRecord
from registrar_app.models import people as stored
from registrar_app.models.clinic import staff_names
from registrar_app.models.reversal import Blocked, reverse_groups
from registrar_app.models.undo_rows import UNDO, LastSave, SavedOperation, last_save, tables_of
from registrar_app.services.bench import Bench
from registrar_app.services.collisions import who_when
from registrar_app.services.merge_shapes import UndoOffer
from registrar_app.services.person_history import field_caption
from registrar_app.services.settings import UNDO_MINUTES, Settings

_TABLES = frozenset(
    {"person", "identity_document", "policy", "address", "contact", "legal_representative", "attachment",
     "mark", "confirmation", "person_file", "pair_answer"}
)  # fmt: skip
"""A save of nothing else can be taken back; a paper and a merge have ways of their own."""
_QUIET = frozenset({"mark", "confirmation", "pair_answer"})
_ROWS = {
    "identity_document": "документ", "policy": "полис", "address": "адрес", "contact": "телефон",
    "legal_representative": "представитель", "attachment": "прикрепление", "person_file": "файл",
    "medical_certificate": "справка", "person_merge": "объединение записей", "paper_request": "заявка",
}  # fmt: skip
_MOST_NAMED = 4


class Undo:
    """Use cases of «Отменить сохранение»."""

    def __init__(self, bench: Bench, settings: Settings) -> None:
        self._bench = bench
        self._settings = settings

    def last(self) -> UndoOffer | None:
        """What the present worker saved last at this desk, if it can still be taken back.

        None after an undo, when the time is over, or when the last save was a paper or a merge.
        """
        with self._bench.store.read() as session:
            save = self._last(session)
            return self._offer(session, save) if save else None

    def _last(self, session: Session) -> LastSave | None:
        staff = self._bench.staff
        if staff is None:
            return None
        # Saves carry the machine's own time, which is why it is compared with the machine's.
        save = last_save(session, staff.id, self._bench.desk_name, datetime.now(UTC) - self._span())
        if save is None or not tables_of(save) or not _TABLES.issuperset(tables_of(save)):
            return None
        roots = {one.root_id for one in save.operations if one.tbl not in _QUIET}
        return save if len(roots) == 1 else None

    def _span(self) -> timedelta:
        return timedelta(minutes=self._settings.get(UNDO_MINUTES))

    def _offer(self, session: Session, save: LastSave) -> UndoOffer | None:
        person_id = next(one.root_id for one in save.operations if one.tbl not in _QUIET)
        record = stored.load_own(session, person_id)
        if record is None:
            return None
        zone = self._bench.clock().tzinfo
        words = f"{record.data.title.short}: {_words(save.operations)}"
        at = save.at.astimezone(zone)
        return UndoOffer(save.group_id, person_id, words, at, at + self._span())

    def take_back(self, offer: UndoOffer) -> PersonRecord | None:
        """Take the whole save back; gives the record as it is then, None when the save had made it.

        Raises:
            RefusedError: ``REC-079`` with a problem ``REC-078`` for each thing changed since; nothing is
                undone.
            RegistrarError: too late or undone already (``REC-080``), nobody signed in (``REC-003``).
        """
        with self._bench.store.change(self._bench.actor()) as work:
            save = self._last(work.session)
            if save is None or save.group_id != offer.group_id:
                raise RegistrarError("REC-080", minutes=str(self._settings.get(UNDO_MINUTES)))
            outcome = reverse_groups(work, [offer.group_id])
            if outcome.blocked:
                self._refuse(work.session, outcome.blocked)
            work.note(UNDO, offer.person_id, group=offer.group_id.hex)
        with self._bench.store.read() as session:
            return stored.load_person(session, offer.person_id)

    def _refuse(self, session: Session, blocked: tuple[Blocked, ...]) -> None:
        names, zone = staff_names(session), self._bench.clock().tzinfo
        found: dict[str, Problem] = {}
        for one in blocked:
            staff = names.get(one.staff_id, "") if one.staff_id else ""
            when = who_when(staff, one.at.astimezone(zone) if one.at else None)
            caption = _caption(one)
            found.setdefault(caption, problem("REC-078", caption=caption, who=when))
        number = len(found)
        words = f"с тех пор {plural(number, 'изменено', 'изменены', 'изменены')}: {', '.join(found)}"
        raise RefusedError("REC-079", tuple(found.values()), words=words.lower())


def _caption(one: Blocked) -> str:
    """What was changed since, in words."""
    named = [field_caption(f"{one.tbl}.{name}") for name in one.fields]
    return next(filter(None, named), "") or _ROWS.get(one.tbl, "запись").capitalize()


def _words(operations: tuple[SavedOperation, ...]) -> str:
    """«сохранены 3 поля (Телефон, Адрес: улица, Страховая)», «заведена новая запись»."""
    if any(one.tbl == "person" and one.kind == "insert" for one in operations):
        return "заведена новая запись"
    if any(one.tbl == "attachment" for one in operations):
        return "прикрепление" if any(_is_new(one, "attachment") for one in operations) else "открепление"
    names: dict[str, None] = {}
    for one in operations:
        if one.tbl in _QUIET:
            continue
        fields = [field_caption(f"{one.tbl}.{name}") for name in one.patch] if one.kind == "patch" else []
        names |= dict.fromkeys(filter(None, fields)) or {_ROWS.get(one.tbl, "запись").capitalize(): None}
    number = len(names)
    if not number:
        return "подтверждены значения"
    more = ", …" if number > _MOST_NAMED else ""
    listed = ", ".join([*names][:_MOST_NAMED])
    verb = plural(number, "сохранено", "сохранены", "сохранено")
    return f"{verb} {number} {plural(number, 'поле', 'поля', 'полей')} ({listed}{more})"


def _is_new(one: SavedOperation, tbl: str) -> bool:
    return one.tbl == tbl and one.kind == "insert"
