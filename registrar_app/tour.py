"""The tour: the main job in the real window on the training clinic, played by the program itself.

Every step presses the keys a registrar would press, then asks the data - not the screen - whether it did what
it should. A picture of each step, the PDFs and a verdict are left behind.
"""

import json
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtCore import QEvent, QEventLoop, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from registrar_app.app import Program, application, has_display
from registrar_app.domain.records import SearchRow
from registrar_app.services.paper_shapes import JournalFilter
from registrar_app.services.paper_shapes import JournalPage as JournalRows
from registrar_app.services.training import card_image
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

T = TypeVar("T", bound=QWidget)
_LIMIT_S = 30.0
_SHIFTED = {
    Qt.KeyboardModifier.ControlModifier: "Ctrl",
    Qt.KeyboardModifier.AltModifier: "Alt",
    Qt.KeyboardModifier.ShiftModifier: "Shift",
}
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


class StepFailed(Exception):  # noqa: N818 - a verdict, not an error of the program
    """A step did not do what it should; the text says which and why."""


@dataclass
class Report:
    """What the tour leaves behind."""

    folder: Path
    steps: list[dict[str, Any]] = field(default_factory=list)

    def note(self, name: str, words: str, picture: str) -> None:
        """A step that did what it should."""
        self.steps.append({"step": name, "done": words, "picture": picture})


class Hands:
    """Keys pressed into the window and waiting for what comes of them."""

    def __init__(self, program: Program) -> None:
        self.program, self.window = program, program.window

    def wait(self, what: str, done: Callable[[], bool]) -> None:
        """Let the window work until something is so.

        Raises:
            StepFailed: it did not become so in time.
        """
        until = time.monotonic() + _LIMIT_S
        while not done():
            if time.monotonic() > until:
                raise StepFailed(f"не дождались: {what}")
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
            time.sleep(0.005)
        QApplication.processEvents()

    def idle(self) -> None:
        """Wait until no work is under way."""
        self.wait("конец работы", lambda: not self.program.tasks.is_busy)

    def page(self, kind: type[T]) -> T:
        """The page in view, once it is of a kind and has read what it needs."""
        self.wait(kind.__name__, lambda: isinstance(self.window.page(), kind))
        self.idle()
        page = self.window.page()
        if not isinstance(page, kind):
            raise StepFailed(f"открыта другая страница, не {kind.__name__}")
        return page

    def new_paper(self) -> PaperPage:
        """F9; where several papers can be made, the first of the list."""
        self.press("F9")
        self.idle()
        if self.window.palette_sheet.isVisible():
            self.press("Enter")
        return self.page(PaperPage)

    def press(self, name: str) -> None:
        """Press a key by its canonical name: «Ctrl+Enter», «F8», «Alt+1»."""
        *held, word = name.split("+")
        modifiers = Qt.KeyboardModifier.NoModifier
        for flag, held_name in _SHIFTED.items():
            if held_name in held:
                modifiers |= flag
        key = {"Enter": Qt.Key.Key_Return, "Esc": Qt.Key.Key_Escape, "Space": Qt.Key.Key_Space}.get(word)
        if key is None:
            key = Qt.Key(getattr(Qt.Key, f"Key_{word}"))
        self._send(int(key), modifiers, " " if word == "Space" else "")
        self.idle()

    def type(self, text: str) -> None:
        """Type text into the widget with the focus."""
        for letter in text:
            self._send(ord(letter.upper()), Qt.KeyboardModifier.NoModifier, letter)

    def _send(self, key: int, modifiers: Qt.KeyboardModifier, text: str) -> None:
        target = QApplication.focusWidget() or self.window
        for kind in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            if kind == QEvent.Type.KeyRelease:
                target = QApplication.focusWidget() or self.window
            QApplication.sendEvent(target, QKeyEvent(kind, key, modifiers, text))

    def picture(self, path: Path) -> None:
        """Keep what the window shows."""
        self.idle()
        QApplication.processEvents()
        self.window.grab().save(str(path))


class Tour:
    """The steps in their order."""

    def __init__(self, program: Program, report: Report) -> None:
        self.program, self.report, self.hands = program, report, Hands(program)
        self._person_id: Any = None
        self._certificate_id: Any = None

    @property
    def window(self) -> Any:  # noqa: ANN401
        """The window under the hands."""
        return self.program.window

    def play(self) -> None:
        """All steps.

        Raises:
            StepFailed: one did not do what it should.
        """
        steps: tuple[tuple[str, Callable[[], str]], ...] = (
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
        for number, (name, step) in enumerate(steps, 1):
            words = step()
            picture = f"{number:02}-{name}.png"
            self.hands.picture(self.report.folder / picture)
            self.report.note(name, words, picture)
            say(f"{number:2}. {words}")

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

    # -- steps ----------------------------------------------------------------------------------

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
        self.look(self.hands, 2.5)
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
        self._choose(page.form, "district", str(other.id))
        self._choose(page.form, "basis", "moved")
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
        self._fill_page(page, {**_DOCTORS_WORDS, "past_diseases": _TOO_LONG})
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
        self._fill_page(page, _DOCTORS_WORDS)
        self.hands.wait("предпросмотр", lambda: not self._field(page, "past_diseases").problems)
        self.look(self.hands, 1.0)
        return "Исправлено, справка показана как на бумаге"

    def sign(self) -> str:
        """Signed, kept, verified - the file itself, by itself."""
        page = self.hands.page(PaperPage)
        page.sign(then_print=False)
        issued = self.hands.page(IssuedPage)
        self.look(self.hands, 1.0)
        self._certificate_id = issued.certificate_id
        pdf = self.ask(lambda: self.desk.papers.pdf_of(self._certificate_id))
        target = self.report.folder / "certificate.pdf"
        target.write_bytes(pdf)
        verdict = self.ask(lambda: self.desk.papers.verify(pdf))
        if not verdict.is_valid:
            raise StepFailed("подпись не прошла проверку")
        label = self.ask(lambda: self.desk.labels.make(self._person_id))
        (self.report.folder / "label.pdf").write_bytes(label)
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
        self.look(self.hands, 0.3)
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

    # -- helpers --------------------------------------------------------------------------------

    def _choose(self, form: FormGrid, field_id: str, value: str) -> None:
        """Go through a list field by its arrows until a value stands in it."""
        form.focus_field(field_id)
        self.hands.press("Home")
        for _ in range(20):
            if form.values()[field_id] == value:
                return
            self.hands.press("Down")
        raise StepFailed(f"в поле {field_id} нет нужного значения")

    @staticmethod
    def _form(page: PaperPage) -> FormGrid:
        if page.form is None:
            raise StepFailed("поля справки не открылись")
        return page.form

    def _field(self, page: PaperPage, field_id: str) -> FormField:
        return self._form(page).field(field_id)

    def _fill_page(self, page: PaperPage, values: dict[str, str]) -> None:
        for field_id, text in values.items():
            self._field(page, field_id).set_value("")
            self._form(page).focus_field(field_id)
            self.hands.type(text)
        self.hands.idle()

    @staticmethod
    def look(hands: "Hands", seconds: float) -> None:
        """Let the window draw and timers run for a while."""
        until = time.monotonic() + seconds
        hands.wait("пауза", lambda: time.monotonic() > until)


def say(words: str) -> None:
    """A line of the tour's story on standard output."""
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


def run(out: Path | None = None, keep_open: bool = False) -> int:
    """Play the tour.

    Args:
        out: Folder of pictures and papers; a temporary one without it.
        keep_open: Leave the window to the person at the end, where there is a display.

    Returns:
        Exit status: 0 only if every step did what it should.
    """
    folder = out or Path(tempfile.mkdtemp(prefix="registrar-tour-"))
    folder.mkdir(parents=True, exist_ok=True)
    profile = folder / "profile"
    shutil.rmtree(profile, ignore_errors=True)
    app = application(offscreen_if_blind=True)
    program = Program(app, profile, training=True)
    program.show()
    report = Report(folder)
    verdict, status = "Главное дело сделано", 0
    try:
        Tour(program, report).play()
    except StepFailed as error:
        verdict, status = f"Не сделано, шаг {len(report.steps) + 1}: {error}", 1
        program.window.grab().save(str(folder / "failed.png"))
    (folder / "report.json").write_text(
        json.dumps(
            {"ok": status == 0, "verdict": verdict, "steps": report.steps}, ensure_ascii=False, indent=1
        ),
        encoding="utf-8",
    )
    if keep_open and has_display() and status == 0:
        say("Окно оставлено открытым: учебная поликлиника, можно работать.")
        app.exec()
    program.shutdown()
    say(f"Картинки и справка: {folder}")
    say(f"{verdict}: {len(report.steps)} шагов." if status == 0 else verdict)
    return status
