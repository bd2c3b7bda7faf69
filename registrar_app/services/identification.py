"""Who is it: a card or a scan against the records, differences side by side, accepted row by row."""

from collections.abc import Collection
from uuid import UUID

from registrar_app.domain.records import Identity, PersonRecord
from registrar_app.services.shapes import Differences, Found


class Identification:
    """Use cases of a card put in or a barcode scanned."""

    def identify(self, identity: Identity) -> Found:
        """Whose card it is: exact ENP, else SNILS; equal names and birth date only ask, never decide."""
        raise NotImplementedError

    def differences(self, record: PersonRecord, identity: Identity) -> Differences:
        """What differs and what agrees.

        A value on the card where the record has none is preset to the card; where both have one the
        record stays preset: a chip is written once and may carry a maiden name and an old insurer.
        Fields that were damaged or absent on the card do not appear.
        """
        raise NotImplementedError

    def accept(self, person_id: UUID, identity: Identity, chosen: Collection[str]) -> PersonRecord:
        """Write the chosen rows into the record and mark what agrees as verified by the card.

        Args:
            person_id: The record.
            identity: What was read.
            chosen: Keys of ``DifferenceRow`` to take from the card; may be empty.

        Raises:
            RefusedError: a chosen value cannot be saved (``REC-002``).
            RegistrarError: no such record, nobody signed in.
        """
        raise NotImplementedError

    def to_form(self, identity: Identity) -> dict[str, str]:
        """Texts by field id for a new record filled from the card."""
        raise NotImplementedError
