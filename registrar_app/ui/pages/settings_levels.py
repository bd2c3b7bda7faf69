"""Group «Метка времени»: timestamps and levels, how long a PIN is remembered, the mark on the paper."""

import re

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout

from registrar_app.domain.dates import plural
from registrar_app.domain.errors import RefusedError
from registrar_app.domain.problems import Check, Problem, problem
from registrar_app.services import settings as keys
from registrar_app.services.upgrades import UpgradeCounts
from registrar_app.signing.stamp import DEFAULT_TEMPLATE
from registrar_app.ui.messages import ROLES
from registrar_app.ui.pages.settings_group import FormGroup, Tools
from registrar_app.ui.theme import Role
from registrar_app.ui.widgets.banner import AdviceItem
from registrar_app.ui.widgets.button import Button
from registrar_app.ui.widgets.form_spec import FieldKind, FieldSpec, SectionSpec
from registrar_app.ui.widgets.label import Label

_COMBOS = {"level": keys.SIGN_LEVEL}
_NUMBERS = {"minutes": keys.UPGRADE_MINUTES, "pin": keys.PIN_MINUTES, "weeks": keys.EXPIRY_WEEKS}
_SHIFTS = {"right": keys.STAMP_RIGHT_MM, "down": keys.STAMP_DOWN_MM}
_FARTHEST_MM = 100
_PLACES = (
    "В строках отметки: {serial} номер сертификата, {owner} владелец, {organization} организация,"
    " {valid_from} и {valid_to} срок, {signed_at} время подписи."
)


class LevelsGroup(FormGroup):
    """What is added to signatures, and how their mark looks."""

    hurry_wanted = Signal()
    """«Догнать сейчас»."""

    def __init__(self, tools: Tools) -> None:
        super().__init__(
            tools,
            "Метка времени",
            (
                SectionSpec("Метка времени"),
                FieldSpec(
                    "url", "Адрес службы времени (TSA)", 12, hint="пусто — подпись без метки времени",
                    placeholder="http://…", check=_look_at_url,
                ),
                FieldSpec("level", "Что добавлять, когда есть сеть", 6, FieldKind.COMBO,
                          choices=keys.SIGN_LEVEL.choices),
                FieldSpec("minutes", "Догонять каждые", 6, FieldKind.COMBO,
                          choices=_words(keys.UPGRADE_MINUTES)),
                SectionSpec("Ключи"),
                FieldSpec("pin", "Помнить PIN-код токена", 6, FieldKind.COMBO,
                          choices=_words(keys.PIN_MINUTES)),
                FieldSpec("weeks", "Предупреждать о конце срока за", 6, FieldKind.COMBO,
                          choices=_words(keys.EXPIRY_WEEKS)),
                SectionSpec("Отметка о подписи на бумаге"),
                FieldSpec("text", "Строки отметки", 6, FieldKind.TEXT, lines=6,
                          hint="пусто — как в образце ГОСТ Р 7.0.97"),
                FieldSpec("right", "Вправо, мм", 2, check=_look_at_shift),
                FieldSpec("down", "Вниз, мм", 2, check=_look_at_shift),
                FieldSpec("frame", "Рамка", 2, FieldKind.CHECK),
            ),
        )  # fmt: skip
        self.body.addWidget(Label(self.theme, _PLACES, role=Role.TEXT2, wrap=True))
        self._queue = QVBoxLayout()
        self.body.insertLayout(0, self._queue)
        self._hurry = Button(
            self.theme, "Догнать сейчас", icon="refresh", key="Ctrl+Shift+T", handler=self.hurry_wanted.emit
        )
        self.bar.add(self._hurry)

    def read(self) -> tuple[dict[str, str], UpgradeCounts]:
        """In the database thread."""
        get = self.desk.settings.get
        values = {"url": get(keys.TSA_URL), "frame": "1" if get(keys.STAMP_FRAME) else ""}
        values["text"] = get(keys.STAMP_TEXT) or "\n".join(DEFAULT_TEMPLATE)
        values |= {name: get(one) for name, one in _COMBOS.items()}
        values |= {name: str(get(one)) for name, one in _NUMBERS.items()}
        values |= {name: str(get(one) or "") for name, one in _SHIFTS.items()}
        return values, self.desk.upgrades.counts()

    def show_found(self, found: tuple[dict[str, str], UpgradeCounts]) -> None:  # type: ignore[override]
        """Values, and what waits for a timestamp."""
        values, counts = found
        super().show_found(values)
        self.show_counts(counts)

    def show_counts(self, counts: UpgradeCounts) -> None:
        """What waits for a timestamp, and why."""
        while self._queue.count():
            widget = self._queue.takeAt(0).widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        if counts.waiting:
            words = plural(counts.waiting, "справка ждёт", "справки ждут", "справок ждут")
            text = "Метка добавится сама, когда ответит служба времени. Сами подписи уже действительны."
            self._queue.addWidget(
                AdviceItem(self.theme, Role.INFO, f"{counts.waiting} {words} метки времени", text)
            )
        if counts.problem is not None:
            one = counts.problem
            self._queue.addWidget(
                AdviceItem(self.theme, ROLES[one.level], one.text, f"{one.way_out} {one.code}")
            )
        self._hurry.setVisible(bool(counts.waiting or counts.given_up))

    def write(self, values: dict[str, str]) -> None:
        """In the database thread.

        Raises:
            RefusedError: the address or a shift is of no use.
        """
        problems = _problems(values)
        if problems:
            raise RefusedError("REC-030", problems)
        put = self.desk.settings.set
        text = values["text"].strip()
        put(keys.TSA_URL, values["url"].strip())
        put(keys.STAMP_TEXT, "" if text == "\n".join(DEFAULT_TEMPLATE) else text)
        put(keys.STAMP_FRAME, values["frame"] == "1")
        for name, one in _COMBOS.items():
            put(one, values[name])
        for name, number in _NUMBERS.items():
            put(number, int(values[name]))
        for name, shift in _SHIFTS.items():
            put(shift, _shift(values[name]) or 0)


def _words(setting: keys.Setting[int]) -> tuple[tuple[str, str], ...]:
    return tuple((str(value), words) for value, words in setting.choices)


def _problems(values: dict[str, str]) -> tuple[Problem, ...]:
    found = [(name, one) for name in _SHIFTS for one in _look_at_shift(values[name]).problems]
    found += [("url", one) for one in _look_at_url(values["url"]).problems]
    return tuple(one.at(name) for name, one in found)


def _look_at_url(text: str) -> Check:
    url = text.strip()
    is_address = not url or re.fullmatch(r"https?://[^\s/]+\S*", url, re.IGNORECASE)
    return Check.of(url) if is_address else Check.of(url, problem("SIGN-093"))


def _look_at_shift(text: str) -> Check:
    value = _shift(text)
    return (
        Check.of(text.strip(), problem("SIGN-128", value=text.strip()))
        if value is None
        else Check.of(str(value) if value else "")
    )


def _shift(text: str) -> int | None:
    """Millimetres, 0 for nothing; None when it is no shift."""
    word = text.strip().replace("\u2212", "-").replace("+", "")
    if not word:
        return 0
    if not re.fullmatch(r"-?\d{1,3}", word) or abs(int(word)) > _FARTHEST_MM:
        return None
    return int(word)
