"""The editors of fields and one way to read and write them all."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent, QPaintEvent, QResizeEvent, QTextCursor, QWheelEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionComboBox,
    QStylePainter,
    QWidget,
)

from registrar_app.ui.metrics import FIELD
from registrar_app.ui.style import set_state
from registrar_app.ui.theme import Theme, Use
from registrar_app.ui.widgets.form_spec import FieldKind, FieldSpec


class LineEditor(QLineEdit):
    """A one-line field; after ``setText`` its beginning is seen."""

    def put(self, text: str) -> None:
        """Write a value by program."""
        self.setText(text)
        self.setCursorPosition(0)


class TextEditor(QPlainTextEdit):
    """A field of several lines whose frame follows the focus; Tab leaves it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTabChangesFocus(True)
        self.viewport().setAutoFillBackground(False)
        self.document().setDocumentMargin(5)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Draw the ring."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the ring away."""
        super().focusOutEvent(event)
        self.update()


class ComboEditor(QComboBox):
    """A choice that the wheel changes only with the focus, so that scrolling a page alters nothing."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setItemDelegate(QStyledItemDelegate(self))
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(3)
        self.view().setTextElideMode(Qt.TextElideMode.ElideRight)
        self.currentTextChanged.connect(self._tell_whole)

    def shown_text(self) -> str:
        """The chosen words as they fit: what is too long ends in «…»."""
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        complex_control, part = QStyle.ComplexControl.CC_ComboBox, QStyle.SubControl.SC_ComboBoxEditField
        room = self.style().subControlRect(complex_control, option, part, self).width() - 2
        return self.fontMetrics().elidedText(self.currentText(), Qt.TextElideMode.ElideRight, room)

    def _tell_whole(self) -> None:
        """The whole words as a tool tip when they do not fit."""
        whole = self.currentText()
        self.setToolTip("" if self.shown_text() == whole else whole)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Other words may fit now."""
        super().resizeEvent(event)
        self._tell_whole()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """As Qt draws it, but too long words end in «…» instead of being cut."""
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        option.currentText = self.shown_text()  # type: ignore[attr-defined]
        painter = QStylePainter(self)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page unless the focus is here."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


AnyEditor = LineEditor | TextEditor | ComboEditor | QCheckBox


def make_editor(theme: Theme, spec: FieldSpec) -> AnyEditor:
    """The editor for a field description, with name and placeholder set."""
    editor: AnyEditor
    if spec.kind is FieldKind.COMBO:
        editor = ComboEditor()
        for value, words in spec.choices:
            editor.addItem(words, value)
    elif spec.kind is FieldKind.TEXT:
        editor = TextEditor()
        editor.setPlaceholderText(spec.placeholder)
    elif spec.kind is FieldKind.CHECK:
        editor = QCheckBox(spec.label)
    else:
        editor = LineEditor()
        editor.setTextMargins(8, 0, 8, 0)
        editor.setPlaceholderText(spec.placeholder)
        if spec.kind is FieldKind.PASSWORD:
            editor.setEchoMode(QLineEdit.EchoMode.Password)
        if spec.kind is FieldKind.READONLY:
            editor.setReadOnly(True)
            set_state(editor, "readonly")
    editor.setAccessibleName(spec.label)
    size_editor(theme, spec, editor)
    return editor


def size_editor(theme: Theme, spec: FieldSpec, editor: AnyEditor) -> None:
    """Font and height of an editor for the theme's font size."""
    editor.setFont(theme.font(Use.BODY))
    if isinstance(editor, TextEditor):
        editor.setFixedHeight(editor.fontMetrics().lineSpacing() * spec.lines + theme.px(15))
    else:
        editor.setFixedHeight(theme.px(FIELD))
    if isinstance(editor, ComboEditor):
        editor.view().setFont(theme.font(Use.BODY))


def read_editor(editor: AnyEditor) -> str:
    """What the editor holds."""
    if isinstance(editor, ComboEditor):
        return str(editor.currentData() or "")
    if isinstance(editor, TextEditor):
        return editor.toPlainText()
    if isinstance(editor, QCheckBox):
        return "1" if editor.isChecked() else ""
    return editor.text()


def write_editor(editor: AnyEditor, value: str) -> None:
    """Put a value by program: long values show their beginning, unknown choices show nothing."""
    if isinstance(editor, ComboEditor):
        editor.setCurrentIndex(editor.findData(value))
    elif isinstance(editor, TextEditor):
        editor.setPlainText(value)
    elif isinstance(editor, QCheckBox):
        editor.setChecked(bool(value))
    else:
        editor.put(value)


def replace_text(editor: AnyEditor, value: str) -> None:
    """Put a value so that Ctrl+Z in the field brings the old one back."""
    if isinstance(editor, LineEditor):
        editor.selectAll()
        editor.insert(value)
        editor.setCursorPosition(0)
    elif isinstance(editor, TextEditor):
        cursor = editor.textCursor()
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.insertText(value)
    else:
        write_editor(editor, value)
