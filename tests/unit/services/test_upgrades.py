"""Levels at the desk: a timestamp when the service answers, the queue when it does not."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from desk_samples import draft_of, issue

from registrar_app.domain.errors import RegistrarError
from registrar_app.models import upgrades as rows
from registrar_app.services.desk import Desk
from registrar_app.services.key_shapes import NewKey
from registrar_app.services.paper_shapes import JournalFilter
from registrar_app.services.settings import SIGN_LEVEL, TSA_URL
from registrar_app.services.upgrades import UpgradeCounts, pause_after, work_off
from registrar_app.signing.levels import TrustServices
from tests.signing_benches import authority_bench, gost_bench

KIND = "p256"


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[authority_bench.Authorities]:
    gost = gost_bench.make_gost_bench(tmp_path_factory.mktemp("gost"))
    with authority_bench.running(tmp_path_factory.mktemp("authorities"), gost) as found:
        yield found


@dataclass
class Room:
    """A desk with keys of the bench, and a clock that can be put on."""

    desk: Desk
    ahead: timedelta = timedelta(0)

    def now(self) -> datetime:
        return datetime.now(UTC).astimezone() + self.ahead

    def use(self, bench: authority_bench.Authorities, kind: str, level: str) -> None:
        self.desk.settings.set(TSA_URL, bench.services(kind).timestamp_url)
        self.desk.settings.set(SIGN_LEVEL, level)


@pytest.fixture
def room(clinic_folder: Path, bench: authority_bench.Authorities) -> Iterator[Room]:
    for file in (clinic_folder / "keys").glob("*.p12"):
        file.unlink()
    opened = Desk.open(clinic_folder)
    made = Room(opened)
    opened._bench.clock, opened._bench.is_training = made.now, False
    for place, content in enumerate(bench.roots()):
        (clinic_folder / f"root-{place}.pem").write_bytes(content)
        opened.keys.add_root(clinic_folder / f"root-{place}.pem")
    made.use(bench, KIND, "B-T")
    add(made, bench, "doctor")
    add(made, bench, "clinic")
    with opened:
        yield made


def add(room: Room, bench: authority_bench.Authorities, name: str) -> None:
    """A key of the bench for the doctor or the clinic."""
    path = room.desk.profile / f"{name}.p12"
    shutil.copy(bench.folder / f"{KIND}-{name}.p12", path)
    path.chmod(0o600)
    snils = next(one.snils for one in room.desk.clinic.physicians() if one.name.last == "Кузнецова")
    new = NewKey("organisation") if name == "clinic" else NewKey("doctor", snils)
    room.desk.keys.add(path, authority_bench.PASSWORD, new=new)


def levels(room: Room, pdf: bytes) -> list[str]:
    report = room.desk.papers.verify(pdf)
    assert report.is_valid, report.as_json()
    return [str(one.level) for one in report.signatures]


def test_service_answers_then_both_signatures_carry_its_time(room: Room) -> None:
    issued = issue(room.desk)
    assert (issued.level, levels(room, issued.pdf)) == ("B-T", ["B-T", "B-T"])
    assert room.desk.upgrades.counts() == UpgradeCounts()


def test_service_is_down_then_signed_all_the_same_and_queued(
    room: Room, bench: authority_bench.Authorities
) -> None:
    with bench.board.failing(tsa="dead"):
        issued = issue(room.desk)
        assert issued.level == "B-B"
        assert "SIGN-099" in {one.code for one in issued.remarks}
        bench.board.asked.clear()
        assert issue(room.desk).level == "B-B"
        assert not [one for one in bench.board.asked if "tsa" in one], "a dead service is left alone"
        assert room.desk.upgrades.counts().waiting == 2
        assert room.desk.upgrades.run() == 0
    assert room.desk.upgrades.run() == 1, "the other one failed a moment ago and rests"
    room.ahead = timedelta(minutes=2)
    assert room.desk.upgrades.run() == 1
    assert room.desk.upgrades.counts().waiting == 0


@pytest.mark.parametrize("level", ["B-T", "B-LT", "B-LTA"])
def test_waiting_paper_when_lifted_then_new_file_keeps_the_old_one(
    room: Room, bench: authority_bench.Authorities, level: str
) -> None:
    room.use(bench, KIND, level)
    with bench.board.failing(tsa="dead"):
        issued = issue(room.desk)
    room.ahead = timedelta(seconds=1)
    assert room.desk.upgrades.run() == 1
    now = room.desk.papers.pdf_of(issued.certificate_id)
    assert now.startswith(issued.pdf)
    assert levels(room, now) == [level, level]
    record = room.desk.papers.record(issued.certificate_id)
    assert (record.level, record.data.level) == (level, "B-B")
    assert (record.events[-1].kind, record.events[-1].note) == ("upgraded", level)
    assert room.desk._bench.store.blobs.get(record.data.blob_sha256) == issued.pdf, "the first file stays"
    assert room.desk.papers.journal(JournalFilter()).rows[0].level == level


def test_wanted_level_beyond_signing_then_added_behind(
    room: Room, bench: authority_bench.Authorities
) -> None:
    room.use(bench, KIND, "B-LTA")
    issued = issue(room.desk)
    assert issued.level == "B-T"
    assert room.desk.upgrades.run(issued.certificate_id) == 1
    assert levels(room, room.desk.papers.pdf_of(issued.certificate_id)) == ["B-LTA", "B-LTA"]


def test_failures_when_many_then_pauses_grow_and_it_is_given_up_in_words(
    room: Room, bench: authority_bench.Authorities
) -> None:
    with bench.board.failing(tsa="dead"):
        issue(room.desk)
    with bench.board.failing(tsa="junk"):
        for _try in range(12):
            room.ahead += timedelta(hours=7)
            room.desk.upgrades.run()
    counts = room.desk.upgrades.counts()
    assert (counts.waiting, counts.given_up) == (0, 1)
    assert counts.problem is not None
    assert counts.problem.code == "SIGN-126"
    room.ahead = timedelta(0)
    assert room.desk.upgrades.hurry() == 1
    assert room.desk.upgrades.run() == 1


def test_pauses_double_up_to_six_hours() -> None:
    pauses = [pause_after(tries) for tries in range(1, 60)]
    assert pauses[:3] == [timedelta(minutes=1), timedelta(minutes=2), timedelta(minutes=4)]
    assert pauses == sorted(pauses)
    assert pauses[-1] == timedelta(hours=6)


def test_clock_wrong_then_nothing_is_signed(room: Room) -> None:
    room.ahead = timedelta(hours=1)
    with pytest.raises(RegistrarError) as caught:
        issue(room.desk)
    assert caught.value.code == "SIGN-092"
    assert room.desk.papers.journal(JournalFilter()).total == 4


def test_revoked_key_then_refused_before_signing(room: Room, bench: authority_bench.Authorities) -> None:
    snils = next(one.snils for one in room.desk.clinic.physicians() if one.name.last == "Кузнецова")
    room.desk.keys.add(
        bench.folder / f"{KIND}-revoked.p12", authority_bench.PASSWORD, new=NewKey("doctor", snils)
    )
    with pytest.raises(RegistrarError) as caught:
        issue(room.desk)
    assert caught.value.code == "SIGN-094"
    assert room.desk.papers.journal(JournalFilter()).total == 4


@pytest.mark.parametrize(
    ("name", "code"), [("expired", "SIGN-005"), ("future", "SIGN-006"), ("encrypt", "SIGN-007")]
)
def test_key_of_no_use_then_not_taken(
    room: Room, bench: authority_bench.Authorities, name: str, code: str
) -> None:
    with pytest.raises(RegistrarError) as caught:
        room.desk.keys.add(bench.folder / f"{KIND}-{name}.p12", authority_bench.PASSWORD)
    assert caught.value.code == code


def test_revocation_not_known_then_signed_with_a_remark_once_a_day(
    room: Room, bench: authority_bench.Authorities
) -> None:
    with bench.board.failing(ocsp="dead", crl="dead", interm="dead"):
        first, second = issue(room.desk), issue(room.desk)
    assert "SIGN-121" in {one.code for one in first.remarks}
    assert "SIGN-121" not in {one.code for one in second.remarks}


def test_revocation_not_known_then_asked_again_in_half_an_hour(
    room: Room, bench: authority_bench.Authorities
) -> None:
    """The network was away in the morning: a revoked key does not sign until the evening."""
    snils = next(one.snils for one in room.desk.clinic.physicians() if one.name.last == "Кузнецова")
    room.desk.keys.add(
        bench.folder / f"{KIND}-revoked.p12", authority_bench.PASSWORD, new=NewKey("doctor", snils)
    )
    room.desk.settings.set(TSA_URL, "")
    with bench.board.failing(ocsp="dead", crl="dead", interm="dead"):
        assert "SIGN-121" in {one.code for one in issue(room.desk).remarks}
        assert "SIGN-121" not in {one.code for one in issue(room.desk).remarks}
        room.ahead = timedelta(minutes=31)
        issue(room.desk)
        room.ahead = timedelta(minutes=62)
        bench.board.asked.clear()
        issue(room.desk)
        assert not bench.board.asked, "twice as long the second time"
    room.ahead = timedelta(minutes=92)
    with pytest.raises(RegistrarError) as caught:
        issue(room.desk)
    assert caught.value.code == "SIGN-094"


def test_no_service_of_time_when_key_is_revoked_then_refused_all_the_same(
    room: Room, bench: authority_bench.Authorities
) -> None:
    room.desk.settings.set(TSA_URL, "")
    bench.board.asked.clear()
    assert issue(room.desk).level == "B-B"
    assert bench.board.asked, "asked for revocation"
    assert not any("tsa" in one for one in bench.board.asked)
    bench.board.asked.clear()
    issue(room.desk)
    assert not bench.board.asked, "once a day"


def test_service_not_trusted_then_signed_without_its_time(
    room: Room, bench: authority_bench.Authorities
) -> None:
    for root in bench.roots():
        path = room.desk.profile / "one.pem"
        path.write_bytes(root)
    room.use(bench, "rsa", "B-T")
    from registrar_app.signing.trust_store import TrustStore

    store = TrustStore(room.desk.keys.folder)
    for one in store.roots():
        if "rsa" in one.certificate.owner:
            store.remove(one.certificate.fingerprint)
    issued = issue(room.desk)
    assert issued.level == "B-B"
    assert "SIGN-123" in {one.code for one in issued.remarks}
    assert levels(room, issued.pdf) == ["B-B", "B-B"]
    room.ahead = timedelta(seconds=1)
    assert room.desk.upgrades.run() == 0
    assert room.desk.papers.pdf_of(issued.certificate_id) == issued.pdf, (
        "a file that does not verify is not kept"
    )


def test_no_service_set_then_nothing_is_queued(room: Room) -> None:
    room.desk.settings.set(TSA_URL, "")
    issued = issue(room.desk)
    assert issued.level == "B-B"
    assert "SIGN-099" not in {one.code for one in issued.remarks}
    assert room.desk.upgrades.counts().waiting == 0
    assert room.desk.upgrades.next_job() is None


def test_paper_by_hand_then_never_queued(room: Room, bench: authority_bench.Authorities) -> None:
    draft, values = draft_of(room.desk)
    with bench.board.failing(tsa="dead"):
        room.desk.papers.issue(draft, values, by_hand=True)
    assert room.desk.upgrades.counts().waiting == 0


def test_upgrade_that_fails_at_keeping_then_tried_again(
    room: Room, bench: authority_bench.Authorities
) -> None:
    with bench.board.failing(tsa="dead"):
        issued = issue(room.desk)
    room.ahead = timedelta(seconds=1)
    job = room.desk.upgrades.next_job()
    assert job is not None
    result = work_off(job)
    assert not result.code
    # The power goes here: nothing was kept, the entry still waits and the work is done again.
    with room.desk._bench.store.read() as session:
        assert rows.one(session, issued.certificate_id) is not None
    assert room.desk.upgrades.run() == 1
    assert isinstance(job.services, TrustServices)
