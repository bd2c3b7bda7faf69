"""The training clinic: an invented town with invented people, cards, keys and papers."""

import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from uuid import UUID

from registrar_app.domain.clock import local_now
from registrar_app.domain.dates import full_years
from registrar_app.domain.draft import from_person
from registrar_app.domain.errors import SurroundingsError
from registrar_app.domain.person_rules import check_person
from registrar_app.domain.problems import Level
from registrar_app.domain.records import Actor, AttachmentBasis, Confirmation, DistrictKind, Organization
from registrar_app.domain.samples import make_snils
from registrar_app.domain.values import PersonName, Source
from registrar_app.models import attachments, clinic, people
from registrar_app.models import settings as stored_settings
from registrar_app.models.store import DATABASE, Store
from registrar_app.models.unit_of_work import UnitOfWork
from registrar_app.services import training_requests
from registrar_app.services.attachment_rules import FULL_AGE
from registrar_app.services.bench import Bench
from registrar_app.services.insurers import NAMES as INSURER_NAMES
from registrar_app.services.settings import DESK_NAME, LAST_STAFF
from registrar_app.services.shapes import Clock
from registrar_app.services.training_cards import TRAINING_CARDS, TrainingCard, card_image
from registrar_app.services.training_folder import FOLDER, MARK, is_training_folder
from registrar_app.services.training_people import AS_OF, INSURERS, Invented
from registrar_app.services.training_people import people as invented_people

__all__ = ["FOLDER", "ORGANIZATION", "TRAINING_CARDS", "TrainingCard", "build", "card_image"]

ORGANIZATION = Organization(
    full_name="Государственное бюджетное учреждение здравоохранения «Городская поликлиника № 7"
    " города Северореченска»",
    short_name="ГБУЗ «ГП № 7»",
    address="400099, Северореченская область, г. Северореченск, ул. Больничная, д. 12",
    phone="+7 (8999) 12-34-56",
    ogrn="1029990001238",
    okpo="12345678",
    license_number="Л041-01099-99/00123456",
    license_date=date(2019, 4, 15),
    head_name="Громова Елена Аркадьевна",
    mo_code="990007",
)
_STAFF_SERIAL = 900_000
"""Serial of the first worker's СНИЛС, far from the people's."""
_DOCTORS = (
    (PersonName("Кузнецова", "Ирина", "Павловна"), "врач-терапевт участковый"),
    (PersonName("Соболева", "Вера", "Никитична"), "врач-педиатр участковый"),
)
_REGISTRARS = (
    (PersonName("Лебедева", "Наталья", "Петровна"), "медицинский регистратор", "registrar"),
    (PersonName("Мартынов", "Илья", "Олегович"), "медицинский регистратор", "registrar"),
    (PersonName("Фомина", "Тамара", "Григорьевна"), "старший регистратор", "senior"),
    (PersonName("Орлов", "Денис", "Викторович"), "администратор", "admin"),
)
_DISTRICTS = (
    ("12", DistrictKind.THERAPY, 0),
    ("7", DistrictKind.THERAPY, 0),
    ("3", DistrictKind.PAEDIATRIC, 1),
)
"""(number, kind, place of the physician)."""
_BATCH = 250
_KEYS_BEGAN = timedelta(days=60)
"""The keys are that old, so that past papers could be signed with them."""
_KEYS_LAST = timedelta(days=380)
"""After that they are made anew: fifteen months less the days above, less two weeks."""
_RECENT = 6


@dataclass(frozen=True, slots=True)
class _Clinic:
    """Ids of what was made."""

    registrar: UUID
    districts: tuple[UUID, ...]


def build(profile: Path, clock: Clock | None = None) -> Path:
    """Make the training clinic in ``profile/training`` unless it is there; gives that folder.

    It is made beside its place and moved there when it is whole; an unfinished one of a killed program is
    put aside. The same people with every build; row ids and keys differ.

    Raises:
        SurroundingsError: the folder cannot be written (``DB-001``).
    """
    target = profile / FOLDER
    now = (clock or local_now)()
    if is_training_folder(target) and (target / DATABASE).is_file():  # a damaged database was set aside
        _renew_keys(target, now)
        return target
    part = profile / f"{FOLDER}.part-{os.getpid()}"
    try:
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir(parents=True)
        _fill(part, now)
        (part / MARK).write_text("Учебная поликлиника: все люди придуманы.\n", encoding="utf-8")
        if target.exists():
            target.rename(profile / f"{FOLDER}.aside-{now:%Y%m%d%H%M%S}")
        part.rename(target)
    except OSError as error:
        raise SurroundingsError("DB-001", path=str(target)) from error
    return target


def _fill(folder: Path, now: datetime) -> None:
    """Everything the folder holds."""
    store = Store.open(folder)
    try:
        with store.change(Actor(None, DESK_NAME.default)) as work:
            made = _clinic(work)
        everybody = invented_people()
        # The first one alone: his save makes the counter of records, which the others find in the database.
        ids = _save_all(store, everybody[:1], made, 0)
        for start in range(1, len(everybody), _BATCH):
            ids += _save_all(store, everybody[start : start + _BATCH], made, start)
        for person_id in reversed(ids[:_RECENT]):
            with store.change(Actor(made.registrar, DESK_NAME.default)) as work:
                people.note_opened(work, person_id)
        _keys(folder, now)
        bench = Bench(store, folder, lambda: now, is_training=True)
        _past_papers(bench, made, ids, now)
        training_requests.ask(bench, ids, now)
    finally:
        store.close()


def _clinic(work: UnitOfWork) -> _Clinic:
    """Organisation, staff, districts, settings."""
    clinic.save_organization(work, ORGANIZATION)
    department = clinic.save_department(work, None, "Регистратура")
    doctors = [
        clinic.save_staff_member(
            work,
            None,
            name=name,
            position=position,
            role="physician",
            snils=make_snils(_STAFF_SERIAL + place),
        )
        for place, (name, position) in enumerate(_DOCTORS)
    ]
    registrars = [
        clinic.save_staff_member(
            work, None, name=name, position=position, role=role, department_id=department
        )
        for name, position, role in _REGISTRARS
    ]
    districts = tuple(
        clinic.save_district(work, None, number=number, kind=kind, physician_id=doctors[doctor])
        for number, kind, doctor in _DISTRICTS
    )
    stored_settings.put(work, stored_settings.Setting(LAST_STAFF.key, ""), str(registrars[0]))
    stored_settings.put(work, INSURER_NAMES, dict(INSURERS))
    return _Clinic(registrars[0], districts)


def _save_all(store: Store, batch: Sequence[Invented], made: _Clinic, start: int) -> list[UUID]:
    """A batch in one transaction, written to the database once at its end."""
    actor = Actor(made.registrar, DESK_NAME.default, Source.REGISTER)
    # Writing before every look-up would cost three times as much, and no look-up asks about the batch.
    with store.change(actor) as work, work.session.no_autoflush:
        return [_save(work, one, made, start + place) for place, one in enumerate(batch)]


def _save(work: UnitOfWork, one: Invented, made: _Clinic, place: int) -> UUID:
    """One invented person with his attachment."""
    texts = from_person(one.data)
    answered = [
        Confirmation(found.code, found.field or "", texts.get(found.field or "", ""), reason="по документу")
        for found in check_person(one.data, AS_OF)
        if found.level is Level.WARN
    ]
    person_id = people.save_person(work, None, one.data, source=Source.REGISTER, confirmations=answered)
    if one.is_attached:
        born = one.data.birth_date or one.attached_on
        is_child = full_years(born, work.made_at.date()) < FULL_AGE
        district = made.districts[2] if is_child else made.districts[place % 5 // 3]
        basis = AttachmentBasis.TERRITORY if place % 3 else AttachmentBasis.APPLICATION
        attachments.attach(work, person_id, district, basis, one.attached_on)
    return person_id


def _keys(folder: Path, now: datetime) -> None:
    """The throw-away authority and the keys of both physicians and of the clinic."""
    from registrar_app.services.keys import FOLDER as KEYS
    from registrar_app.signing.authority import Holder, make_training_authority

    house = Holder(organization=ORGANIZATION.short_name, ogrn=ORGANIZATION.ogrn)
    doctors = [
        Holder(name, make_snils(_STAFF_SERIAL + place), position, ORGANIZATION.short_name)
        for place, (name, position) in enumerate(_DOCTORS)
    ]
    make_training_authority(folder / KEYS, house, doctors, now - _KEYS_BEGAN)


def _renew_keys(folder: Path, now: datetime) -> None:
    """New throw-away keys when the old ones are about to end; what they signed stays trusted."""
    from registrar_app.services.keys import FOLDER as KEYS

    roots = folder / KEYS / "roots.pem"
    if roots.is_file() and roots.stat().st_mtime > (now - _KEYS_LAST).timestamp():
        return
    if roots.is_file():
        roots.rename(roots.with_name(f"root-{now:%Y%m%d%H%M%S}.pem"))
    _keys(folder, now)


def _past_papers(bench: Bench, made: _Clinic, ids: list[UUID], now: datetime) -> None:
    """A few papers in the journal, issued the ordinary way: printed, copied, spoiled."""
    from registrar_app.services.keys import Keys
    from registrar_app.services.papers import Papers
    from registrar_app.services.people import People
    from registrar_app.services.settings import Settings

    with bench.store.read() as session:
        bench.staff = clinic.staff_member(session, made.registrar)
    bench.desk_name = DESK_NAME.default
    settings = Settings(bench)
    papers = Papers(bench, settings, Keys(bench, settings), People(bench))
    form = next(one for one in papers.forms() if one.is_issued)
    for place, (days, person) in enumerate(((21, 0), (14, 7), (8, 4), (2, 3))):
        moment = now - timedelta(days=days, minutes=37 * place)
        bench.clock = lambda moment=moment: moment  # type: ignore[misc]
        draft = papers.start(form.key, ids[person])
        values = {one.id: "здоров(а)" for one in draft.fields if one.source == "doctor" and one.is_editable}
        issued = papers.issue(draft, values)
        papers.note_print(issued.certificate_id, copy=False)
        if place == 1:
            papers.note_print(issued.certificate_id, copy=True)
        if place == 2:
            papers.spoil(issued.certificate_id, "замят лист")
