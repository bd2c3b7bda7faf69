"""The form of a person: fields that know of each other, checked when they are left."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLayout

from registrar_app.domain.birth_date import parse_date
from registrar_app.domain.dates import age_words
from registrar_app.domain.documents import PASSPORT_RF
from registrar_app.domain.draft import FIELD_IDS, RESIDENCE_FIELDS, from_person, to_person
from registrar_app.domain.enp import decode_enp
from registrar_app.domain.names import is_no_patronymic, sex_by_patronymic
from registrar_app.domain.problems import Level, Problem
from registrar_app.domain.records import Confirmation, PersonData
from registrar_app.ui.pages.countries import RUSSIA, country_choices
from registrar_app.ui.pages.person_fields import (
    CONFIRM_NUMBER,
    NUMBERED_KINDS,
    OTHER_HOME,
    has_residence,
    person_items,
)
from registrar_app.ui.theme import Role, Theme
from registrar_app.ui.widgets.editors import replace_text
from registrar_app.ui.widgets.form_field import FormField
from registrar_app.ui.widgets.form_grid import FormGrid
from registrar_app.ui.widgets.form_spec import Answer, FieldKind
from registrar_app.ui.widgets.hint_check import HintCheck

_NO_PATRONYMIC = "no_patronymic"
_IDENTITY = frozenset(
    ("last_name", "first_name", "patronymic", "birth_date", "snils", "enp", "doc_kind", "doc_series",
     "doc_number")
)  # fmt: skip


class PersonForm(FormGrid):
    """All fields of a record; values by the ids of ``domain.draft``."""

    changed = Signal()
    """Something was changed by hand."""
    identity_changed = Signal()
    """A field that tells who it is was changed by hand."""

    def __init__(self, theme: Theme, today: Callable[[], date]) -> None:
        super().__init__(theme, person_items(today))
        self._today = today
        self._hidden: dict[str, str] = {}
        self._touched: set[str] = set()
        self._crossed: set[str] = set()
        self.no_patronymic = HintCheck(theme, "нет")
        self.no_patronymic.setAccessibleName("Отчества нет")
        self._place_tick()
        self.no_patronymic.clicked.connect(self._on_tick)
        self.edited.connect(self._on_edited)
        self.left.connect(self._on_left)
        self.answered.connect(self._on_answered)
        self.set_person({})

    def _place_tick(self) -> None:
        """Put the tick at the right of the label «Отчество».

        It is for the mouse; by keys «Нет отчества» is an answer under the empty field, so that Enter does not
        stop here for everybody else.
        """
        field = self.fields["patronymic"]
        box = field.layout()
        item = box.itemAt(0) if box is not None else None
        row = item.layout() if item is not None else None
        if isinstance(row, QLayout):
            row.addWidget(self.no_patronymic)

    # -- values ---------------------------------------------------------------------------------

    def set_person(self, values: Mapping[str, str], confirmed: Sequence[Confirmation] = ()) -> None:
        """Put a person's texts; missing fields are empty as for a new record."""
        whole = {**from_person(PersonData()), **{key: str(value) for key, value in values.items()}}
        self._hidden = {key: text for key, text in whole.items() if key not in self.fields}
        self._touched.clear()
        self._crossed.clear()
        self.fields["citizenship"].set_choices(country_choices(whole.get("citizenship", "")))
        self.set_values({key: text for key, text in whole.items() if key in self.fields})
        self.fields[OTHER_HOME].set_value("1" if has_residence(whole) else "")
        self.set_confirmed([(one.code, one.field, self._normal(one.field, one.value)) for one in confirmed])
        self._set_tick(bool(whole.get(_NO_PATRONYMIC)))
        self._arrange()

    def _normal(self, field_id: str, text: str) -> str:
        """A kept text as the field's own check would give it, to be compared with what stands there."""
        field = self.fields.get(field_id)
        if field is None or field.spec.check is None:
            return text
        return field.spec.check(text).normal or text

    def person_values(self) -> dict[str, str]:
        """Texts by field id, ready to be saved or kept as a draft."""
        values = {**self._hidden, **self.typed()}
        values[_NO_PATRONYMIC] = "1" if self.no_patronymic.isChecked() else ""
        if not values.pop(OTHER_HOME, ""):
            values |= dict.fromkeys(RESIDENCE_FIELDS, "")
        return {key: values.get(key, "") for key in FIELD_IDS}

    def focus_first_empty(self) -> None:
        """The first field that still wants something: shown, empty and free."""
        for field_id, field in self.fields.items():
            is_tick = field.spec.kind is FieldKind.CHECK
            is_shut = field_id == "patronymic" and self.no_patronymic.isChecked()
            if not (is_tick or is_shut or field.value() or field.isHidden()):
                self.focus_field(field_id)
                return
        self.focus_first()

    # -- checks ---------------------------------------------------------------------------------

    def review(self, *, whole: bool = False) -> tuple[Problem, ...]:
        """Look at the values beside each other and put what is found at the fields.

        Args:
            whole: All fields, empty ones too (before a save); else those left or filled.

        Returns:
            All problems of the form.
        """
        person, problems = to_person(self.person_values(), self._today())
        for field_id, field in self.fields.items():
            if whole or field_id in self._touched or field.value().strip():
                self._show_found(field, [one for one in problems if one.field == field_id], person)
        return problems

    def _show_found(self, field: FormField, found: list[Problem], person: PersonData) -> None:
        """Show what the whole form knows of a field; a remark on what was repaired there stays."""
        standing = {one.code for one in field.problems}
        if not {one.code for one in found} <= standing:
            self._crossed.add(field.spec.id)
            field.show_problems(found, self._answers(found, person))
        elif not found and field.spec.id in self._crossed:
            self._crossed.discard(field.spec.id)
            field.set_problems(())

    def _answers(self, problems: Sequence[Problem], person: PersonData) -> dict[str, tuple[Answer, ...]]:
        """Buttons whose words depend on the values: «Взять 07.03.1986»."""
        facts = decode_enp(person.policy.enp)
        if facts is None or not any(one.code == "ID-033" for one in problems):
            return {}
        if person.birth_date != facts.birth_date:
            take = Answer("take_birth", f"Взять {facts.birth_date:%d.%m.%Y}")
        else:
            take = Answer("take_sex", f"Взять пол: {facts.sex.word}")
        return {"ID-033": (CONFIRM_NUMBER, take)}

    # -- what fields do to each other -----------------------------------------------------------

    def _on_edited(self, field_id: str) -> None:
        self._arrange()
        self.changed.emit()
        if field_id in _IDENTITY:
            self.identity_changed.emit()

    def _on_left(self, field_id: str) -> None:
        self._touched.add(field_id)
        if field_id == "patronymic":
            self._understand_patronymic()
        self._normalize(field_id)
        if field_id == "doc_number" and self._is_russian_passport():
            self._preset("citizenship", RUSSIA)
        self.review()
        self._arrange()

    def _understand_patronymic(self) -> None:
        """«нет» becomes the tick; an ending tells the sex where none is chosen yet."""
        field = self.fields["patronymic"]
        typed = field.value().strip()
        if typed and is_no_patronymic(typed):
            field.set_value("")
            self._set_tick(True)
        told = sex_by_patronymic(typed)
        if told is not None:
            self._preset("sex", told.value)

    def _preset(self, field_id: str, value: str) -> None:
        """Fill a choice that is still open; a made choice stays."""
        field = self.fields[field_id]
        if not field.value():
            field.set_value(value)
            self.changed.emit()

    def _is_russian_passport(self) -> bool:
        return self.fields["doc_kind"].value() == PASSPORT_RF and bool(
            self.fields["doc_number"].value().strip()
        )

    def _normalize(self, field_id: str) -> None:
        """Give a field without a check of its own the form in which it is kept: «45 15», «770-001»."""
        field = self.fields[field_id]
        typed = field.value()
        if field.spec.check is not None or field.spec.kind is not FieldKind.LINE or not typed.strip():
            return
        person, problems = to_person(self.person_values(), self._today())
        if any(one.field == field_id and one.level is Level.ERROR for one in problems):
            return
        normal = from_person(person).get(field_id, "")
        if normal and normal != typed:
            replace_text(field.editor, normal)

    def _on_tick(self) -> None:
        self._set_tick(self.no_patronymic.isChecked())
        self.review()
        self.changed.emit()

    def _set_tick(self, has_none: bool) -> None:
        """Ticked: the field is empty and cannot be typed in; its message goes."""
        field = self.fields["patronymic"]
        self.no_patronymic.setChecked(has_none)
        if has_none:
            field.set_value("")
        field.set_read_only(has_none)

    def _on_answered(self, code: str, field_id: str, answer: str) -> None:
        """Answers that change a value."""
        field = self.fields[field_id]
        if answer == "no_patronymic":
            self._set_tick(True)
            field.set_problems(())
        elif answer == "turn":
            suggestion = next(
                (one.params.get("suggestion") for one in field.problems if one.code == code), ""
            )
            replace_text(field.editor, str(suggestion or field.value()))
            field.commit()
        elif answer in ("take_birth", "take_sex"):
            self._take_from_enp(answer)
        self.review()
        self._arrange()
        self.changed.emit()

    def _take_from_enp(self, answer: str) -> None:
        facts = decode_enp(self.fields["enp"].value())
        if facts is None:
            return
        if answer == "take_birth":
            self.fields["birth_date"].set_value(f"{facts.birth_date:%d.%m.%Y}")
        else:
            self.fields["sex"].set_value(facts.sex.value)

    def _arrange(self) -> None:
        """Hints and the fields that are needed only sometimes."""
        born, _ = parse_date(self.fields["birth_date"].value(), self._today())
        is_past = born is not None and date(1900, 1, 1) <= born <= self._today()
        self.fields["birth_date"].set_hint(age_words(born, self._today()) if born and is_past else "")
        facts = decode_enp(self.fields["enp"].value())
        self.fields["enp"].set_hint(facts.words if facts else "", Role.TEXT2)
        has_number = self.fields["policy_kind"].value() in NUMBERED_KINDS
        for field_id in ("policy_series", "policy_number"):
            field = self.fields[field_id]
            field.setVisible(has_number or bool(field.value()))
        insurer = self.fields["insurer_ogrn"]
        insurer.setVisible(bool(insurer.value()) or insurer.editor.hasFocus() or has_number)
        other = bool(self.fields[OTHER_HOME].value())
        for field_id in RESIDENCE_FIELDS:
            self.fields[field_id].setVisible(other)
