"""A real store in a folder of its own for each test."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from model_samples import ACTOR

from registrar_app.domain.records import Actor
from registrar_app.models.store import Store


@pytest.fixture(scope="session")
def empty_profile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh profile made once; making the tables costs more than copying them."""
    folder = tmp_path_factory.mktemp("empty") / "profile"
    Store.open(folder).close()
    return folder


@pytest.fixture
def profile(empty_profile: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(empty_profile, tmp_path / "profile"))


@pytest.fixture
def store(profile: Path) -> Iterator[Store]:
    opened = Store.open(profile)
    yield opened
    opened.close()


@pytest.fixture
def actor() -> Actor:
    return ACTOR
