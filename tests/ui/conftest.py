"""One theme for the widget tests, and no window left open by any of them."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from registrar_app.ui.application import prepare
from registrar_app.ui.messages import Messages
from registrar_app.ui.tasks import Tasks
from registrar_app.ui.theme import Mode, Theme


@pytest.fixture(scope="session")
def session_theme(qapp: QApplication) -> Theme:
    return prepare(qapp, Mode.LIGHT)


@pytest.fixture
def theme(session_theme: Theme) -> Iterator[Theme]:
    yield session_theme
    session_theme.set_mode(Mode.LIGHT)
    session_theme.set_font_percent(100)


@pytest.fixture
def messages() -> Messages:
    return Messages()


@pytest.fixture
def tasks(messages: Messages, qapp: QApplication) -> Iterator[Tasks]:
    made = Tasks(messages, qapp)
    yield made
    made.shutdown()


@pytest.fixture(autouse=True)
def _no_window_left(qapp: QApplication) -> Iterator[None]:
    yield
    left = [one for one in qapp.topLevelWidgets() if one.isVisible()]
    for one in left:
        one.close()
    assert not left, f"windows left open: {[type(one).__name__ for one in left]}"
