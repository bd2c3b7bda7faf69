"""The forms of this workplace: which papers can be made, on what sheet, by which edition."""

from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from registrar_app.paths import resource
from registrar_app.services import paper_prefill as prefill
from registrar_app.services.bench import Bench
from registrar_app.services.paper_shapes import PaperDraft, PaperForm, Values

if TYPE_CHECKING:
    from registrar_app.printing.form import Edition, Form
    from registrar_app.printing.loader import FormLibrary


class FormShelf:
    """The forms shipped and those of the clinic's own folder, read at the first use."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench

    @cached_property
    def library(self) -> "FormLibrary":
        """The forms shipped, then those of the clinic's own folder, which take precedence."""
        from registrar_app.printing.loader import FormLibrary

        own = self._bench.profile / "forms"
        return FormLibrary([resource("forms"), *([own] if own.is_dir() else [])])

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
        return self.library.get(draft.form_key), self.library.edition(draft.form_key, day)

    def paper_name(self, form_key: str) -> str:
        """Media name of a form's sheet for the printer: ``A5``, ``Custom.58x40mm``; empty when unknown."""
        form = self.form_or_none(form_key)
        if form is None:
            return ""
        from registrar_app.printing.form import PAPER_SIZES_MM

        size = sorted((form.sheet.width_mm, form.sheet.height_mm))
        for name, one in PAPER_SIZES_MM.items():
            if sorted(one) == size:
                return name
        return f"Custom.{form.sheet.width_mm:g}x{form.sheet.height_mm:g}mm"

    def is_two_sided(self, form_key: str) -> bool:
        """Whether a form is printed on both sides of its sheet."""
        form = self.form_or_none(form_key)
        return form is not None and form.sheet.sides > 1

    def is_landscape(self, form_key: str) -> bool:
        """Whether a form's sheet is wider than high."""
        form = self.form_or_none(form_key)
        return form is not None and form.sheet.width_mm > form.sheet.height_mm
