"""One training clinic for all tests of the use cases; each test works on its own copy."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from desk_samples import NOW

from registrar_app.services.desk import Desk
from registrar_app.services.training_folder import FOLDER
from tests.prepared import copied, prepared_training


@pytest.fixture(scope="session")
def master_clinic(tmp_path_factory: pytest.TempPathFactory) -> Path:
    profile = copied(prepared_training(NOW), tmp_path_factory.mktemp("clinic") / "profile")
    return profile / FOLDER


@pytest.fixture
def clinic_folder(master_clinic: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(master_clinic, tmp_path / "profile"))


@pytest.fixture
def desk(clinic_folder: Path) -> Iterator[Desk]:
    with Desk.open(clinic_folder, clock=lambda: NOW) as opened:
        yield opened


@pytest.fixture
def empty_desk(tmp_path: Path) -> Iterator[Desk]:
    with Desk.open(tmp_path / "new", clock=lambda: NOW) as opened:
        yield opened
