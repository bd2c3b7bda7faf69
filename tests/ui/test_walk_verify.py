"""One walk over checking in all its outcomes and over whom this workplace believes."""

from pathlib import Path

import pytest

from registrar_app.ui.theme import Theme
from tests.ui.helpers import walk
from tests.ui.shots_verify import SHOTS
from tests.ui.stage import open_stage


@pytest.mark.parametrize("name", SHOTS)
def test_page_when_walked_is_whole(theme: Theme, tmp_path: Path, name: str) -> None:
    with open_stage(theme, tmp_path) as stage:
        SHOTS[name](stage, (1366, 768))
        stage.settle()
        walk(stage.window)
