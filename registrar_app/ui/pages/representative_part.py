"""Representatives in a person's form: found among the patients or typed in, unfolded as far as needed."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from registrar_app.domain.names import sex_by_patronymic
from registrar_app.domain.problems import problem
from registrar_app.domain.records import SearchRow
from registrar_app.domain.representative_form import PARTS, SLOTS
from registrar_app.domain.values import PersonName, Relation, Sex
from registrar_app.ui.pages.representative_fields import (
    AUTHORITY,
    FOUND,
    LINKED,
    NAMES,
    SECOND,
    TYPED_IN,
    USUAL,
    is_search,
    representative_items,
)
from registrar_app.ui.widgets.form_field import FormField
from registrar_app.ui.widgets.form_grid import FormGrid
from registrar_app.ui.widgets.form_spec import Answer
from registrar_app.ui.widgets.section import SectionTitle

_MANY, _NOBODY = "REC-128", "REC-129"
_TAKE, _OTHER = "take:", "other_person"
_OFFERS = 2
_UNLINK = {LINKED: (Answer(_OTHER, "Другой человек"),)}
_PARENTS = (Relation.MOTHER.value, Relation.FATHER.value)


class RepresentativePart(QObject):
    """Keeps what no field shows (row and patient of each slot) and says which fields are seen."""

    sought = Signal(str, str)
    """Slot and text to look for among the patients."""
    linked = Signal(str)
    """Slot whose representative was taken from the patients."""

    def __init__(self, form: FormGrid, today: Callable[[], date]) -> None:
        """Belong to a form; the fields are made when somebody is to be represented.

        Args:
            form: The form.
            today: The present day, for the checks of the fields.
        """
        super().__init__(form)
        self._form, self._today = form, today
        self._titles: dict[str, SectionTitle] = {}
        self._rows = dict.fromkeys(SLOTS, "")
        self._patients = dict.fromkeys(SLOTS, "")
        self._looked = dict.fromkeys(SLOTS, "")
        self._found: dict[str, tuple[SearchRow, ...]] = {}
        self._is_open = False

    # -- values ---------------------------------------------------------------------------------

    def prepare(self, values: Mapping[str, str]) -> None:
        """The form is about to be filled: make the fields if these texts need them."""
        if any(values.get(slot + part) for slot in SLOTS for part in PARTS):
            self._make()

    def _make(self) -> None:
        if not self._titles:
            self._form.add_items(representative_items(self._today))
            self._titles = dict(zip(SLOTS, self._form.sections[-len(SLOTS) :], strict=True))
            self.load({})

    def load(self, values: Mapping[str, str]) -> None:
        """The form was filled: take what no field shows."""
        self._is_open = False
        self._found = {}
        if not self._titles:
            return
        for slot in SLOTS:
            self._load_slot(slot, values)
        self._form.fields[SECOND].set_value("1" if self._is_named(SLOTS[1]) or self._rows[SLOTS[1]] else "")

    def _load_slot(self, slot: str, values: Mapping[str, str]) -> None:
        self._rows[slot] = values.get(f"{slot}id", "")
        self._patients[slot] = values.get(f"{slot}person", "")
        self._looked[slot] = self._text_of(slot)
        if not self._field(slot, "relation").value():
            self._field(slot, "relation").set_value(_PARENTS[SLOTS.index(slot)])
        if not self._field(slot, "doc_kind").value():
            self._field(slot, "doc_kind").set_value("14")
        self._show_link(slot)

    def put(self, values: Mapping[str, str]) -> None:
        """The fields of whole slots were filled by program, others not: take what no field shows."""
        for slot in SLOTS if self._titles else ():
            if f"{slot}id" in values:
                self._load_slot(slot, values)

    def values(self) -> dict[str, str]:
        """All fields of the representatives; of an emptied slot the row alone, which is then taken away."""
        texts: dict[str, str] = {}
        for slot in SLOTS if self._titles else ():
            shown = slot == SLOTS[0] or bool(self._form.fields[SECOND].value())
            if shown and self._is_named(slot):
                kept = NAMES + USUAL[:1] + AUTHORITY if self._patients[slot] else PARTS
                texts |= {
                    slot + part: self._form.fields[slot + part].value()
                    for part in kept
                    if slot + part in self._form.fields
                }
                texts[f"{slot}person"] = self._patients[slot]
            texts[f"{slot}id"] = self._rows[slot]
        return {slot + part: texts.get(slot + part, "") for slot in SLOTS for part in PARTS}

    def _is_named(self, slot: str) -> bool:
        typed = (
            self._field(slot, "last_name").value().strip() or self._field(slot, "first_name").value().strip()
        )
        return bool(self._patients[slot] or typed)

    def name_of(self, slot: str) -> PersonName:
        """The name that stands in a slot."""
        last, first, patronymic = (self._field(slot, part).value().strip() for part in NAMES)
        return PersonName(last, first, patronymic or None)

    # -- what is seen ---------------------------------------------------------------------------

    def unfold(self) -> None:
        """Show the first representative, or the second where the first is named; the focus goes there."""
        self._make()
        slot = SLOTS[0]
        if self._is_open and self._is_named(slot):
            slot = SLOTS[1]
            self._form.fields[SECOND].set_value("1")
        self._is_open = True

    @property
    def next_field(self) -> str:
        """Where the typing goes on: the first field of the slot that is asked for."""
        second = bool(self._form.fields[SECOND].value()) and not self._is_named(SLOTS[1])
        return f"{SLOTS[second]}last_name"

    def arrange(self, *, is_child: bool) -> None:
        """Show what is needed: nothing of it for an adult without a representative."""
        if is_child:
            self._make()
        if not self._titles:
            return
        first = self._is_open or is_child or self._is_named(SLOTS[0]) or bool(self._rows[SLOTS[0]])
        self._form.fields[SECOND].setVisible(first and self._is_named(SLOTS[0]))
        second = first and bool(self._form.fields[SECOND].value())
        for slot, shown in zip(SLOTS, (first, second), strict=True):
            self._titles[slot].setVisible(shown)
            named, patient = shown and self._is_named(slot), bool(self._patients[slot])
            by_paper = self._field(slot, "relation").value() not in _PARENTS
            for parts, visible in (
                (NAMES, shown),
                (USUAL[:1], named),
                (USUAL[1:] + TYPED_IN, named and not patient),
                (AUTHORITY, named and by_paper),
            ):
                for part in parts:
                    self._field(slot, part).setVisible(visible)

    # -- among the patients ---------------------------------------------------------------------

    def on_left(self, field_id: str) -> None:
        """A field of a slot was left: look for this person among the patients."""
        slot, part = field_id[:5], field_id[5:]
        if self._patients[slot]:
            self._show_link(slot)
            return
        if part == "patronymic":
            self._guess_relation(slot, self._field(slot, part).value())
        text = self._text_of(slot)
        if part in (*NAMES, "birth_date") and text != self._looked[slot]:
            self._looked[slot] = text
            if text:
                self.sought.emit(slot, text)

    def offer(self, slot: str, rows: Sequence[SearchRow], total: int) -> None:
        """Say who was found; an answer takes his record."""
        field = self._field(slot, "last_name")
        if self._patients[slot] or field.problems:
            return
        self._found[slot] = tuple(rows[:_OFFERS])
        by_number = is_search(field.value())
        if not total:
            field.show_problems([problem(_NOBODY)] if by_number else [])
        elif total <= _OFFERS:
            who = "; ".join(f"{one.name.full}, {one.birth_words}" for one in rows)
            words = (
                ("Взять его запись",) if total == 1 else tuple(f"Взять: {one.birth_words}" for one in rows)
            )
            answers = tuple(Answer(_TAKE + str(one.id), text) for one, text in zip(rows, words, strict=True))
            field.show_problems([problem(FOUND, who=who)], {FOUND: answers})
        elif self._field(slot, "first_name").value().strip() or by_number:
            field.show_problems([problem(_MANY, count=total)])
        self._form.keep_in_sight(field.spec.id)

    def on_answered(self, field_id: str, answer: str) -> bool:
        """An answer under a field of a slot; whether it was one of ours."""
        slot = field_id[:5]
        if slot not in SLOTS:
            return False
        if answer == _OTHER:
            self._patients[slot] = ""
            for part in (*NAMES, *USUAL[1:], *TYPED_IN):
                self._field(slot, part).set_value("14" if part == "doc_kind" else "")
            self._looked[slot] = ""
            self._show_link(slot)
        elif answer.startswith(_TAKE):
            row = next(
                (one for one in self._found.get(slot, ()) if str(one.id) == answer.removeprefix(_TAKE)), None
            )
            if row is not None:
                self.take(slot, row.id, row.name)
        else:
            return False
        return True

    def take(self, slot: str, person_id: UUID, name: PersonName) -> None:
        """Make a patient the representative."""
        self._patients[slot] = str(person_id)
        for part, text in zip(NAMES, (name.last, name.first, name.patronymic or ""), strict=True):
            self._field(slot, part).set_value(text)
        self._guess_relation(slot, name.patronymic or "")
        self._show_link(slot)
        self.linked.emit(slot)

    def _guess_relation(self, slot: str, patronymic: str) -> None:
        """Mother or father by the patronymic; another relation stays."""
        field, sex = self._field(slot, "relation"), sex_by_patronymic(patronymic)
        if sex is not None and field.value() in _PARENTS:
            field.set_value(_PARENTS[sex is Sex.MALE])

    def _show_link(self, slot: str) -> None:
        """A patient's name is read from his record: it cannot be typed over here."""
        patient = bool(self._patients[slot])
        for part in NAMES:
            self._field(slot, part).set_read_only(patient)
        if patient:
            self._field(slot, "last_name").show_problems([problem(LINKED)], _UNLINK)
        elif any(one.code == LINKED for one in self._field(slot, "last_name").problems):
            self._field(slot, "last_name").set_problems(())

    def _text_of(self, slot: str) -> str:
        """What is looked for: the name with the birth date, or the number in the field of the surname."""
        last = self._field(slot, "last_name").value().strip()
        if is_search(last):
            return last
        texts = (self._field(slot, part).value().strip() for part in (*NAMES, "birth_date"))
        return " ".join(filter(None, texts)) if last else ""

    def _field(self, slot: str, part: str) -> FormField:
        return self._form.fields[slot + part]
