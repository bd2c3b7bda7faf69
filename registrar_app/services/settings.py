"""Settings of the clinic and of this workplace, each a typed constant.

The constants come without SQLAlchemy: the list of workers, which is shown before it is loaded, needs some.
"""

import dataclasses
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from registrar_app.domain.errors import RegistrarError

if TYPE_CHECKING:
    from registrar_app.services.bench import Bench

T = TypeVar("T", bool, int, str)
_SPEEDS = (9600, 19200, 38400, 57600, 115200)
"""Bits a second that scanners are sold with; a virtual port takes any of them."""


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

    def parsed(self, text: str | None) -> T:
        """The value of its JSON text; the default for None, another type, or what is no longer allowed.

        Raises:
            ValueError: this is no JSON.
        """
        value: T = self.default if text is None else json.loads(text)
        return value if type(value) is type(self.default) and self.allows(value) else self.default


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
LABEL_FORM: Setting[str] = Setting("print.label", "record-label", "Какую этикетку печатает это место.")
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
    "scanner.speed", _SPEEDS[0], "Скорость порта сканера, бит в секунду.",
    tuple((one, f"{one:,}".replace(",", "\u00a0")) for one in _SPEEDS),
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
TSA_URL: Setting[str] = Setting(
    "sign.tsa_url", "", "Адрес службы времени (TSA): http:// или https://. Пусто: подпись без метки времени."
)
SIGN_LEVEL: Setting[str] = Setting(
    "sign.level",
    "B-T",
    "Что добавлять к подписи, когда есть сеть.",
    (
        ("B-B", "только подпись"),
        ("B-T", "метка времени"),
        ("B-LT", "метка времени и данные проверки"),
        ("B-LTA", "для долгого хранения"),
    ),
)
UPGRADE_MINUTES: Setting[int] = Setting(
    "sign.upgrade_minutes", 10, "Как часто догонять метки времени, минут.",
    tuple((one, f"{one}\u00a0мин") for one in (5, 10, 30, 60)),
)  # fmt: skip
PIN_MINUTES: Setting[int] = Setting(
    "sign.pin_minutes",
    15,
    "Сколько помнить PIN-код токена, если никто не подписывает.",
    ((0, "спрашивать каждый раз"), (5, "5\u00a0мин"), (15, "15\u00a0мин"), (60, "час")),
)
EXPIRY_WEEKS: Setting[int] = Setting(
    "sign.expiry_weeks", 6, "За сколько недель предупреждать о конце срока подписи.",
    tuple((one, f"{one} нед.") for one in (2, 4, 6, 8, 12)),
)  # fmt: skip
STAMP_TEXT: Setting[str] = Setting(
    "sign.stamp_text", "", "Строки отметки о подписи на бумаге. Пусто: как в образце ГОСТ Р 7.0.97."
)
STAMP_FRAME: Setting[bool] = Setting("sign.stamp_frame", True, "Рамка вокруг отметки о подписи.")
STAMP_RIGHT_MM: Setting[int] = Setting("sign.stamp_right_mm", 0, "Сдвиг отметки вправо, мм.")
STAMP_DOWN_MM: Setting[int] = Setting("sign.stamp_down_mm", 0, "Сдвиг отметки вниз, мм.")
QR_ADDRESS: Setting[str] = Setting(
    "qr.address", "", "Адрес сайта, где проверяют коды справок. Пусто: код проверяет только эта программа."
)
ENDING_DAYS: Setting[int] = Setting(
    "paper.ending_days",
    14,
    "За сколько дней до конца срока справка попадает в отбор «срок на исходе».",
    ((7, "7 дней"), (14, "14 дней"), (30, "30 дней"), (60, "60 дней")),
)
LAST_STAFF: Setting[str] = Setting("desk.last_staff", "", "Кто работал за этим местом последним.")

ALL: tuple[Setting[bool] | Setting[int] | Setting[str], ...] = (
    YEAR_RULE, VALIDITY_LINE, LABEL_FORM, RANGE_SIZE, THEME, FONT_SCALE, HIDE_RECENT, DESK_NAME, LAST_STAFF,
    UNDO_MINUTES, QR_ADDRESS, SCANNER_PORT, SCANNER_SPEED, SCAN_FOLDER, FILE_LIMIT_MB, KEEP_PHOTO,
    BLOBS_SWEPT, ENDING_DAYS, TSA_URL, SIGN_LEVEL, UPGRADE_MINUTES, PIN_MINUTES, EXPIRY_WEEKS,
    STAMP_TEXT, STAMP_FRAME,
    STAMP_RIGHT_MM, STAMP_DOWN_MM,
)  # fmt: skip


class Settings:
    """Reads and writes settings of the opened profile."""

    def __init__(self, bench: "Bench") -> None:
        self._bench = bench

    def get(self, setting: Setting[T]) -> T:
        """The value, its default when never set or no longer allowed."""
        from registrar_app.models import settings as stored

        with self._bench.store.look() as read:
            value: T = stored.get(read, stored.Setting(setting.key, setting.default))
        return value if setting.allows(value) else setting.default

    def set(self, setting: Setting[T], value: T) -> None:
        """Keep a value.

        Raises:
            RegistrarError: the value is not among the setting's choices (``REC-030``).
        """
        from registrar_app.models import settings as stored

        if not setting.allows(value):
            raise RegistrarError("REC-030")
        with self._bench.store.change(self._bench.quiet_actor()) as work:
            stored.put(work, stored.Setting(setting.key, setting.default), value)

    def get_map(self, key: str) -> dict[str, str]:
        """A kept table of words, empty when never set: remembered printers, key files."""
        from registrar_app.models import settings as stored

        with self._bench.store.look() as read:
            return stored.get(read, stored.Setting[dict[str, str]](key, {}))

    def set_map(self, key: str, value: dict[str, str]) -> None:
        """Keep a table of words."""
        from registrar_app.models import settings as stored

        with self._bench.store.change(self._bench.quiet_actor()) as work:
            stored.put(work, stored.Setting[dict[str, str]](key, {}), value)
