"""The forms of this workplace: which papers can be made, on what sheet, by which edition."""

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from registrar_app.models import settings as stored
from registrar_app.paths import resource
from registrar_app.services import paper_prefill as prefill
from registrar_app.services.bench import Bench
from registrar_app.services.form_pins import PINS, Pin, read_pins
from registrar_app.services.paper_shapes import PaperDraft, PaperForm, Values

if TYPE_CHECKING:
    from registrar_app.printing.form import Edition, Form
    from registrar_app.printing.loader import FormLibrary


class FormShelf:
    """The forms shipped and those of the clinic's own folder, read at the first use."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench

    @property
    def own_folder(self) -> Path:
        """Where the clinic's own tables lie; need not be there."""
        return self._bench.profile / "forms"

    @cached_property
    def library(self) -> "FormLibrary":
        """The forms shipped, then those of the clinic's own folder, which take precedence."""
        from registrar_app.printing.loader import FormLibrary

        return FormLibrary([resource("forms")], self.own_folder)

    @cached_property
    def pins(self) -> Mapping[str, Pin]:
        """Editions that the clinic has pinned, by form."""
        with self._bench.store.read() as session:
            return read_pins(stored.get(session, stored.Setting[dict[str, str]](PINS, {})))

    def reload(self) -> None:
        """Read tables and pins anew at the next use."""
        self.__dict__.pop("library", None)
        self.__dict__.pop("pins", None)

    def edition(self, form_key: str, day: date) -> "Edition":
        """The pinned edition of a form, else the one in force on a day.

        A pinned one that is no longer among the editions is passed over; the administrator is told.

        Raises:
            RegistrarError: no such form (``CERT-020``), no edition for that day (``CERT-021``).
        """
        pin = self.pins.get(form_key)
        if pin is not None:
            found = self.library.get(form_key).edition(pin.edition)
            if found is not None and found.has_layout:
                return found
        return self.library.edition(form_key, day)

    def edition_note(self, form: "Form", edition: "Edition") -> str:
        """One line for the registrar: a pinned edition with its reason, else what the law says."""
        pin = self.pins.get(form.key)
        if pin is not None and pin.edition == edition.id:
            return f"Закреплена редакция «{pin.edition}»: {pin.reason}"
        return prefill.edition_note(form, edition)

    def forms(self) -> tuple[PaperForm, ...]:
        """The papers that can be made: issued ones first, then small prints; in the library's order."""
        found = [
            PaperForm(
                one.key,
                one.title,
                prefill.short_title(one),
                prefill.is_issued(one),
                tuple(str(mode) for mode in one.modes),
                tuple((ed.id, ed.issue_date_from, ed.issue_date_to) for ed in one.editions if ed.has_layout),
                prefill.is_offered(one),
                prefill.outcome(one),
                prefill.is_on_stock(one),
                prefill.list_title(one),
            )
            for one in self.library.forms()
        ]
        return tuple(sorted(found, key=lambda one: not one.is_issued))

    def form_or_none(self, key: str) -> "Form | None":
        """A form by its key."""
        return next((one for one in self.library.forms() if one.key == key), None)

    def form_of(self, draft: PaperDraft, values: Values) -> "tuple[Form, Edition]":
        """The form and its edition for the day that stands in the fields now."""
        try:
            day = date.fromisoformat(str(values.get("issue_date")))
        except ValueError:
            day = draft.issue_date  # the renderer names the field that is no date
        return self.library.get(draft.form_key), self.edition(draft.form_key, day)

    def paper_name(self, form_key: str) -> str:
        """Media name of a form's sheet for the printer: ``A5``, ``Custom.58x40mm``; empty when unknown."""
        form = self.form_or_none(form_key)
        if form is None:
            return ""
        from registrar_app.printing.form import PAPER_SIZES_MM

        width, height = form.sheet.printed_mm
        size = sorted((width, height))
        for name, one in PAPER_SIZES_MM.items():
            if sorted(one) == size:
                return name
        return f"Custom.{width:g}x{height:g}mm"

    def is_two_sided(self, form_key: str) -> bool:
        """Whether a form is printed on both sides of its sheet."""
        form = self.form_or_none(form_key)
        return form is not None and form.sheet.sides > 1

    def is_landscape(self, form_key: str) -> bool:
        """Whether a form's sheet is wider than high."""
        form = self.form_or_none(form_key)
        if form is None:
            return False
        width, height = form.sheet.printed_mm
        return width > height
