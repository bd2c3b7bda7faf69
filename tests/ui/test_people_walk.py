"""One walk over every page around people: names, Tab order, nothing clipped, in all sizes."""

import pytest

from tests.ui import shots_pairs, shots_people
from tests.ui.helpers import walk
from tests.ui.stage import Stage

SHOTS = shots_people.SHOTS | shots_pairs.SHOTS
PAGES = [name for name in SHOTS if name not in ("sign-in", "first-setup")]


@pytest.mark.parametrize("name", PAGES)
def test_page_in_every_size_is_whole_and_named(stage: Stage, name: str) -> None:
    SHOTS[name](stage, (1366, 768))
    stage.settle()
    walk(stage.window)
