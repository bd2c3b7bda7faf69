"""Fusion with our fields, combo and spin boxes, scroll bars, check boxes, radio buttons; no style sheets.

The state of an editor is its dynamic property ``state`` (normal, repaired, warn, error, readonly); set it
with ``set_state``. The focus ring lies inside the widget, so that left edges stay on one line.
"""

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QComboBox,
    QPlainTextEdit,
    QProxyStyle,
    QStyle,
    QStyleOption,
    QStyleOptionComplex,
    QWidget,
)

from registrar_app.ui.paint import draw_field, round_box
from registrar_app.ui.theme import Role, Theme

_Primitive = QStyle.PrimitiveElement
_Complex = QStyle.ComplexControl
_Sub = QStyle.SubControl
_State = QStyle.StateFlag
_Pixel = QStyle.PixelMetric


def set_state(editor: QWidget, state: str) -> None:
    """Give an editor one of the states of a field and draw it anew."""
    if editor.property("state") != state:
        editor.setProperty("state", state)
        editor.update()


class RegistrarStyle(QProxyStyle):
    """The look of the standard widgets."""

    def __init__(self, theme: Theme) -> None:
        super().__init__("Fusion")
        self._theme = theme

    # -- drawing --------------------------------------------------------------------------------

    def drawPrimitive(  # noqa: D102 - Qt's own
        self,
        element: QStyle.PrimitiveElement,
        option: QStyleOption,
        painter: QPainter,
        widget: QWidget | None = None,
    ) -> None:
        if element in (_Primitive.PE_PanelLineEdit, _Primitive.PE_FrameLineEdit):
            if element is _Primitive.PE_PanelLineEdit and _has_own_frame(widget):
                self._field(option, painter, widget)
            return
        if element is _Primitive.PE_Frame and isinstance(widget, QPlainTextEdit):
            self._field(option, painter, widget)
            return
        if element is _Primitive.PE_FrameFocusRect:
            return
        if element is _Primitive.PE_IndicatorCheckBox:
            self._check_box(option, painter)
            return
        if element is _Primitive.PE_IndicatorRadioButton:
            draw_radio(
                painter, option.rect, self._theme,  # type: ignore[attr-defined]
                on=_has(option, _State.State_On), focused=_has(option, _State.State_HasFocus),
            )  # fmt: skip
            return
        super().drawPrimitive(element, option, painter, widget)

    def drawComplexControl(  # noqa: D102
        self,
        control: QStyle.ComplexControl,
        option: QStyleOptionComplex,
        painter: QPainter,
        widget: QWidget | None = None,
    ) -> None:
        if control is _Complex.CC_ComboBox:
            self._field(option, painter, widget)
            arrow = self.subControlRect(control, option, _Sub.SC_ComboBoxArrow, widget)
            self._chevron(painter, arrow, "chevron-down", option)
        elif control is _Complex.CC_SpinBox:
            self._field(option, painter, widget)
            for sub, icon in ((_Sub.SC_SpinBoxUp, "chevron-up"), (_Sub.SC_SpinBoxDown, "chevron-down")):
                self._chevron(painter, self.subControlRect(control, option, sub, widget), icon, option)
        elif control is _Complex.CC_ScrollBar:
            self._scroll_bar(control, option, painter, widget)
        else:
            super().drawComplexControl(control, option, painter, widget)

    def _field(self, option: QStyleOption, painter: QPainter, widget: QWidget | None) -> None:
        state = str(widget.property("state") or "") if widget else ""
        focused = _has(option, _State.State_HasFocus) or bool(widget and widget.hasFocus())
        rect: QRect = widget.rect() if widget else option.rect  # type: ignore[attr-defined]
        draw_field(
            painter, rect, self._theme,
            state=state, focused=focused, enabled=_has(option, _State.State_Enabled),
        )  # fmt: skip

    def _chevron(self, painter: QPainter, rect: QRect, icon: str, option: QStyleOption) -> None:
        role = Role.TEXT2 if _has(option, _State.State_Enabled) else Role.DISABLED
        self._theme.icons.paint(painter, rect, icon, self._theme.color(role))

    def _check_box(self, option: QStyleOption, painter: QPainter) -> None:
        rect: QRect = option.rect  # type: ignore[attr-defined]
        on, focused = _has(option, _State.State_On), _has(option, _State.State_HasFocus)
        color = self._theme.color(Role.ACCENT if on or focused else Role.BORDER)
        fill = self._theme.color(Role.ACCENT if on else Role.FIELD)
        round_box(painter, rect, 4, fill, color, 2 if focused else 1)
        if on:
            mark = rect.adjusted(2, 2, -2, -2)
            self._theme.icons.paint(painter, mark, "check", self._theme.color(Role.ON_ACCENT))
            if focused:
                ring = QRectF(rect).adjusted(2, 2, -2, -2)
                round_box(painter, ring, 3, None, self._theme.color(Role.ON_ACCENT), 1)

    def _scroll_bar(
        self,
        control: QStyle.ComplexControl,
        option: QStyleOptionComplex,
        painter: QPainter,
        widget: QWidget | None,
    ) -> None:
        slider = self.subControlRect(control, option, _Sub.SC_ScrollBarSlider, widget)
        if not slider.isValid() or slider.size() == option.rect.size():  # type: ignore[attr-defined]
            return
        color = QColor(self._theme.color(Role.BORDER))
        color.setAlpha(150 if not _has(option, _State.State_MouseOver) else 255)
        box = slider.adjusted(3, 3, -3, -3)
        round_box(painter, box, min(box.width(), box.height()) / 2, color)

    # -- geometry -------------------------------------------------------------------------------

    def subControlRect(  # noqa: D102
        self,
        control: QStyle.ComplexControl,
        option: QStyleOptionComplex,
        sub: QStyle.SubControl,
        widget: QWidget | None = None,
    ) -> QRect:
        rect: QRect = option.rect  # type: ignore[attr-defined]
        box = self._theme.px(17)
        pad = self._theme.px(10)
        if control is _Complex.CC_ComboBox:
            arrow = QRect(rect.right() - pad - box + 1, rect.y() + (rect.height() - box) // 2, box, box)
            if sub == _Sub.SC_ComboBoxArrow:
                return arrow
            if sub == _Sub.SC_ComboBoxEditField:
                return QRect(rect.x() + pad - 2, rect.y() + 2, arrow.x() - rect.x() - pad, rect.height() - 4)
        if control is _Complex.CC_SpinBox:
            left = rect.right() - pad - box + 1
            half = rect.height() // 2
            if sub == _Sub.SC_SpinBoxUp:
                return QRect(left, rect.y() + 2, box, half - 2)
            if sub == _Sub.SC_SpinBoxDown:
                return QRect(left, rect.y() + half, box, half - 2)
            if sub == _Sub.SC_SpinBoxEditField:
                return QRect(rect.x() + 3, rect.y() + 3, left - rect.x() - 6, rect.height() - 6)
        if control is _Complex.CC_ScrollBar:
            if sub in (_Sub.SC_ScrollBarAddLine, _Sub.SC_ScrollBarSubLine):
                return QRect()
            if sub == _Sub.SC_ScrollBarGroove:
                return rect
        return super().subControlRect(control, option, sub, widget)  # type: ignore[arg-type]

    def pixelMetric(  # noqa: D102
        self,
        metric: QStyle.PixelMetric,
        option: QStyleOption | None = None,
        widget: QWidget | None = None,
    ) -> int:
        if metric is _Pixel.PM_DefaultFrameWidth and isinstance(widget, QPlainTextEdit):
            return 3
        if metric is _Pixel.PM_ScrollBarExtent:
            return 12
        if metric is _Pixel.PM_ScrollBarSliderMin:
            return 36
        if metric in (_Pixel.PM_ExclusiveIndicatorWidth, _Pixel.PM_ExclusiveIndicatorHeight,
                      _Pixel.PM_IndicatorWidth, _Pixel.PM_IndicatorHeight):  # fmt: skip
            return self._theme.px(19)
        if metric is _Pixel.PM_TextCursorWidth:
            return 1
        return super().pixelMetric(metric, option, widget)

    def styleHint(  # noqa: D102
        self,
        hint: QStyle.StyleHint,
        option: QStyleOption | None = None,
        widget: QWidget | None = None,
        returned: object = None,  # noqa: ARG002
    ) -> int:
        hints = QStyle.StyleHint
        if hint in (hints.SH_UnderlineShortcut, hints.SH_ComboBox_Popup, hints.SH_Menu_FlashTriggeredItem,
                    hints.SH_Widget_Animate, hints.SH_ItemView_ActivateItemOnSingleClick):  # fmt: skip
            return 0
        if hint is hints.SH_ScrollBar_Transient:
            return 0
        return super().styleHint(hint, option, widget)


def draw_radio(painter: QPainter, rect: QRect, theme: Theme, *, on: bool, focused: bool = False) -> None:
    """A radio button: ring, and a ring with a hole when chosen."""
    edge = min(rect.width(), rect.height())
    box = QRectF(rect.x() + (rect.width() - edge) / 2, rect.y() + (rect.height() - edge) / 2, edge, edge)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    color = theme.color(Role.ACCENT if on or focused else Role.BORDER)
    if on:
        width = edge * 0.3
        painter.setPen(QPen(color, width))
        painter.setBrush(theme.color(Role.ON_ACCENT))
        painter.drawEllipse(box.adjusted(width / 2, width / 2, -width / 2, -width / 2))
    else:
        painter.setPen(QPen(color, 2 if focused else 1.3))
        painter.setBrush(theme.color(Role.FIELD))
        painter.drawEllipse(box.adjusted(1, 1, -1, -1))
    painter.restore()


def _has(option: QStyleOption, flag: QStyle.StateFlag) -> bool:
    return bool(option.state & flag)  # type: ignore[attr-defined]


def _has_own_frame(widget: QWidget | None) -> bool:
    """Whether a line edit draws its frame itself: not inside a combo or spin box, not when it is bare."""
    if widget is None:
        return True
    if widget.property("bare"):
        return False
    return not isinstance(widget.parentWidget(), QComboBox | QAbstractSpinBox)
