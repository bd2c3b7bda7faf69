"""Settings of the clinic and of this workplace, each a typed constant."""

import dataclasses
from dataclasses import dataclass
from typing import Generic, TypeVar

from registrar_app.cards.serial_scanner import SPEEDS
from registrar_app.domain.errors import RegistrarError
from registrar_app.models import settings as stored
from registrar_app.services.bench import Bench

T = TypeVar("T", bool, int, str)


@dataclass(frozen=True, slots=True)
class Setting(Generic[T]):
    """One setting: key, default and what it means."""

    key: str
    default: T
    about: str
    """Russian sentence for the settings page."""
    choices: tuple[tuple[T, str], ...] = dataclasses.field(default=())
    """(value, Russian words); empty: free."""

    def allows(self, value: T) -> bool:
        """Whether a value is among the choices."""
        return not self.choices or value in [one for one, _ in self.choices]


YEAR_RULE: Setting[str] = Setting(
    "attachment.year_rule",
    "calendar",
    "Как считать «раз в год» при прикреплении. Программа только предупреждает.",
    (
        ("calendar", "по календарному году"),
        ("365", "365 дней со дня прикрепления"),
        ("off", "не предупреждать"),
    ),
)
VALIDITY_LINE: Setting[str] = Setting(
    "paper.validity_line",
    "",
    "Строка о сроке действия на справке без утверждённой формы. Пусто: как в самой форме.",
)
RANGE_SIZE: Setting[int] = Setting(
    "paper.range_size", 200, "Сколько номеров справок брать на это рабочее место за один раз."
)
THEME: Setting[str] = Setting(
    "look.theme",
    "system",
    "Светлая или тёмная тема.",
    (("system", "как в системе"), ("light", "светлая"), ("dark", "тёмная")),
)
FONT_SCALE: Setting[int] = Setting(
    "look.font_scale", 100, "Размер шрифта, проценты.", ((100, "100 %"), (115, "115 %"), (130, "130 %"))
)
HIDE_RECENT: Setting[bool] = Setting(
    "look.hide_recent", False, "Прятать недавних пациентов через 60 секунд после закрытия записи."
)
DESK_NAME: Setting[str] = Setting("desk.name", "окно 1", "Как называется это рабочее место.")
SCANNER_PORT: Setting[str] = Setting("scanner.port", "", "Порт сканера штрихкодов. Пусто: сканера нет.")
SCANNER_SPEED: Setting[int] = Setting(
    "scanner.speed", SPEEDS[0], "Скорость порта сканера, бит в секунду.",
    tuple((one, f"{one:,}".replace(",", "\u00a0")) for one in SPEEDS),
)  # fmt: skip
SCAN_FOLDER: Setting[str] = Setting(
    "files.scan_folder",
    "",
    "Папка, в которую кладёт файлы сканер. Выбор файлов открывается в ней, новые сканы полисов читаем сами.",
)
FILE_LIMIT_MB: Setting[int] = Setting("files.limit_mb", 5, "Наибольший размер файла пациента, МБ.")
KEEP_PHOTO: Setting[bool] = Setting("files.keep_photo", True, "Хранить фото с карты в записи пациента.")
BLOBS_SWEPT: Setting[str] = Setting("files.swept_on", "", "Когда последний раз убирали ненужные файлы.")
UNDO_MINUTES: Setting[int] = Setting(
    "record.undo_minutes", 15, "Сколько минут последнее сохранение можно отменить одной командой."
)
LAST_STAFF: Setting[str] = Setting("desk.last_staff", "", "Кто работал за этим местом последним.")

ALL: tuple[Setting[bool] | Setting[int] | Setting[str], ...] = (
    YEAR_RULE, VALIDITY_LINE, RANGE_SIZE, THEME, FONT_SCALE, HIDE_RECENT, DESK_NAME, LAST_STAFF,
    UNDO_MINUTES, SCANNER_PORT, SCANNER_SPEED, SCAN_FOLDER, FILE_LIMIT_MB, KEEP_PHOTO, BLOBS_SWEPT,
)  # fmt: skip


class Settings:
    """Reads and writes settings of the opened profile."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench

    def get(self, setting: Setting[T]) -> T:
        """The value, its default when never set or no longer allowed."""
        with self._bench.store.read() as session:
            value: T = stored.get(session, stored.Setting(setting.key, setting.default))
        return value if setting.allows(value) else setting.default

    def set(self, setting: Setting[T], value: T) -> None:
        """Keep a value.

        Raises:
            RegistrarError: the value is not among the setting's choices (``REC-030``).
        """
        if not setting.allows(value):
            raise RegistrarError("REC-030")
        with self._bench.store.change(self._bench.quiet_actor()) as work:
            stored.put(work, stored.Setting(setting.key, setting.default), value)

    def get_map(self, key: str) -> dict[str, str]:
        """A kept table of words, empty when never set: remembered printers, key files."""
        with self._bench.store.read() as session:
            return stored.get(session, stored.Setting[dict[str, str]](key, {}))

    def set_map(self, key: str, value: dict[str, str]) -> None:
        """Keep a table of words."""
        with self._bench.store.change(self._bench.quiet_actor()) as work:
            stored.put(work, stored.Setting[dict[str, str]](key, {}), value)
