"""One walk over every page around papers: names, buddies, nothing clipped, Tab order as read."""

from pathlib import Path

import pytest

from registrar_app.ui.theme import Theme
from tests.ui.helpers import walk
from tests.ui.shots_papers import SHOTS
from tests.ui.stage import open_stage


@pytest.mark.parametrize("name", SHOTS)
def test_page_when_walked_is_whole(theme: Theme, tmp_path: Path, name: str) -> None:
    with open_stage(theme, tmp_path) as stage:
        SHOTS[name](stage, (1366, 768))
        stage.settle()
        walk(stage.window)
