"""The form of a person: fields that know of each other, checked when they are left."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLayout

from registrar_app.domain.context import DEFAULT_RULES, Rules
from registrar_app.domain.documents import PASSPORT_RF
from registrar_app.domain.draft import FIELD_IDS, RESIDENCE_FIELDS, from_person, to_person
from registrar_app.domain.enp import decode_enp
from registrar_app.domain.names import is_no_patronymic, sex_by_patronymic
from registrar_app.domain.problems import Level, Problem
from registrar_app.domain.records import Confirmation, PersonData, RepresentativeView
from registrar_app.domain.representative_form import (
    SLOTS,
    from_representatives,
    to_representatives,
)
from registrar_app.ui.pages.countries import RUSSIA, country_choices
from registrar_app.ui.pages.form_arranging import FormArranging
from registrar_app.ui.pages.person_fields import CONFIRM_NUMBER, OTHER_HOME, has_residence, person_items
from registrar_app.ui.pages.representative_part import RepresentativePart
from registrar_app.ui.theme import Theme
from registrar_app.ui.widgets.editors import replace_text
from registrar_app.ui.widgets.form_field import FormField
from registrar_app.ui.widgets.form_grid import FormGrid
from registrar_app.ui.widgets.form_spec import Answer, FieldKind
from registrar_app.ui.widgets.hint_check import HintCheck

_NO_PATRONYMIC = "no_patronymic"
_IDENTITY = frozenset(
    ("last_name", "first_name", "patronymic", "birth_date", "snils", "enp", "doc_kind", "doc_series",
     "doc_number", "newborn_order", "rep1_last_name", "rep2_last_name")
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
        self.rules: Rules = DEFAULT_RULES
        """The clinic's terms and calendar; ``set_rules`` puts them."""
        self._hidden: dict[str, str] = {}
        self._touched: set[str] = set()
        self._crossed: set[str] = set()
        self.no_patronymic = HintCheck(theme, "нет")
        self.no_patronymic.setAccessibleName("Отчества нет")
        self.more_phones = HintCheck(theme, "ещё")
        self.more_phones.setAccessibleName("Ещё телефоны")
        self._place_tick("patronymic", self.no_patronymic)
        self._place_tick("phone", self.more_phones)
        self.representatives = RepresentativePart(self, today)
        self.representatives.linked.connect(self._on_linked)
        self._arranging = FormArranging(self, self.representatives, self.more_phones, today)
        self.no_patronymic.clicked.connect(self._on_tick)
        self.more_phones.clicked.connect(self._arrange)
        self.edited.connect(self._on_edited)
        self.left.connect(self._on_left)
        self.answered.connect(self._on_answered)
        self.set_person({})

    def _place_tick(self, field_id: str, tick: HintCheck) -> None:
        """Put a tick at the right of a label.

        It is for the mouse; by keys «Нет отчества» is an answer under the empty field and a second telephone
        is typed behind a comma, so that Enter does not stop here for everybody else.
        """
        field = self.fields[field_id]
        box = field.layout()
        item = box.itemAt(0) if box is not None else None
        row = item.layout() if item is not None else None
        if isinstance(row, QLayout):
            row.addWidget(tick)

    # -- values ---------------------------------------------------------------------------------

    def set_person(self, values: Mapping[str, str], confirmed: Sequence[Confirmation] = ()) -> None:
        """Put a person's texts; missing fields are empty as for a new record."""
        empty = {**from_person(PersonData()), **from_representatives(())}
        whole = {**empty, **{key: str(value) for key, value in values.items()}}
        self.representatives.prepare(whole)
        self._hidden = {key: text for key, text in whole.items() if key not in self.fields}
        self._touched.clear()
        self._crossed.clear()
        self.fields["citizenship"].set_choices(country_choices(whole.get("citizenship", "")))
        self.set_values({key: text for key, text in whole.items() if key in self.fields})
        self.fields[OTHER_HOME].set_value("1" if has_residence(whole) else "")
        self.set_confirmed([(one.code, one.field, self._normal(one.field, one.value)) for one in confirmed])
        self._set_tick(bool(whole.get(_NO_PATRONYMIC)))
        self.representatives.load(whole)
        self._arranging.begin(self.rules)

    def take(self, values: Mapping[str, str]) -> None:
        """Put some values by program, what no field shows among them; all other fields stay as they are."""
        self.representatives.prepare(values)
        self.set_values(values)
        self.representatives.put(values)
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
        return {**{key: values.get(key, "") for key in FIELD_IDS}, **self.representatives.values()}

    def show_special(self, field_id: str) -> None:
        """A newborn (``newborn_order``) or somebody unknown (``is_unidentified``): show what that asks."""
        self.fields[field_id].set_value("1")
        self._arrange()
        self.changed.emit()
        is_newborn = field_id == "newborn_order"
        self.focus_field(self.representatives.next_field if is_newborn else "sex")

    def set_rules(self, rules: Rules) -> None:
        """The clinic's terms and calendar."""
        self.rules = rules
        self._arrange()

    def unfold_representative(self) -> None:
        """F2: the section of the representatives, the second one where the first is named."""
        self.representatives.unfold()
        self._arrange()
        self.focus_field(self.representatives.next_field)

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
        person, problems = self._understood()
        for field_id, field in self.fields.items():
            if whole or field_id in self._touched or field.value().strip():
                self._show_found(field, [one for one in problems if one.field == field_id], person)
        return problems

    def _understood(self) -> tuple[PersonData, tuple[Problem, ...]]:
        values, rules, today = self.person_values(), self.rules, self._today()
        person, problems = to_person(values, today, rules.terms, rules.is_workday)
        return person, (*problems, *to_representatives(values, today, rules.terms)[1])

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
        if field_id.startswith(SLOTS):
            self.representatives.on_left(field_id)
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
        person, problems = self._understood()
        if any(one.field == field_id and one.level is Level.ERROR for one in problems):
            return
        if field_id.startswith(SLOTS):
            people, _problems = to_representatives(self.person_values(), self._today())
            views = tuple(RepresentativeView(one, one.name) for one in people)
            normal = from_representatives(views).get(field_id, "")
        else:
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
        elif self.representatives.on_answered(field_id, answer):
            self.identity_changed.emit()
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

    def _on_linked(self, slot: str) -> None:
        """A newborn has the surname of his representative; then the typing goes on where it is needed."""
        if self.fields["newborn_order"].value() and not self.fields["last_name"].value().strip():
            self.fields["last_name"].set_value(self.representatives.name_of(slot).last)
        self.focus_first_empty()

    def _arrange(self) -> None:
        """Hints and the fields that are needed only sometimes."""
        self._arranging.arrange(self.rules)
