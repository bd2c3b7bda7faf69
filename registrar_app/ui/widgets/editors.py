"""The editors of fields and one way to read and write them all."""

from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QApplication, QCheckBox, QLineEdit, QWidget

from registrar_app.ui.metrics import FIELD
from registrar_app.ui.style import set_state
from registrar_app.ui.theme import Theme, Use
from registrar_app.ui.widgets.cells_editor import CellsEditor
from registrar_app.ui.widgets.form_spec import FieldKind, FieldSpec, GridSpec
from registrar_app.ui.widgets.plain_editors import ComboEditor, LineEditor, TextEditor
from registrar_app.ui.widgets.table_editor import TableEditor

__all__ = [
    "AnyEditor", "CellsEditor", "ComboEditor", "LineEditor", "TableEditor", "TextEditor", "has_focus",
    "make_editor", "read_editor", "replace_text", "size_editor", "write_editor",
]  # fmt: skip

AnyEditor = LineEditor | TextEditor | ComboEditor | QCheckBox | TableEditor | CellsEditor


def has_focus(editor: QWidget) -> bool:
    """Whether the cursor is in an editor or in a cell of it."""
    now = QApplication.focusWidget()
    return now is not None and (now is editor or editor.isAncestorOf(now))


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
    elif spec.kind is FieldKind.TABLE:
        editor = TableEditor(theme, spec.grid or GridSpec(()), spec.label)
    elif spec.kind is FieldKind.CELLS:
        editor = CellsEditor(theme, spec.cells, spec.letters)
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
    if isinstance(editor, TableEditor | CellsEditor):
        return
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
    if isinstance(editor, TableEditor | CellsEditor):
        return editor.value()
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
