"""The steps of the tour.

Each presses the keys a registrar would press, then asks the data - not the screen - whether it did what it
should.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from registrar_app.app import Program
from registrar_app.domain.records import SearchRow
from registrar_app.services.paper_shapes import JournalFilter
from registrar_app.services.paper_shapes import JournalPage as JournalRows
from registrar_app.services.training import card_image
from registrar_app.tour.hands import Hands, StepFailed
from registrar_app.ui.pages.attachment import AttachmentPage
from registrar_app.ui.pages.differences import DifferencesPage
from registrar_app.ui.pages.edit import EditPage
from registrar_app.ui.pages.issued import IssuedPage
from registrar_app.ui.pages.journal import JournalPage
from registrar_app.ui.pages.paper import PaperPage
from registrar_app.ui.pages.record import RecordPage
from registrar_app.ui.pages.sign_in import SignInPage
from registrar_app.ui.widgets.form_field import FormField
from registrar_app.ui.widgets.form_grid import FormGrid

_TOO_LONG = "Ветряная оспа, ангина, бронхит, пневмония, отит, гайморит, гастрит, " * 12
_DOCTORS_WORDS = {
    "place_of_study_or_work": "ФГБОУ ВО «Северореченский государственный университет»",
    "past_diseases": "ОРВИ, ветряная оспа (2013 г.), хронических заболеваний не имеет",
    "vaccinations": "АДС-М R2 12.05.2022; КПК V2 RV2 18.09.2014; гепатит B V3 04.10.2008; грипп 14.10.2026",
    "therapist": "здорова",
    "surgeon": "здорова",
    "neurologist": "здорова",
    "otorhinolaryngologist": "здорова",
    "ophthalmologist": "Vis OD=1,0 OS=1,0, здорова",
    "fluorography": "№ 418 от 02.11.2026, без патологии",
    "laboratory": "ОАК, ОАМ от 17.11.2026 в норме",
    "conclusion": "Годна к обучению по специальности 31.05.01 «Лечебное дело»",
}


class Tour:
    """The steps in their order."""

    def __init__(self, program: Program, folder: Path) -> None:
        self.program, self.folder, self.hands = program, folder, Hands(program)
        self._person_id: Any = None
        self._certificate_id: Any = None

    @property
    def window(self) -> Any:  # noqa: ANN401
        """The window under the hands."""
        return self.program.window

    @property
    def steps(self) -> tuple[tuple[str, Callable[[], str]], ...]:
        """Name of each step, in order, and what plays it; it says what was done or raises ``StepFailed``."""
        return (
            ("start", self.start),
            ("search", self.search),
            ("card", self.card),
            ("record", self.accept),
            ("attachment", self.attach),
            ("attached", self.attached),
            ("paper-refused", self.refuse),
            ("paper", self.fill),
            ("signed", self.sign),
            ("journal", self.journal),
            ("new-from-card", self.unknown_card),
        )

    def ask(self, question: Callable[[], Any]) -> Any:  # noqa: ANN401
        """Ask the data, in the thread they live in."""
        answers: list[Any] = []
        self.program.tasks.run_query(question, answers.append)
        self.hands.wait("ответ базы", lambda: bool(answers))
        return answers[0]

    @property
    def desk(self) -> Any:  # noqa: ANN401
        """The use cases."""
        if self.program.desk is None:
            raise StepFailed("база не открылась")
        return self.program.desk

    def start(self) -> str:
        """The window opens and asks who works here."""
        self.hands.wait("учебная поликлиника", lambda: self.program.navigator is not None)
        self.hands.wait("выбор сотрудника", lambda: bool(self.window.findChildren(SignInPage)))
        self.hands.idle()
        self.hands.press("Enter")
        self.hands.wait("вход", lambda: self.desk.staff_now is not None)
        self.hands.wait("список", lambda: not self.window.findChildren(SignInPage))
        return "Окно открыто, регистратор за работой"

    def search(self) -> str:
        """Typing finds people, wrong layout forgiven."""
        self.hands.press("F3")
        self.hands.type("константинопольская")
        self.hands.idle()
        pane = self.window.pane("patients")
        row = pane.current_row() or (pane.model.rows[0] if pane.model.rows else None)
        if not isinstance(row, SearchRow):
            raise StepFailed("поиск никого не нашёл")
        self._person_id = row.id
        return "Поиск по фамилии нашёл пациентку"

    def card(self) -> str:
        """A card is put in: the person is known, the surname differs."""
        if self.program.reader is None:
            raise StepFailed("нет учебного считывателя")
        # While somebody types in the search a card only offers itself; the hands rest as a person's do.
        self.hands.pause(2.5)
        self.program.reader.insert(card_image("renamed"))
        page = self.hands.page(DifferencesPage)
        if page.person_id != self._person_id:
            raise StepFailed("карта открыла другую запись")
        return "Карта прочитана: пациентка найдена, фамилия на карте другая"

    def accept(self) -> str:
        """The differences are accepted; the record carries the new surname."""
        before = self.ask(lambda: self.desk.people.peek(self._person_id)).data.last_name
        self.hands.press("Alt+1")
        self.hands.press("Ctrl+Enter")
        self.hands.page(RecordPage)
        after = self.ask(lambda: self.desk.people.peek(self._person_id)).data.last_name
        if after == before:
            raise StepFailed("фамилия не изменилась")
        return "Отличия приняты, прежняя фамилия осталась в истории"

    def attach(self) -> str:
        """The attachment page with its check."""
        self.hands.press("F8")
        page = self.hands.page(AttachmentPage)
        districts = self.ask(self.desk.attachments.districts)
        record = self.ask(lambda: self.desk.people.peek(self._person_id))
        now = record.attachment.district_id if record.attachment else None
        other = next(one for one in districts if one.kind.value == "therapy" and one.id != now)
        self.hands.choose(page.form, "district", str(other.id))
        self.hands.choose(page.form, "basis", "moved")
        self._district = other
        return f"Прикрепление: участок {other.number}, проверка пройдена"

    def attached(self) -> str:
        """Attached; a question of the check is answered as it is asked."""
        self.hands.press("Ctrl+Enter")
        if isinstance(self.window.page(), AttachmentPage):
            self.hands.press("Alt+1")
            self.hands.press("Ctrl+Enter")
        record = self.ask(lambda: self.desk.people.peek(self._person_id))
        if record.attachment is None or record.attachment.district_id != self._district.id:
            raise StepFailed("прикрепление не записано")
        if sum(1 for one in record.attachments if one.ends is None) != 1:
            raise StepFailed("открытых прикреплений не одно")
        return "Прикреплена, прежнее прикрепление закрыто"

    def refuse(self) -> str:
        """The paper with a text that is too long is refused at its field."""
        before = self._papers().total
        page = self.hands.new_paper()
        self.hands.fill(self._form(page), {**_DOCTORS_WORDS, "past_diseases": _TOO_LONG})
        self.hands.press("Ctrl+Enter")
        page = self.hands.page(PaperPage)
        codes = [one.code for one in self._field(page, "past_diseases").problems]
        if not codes:
            raise StepFailed("слишком длинный текст не отклонён")
        if self._papers().total != before:
            raise StepFailed("отклонённая справка попала в журнал")
        return f"Слишком длинный текст отклонён у поля ({codes[0]}), набранное цело"

    def fill(self) -> str:
        """Corrected: the paper is shown as it will be printed."""
        page = self.hands.page(PaperPage)
        self.hands.fill(self._form(page), _DOCTORS_WORDS)
        self.hands.wait("предпросмотр", lambda: not self._field(page, "past_diseases").problems)
        self.hands.pause(1.0)
        return "Исправлено, справка показана как на бумаге"

    def sign(self) -> str:
        """Signed, kept, verified - the file itself, by itself."""
        page = self.hands.page(PaperPage)
        page.sign(then_print=False)
        issued = self.hands.page(IssuedPage)
        self.hands.pause(1.0)
        self._certificate_id = issued.certificate_id
        pdf = self.ask(lambda: self.desk.papers.pdf_of(self._certificate_id))
        target = self.folder / "certificate.pdf"
        target.write_bytes(pdf)
        verdict = self.ask(lambda: self.desk.papers.verify(pdf))
        if not verdict.is_valid:
            raise StepFailed("подпись не прошла проверку")
        label = self.ask(lambda: self.desk.labels.make(self._person_id))
        (self.folder / "label.pdf").write_bytes(label)
        owners = ", ".join(one.signer.owner for one in verdict.signatures if one.signer)
        return f"Подписана и проверена: {owners}"

    def journal(self) -> str:
        """It stands in the journal."""
        self.hands.press("Ctrl+2")
        self.hands.page(JournalPage)
        page = self._papers()
        if not page.rows or page.rows[0].certificate_id != self._certificate_id:
            raise StepFailed("справки нет в журнале")
        return f"В журнале под номером {page.rows[0].number}"

    def unknown_card(self) -> str:
        """Another card: nobody with it is here, a filled new record opens."""
        if self.program.reader is None:
            raise StepFailed("нет учебного считывателя")
        self.hands.press("Ctrl+1")
        self.program.reader.remove()
        self.hands.pause(0.3)
        self.program.reader.insert(card_image("unknown"))
        page = self.hands.page(EditPage)
        if not page.form.values()["last_name"]:
            raise StepFailed("форма с карты пуста")
        return "Незнакомая карта: новая запись заполнена"

    def _papers(self) -> JournalRows:
        """The journal's rows of the person."""
        page: JournalRows = self.ask(
            lambda: self.desk.papers.journal(JournalFilter(person_id=self._person_id))
        )
        return page

    @staticmethod
    def _form(page: PaperPage) -> FormGrid:
        if page.form is None:
            raise StepFailed("поля справки не открылись")
        return page.form

    def _field(self, page: PaperPage, field_id: str) -> FormField:
        return self._form(page).field(field_id)
