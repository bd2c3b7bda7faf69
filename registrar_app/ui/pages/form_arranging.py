"""Which fields of a person's form are seen, and the hints that follow from what is typed."""

from collections.abc import Callable
from datetime import date

from PySide6.QtWidgets import QLineEdit

from registrar_app.domain.birth_date import FIRST_DAY, age_text, parse_birth
from registrar_app.domain.context import Rules
from registrar_app.domain.dates import full_years
from registrar_app.domain.documents import PASSPORT_RF, WITH_TERM, mask_hints, ordered_kinds
from registrar_app.domain.draft import PHONE_FIELDS, RESIDENCE_FIELDS
from registrar_app.domain.enp import decode_enp
from registrar_app.domain.representative_form import represents_age
from registrar_app.domain.values import PolicyKind
from registrar_app.domain.workdays import workdays_since
from registrar_app.ui.pages.field_checks import document_choices
from registrar_app.ui.pages.form_days import day_of
from registrar_app.ui.pages.person_fields import NUMBERED_KINDS, OTHER_HOME
from registrar_app.ui.pages.representative_part import RepresentativePart
from registrar_app.ui.theme import Role
from registrar_app.ui.widgets.form_field import FormField
from registrar_app.ui.widgets.form_grid import FormGrid
from registrar_app.ui.widgets.hint_check import HintCheck

_FOUND = ("found_place", "found_when")
_PHONES_AT_ONCE = 2


class FormArranging:
    """Helps one form; the only value it changes is the kind of a document nobody has begun to type."""

    def __init__(
        self,
        form: FormGrid,
        representatives: RepresentativePart,
        more_phones: HintCheck,
        today: Callable[[], date],
    ) -> None:
        self._form, self._representatives, self._today = form, representatives, today
        self._more_phones = more_phones
        self._kinds: tuple[str, ...] = ()
        self._special: set[str] = set()
        """Marks that stood once: their fields stay, so that the mark can be taken away and set again."""

    def begin(self, rules: Rules) -> None:
        """The form was filled anew."""
        self._special.clear()
        self._kinds = ()
        self._more_phones.setChecked(False)
        self.arrange(rules)

    def arrange(self, rules: Rules) -> None:
        """Look at all values and show what they ask for."""
        born = self._birth()
        self._marks()
        self._policy(rules)
        self._document(born)
        self._contact()
        self._representatives.arrange(
            is_child=represents_age(born, self._today(), rules.terms) or bool(self._value("newborn_order"))
        )

    def _birth(self) -> date | None:
        """The age beside the label; gives a birth date that is possible."""
        today = self._today()
        born, known, _ = parse_birth(self._value("birth_date"), today)
        if born is None or not FIRST_DAY <= born <= today:
            self._field("birth_date").set_hint("")
            return None
        self._field("birth_date").set_hint(age_text(born, known, today))
        return born

    def _marks(self) -> None:
        """A newborn, somebody unknown: rare, and therefore only seen where it is so."""
        for field_id in ("newborn_order", "is_unidentified"):
            if self._value(field_id):
                self._special.add(field_id)
            self._field(field_id).setVisible(field_id in self._special)
        unknown = bool(self._value("is_unidentified"))
        for field_id in _FOUND:
            self._field(field_id).setVisible(unknown or bool(self._value(field_id)))
        self._placeholder("birth_date", "около 50 лет" if unknown else "ДД.ММ.ГГГГ")

    def _policy(self, rules: Rules) -> None:
        """The kind decides: old ones have a series, temporary ones a term, all others the ЕНП alone."""
        kind = self._value("policy_kind")
        facts = decode_enp(self._value("enp"))
        self._field("enp").set_hint(facts.words if facts else "", Role.TEXT2)
        is_old, has_number = kind == PolicyKind.OLD, kind in NUMBERED_KINDS
        self._field("enp").setVisible(not is_old or bool(self._value("enp")))
        self._show_if("policy_number", has_number)
        self._show_if("policy_series", is_old)
        self._placeholder("policy_number", "9 цифр" if kind == PolicyKind.TEMPORARY else "")
        insurer = self._field("insurer_ogrn")
        insurer.setVisible(bool(insurer.value()) or insurer.editor.hasFocus() or has_number)
        self._field("policy_from").set_hint(self._term(kind, rules))

    def _term(self, kind: str, rules: Rules) -> str:
        """«12 из 45 раб. дн.» of a temporary certificate."""
        issued_on = day_of(self._field("policy_from").normal_value())
        if kind != PolicyKind.TEMPORARY or issued_on is None or issued_on > self._today():
            return ""
        gone = workdays_since(issued_on, self._today(), rules.is_workday)
        return f"{gone} из {rules.terms.temporary_certificate_workdays} дн."

    def _document(self, born: date | None) -> None:
        """Kinds that fit the person first, what each mask wants, fields that a kind has."""
        citizenship = self._value("citizenship")
        age = full_years(born, self._today()) if born else None
        age = 0 if self._value("newborn_order") else age
        kinds = ordered_kinds(age, citizenship)
        if kinds != self._kinds:
            field, begun = self._field("doc_kind"), self._value("doc_series") or self._value("doc_number")
            is_usual = not begun and field.value() in ("", *self._kinds[:1])
            self._kinds = kinds
            field.set_choices(document_choices(kinds))
            if is_usual:
                field.set_value(kinds[0])
        kind = self._value("doc_kind")
        for field_id, words in zip(("doc_series", "doc_number"), mask_hints(kind), strict=True):
            self._placeholder(field_id, words)
        self._show_if("doc_issuer_code", kind == PASSPORT_RF)
        self._show_if("doc_valid_to", kind in WITH_TERM)
        self._field("citizenship").set_hint(citizenship)

    def _contact(self) -> None:
        """Further telephones by the tick or a second number, the second address by its tick."""
        notes = ("phone_note", *PHONE_FIELDS, *(f"{one}_note" for one in PHONE_FIELDS))
        several = "," in self._value("phone") or any(self._value(one) for one in notes)
        shown = several or self._more_phones.isChecked()
        self._field("phone_note").setVisible(shown)
        for place, field_id in enumerate(PHONE_FIELDS):
            # Two at once; each further one when the one before is filled.
            is_due = place < _PHONES_AT_ONCE or bool(self._value(PHONE_FIELDS[place - 1]))
            for part in (field_id, f"{field_id}_note"):
                self._field(part).setVisible(shown and (is_due or bool(self._value(field_id))))
        other = bool(self._value(OTHER_HOME))
        for field_id in RESIDENCE_FIELDS:
            self._field(field_id).setVisible(other)

    def _show_if(self, field_id: str, wanted: bool) -> None:
        """What is filled stays in sight."""
        self._field(field_id).setVisible(wanted or bool(self._value(field_id)))

    def _placeholder(self, field_id: str, words: str) -> None:
        editor = self._field(field_id).editor
        if isinstance(editor, QLineEdit):
            editor.setPlaceholderText(words)

    def _value(self, field_id: str) -> str:
        return self._form.fields[field_id].value().strip()

    def _field(self, field_id: str) -> FormField:
        return self._form.fields[field_id]
