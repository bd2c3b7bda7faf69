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
from tests.file_samples import jpg, scanned_pdf
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


def _new(stage: Stage, size: Size, **values: str) -> EditPage:
    page = EditPage(
        stage.theme, stage.desk, stage.tasks, stage.messages, stage.go, stage.clock, values=values
    )
    stage.show(page, size=size)
    return page


def edit_plain(stage: Stage, size: Size) -> None:
    _new(stage, size)


def edit_newborn(stage: Stage, size: Size) -> None:
    filled(stage)
    page = _new(stage, size, sex="male")
    page.form.show_special("newborn_order")
    field = page.form.field("rep1_last_name")
    field.editor.setText("константинопольская")  # type: ignore[union-attr]
    field.commit()
    stage.settle()


def edit_newborn_linked(stage: Stage, size: Size) -> None:
    edit_newborn(stage, size)
    page = stage.window.page()
    assert isinstance(page, EditPage)
    field = page.form.field("rep1_last_name")
    field.answer("REC-126", f"take:{stage.clinic.long_name}")
    page.form.focus_field("rep1_relation")
    stage.settle()


def edit_unknown(stage: Stage, size: Size) -> None:
    page = _new(
        stage, size, sex="male", birth_date="около 50", found_place="остановка «Рынок», ул. Садовая",
        found_when="21.11.2026, около 4:30",
    )  # fmt: skip
    page.form.show_special("is_unidentified")
    stage.settle()


WARD = {
    "last_name": "Ёлкина", "first_name": "Анна", "patronymic": "Петровна", "birth_date": "19.06.2019",
    "sex": "female", "doc_kind": "3", "doc_series": "II-МЮ", "doc_number": "123456", "citizenship": "643",
    "rep1_last_name": "Ёлкина", "rep1_first_name": "Вера", "rep1_patronymic": "Ильинична",
    "rep1_relation": "guardian", "rep1_phone": "+79001234567", "rep1_doc_kind": "14",
    "rep1_doc_series": "45 15", "rep1_doc_number": "100201",
    "rep1_authority": "акт об опеке № 14 от 02.02.2024", "rep1_valid_to": "19.06.2037",
    "phone": "+79001112233", "phone_note": "бабушка",
    "phone2": "+79001112244", "phone2_note": "школа", "record_place": "стеллаж 3, полка 2",
}  # fmt: skip


def edit_ward(stage: Stage, size: Size) -> None:
    page = _new(stage, size, **WARD)
    page.form.focus_field("rep1_authority")
    stage.settle()


def edit_phones(stage: Stage, size: Size) -> None:
    more = {
        f"phone{place}{part}": text
        for place, (number, whose) in enumerate((("+79001112244", "школа"), ("+79001112255", "дед")), 2)
        for part, text in (("", number), ("_note", whose))
    }
    page = _new(stage, size, **{**WARD, **more, "rep1_last_name": "", "rep1_first_name": ""})
    page.form.focus_field("phone3_note")
    stage.settle()


def record_files(stage: Stage, size: Size) -> None:
    for data, kind, title in (
        (scanned_pdf(pages=2), "consent", "согласие на обработку данных"), (jpg(), "passport", "паспорт"),
    ):  # fmt: skip
        stage.desk.files.add(stage.clinic.long_name, data, kind, title)
    page = _record(stage, size, "files")
    stage.settle(lambda: page.files.preview.view.rendered is not None)


def edit_foreigner(stage: Stage, size: Size) -> None:
    page = _new(
        stage, size, last_name="Smith", first_name="John", no_patronymic="1", birth_date="05.1988",
        sex="male", citizenship="417", doc_kind="9", doc_series="AB", doc_number="AB1234567", policy_kind="В",
        policy_number="416828525", policy_from="01.10.2026", doc_valid_to="01.02.2026",
    )  # fmt: skip
    page.save()
    stage.settle()


def _show_record(stage: Stage, size: Size, **values: str) -> None:
    from tests.ui.clinic import _save

    person = _save(stage.desk, values)
    page = RecordPage(stage.theme, stage.desk, stage.tasks, stage.go, stage.clock, person)
    stage.show(page, size=size)


def record_ward(stage: Stage, size: Size) -> None:
    _show_record(stage, size, **WARD)


def record_unknown(stage: Stage, size: Size) -> None:
    _show_record(
        stage, size, sex="male", is_unidentified="1", birth_date="около 50",
        found_place="остановка «Рынок», ул. Садовая", found_when="21.11.2026, около 4:30",
    )  # fmt: skip


def record_newborn(stage: Stage, size: Size) -> None:
    filled(stage)
    _show_record(
        stage, size, sex="male", newborn_order="1", birth_date="20.11.2026",
        last_name="Константинопольская-Забайкальская", rep1_person=str(stage.clinic.long_name),
        rep1_relation="mother",
    )  # fmt: skip


def record_mother(stage: Stage, size: Size) -> None:
    record_newborn(stage, size)
    page = RecordPage(stage.theme, stage.desk, stage.tasks, stage.go, stage.clock, stage.clinic.long_name)
    stage.show(page, size=size)


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
    "edit-double": edit_double, "edit-plain": edit_plain, "edit-newborn": edit_newborn,
    "edit-newborn-linked": edit_newborn_linked, "edit-unknown": edit_unknown, "edit-ward": edit_ward,
    "edit-foreigner": edit_foreigner, "edit-phones": edit_phones,
    "record-files": record_files, "record-ward": record_ward, "record-unknown": record_unknown,
    "record-newborn": record_newborn, "record-mother": record_mother, "differences": differences,
    "sign-in": sign_in, "first-setup": first_setup,
}  # fmt: skip
