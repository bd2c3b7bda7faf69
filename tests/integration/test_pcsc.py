"""Cards through the real PC/SC daemon and a virtual reader.

The driver is polled every 400 ms and says nothing by itself, so actions keep half a second between them.
"""

import json
import os
import queue
import subprocess
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest

from registrar_app.cards.card_builder import bank_card, build_card, card_from_files, token
from registrar_app.cards.owner import decode_insurer, decode_owner
from registrar_app.cards.record import Photo
from tests.integration.card_daemon import SLOTS, CardDaemon, missing
from tests.virtual_card import VirtualCard

pytestmark = [pytest.mark.reader, pytest.mark.xdist_group("reader")]

ROOT = Path(__file__).parents[2]
VECTORS = json.loads((ROOT / "tests" / "data" / "oms_card_vectors.json").read_text())
OWNER_A, INSURER_A = (bytes.fromhex(VECTORS["A"][key]) for key in ("owner", "insurer"))
OWNER_B, INSURER_B = (bytes.fromhex(VECTORS["B"][key]) for key in ("owner", "insurer"))
PATIENCE_S = 15.0
EVENT_S = 0.6


@pytest.fixture(scope="module")
def daemon(worker_id):
    reason = missing()
    if reason:
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    worker = int(worker_id.removeprefix("gw")) if worker_id.startswith("gw") else 0
    started = CardDaemon(36_000 + 10 * worker)
    started.start()
    yield started
    started.close()


@pytest.fixture
def insert(daemon):
    """Put a card into a slot and wait until the daemon must have seen it."""
    inside = []

    def put(card, slot=0, before_answer=None):
        virtual = VirtualCard(card, daemon.port + slot)
        virtual.before_answer = before_answer
        inside.append(virtual.insert())
        time.sleep(EVENT_S)
        return virtual

    yield put
    for virtual in inside:
        virtual.remove()
    time.sleep(EVENT_S)


@pytest.fixture
def cli(daemon):
    """Run ``registrar-app card ...`` and give exit status, JSON and standard error."""

    def run(*words, env=None):
        done = subprocess.run(
            [sys.executable, "-m", "registrar_app", "card", *words, "--json"],
            cwd=ROOT, env=env or daemon.env, capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip
        assert done.stdout, done.stderr
        return done.returncode, json.loads(done.stdout), done.stderr

    return run


class Watch:
    """The monitor in its process."""

    def __init__(self, env):
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.integration.card_watch"],
            cwd=ROOT, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        self.lines = queue.Queue()
        self.seen = []
        threading.Thread(target=self._collect, daemon=True).start()

    def _collect(self):
        for line in self._process.stdout:
            self.lines.put(json.loads(line))

    def until(self, wanted):
        """Read lines until one has the state, or the reading."""
        until = time.monotonic() + PATIENCE_S
        while time.monotonic() < until:
            try:
                line = self.lines.get(timeout=0.2)
            except queue.Empty:
                continue
            self.seen.append(line)
            if line.get("state") == wanted or wanted in line:
                return line
        raise AssertionError(f"{wanted} not told: {self.seen}")

    def until_readings(self, count):
        """Read lines until so many readings have come."""
        until = time.monotonic() + PATIENCE_S
        while len(self.readings(0.05)) < count:
            assert time.monotonic() < until, self.seen
        return self.readings(0.0)

    def until_last(self, last_name):
        """Read lines until the newest reading is of somebody."""
        until = time.monotonic() + PATIENCE_S
        while [one["owner"]["last_name"] for one in self.readings(0.05)][-1:] != [last_name]:
            assert time.monotonic() < until, self.seen

    def readings(self, quiet_s):
        """Readings that come within a time."""
        time.sleep(quiet_s)
        while not self.lines.empty():
            self.seen.append(self.lines.get())
        return [one["reading"] for one in self.seen if "reading" in one]

    def again(self):
        self._process.stdin.write("again\n")
        self._process.stdin.flush()

    def close(self):
        self._process.stdin.close()
        try:
            assert self.until("stopped")["stopped"] is True
        finally:
            self._process.kill()
            self._process.wait()
            self._process.stdout.close()


@pytest.fixture
def watch(daemon):
    watching = Watch(daemon.env)
    yield watching
    watching.close()


def card_a(**more):
    return card_from_files(OWNER_A, INSURER_A, **more)


def card_b():
    return card_from_files(OWNER_B, INSURER_B)


def torn_at(number):
    """Pull the card out inside its n-th command."""
    seen = []

    def is_time(command):
        seen.append(command)
        return len(seen) == number

    return is_time


def test_card_readers_lists_two_empty_slots(cli):
    status, answer, _ = cli("readers")
    assert status == 0
    assert answer == {
        "service": "up",
        "readers": [{"name": name, "state": "empty", "atr": None} for name in SLOTS],
    }


def test_card_read_of_vector_a_takes_eight_commands(cli, insert):
    card = card_a()
    insert(card)
    status, answer, errors = cli("read")
    assert (status, answer["outcome"], answer["commands"]) == (0, "ok", 8)
    assert answer["owner"]["last_name"] == "ТЕСТОВ"
    assert answer["insurer"]["ogrn"] == "1027739008440"
    assert answer["atr"] == card.atr.hex().upper()
    assert [one.hex().upper() for one in card.log] == VECTORS["transcript_A"]
    assert "ТЕСТОВ" not in errors
    assert cli("readers")[1]["readers"][0] == {"name": SLOTS[0], "state": "card", "atr": answer["atr"]}


def test_card_read_waits_for_an_insertion(cli, insert):
    thread = threading.Timer(1.0, insert, (card_b(),))
    thread.start()
    status, answer, _ = cli("read", "--wait", "10")
    thread.join()
    assert (status, answer["owner"]["last_name"]) == (0, "ПРИМЕРОВА")


def test_card_read_without_a_card_says_no(cli):
    status, answer, errors = cli("read")
    assert (status, answer["outcome"], answer["owner"]) == (1, "no_card", None)
    assert "CARD-016" in errors


def test_card_read_of_a_bank_card_says_no(cli, insert):
    insert(bank_card())
    status, answer, _ = cli("read")
    assert (status, answer["outcome"]) == (1, "not_oms")


def test_card_read_with_photo_gives_size_and_digest(cli, insert):
    photo = Photo(1, b"\xff\xd8\xff" + bytes(5000))
    owner = replace(decode_owner(OWNER_A).data, photo=photo)
    insert(build_card(owner, decode_insurer(INSURER_A).data))
    status, answer, _ = cli("read", "--photo")
    assert (status, answer["owner"]["photo"]["bytes"]) == (0, 5003)


@pytest.mark.parametrize("number", [4, 8])
def test_card_read_when_torn_out_inside_a_command_says_removed(cli, insert, number):
    insert(card_a(), before_answer=torn_at(number))
    status, answer, _ = cli("read")
    assert (status, answer["outcome"], answer["owner"], answer["insurer"]) == (1, "removed", None, None)


def test_card_read_passes_over_the_token_in_the_first_reader(cli, insert):
    insert(token(), slot=0)
    insert(card_a(), slot=1)
    status, answer, _ = cli("read")
    assert (status, answer["reader"]) == (0, SLOTS[1])
    status, answer, _ = cli("read", "--reader", SLOTS[0])
    assert (status, answer["outcome"]) == (1, "not_oms")


def test_card_read_of_an_unknown_reader_is_a_fault_of_the_surroundings(cli):
    status, answer, errors = cli("read", "--reader", "No such reader")
    assert (status, answer["outcome"]) == (3, "no_card")
    assert "CARD-004" in errors


@pytest.mark.parametrize("words", [("read",), ("readers",)])
def test_card_commands_without_the_service_are_a_fault_of_the_surroundings(cli, daemon, words):
    status, answer, errors = cli(*words, env={**daemon.env, "PCSCLITE_CSOCK_NAME": "/nonexistent/pcscd.comm"})
    assert status == 3
    assert answer.get("service", "down") == "down"
    assert "CARD-001" in errors


def test_monitor_reads_once_and_says_when_the_card_is_out(watch, insert):
    watch.until("ready")
    card = insert(card_a())
    reading = watch.until("reading")
    assert reading["state"] == "reading"
    assert watch.until("read")["code"] == "CARD-007"
    # Longer than pcscd waits before it takes an idle card's power away.
    readings = watch.readings(6.5)
    assert [one["commands"] for one in readings] == [8]
    card.remove()
    watch.until("ready")


def test_monitor_reads_a_card_that_was_in_before(insert, daemon):
    insert(card_b())
    watching = Watch(daemon.env)
    try:
        watching.until("read")
        assert [one["owner"]["last_name"] for one in watching.readings(0.5)] == ["ПРИМЕРОВА"]
    finally:
        watching.close()


def test_monitor_after_a_swap_within_one_poll_gives_the_new_card(watch, insert):
    """The daemon's poll may miss it altogether: no event, no count, the same ATR; nobody presses a key."""
    watch.until("ready")
    first = insert(card_a())
    watch.until("read")
    first.remove()
    insert(card_b())
    readings = watch.until_readings(2)
    assert [(one["owner"]["last_name"], one["insurer"]["okato"]) for one in readings] == [
        ("ТЕСТОВ", "45000"),
        ("ПРИМЕРОВА", "36000"),
    ]


def test_monitor_after_many_quick_swaps_ends_with_the_last_card(watch, insert):
    watch.until("ready")
    inside = insert(card_a())
    watch.until("read")
    for card in (card_b(), card_a(), card_b()):
        inside.remove()
        inside = insert(card)
    # Which of the cards in between are seen is chance; the one that stays must be the last one told.
    watch.until_last("ПРИМЕРОВА")
    assert watch.readings(2.0)[-1]["owner"]["last_name"] == "ПРИМЕРОВА"


def test_monitor_brings_the_photo_behind_the_text(watch, insert):
    photo = Photo(1, b"\xff\xd8\xff" + bytes(5000))
    owner = replace(decode_owner(OWNER_A).data, photo=photo)
    watch.until("ready")
    insert(build_card(owner, decode_insurer(INSURER_A).data))
    assert watch.until("photo")["photo"]["owner"]["photo"]["bytes"] == 5003
    readings = watch.readings(0.5)
    assert [one["owner"]["photo"] for one in readings] == [None]


def test_monitor_when_the_card_is_torn_out_gives_nothing_and_reads_the_next(watch, insert):
    watch.until("ready")
    insert(card_a(), before_answer=torn_at(4))
    assert watch.until("taken_early")["code"] == "CARD-022"
    time.sleep(EVENT_S)
    insert(card_b())
    watch.until("read")
    assert [one["owner"]["last_name"] for one in watch.readings(0.5)] == ["ПРИМЕРОВА"]


def test_monitor_reads_both_slots_and_the_same_card_again_on_demand(watch, insert):
    watch.until("ready")
    insert(card_a(), slot=0)
    insert(card_b(), slot=1)
    assert sorted(one["reader"] for one in watch.readings(1.0)) == list(SLOTS)
    watch.again()
    assert len(watch.readings(1.5)) == 4


def test_monitor_heals_when_the_service_is_killed_and_started_again(watch, insert, daemon):
    watch.until("ready")
    card = insert(card_a())
    watch.until("read")
    daemon.kill()
    card.remove()
    assert watch.until("service_off")["code"] == "CARD-001"
    daemon.start()
    watch.until("ready")
    insert(card_b())
    watch.until("read")
    assert watch.readings(0.5)[-1]["owner"]["last_name"] == "ПРИМЕРОВА"
