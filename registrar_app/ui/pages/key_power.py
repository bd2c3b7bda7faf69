"""The number of a power of attorney (МЧД) of a key: asked for below the table; the key stays closed."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from registrar_app.services.key_shapes import KeyView
from registrar_app.ui.theme import Theme
from registrar_app.ui.widgets.form_grid import FormGrid
from registrar_app.ui.widgets.form_spec import FieldSpec
from registrar_app.ui.widgets.section import SectionTitle

_FIELD = FieldSpec(
    "mchd", "Номер доверенности (МЧД)", 12, hint="пусто, если владелец подписывает без доверенности"
)


class PowerPart(QWidget):
    """A title and the one field; hidden until it is begun."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, theme.px(8), 0, 0)
        self._title = SectionTitle(theme, "", hairline=False)
        box.addWidget(self._title)
        self.form = FormGrid(theme, (_FIELD,))
        box.addWidget(self.form)
        self.key_id = ""
        """Whose number is asked for; empty: nobody's."""
        self.hide()

    def begin(self, view: KeyView) -> None:
        """Open it with the number that is kept."""
        self.key_id = view.source.id
        self._title.set_text(f"Доверенность: {view.source.owner or 'ключ, который ещё не открывали'}")
        self.form.set_values({"mchd": view.source.mchd})
        self.show()
        self.form.focus_field("mchd")

    def number(self) -> str:
        """What stands in the field."""
        self.form.commit()
        return self.form.values()["mchd"].strip()

    def end(self) -> None:
        """Close it."""
        self.key_id = ""
        self.hide()
