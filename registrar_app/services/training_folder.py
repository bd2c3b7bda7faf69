"""How a profile folder says that it is the training clinic; apart, so that opening a profile stays quick."""

from pathlib import Path

FOLDER = "training"
"""Folder of the training clinic inside a profile."""
MARK = "training-clinic.txt"
"""File whose presence says that the people here are invented and the clinic is complete."""


def is_training_folder(profile: Path) -> bool:
    """Whether a profile folder is a finished training clinic."""
    return (profile / MARK).is_file()
