"""Pictures of the pages around people: start, search, record, edit, differences, sign-in, first set-up."""

from dataclasses import replace
from datetime import date

from registrar_app.domain.draft import to_person
from registrar_app.domain.problems import problem
from registrar_app.domain.records import Identity, PersonData, PolicyData, SearchResult
from registrar_app.domain.values import PolicyKind, Sex, Source
from registrar_app.ui.pages.differences import DifferencesPage
from registrar_app.ui.pages.edit import EditPage
from registrar_app.ui.pages.first_setup import FirstSetupPage
from registrar_app.ui.pages.nothing_found import NothingFoundPage
from registrar_app.ui.pages.record import RecordPage
from registrar_app.ui.pages.sign_in import SignInPage
from registrar_app.ui.pages.start import StartPage
from tests.ui.clinic import LONG_NAME, TODAY
from tests.ui.stage import Stage

Size = tuple[int, int]

FULL = {
    **LONG_NAME,
    "snils": "112-233-445 95", "enp": "9956 1308 9200 5018", "policy_kind": "Э", "policy_from": "11.02.2019",
    "insurer_name": "АО «СК „Северный щит“», Северореченский филиал", "doc_series": "45 15",
    "doc_number": "100200", "doc_issued_on": "25.06.2020", "doc_issuer": "УМВД по Северореченской области",
    "doc_issuer_code": "990-001", "birth_place": "г. Северореченск", "citizenship": "643",
    "phone": "+79001234567",
}  # fmt: skip


def card(**changes: object) -> Identity:
    """A chip that says who the long-named woman is."""
    data, _ = to_person(FULL, TODAY)
    data = replace(data, phone="", document=PersonData().document, registration=PersonData().registration)
    policy = PolicyData(
        PolicyKind.CARD, data.policy.enp, insurer_ogrn="1029900500120", valid_from=date(2024, 2, 11)
    )
    return Identity(Source.CARD, replace(data, policy=policy, **changes))  # type: ignore[arg-type]


def filled(stage: Stage) -> None:
    """Give the long-named woman all her data."""
    stage.desk.people.save(FULL, stage.clinic.long_name)


def _record(stage: Stage, size: Size, tab: str = "data", *, preview: bool = False) -> RecordPage:
    filled(stage)
    stage.clinic.add_key()
    stage.clinic.issue(stage.clinic.long_name)
    page = RecordPage(
        stage.theme, stage.desk, stage.tasks, stage.go, stage.clock, stage.clinic.long_name, tab=tab,
        preview=preview,
    )  # fmt: skip
    stage.show(page, size=size)
    return page


def start(stage: Stage, size: Size) -> None:
    stage.desk.drafts.save("person", "new", {"last_name": "Гарипова", "first_name": "Зульфия"})
    stage.show(StartPage(stage.theme, stage.desk, stage.tasks, stage.go, stage.clock), size=size)


def nothing(stage: Stage, size: Size) -> None:
    page = NothingFoundPage(stage.theme, stage.clock)
    page.show_result(SearchResult("гарипова", (), 0, True, 48213), "ufhbgjdf")
    stage.show(page, size=size)


def record(stage: Stage, size: Size) -> None:
    _record(stage, size)


def record_preview(stage: Stage, size: Size) -> None:
    _record(stage, size, preview=True)


def record_attachment(stage: Stage, size: Size) -> None:
    _record(stage, size, "attachment")


def record_papers(stage: Stage, size: Size) -> None:
    _record(stage, size, "papers")


def record_history(stage: Stage, size: Size) -> None:
    _record(stage, size, "history")


def record_bare(stage: Stage, size: Size) -> None:
    page = RecordPage(stage.theme, stage.desk, stage.tasks, stage.go, stage.clock, stage.clinic.mamedov)
    stage.show(page, size=size)


def edit_errors(stage: Stage, size: Size) -> None:
    filled(stage)
    page = EditPage(
        stage.theme, stage.desk, stage.tasks, stage.messages, stage.go, stage.clock,
        person_id=stage.clinic.long_name,
    )  # fmt: skip
    stage.show(page, size=size)
    for field, text in (
        ("last_name", "Kонстантинопольскаяa-Забайкальская"),
        ("snils", "112-233-445 96"),
        ("birth_date", "08.03.1986"),
        ("phone", "12"),
    ):
        editor = page.form.field(field)
        editor.editor.setText(text)  # type: ignore[union-attr]
        editor.commit()
    page.save()
    stage.settle()


def edit_new_from_card(stage: Stage, size: Size) -> None:
    stage.desk.people.save(
        {
            "last_name": "Гарипова", "first_name": "Зульфия", "patronymic": "Ильдусовна",
            "birth_date": "16.04.1991", "sex": "female", "doc_kind": "14",
        }
    )  # fmt: skip
    person = PersonData(
        "Гарипова-Вознесенская", "Зульфия", "Ильдусовна", birth_date=date(1991, 4, 16), sex=Sex.FEMALE,
        policy=PolicyData(PolicyKind.CARD, "9955800883007337", valid_from=date(2021, 9, 2)),
        birth_place="г. Казань", citizenship="643",
    )  # fmt: skip
    identity = Identity(Source.CARD, person, (problem("CARD-031"),), insurer_on_card=False)
    page = EditPage(
        stage.theme, stage.desk, stage.tasks, stage.messages, stage.go, stage.clock,
        values=stage.desk.identification.to_form(identity), identity=identity,
    )  # fmt: skip
    stage.show(page, size=size)
    stage.wait(2.2)


def edit_double(stage: Stage, size: Size) -> None:
    filled(stage)
    page = EditPage(
        stage.theme, stage.desk, stage.tasks, stage.messages, stage.go, stage.clock,
        values={**FULL, "has_residence": ""},
    )  # fmt: skip
    stage.show(page, size=size)
    stage.wait(0.6)
    page.save()
    stage.settle()


def differences(stage: Stage, size: Size) -> None:
    filled(stage)
    identity = card(last_name="Константинопольская", birth_place="пос. Северореченский")
    page = DifferencesPage(
        stage.theme, stage.desk, stage.tasks, stage.messages, stage.go, stage.clock, stage.clinic.long_name,
        identity,
    )  # fmt: skip
    stage.show(page, size=size)


def sign_in(stage: Stage, size: Size) -> None:
    from registrar_app.domain.values import PersonName

    for name, position, role in (
        (PersonName("Гарифуллина-Воскобойникова", "Зухра", "Миннеахметовна"), "регистратор", "registrar"),
        (PersonName("Громова", "Елена", "Аркадьевна"), "старший регистратор", "senior"),
        (PersonName("Тимофеев", "Артём", "Сергеевич"), "регистратор, стажёр", "registrar"),
    ):
        stage.desk.clinic.save_staff(name, position, role)
    stage.window.resize(*size)
    stage.window.show()
    stage.window.show_overlay(SignInPage(stage.theme, stage.desk, stage.tasks))
    stage.settle()


def first_setup(stage: Stage, size: Size) -> None:
    stage.window.resize(*size)
    stage.window.show()
    stage.window.show_overlay(FirstSetupPage(stage.theme, stage.desk, stage.tasks))
    stage.settle()


SHOTS = {
    "start": start, "nothing": nothing, "record": record, "record-preview": record_preview,
    "record-attachment": record_attachment, "record-papers": record_papers, "record-history": record_history,
    "record-bare": record_bare, "edit-errors": edit_errors, "edit-new": edit_new_from_card,
    "edit-double": edit_double, "differences": differences, "sign-in": sign_in, "first-setup": first_setup,
}  # fmt: skip
