"""One theme for the widget tests, and no window left open by any of them."""

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from registrar_app.ui.application import prepare
from registrar_app.ui.messages import Messages
from registrar_app.ui.style import RegistrarStyle
from registrar_app.ui.tasks import Tasks
from registrar_app.ui.theme import Mode, Theme
from tests.prepared import copied, prepared_training
from tests.ui.play import Play, playing
from tests.ui.stage import Stage, open_stage


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


@pytest.fixture
def stage(theme: Theme, tmp_path: Path) -> Iterator[Stage]:
    """A window over a small clinic of its own."""
    with open_stage(theme, tmp_path) as made:
        yield made


@pytest.fixture(autouse=True)
def _no_window_left(qapp: QApplication) -> Iterator[None]:
    # The database thread of a test may not collect the widgets of the one before: see ui/collector.py.
    gc.disable()
    yield
    left = [one for one in qapp.topLevelWidgets() if one.isVisible()]
    for one in left:
        one.close()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    gc.collect(0)
    gc.enable()
    assert not left, f"windows left open: {[type(one).__name__ for one in left]}"


@pytest.fixture(scope="session")
def ready_training() -> Path:
    """A training profile to copy; never opened itself."""
    return prepared_training()


@pytest.fixture
def profile(ready_training: Path, tmp_path: Path) -> Path:
    """A training profile of the test's own."""
    return copied(ready_training, tmp_path / "profile")


@pytest.fixture
def own_look(qapp: QApplication, session_theme: Theme) -> Iterator[None]:
    """A program brings a theme of its own; afterwards the tests' theme rules again."""
    yield
    qapp.setStyle(RegistrarStyle(session_theme))
    session_theme.apply()


@pytest.fixture
def play(qapp: QApplication, profile: Path, own_look: None) -> Iterator[Play]:  # noqa: ARG001
    """The whole program on a training clinic of its own, somebody signed in."""
    with playing(qapp, profile) as hands:
        hands.sign_in()
        yield hands
