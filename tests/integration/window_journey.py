"""A registrar's visit in the real window, typed in Russian by XTest.

`python -m tests.integration.window_journey OUT`

Run under a display with a window manager. A woman nobody knows comes without a card: searched, registered,
attached, given a paper. Leaves `journey.pdf` and `journey.json` in OUT; the test judges them.
"""

import json
import os
import sys
from datetime import date
from pathlib import Path

from registrar_app.app import Program, application
from registrar_app.domain.samples import make_enp, make_snils
from registrar_app.domain.values import Sex
from registrar_app.services.paper_shapes import JournalFilter
from registrar_app.tour.hands import Hands
from registrar_app.ui.pages.attachment import AttachmentPage
from registrar_app.ui.pages.edit import EditPage
from registrar_app.ui.pages.issued import IssuedPage
from registrar_app.ui.pages.record import RecordPage
from registrar_app.ui.pages.sign_in import SignInPage
from tests.integration.xvfb import ALT, CTRL, ENTER, ESC, SPACE, F, Keys

CODES = {"Ctrl": CTRL, "Alt": ALT, "Enter": ENTER, "Esc": ESC, "Space": SPACE}
CODES |= {f"F{number}": code for number, code in F.items()}
CODES |= {str(digit): 9 + digit for digit in range(1, 10)} | {"N": 57, "S": 39, "P": 33}


class RealHands(Hands):
    """The tour's hands, but on a keyboard: XTest through the X server."""

    def __init__(self, program: Program) -> None:
        super().__init__(program)
        self.keys = Keys(os.environ["DISPLAY"])

    def press(self, name: str) -> None:
        self.keys.press(*(CODES[part] for part in name.split("+")))
        self.rest()

    def type(self, text: str) -> None:
        self.keys.type(text)
        self.rest()

    def rest(self) -> None:
        """Let the keys arrive and their work end."""
        self.pause(0.25)
        self.idle()


SURNAME = "Полторацкая-Зверева"
PERSON = {
    "first_name": "Таисия", "patronymic": "Ефремовна", "birth_date": "16041991", "snils": make_snils(987_654),
    "enp": make_enp("99", date(1991, 4, 16), Sex.FEMALE, 4321),
    "phone": "89123456789", "reg_subject": "Северореченская область", "reg_city": "Северореченск",
    "reg_street": "ул. Садовая", "reg_house": "14", "reg_apartment": "37",
}  # fmt: skip
PAPER = {
    "place_of_study_or_work": "Медицинский колледж № 1",
    "past_diseases": "ОРВИ, ветряная оспа (2013 г.)",
    "vaccinations": "АДС-М R2 12.05.2022; грипп 14.10.2026",
    "therapist": "здорова", "surgeon": "здорова", "neurologist": "здорова",
    "otorhinolaryngologist": "здорова",
    "ophthalmologist": "Vis OD=1,0 OS=1,0", "fluorography": "№ 418 от 02.11.2026, без патологии",
    "laboratory": "ОАК, ОАМ в норме", "conclusion": "Годна к обучению",
}  # fmt: skip


def main(out: Path) -> None:
    program = Program(application(), out / "profile", training=True)
    program.show()
    try:
        visit(program, out)
    except BaseException:
        program.window.grab().save(str(out / "failed.png"))
        raise
    finally:
        program.shutdown()


def visit(program: Program, out: Path) -> None:
    hands = RealHands(program)
    window = program.window
    hands.wait("sign in", lambda: bool(window.findChildren(SignInPage)))
    hands.wait("focus", window.isActiveWindow)
    hands.rest()
    hands.press("Enter")
    hands.wait("signed in", lambda: not window.findChildren(SignInPage))
    hands.press("F3")
    hands.type(SURNAME)
    hands.press("Ctrl+N")
    edit = hands.page(EditPage)
    assert edit.form.values()["last_name"] == SURNAME, "the surname was not carried over"
    for field_id, text in PERSON.items():
        edit.form.focus_field(field_id)
        hands.type(text)
    edit.form.field("sex").set_value("female")
    hands.press("Ctrl+Enter")
    record = hands.page(RecordPage)
    hands.press("F8")
    hands.page(AttachmentPage)
    hands.press("Ctrl+Enter")
    hands.wait("attached", lambda: not isinstance(window.page(), AttachmentPage))
    paper = hands.new_paper()
    hands.rest()
    for field_id, text in PAPER.items():
        paper.form.focus_field(field_id)
        paper.form.field(field_id).set_value("")
        hands.type(text)
    hands.press("Ctrl+Enter")
    issued = hands.page(IssuedPage)
    hands.pause(1.0)
    desk = program.desk
    answers: list[object] = []
    program.tasks.run_query(
        lambda: (
            desk.papers.pdf_of(issued.certificate_id),
            desk.people.peek(record.person_id),
            desk.papers.journal(JournalFilter(person_id=record.person_id)).rows[0].number,
            [root.decode() for root in desk.keys.trust_roots()],
        ),
        answers.append,
    )
    hands.wait("answers", lambda: bool(answers))
    pdf, saved, number, roots = answers[0]
    (out / "journey.pdf").write_bytes(pdf)
    (out / "roots.pem").write_text("".join(roots), encoding="utf-8")
    facts = {
        "name": saved.data.name.full,
        "birth_date": saved.data.birth_date.isoformat(),
        "snils": saved.data.snils,
        "attached": saved.attachment is not None,
        "number": number,
    }
    (out / "journey.json").write_text(json.dumps(facts, ensure_ascii=False), encoding="utf-8")
    window.grab().save(str(out / "journey.png"))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
