"""Phrases: what a doctor writes into a field again and again, one key away."""

from uuid import UUID

from registrar_app.domain.errors import RegistrarError
from registrar_app.domain.records.phrases import Phrase
from registrar_app.models import clinic as clinic_rows
from registrar_app.models import phrases as stored
from registrar_app.services.bench import Bench


class Phrases:
    """Use cases of phrases; a doctor is named by his full name, as papers name him."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench

    def list(self, form_key: str, field: str, doctor: str = "") -> tuple[Phrase, ...]:
        """Phrases of a doctor and of everybody for a field, the most used first."""
        with self._bench.store.read() as session:
            return stored.phrases(session, form_key, field, self._doctor_id(doctor))

    def remember(self, form_key: str, field: str, doctor: str, text: str) -> Phrase:
        """Keep a sentence for a doctor; one that is kept already is only counted.

        Raises:
            RegistrarError: there is nothing to remember (``CERT-083``), nobody is signed in (``REC-003``).
        """
        words = " ".join(text.split())
        if not words:
            raise RegistrarError("CERT-083", field)
        known = next((one for one in self.list(form_key, field, doctor) if one.text == words), None)
        if known is not None:
            self.use(known.id)
            return known
        with self._bench.store.change(self._bench.actor()) as work:
            phrase_id = stored.add_phrase(work, form_key, field, self._doctor_id(doctor), words)
        return Phrase(phrase_id, words)

    def use(self, phrase_id: UUID) -> None:
        """Count a choice of it."""
        with self._bench.store.change(self._bench.actor()) as work:
            stored.use_phrase(work, phrase_id)

    def forget(self, phrase_id: UUID) -> None:
        """Take it off the list."""
        with self._bench.store.change(self._bench.actor()) as work:
            stored.forget_phrase(work, phrase_id)

    def _doctor_id(self, name: str) -> UUID | None:
        with self._bench.store.read() as session:
            return next(
                (one.id for one in clinic_rows.staff(session) if name and one.name.full == name), None
            )
