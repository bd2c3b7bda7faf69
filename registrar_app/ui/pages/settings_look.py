"""Groups «Вид и шрифт» and «Правила»."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Signal

from registrar_app.domain.problems import Check, problem
from registrar_app.services import settings as keys
from registrar_app.ui.pages.settings_group import FormGroup, SettingsGroup, Tools
from registrar_app.ui.theme import Mode, Role
from registrar_app.ui.widgets.form_grid import FormGrid
from registrar_app.ui.widgets.form_spec import FieldKind, FieldSpec, SectionSpec
from registrar_app.ui.widgets.label import Label


@dataclass(frozen=True, slots=True)
class _Look:
    """How the window looks now."""

    mode: str
    percent: int
    hides_recent: bool


class LookGroup(SettingsGroup):
    """Theme and font size; what is chosen is seen at once."""

    def __init__(self, tools: Tools) -> None:
        super().__init__(tools, "Вид и шрифт", "применяется сразу")
        percents = tuple((str(value), words) for value, words in keys.FONT_SCALE.choices)
        self.form = FormGrid(
            self.theme,
            (
                FieldSpec("theme", "Тема", 4, FieldKind.COMBO, choices=keys.THEME.choices),
                FieldSpec("font", "Размер шрифта", 4, FieldKind.COMBO, choices=percents),
                SectionSpec("Чужие глаза"),
                FieldSpec("hide", "Прятать недавних пациентов", 12, FieldKind.CHECK),
            ),
        )
        self.form.edited.connect(self._on_edited)
        self.add_form(self.form)
        self.body.addWidget(Label(self.theme, keys.HIDE_RECENT.about, role=Role.TEXT2, wrap=True))
        self.bar.hide()

    def read(self) -> _Look:
        """In the database thread."""
        get = self.desk.settings.get
        return _Look(get(keys.THEME), get(keys.FONT_SCALE), get(keys.HIDE_RECENT))

    def show_found(self, found: _Look) -> None:
        """Put the choices."""
        self.form.set_values(
            {"theme": found.mode, "font": str(found.percent), "hide": "1" if found.hides_recent else ""}
        )

    def _on_edited(self, field_id: str) -> None:
        """Keep the choice and show it."""
        value = self.form.field(field_id).value()
        if field_id == "theme":
            self.change(lambda: self.desk.settings.set(keys.THEME, value), "Тема изменена")
            self.theme.set_mode(Mode(value))
        elif field_id == "font":
            percent = int(value)
            self.change(lambda: self.desk.settings.set(keys.FONT_SCALE, percent), "Размер шрифта изменён")
            self.theme.set_font_percent(percent)
        else:
            hide = bool(value)
            self.change(lambda: self.desk.settings.set(keys.HIDE_RECENT, hide), "Сохранено")


_FIELD_OF = {
    "year_rule": keys.YEAR_RULE, "validity": keys.VALIDITY_LINE, "desk": keys.DESK_NAME,
    "scan_folder": keys.SCAN_FOLDER,
}  # fmt: skip
_LIMITS = (1, 2, 5, 10, 20)


class RulesGroup(FormGroup):
    """Rules of the clinic and the name of this workplace."""

    desk_renamed = Signal(str)
    """The name of this workplace as kept now."""

    def __init__(self, tools: Tools) -> None:
        super().__init__(
            tools,
            "Правила",
            (
                SectionSpec("Прикрепление"),
                FieldSpec(
                    "year_rule", "Раз в год: только предупреждение", 6, FieldKind.COMBO,
                    choices=keys.YEAR_RULE.choices,
                ),
                SectionSpec("Справки"),
                FieldSpec(
                    "validity", "Строка о сроке действия", 12, hint="пусто — как в самой форме"
                ),
                FieldSpec(
                    "ending", "Срок на исходе: показывать за", 4, FieldKind.COMBO,
                    choices=tuple((str(days), words) for days, words in keys.ENDING_DAYS.choices),
                ),
                SectionSpec("Файлы пациента"),
                FieldSpec("file_limit", "Наибольший размер", 4, FieldKind.COMBO, choices=_limit_choices()),
                FieldSpec("keep_photo", "Хранить фото с карты", 8, FieldKind.CHECK),
                SectionSpec("Рабочее место"),
                FieldSpec("desk", "Как называется это окно", 4, placeholder="окно 3"),
                FieldSpec(
                    "scan_folder", "Папка сканера", 8, hint="здесь открывается выбор файлов",
                    check=_look_at_folder,
                ),
            ),
        )  # fmt: skip

    def read(self) -> dict[str, str]:
        """In the database thread."""
        get = self.desk.settings.get
        return {
            **{field: get(setting) for field, setting in _FIELD_OF.items()},
            "ending": str(get(keys.ENDING_DAYS)),
            "file_limit": str(get(keys.FILE_LIMIT_MB)),
            "keep_photo": "1" if get(keys.KEEP_PHOTO) else "",
        }

    def write(self, values: dict[str, str]) -> None:
        """In the database thread."""
        self.desk.settings.set(keys.ENDING_DAYS, int(values["ending"]))
        self.desk.settings.set(keys.FILE_LIMIT_MB, int(values["file_limit"]))
        self.desk.settings.set(keys.KEEP_PHOTO, values["keep_photo"] == "1")
        for field, setting in _FIELD_OF.items():
            value = values[field].strip() or setting.default
            if value == self.desk.settings.get(setting):
                continue
            if setting is keys.DESK_NAME and self.desk.staff_now is not None:
                # Numbers are taken by the desk's name: the open desk has to know the new one, too.
                self.desk.sign_in(self.desk.staff_now.id, value)
            else:
                self.desk.settings.set(setting, value)
        self.desk_renamed.emit(self.desk.desk_name)


def _limit_choices() -> tuple[tuple[str, str], ...]:
    return tuple((str(one), f"{one}\u00a0МБ") for one in _LIMITS)


def _look_at_folder(text: str) -> Check:
    """A folder that is not there now is only mentioned: its disk may be off."""
    folder = text.strip()
    if not folder or Path(folder).is_dir():
        return Check.of(folder)
    return Check.of(folder, problem("REC-109", folder=folder))
