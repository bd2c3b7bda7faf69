"""Undo of the last save at this desk."""

from registrar_app.domain.records import PersonRecord
from registrar_app.services.bench import Bench
from registrar_app.services.merge_shapes import UndoOffer
from registrar_app.services.settings import Settings


class Undo:
    """Use cases of «Отменить сохранение»."""

    def __init__(self, bench: Bench, settings: Settings) -> None:
        self._bench = bench
        self._settings = settings

    def last(self) -> UndoOffer | None:
        """What the present worker saved last at this desk, if it can still be taken back.

        None after an undo, when the time is over, or when the last save was a paper or a merge.
        """
        raise NotImplementedError

    def take_back(self, offer: UndoOffer) -> PersonRecord | None:
        """Take the whole save back; gives the record as it is then, None when the save had made it.

        Raises:
            RefusedError: ``REC-079`` with a problem ``REC-078`` for each thing changed since; nothing is
                undone.
            RegistrarError: too late or undone already (``REC-080``), nobody signed in (``REC-003``).
        """
        raise NotImplementedError
