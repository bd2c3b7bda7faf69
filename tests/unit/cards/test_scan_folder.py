"""The watched folder: new finished files are read once, old ones never, nothing is touched."""

import io
import queue
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np
import pytest
import zxingcpp
from PIL import Image

from registrar_app.cards.barcode import write_policy
from registrar_app.cards.barcode_image import read_picture
from registrar_app.cards.scan_folder import FolderFile, FolderState, FolderStatus, FolderWatcher, _News
from tests.policy_codes import TODAY, ivanov

LIMIT_S = 10.0


def picture(kind: str = "PNG", data: bytes = b"", pages: int = 1) -> bytes:
    symbol = zxingcpp.create_barcode(data or write_policy(ivanov()), zxingcpp.PDF417, ec_level="5")
    gray = np.pad(np.array(symbol.to_image(scale=3)), 40, constant_values=255)
    page = Image.fromarray(gray)
    out = io.BytesIO()
    white = [Image.new("L", (60, 60), "white") for _ in range(pages - 1)]
    first, *rest = [*white, page]
    first.save(out, kind, **({"save_all": True, "append_images": rest} if rest else {}))
    return out.getvalue()


class Heard:
    def __init__(self) -> None:
        self.states: queue.Queue[FolderStatus] = queue.Queue()
        self.files: queue.Queue[FolderFile] = queue.Queue()

    def wait_for(self, state: FolderState) -> FolderStatus:
        while True:
            told = self.states.get(timeout=LIMIT_S)
            if told.state is state:
                return told

    def file(self) -> FolderFile:
        return self.files.get(timeout=LIMIT_S)


@pytest.fixture
def heard() -> Heard:
    return Heard()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "scans"
    made.mkdir()
    (made / "old.png").write_bytes(picture())
    return made


@pytest.fixture
def watcher(heard: Heard, folder: Path) -> Iterator[FolderWatcher]:
    made = FolderWatcher(heard.states.put, heard.files.put, lambda: TODAY, read_picture, poll_s=0.03)
    made.start()
    heard.wait_for(FolderState.OFF)
    made.choose(folder)
    heard.wait_for(FolderState.WATCHED)
    yield made
    assert made.stop(LIMIT_S)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.png", picture()),
        ("b.JPG", picture("JPEG")),
        ("c.tif", picture("TIFF")),
        ("several pages.tiff", picture("TIFF", pages=3)),
    ],
)
@pytest.mark.usefixtures("watcher")
def test_new_picture_when_it_lies_in_the_folder_is_read_and_left_alone(
    folder: Path, heard: Heard, name: str, data: bytes
) -> None:
    (folder / name).write_bytes(data)
    found = heard.file()
    assert (found.name, found.scan.policy_number) == (name, "7856510844330801")
    assert not found.is_quiet
    assert sorted(one.name for one in folder.iterdir()) == sorted(["old.png", name])
    assert (folder / name).read_bytes() == data


@pytest.mark.usefixtures("watcher")
def test_old_files_when_the_watching_begins_are_not_read(folder: Path, heard: Heard) -> None:
    (folder / "new.png").write_bytes(picture())
    assert heard.file().name == "new.png"
    assert heard.files.empty()


@pytest.mark.usefixtures("watcher")
def test_file_when_it_has_no_code_is_told_once(folder: Path, heard: Heard) -> None:
    Image.new("L", (300, 200), "white").save(folder / "letter.png")
    found = heard.file()
    assert found.is_quiet
    assert [one.code for one in found.scan.problems] == ["SCAN-073"]
    assert "letter.png" in found.scan.problems[0].text
    assert "letter" not in repr(found)
    (folder / "policy.png").write_bytes(picture())
    assert heard.file().name == "policy.png"
    assert heard.files.empty()


@pytest.mark.usefixtures("watcher")
def test_file_when_it_never_opens_is_told_once_and_read_when_it_is_whole(folder: Path, heard: Heard) -> None:
    whole = picture()
    (folder / "slow.png").write_bytes(whole[: len(whole) // 2])
    found = heard.file()
    assert [one.code for one in found.scan.problems] == ["SCAN-074"]
    (folder / "slow.png").write_bytes(whole)
    assert heard.file().scan.is_read


@pytest.mark.usefixtures("watcher")
def test_file_when_it_is_written_again_under_its_name_is_read_again(folder: Path, heard: Heard) -> None:
    path = folder / "scan.png"
    path.write_bytes(picture())
    assert heard.file().scan.is_read
    path.write_bytes(picture(data=b"4606453849072"))
    assert [one.code for one in heard.file().scan.problems] == ["SCAN-002"]


@pytest.mark.parametrize("name", ["~a.png", ".a.png", "notes.txt", "a.png.part"])
@pytest.mark.usefixtures("watcher")
def test_file_when_it_is_not_finished_or_no_picture_is_passed_over(
    folder: Path, heard: Heard, name: str
) -> None:
    (folder / name).write_bytes(picture())
    (folder / "sub.png").mkdir()
    (folder / "real.png").write_bytes(picture())
    assert heard.file().name == "real.png"
    assert heard.files.empty()


@pytest.mark.usefixtures("watcher")
def test_folder_when_it_goes_and_comes_is_told_and_watched_on(folder: Path, heard: Heard) -> None:
    away = folder.with_name("away")
    folder.rename(away)
    lost = heard.wait_for(FolderState.NOT_FOUND)
    assert lost.problem is not None
    assert lost.problem.code == "SCAN-072"
    away.rename(folder)
    heard.wait_for(FolderState.WATCHED)
    (folder / "new.png").write_bytes(picture())
    assert heard.file().name == "new.png"


def test_folder_when_none_is_chosen_any_more_is_left(
    watcher: FolderWatcher, folder: Path, heard: Heard
) -> None:
    watcher.choose(None)
    heard.wait_for(FolderState.OFF)
    (folder / "new.png").write_bytes(picture())
    watcher.choose(folder)
    heard.wait_for(FolderState.WATCHED)
    (folder / "newer.png").write_bytes(picture())
    assert heard.file().name == "newer.png"


def test_watcher_when_never_started_stops(heard: Heard) -> None:
    assert FolderWatcher(heard.states.put, heard.files.put, lambda: date(2026, 1, 1), read_picture).stop()


def test_news_when_a_file_still_grows_waits() -> None:
    news = _News()
    assert news.absorb({"old": (5, 1)}) == ()
    assert news.absorb({"old": (5, 1), "new": (0, 2)}) == ()
    assert news.absorb({"old": (5, 1), "new": (10, 3)}) == ()
    assert news.absorb({"old": (5, 1), "new": (20, 4)}) == ()
    assert news.absorb({"old": (5, 1), "new": (20, 4)}) == ("new",)
    news.read("new")
    assert news.absorb({"old": (5, 1), "new": (20, 4)}) == ()


def test_news_when_a_file_fails_says_so_at_the_third_try_and_no_more() -> None:
    news = _News()
    news.absorb({})
    said = []
    for _ in range(8):
        for name in news.absorb({"new": (10, 1)}):
            said.append(news.failed(name))
    assert said == [False, False, True]


def test_news_when_a_file_goes_and_one_of_the_same_name_comes_reads_it() -> None:
    news = _News()
    news.absorb({"a": (1, 1)})
    news.absorb({})
    news.absorb({"a": (1, 1)})
    assert news.absorb({"a": (1, 1)}) == ("a",)


def test_folder_when_it_may_not_be_read_is_not_found(heard: Heard, tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("")
    made = FolderWatcher(heard.states.put, heard.files.put, lambda: TODAY, read_picture, poll_s=0.03)
    made.choose(file)
    made.start()
    heard.wait_for(FolderState.NOT_FOUND)
    assert made.stop(LIMIT_S)
