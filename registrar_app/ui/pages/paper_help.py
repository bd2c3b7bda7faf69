"""What fills fields of a paper without typing: values of last time, phrases, the post of a chosen doctor."""

from collections.abc import Mapping
from dataclasses import dataclass

from registrar_app.domain.records import PersonRecord
from registrar_app.services.paper_shapes import PaperDraft, PaperField, PrintChoice, PrinterView
from registrar_app.services.shapes import DraftView
from registrar_app.ui.messages import Messages
from registrar_app.ui.pages import paper_fields as rules
from registrar_app.ui.pages.paper_phrases import PhraseBox
from registrar_app.ui.theme import Role
from registrar_app.ui.widgets.editors import replace_text
from registrar_app.ui.widgets.form_grid import FormGrid


@dataclass(frozen=True, slots=True, repr=False)
class Loaded:
    """What the page starts with."""

    record: PersonRecord
    draft: PaperDraft
    kept: DraftView | None
    choice: PrintChoice
    printers: tuple[PrinterView, ...]


class PaperHelp:
    """Part of the page that fills a paper; the page brings form, fields and draft."""

    form: FormGrid | None
    phrases: PhraseBox
    _fields: list[PaperField]
    _doctors: dict[str, str]
    _messages: Messages
    _loaded: Loaded | None

    def _typed(self) -> dict[str, str]:
        raise NotImplementedError

    def _on_edited(self, field_id: str) -> None:
        raise NotImplementedError

    def _staff_fields(self) -> list[str]:
        return [one.id for one in self._fields if one.source == "staff"]

    def _named_doctors(self) -> dict[str, str]:
        texts = self._typed()
        return {one: texts.get(one, "") for one in self._staff_fields()}

    def _doctor(self) -> str:
        return next(iter(self._named_doctors().values()), "")

    def _follow_doctor(self, field_id: str) -> None:
        """Where the same doctor stood, the new one stands; his post goes along."""
        if self.form is None or self._loaded is None:
            return
        former, now = self._doctors[field_id], self.form.field(field_id).value()
        posts = self._loaded.draft.positions
        for other, doctor in self._doctors.items():
            if other != field_id and doctor == former and former:
                self.form.set_values({other: now})
        for one in self._fields:
            is_post = one.id.endswith("position") and one.kind == "text"
            if is_post and self.form.field(one.id).value() in ("", posts.get(former, "")):
                self.form.set_values({one.id: posts.get(now, "")})
        self._doctors = self._named_doctors()

    def take_former(self, field_id: str) -> None:
        """Alt+digit: the value of the person's last paper."""
        former = rules.offers_of(self._fields).get(field_id)
        if self.form is not None and former:
            self._take({field_id: former})

    def take_all_former(self) -> None:
        """Ctrl+D: the whole paper as last time; what is filled already stays."""
        if self.form is None:
            return
        texts = self._typed()
        self._take(
            {
                name: former
                for name, former in rules.offers_of(self._fields).items()
                if not texts.get(name, "").strip()
            }
        )

    def _take(self, texts: Mapping[str, str]) -> None:
        if self.form is None:
            return
        for name, text in texts.items():
            field = self.form.field(name)
            replace_text(field.editor, field.spec.show(text) if field.spec.show else text)
        self._on_edited("")

    def open_phrases(self, field_id: str = "") -> None:
        """Ctrl+J: sentences for the field with the cursor."""
        wanted = field_id or next(
            (name for name, field in (self.form.fields.items() if self.form else ()) if field.has_focus), ""
        )
        if self.form is None or wanted not in rules.phrase_ids(self._fields):
            self._messages.status("Фразы есть у полей, куда пишут словами", Role.INFO)
            return
        field = self.form.field(wanted)
        self.phrases.open(wanted, field.spec.label, field.value(), self._doctor())

    def _on_phrase(self, field_id: str, text: str) -> None:
        if self.form is None or field_id not in self.form.fields:
            return
        field = self.form.field(field_id)
        before = field.value().rstrip()
        joint = "" if not before else " " if before[-1] in ".,;:!?" else ", "
        replace_text(field.editor, f"{before}{joint}{text}")
        self.form.focus_field(field_id)
        self._on_edited(field_id)
