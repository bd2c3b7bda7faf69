"""Labels: which of the label forms this workplace uses, and a label at the resolution of its printer."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any
from uuid import UUID

from registrar_app.domain.errors import RefusedError, RegistrarError
from registrar_app.domain.records import Organization
from registrar_app.services import paper_prefill as prefill
from registrar_app.services.bench import Bench
from registrar_app.services.form_shelf import FormShelf
from registrar_app.services.paper_shapes import PrintChoice
from registrar_app.services.people import People
from registrar_app.services.settings import LABEL_FORM, Settings

if TYPE_CHECKING:
    from registrar_app.printing.form import Edition, Form

SAMPLE: Mapping[str, str] = {
    "full_name": "Образцов Образец Образцович",
    "birth_date": "1980-01-31",
    "district": "12",
    "card_number": "000000",
    "number_text": "000000",
}
"""An invented label: the real ones hold names."""


class Labels:
    """Use cases of labels."""

    def __init__(
        self,
        bench: Bench,
        settings: Settings,
        shelf: FormShelf,
        people: People,
        choice: Callable[[str], PrintChoice],
    ) -> None:
        """Put the parts together.

        Args:
            bench: The workplace.
            settings: Its settings.
            shelf: Its forms.
            people: Use cases of people.
            choice: How a form is printed here, its resolution among it.
        """
        self._bench, self._settings, self._shelf, self._people = bench, settings, shelf, people
        self._choice = choice

    def keys(self) -> tuple[str, ...]:
        """Keys of the label forms, the clinic's own among them."""
        return tuple(one.key for one in self._shelf.library.forms() if one.sheet.is_label)

    def usual(self) -> str:
        """The label form of this workplace; the first there is when the set one is gone."""
        wanted, known = self._settings.get(LABEL_FORM), self.keys()
        return wanted if wanted in known or not known else known[0]

    def set_usual(self, form_key: str) -> None:
        """Use another label form here.

        Raises:
            RegistrarError: it is no label (``CERT-020``).
        """
        if form_key not in self.keys():
            raise RegistrarError("CERT-020", form=form_key)
        self._settings.set(LABEL_FORM, form_key)

    def make(self, person_id: UUID) -> bytes:
        """The label of a person's outpatient record as a PDF; of whole dots where a resolution is set.

        Raises:
            RefusedError: the name does not fit (``CERT-001``).
        """
        from registrar_app.printing.case import read_case

        record, today, key = self._people.peek(person_id), self._bench.today(), self.usual()
        form, edition = self._shelf.library.get(key), self._shelf.edition(key, today)
        case = prefill.case_of(record, Organization(), None, today, edition)
        return self._pdf(form, edition, read_case(edition, case, today=today).values)

    def sample(self, form_key: str) -> bytes:
        """An invented label, for the trial sheet.

        Raises:
            RefusedError: the form asks for more than a label has (``CERT-001``).
        """
        edition = self._shelf.edition(form_key, self._bench.today())
        return self._pdf(self._shelf.library.get(form_key), edition, SAMPLE)

    def _pdf(self, form: "Form", edition: "Edition", values: Mapping[str, Any]) -> bytes:
        from registrar_app.printing import raster
        from registrar_app.printing.checks import shown_values
        from registrar_app.printing.form import Mode
        from registrar_app.printing.layout import lay_out
        from registrar_app.printing.render import render

        vector = render(form, edition, values).pdf
        dpi = self._choice(form.key).dpi
        if not dpi:
            return vector
        shown, problems = shown_values(form, edition, values, Mode.FINAL)
        if problems:
            raise RefusedError("CERT-001", tuple(problems))
        board = lay_out(form, edition, shown)
        raster.snapped(board, form.sheet, dpi)
        return raster.as_pdf(raster.pictures(board, form.sheet, dpi), dpi)
