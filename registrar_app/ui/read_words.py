"""Words for what was read of a person, by where it was read: a card is taken out, a barcode is not."""

from dataclasses import dataclass
from types import MappingProxyType

from registrar_app.domain.values import Source


@dataclass(frozen=True, slots=True)
class ReadWords:
    """One way of reading, in the forms that sentences need."""

    icon: str
    done: str
    """«Карта прочитана»."""
    done_shown: str
    """The same as a title over the person's record."""
    free: str
    """What may be done with the thing now, with a blank behind it; may be empty."""
    source: str
    """«с карты», for «Всё с карты»."""
    place: str
    """Head of its column beside the record."""
    remarks: str
    """Head of the remarks on it."""
    whose: str
    """Head of a list of people it may belong to."""
    same: str
    """Nothing differs."""
    checked: str
    """The record was compared, nothing written."""
    itself: str
    """It changes nothing by itself."""


_CARD = ReadWords(
    icon="credit-card",
    done="Карта прочитана",
    done_shown="Карта прочитана · можно вынуть",
    free="Карту можно вынуть. ",
    source="с карты",
    place="На карте",
    remarks="Замечания к карте",
    whose="Чья карта?",
    same="Данные карты и записи совпадают.",
    checked="Сверено с картой, запись та же",
    itself="Карта сама ничего не меняет",
)
_BARCODE = ReadWords(
    icon="barcode",
    done="Штрихкод прочитан",
    done_shown="Штрихкод прочитан",
    free="",
    source="со штрихкода",
    place="В штрихкоде",
    remarks="Замечания к штрихкоду",
    whose="Чей полис?",
    same="Данные штрихкода и записи совпадают.",
    checked="Сверено со штрихкодом, запись та же",
    itself="Штрихкод сам ничего не меняет",
)
_WORDS = MappingProxyType({Source.CARD: _CARD, Source.BARCODE: _BARCODE})


def read_words(source: Source) -> ReadWords:
    """The words of a source; what is read by machine but no barcode speaks as a card does."""
    return _WORDS.get(source, _CARD)
