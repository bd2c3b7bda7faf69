"""A small invented clinic with real parts: database, forms, keys. For the tests and pictures of the pages."""

import atexit
import shutil
import tempfile
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, timezone
from functools import cache
from pathlib import Path
from uuid import UUID

from registrar_app.domain.records import AttachmentBasis, DistrictKind, Organization
from registrar_app.domain.values import PersonName
from registrar_app.services.desk import Desk
from registrar_app.services.shapes import Answer
from registrar_app.signing.authority import Authority, Holder
from tests.prepared import copied

ZONE = timezone(timedelta(hours=3))
NOW = datetime(2026, 11, 21, 10, 42, 15, tzinfo=ZONE)
TODAY = date(2026, 11, 21)
PASSWORD = "слово-7"
DOCTOR_SNILS = "11223344595"
OGRN = "1029990001238"

ORGANIZATION = Organization(
    full_name="Государственное бюджетное учреждение здравоохранения «Городская поликлиника № 7 города"
    " Северореченска»",
    short_name="ГБУЗ «ГП № 7»",
    address="400099, Северореченская область, г. Северореченск, ул. Больничная, д. 12",
    phone="+7 (8999) 12-34-56",
    ogrn=OGRN,
    okpo="12345678",
    head_name="Громова Елена Аркадьевна",
)

SOKOLOVA = {
    "last_name": "Соколова", "first_name": "Мария", "patronymic": "Андреевна", "birth_date": "09.03.2008",
    "sex": "female", "reg_subject": "Северореченская область", "reg_city": "Северореченск",
    "reg_street": "ул. Садовая", "reg_house": "14", "reg_apartment": "37",
    "doc_kind": "14",
}  # fmt: skip
LONG_NAME = {
    "last_name": "Константинопольская-Забайкальская", "first_name": "Александра",
    "patronymic": "Владиславовна", "birth_date": "07.03.1968", "sex": "female",
    "reg_subject": "Северореченская область", "reg_city": "Северореченск",
    "reg_street": "ул. Красноармейская 2-я", "reg_house": "114",
    "reg_korpus": "3", "reg_apartment": "218", "doc_kind": "14",
}  # fmt: skip
MAMEDOV = {
    "last_name": "Мамедов", "first_name": "Эльхан", "patronymic": "Рашид оглы", "birth_date": "02.11.1981",
    "sex": "male", "reg_subject": "Северореченская область", "reg_city": "Северореченск",
    "reg_street": "ул. Озёрная", "reg_house": "2", "doc_kind": "14",
}  # fmt: skip

FINDINGS = {
    "place_of_study_or_work": "ФГБОУ ВО «Северореченский государственный университет»",
    "past_diseases": "ОРВИ, ветряная оспа (2013 г.), хронических заболеваний не имеет",
    "vaccinations": "АДС-М R2 12.05.2022; КПК V2 RV2 18.09.2014; гепатит B V3 04.10.2008; БЦЖ 12.03.2008;"
    " грипп 14.10.2026",
    "therapist": "здорова", "surgeon": "здорова", "neurologist": "здорова",
    "otorhinolaryngologist": "здорова", "ophthalmologist": "Vis OD=1,0 OS=1,0, здорова",
    "fluorography": "№ 418 от 02.11.2026, без патологии",
    "laboratory": "ОАК, ОАМ от 17.11.2026 в норме",
    "conclusion": "Годна к обучению по специальности 31.05.01 «Лечебное дело»",
}  # fmt: skip


def clock() -> datetime:
    """A day that never ends."""
    return NOW


@dataclass
class Clinic:
    """The open desk and who is in it."""

    desk: Desk
    folder: Path
    authority: Authority
    registrar: UUID
    sokolova: UUID
    long_name: UUID
    mamedov: UUID
    therapy: UUID
    paediatric: UUID

    def key_file(self, name: str = "doctor", *, valid_to: datetime | None = None) -> Path:
        """A key file of the doctor, outside the profile, with the password of this module."""
        doctor = PersonName("Кузнецова", "Ирина", "Павловна")
        holder = Holder(doctor, DOCTOR_SNILS, "врач-терапевт", ORGANIZATION.short_name)
        path = self.folder / f"{name}.p12"
        began, ends = NOW - timedelta(days=400), valid_to or datetime(2027, 3, 14, 12, tzinfo=ZONE)
        path.write_bytes(self.authority.issue(holder, PASSWORD, valid_from=began, valid_to=ends))
        return path

    def add_key(self, *, unlocked: bool = True) -> None:
        """The doctor's key in the profile, and the root that verifies it."""
        self.desk.keys.add(self.key_file(), PASSWORD)
        root = self.folder / "root.pem"
        root.write_bytes(self.authority.root_pem)
        self.desk.keys.add_root(root)
        if not unlocked:
            self.desk.keys.lock()

    def issue(self, person: UUID, **changes: str) -> UUID:
        """A signed 086/у of a person."""
        draft = self.desk.papers.start("086u", person)
        return self.desk.papers.issue(draft, {**FINDINGS, **changes}).certificate_id


def make_clinic(folder: Path) -> Clinic:
    """Open one in a folder; somebody is signed in. It is a copy of one that is made once in a run."""
    kept = _kept()
    copied(kept.folder / "profile", folder / "profile")
    desk = Desk.open(folder / "profile", clock=clock)
    desk.sign_in(kept.registrar, "окно 3")
    return replace(kept, desk=desk, folder=folder)


@cache
def _kept() -> Clinic:
    """The clinic that is copied; its desk is closed."""
    folder = Path(tempfile.mkdtemp(prefix="registrar-clinic-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    made = _build(folder)
    made.desk.close()
    return made


def _build(folder: Path) -> Clinic:
    desk = Desk.open(folder / "profile", clock=clock)
    registrar = desk.clinic.save_staff(PersonName("Лебедева", "Нина", "Петровна"), "регистратор", "registrar")
    desk.sign_in(registrar.id, "окно 3")
    desk.clinic.save_organization(ORGANIZATION)
    kuznetsova = desk.clinic.save_staff(
        PersonName("Кузнецова", "Ирина", "Павловна"), "врач-терапевт", "physician", DOCTOR_SNILS
    )
    orlov = desk.clinic.save_staff(PersonName("Орлов", "Денис", "Викторович"), "врач-педиатр", "physician")
    therapy = desk.clinic.save_district("12", DistrictKind.THERAPY, kuznetsova.id)
    desk.clinic.save_district("7", DistrictKind.THERAPY, kuznetsova.id)
    paediatric = desk.clinic.save_district("3", DistrictKind.PAEDIATRIC, orlov.id)
    people = [_save(desk, one) for one in (SOKOLOVA, LONG_NAME, MAMEDOV)]
    authority = Authority("Учебный удостоверяющий центр", NOW - timedelta(days=500))
    clinic = Clinic(desk, folder, authority, registrar.id, *people, therapy.id, paediatric.id)
    desk.attachments.attach(
        clinic.long_name, therapy.id, AttachmentBasis.APPLICATION, date(2026, 2, 14), (Answer("ATT-013"),)
    )
    return clinic


def _save(desk: Desk, values: dict[str, str]) -> UUID:
    problems = desk.people.check(values)
    answers = [Answer(one.code, one.field or "") for one in problems]
    return desk.people.save(values, answers=answers).id
