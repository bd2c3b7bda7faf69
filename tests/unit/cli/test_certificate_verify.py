"""``certificate verify``: answers and exit statuses of the contract."""

import io
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from reportlab.pdfgen.canvas import Canvas

from registrar_app.cli import surroundings
from registrar_app.cli.certificate_verify import command
from registrar_app.domain.values import PersonName
from registrar_app.signing.authority import TRAINING_PASSWORD, Holder, TrainingKeys, make_training_authority
from registrar_app.signing.pades import SignatureField, sign
from registrar_app.signing.pkcs12 import open_key
from registrar_app.signing.ports import SignatureLevel
from tests.signing_benches import authority_bench, gost_bench, level_samples


class Surroundings(surroundings.Surroundings):
    """What the group hands to its commands; there is no profile yet."""

    def __init__(self, roots: tuple[bytes, ...] = (), *, as_json: bool = True) -> None:
        super().__init__()
        self.profile = Path("no profile")
        self._roots = roots
        self.as_json = as_json

    def trust_roots(self) -> tuple[bytes, ...]:
        return self._roots


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> TrainingKeys:
    doctor = Holder(PersonName("Соколова", "Мария", "Петровна"), snils="11223344595")
    clinic = Holder(organization="Поликлиника", ogrn="1027700132195")
    return make_training_authority(tmp_path_factory.mktemp("keys"), clinic, [doctor], datetime.now(UTC))


@pytest.fixture(scope="module")
def signed(keys: TrainingKeys, tmp_path_factory: pytest.TempPathFactory) -> Path:
    sheet = io.BytesIO()
    canvas = Canvas(sheet)
    canvas.drawString(100, 700, "Hello")
    canvas.save()
    key = open_key(keys.people[0], TRAINING_PASSWORD)
    field = SignatureField("doctor", 0, 20, 200, 60, 22)
    pdf = sign(sheet.getvalue(), key, field=field, stamp_lines=(), signing_time=datetime.now(UTC))
    path = tmp_path_factory.mktemp("out") / "signed.pdf"
    path.write_bytes(pdf)
    return path


def _run(place: Surroundings, *words: object) -> Result:
    return CliRunner().invoke(command, [str(word) for word in words], obj=place, standalone_mode=False)


def test_valid_file_with_named_roots_exits_0_with_one_json_value(signed: Path, keys: TrainingKeys) -> None:
    done = _run(Surroundings(), signed, "--trust", keys.roots)
    answer = json.loads(done.stdout)
    assert (done.return_value, answer["valid"], answer["qr"]) == (0, True, None)
    assert answer["signatures"][0]["signer"] == "Соколова Мария Петровна"
    assert "Соколова" in done.stdout, "letters stand as they are"


def test_roots_of_the_profile_count_when_none_are_named(signed: Path, keys: TrainingKeys) -> None:
    done = _run(Surroundings((keys.roots.read_bytes(),)), signed)
    assert done.return_value == 0


def test_roots_named_replace_those_of_the_profile(signed: Path, keys: TrainingKeys, tmp_path: Path) -> None:
    clinic = Holder(organization="Чужая", ogrn="1027700132195")
    stranger = make_training_authority(tmp_path, clinic, [], datetime.now(UTC))
    own = Surroundings((keys.roots.read_bytes(),))
    assert _run(own, signed, "--trust", stranger.roots).return_value == 1
    assert _run(own, signed, "--trust", stranger.roots, "--trust", keys.roots).return_value == 0


@pytest.mark.parametrize("content", [b"hello", b"%PDF-1.7\n"], ids=["junk", "cut"])
def test_bad_file_exits_1_and_answers(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "bad.pdf"
    path.write_bytes(content)
    done = _run(Surroundings(), path)
    answer = json.loads(done.stdout)
    assert (done.return_value, answer["valid"], answer["signatures"]) == (1, False, [])
    assert answer["problems"][0]["code"] in ("SIGN-041", "SIGN-042")


def test_words_for_people_name_nobody_on_standard_error(signed: Path, keys: TrainingKeys) -> None:
    done = _run(Surroundings(as_json=False), signed, "--trust", keys.roots)
    assert "Соколова Мария Петровна" in done.stdout
    assert "Соколова" not in done.stderr
    assert "Подпись действительна." in done.stderr


def test_gost_file_lifted_to_its_archive_level_answers_by_the_contract(tmp_path: Path) -> None:
    """Doctor and clinic, 256 and 512 bit, a GOST service of time: what a stranger gets who has the root."""
    (tmp_path / "gost").mkdir()
    gost = gost_bench.make_gost_bench(tmp_path / "gost")
    with authority_bench.running(tmp_path, gost) as authorities:
        keys = level_samples.open_keys(authorities, gost)
        pdf = level_samples.signed_twice(
            keys["gost256"], keys["gost512/2"], SignatureLevel.B_LTA, authorities.services("gost")
        )
    path = tmp_path / "signed.pdf"
    path.write_bytes(pdf)
    done = _run(Surroundings(), path, "--trust", gost.path("root.crt"))
    answer = json.loads(done.stdout)
    assert (done.return_value, answer["valid"]) == (0, True), answer
    assert [(one["level"], one["intact"], one["trusted"]) for one in answer["signatures"]] == [
        ("B-LTA", True, True)
    ] * 2
    assert all("ГОСТ" in one["algorithm"] and one["timestamp"] for one in answer["signatures"])
    path.write_bytes(pdf.replace(b"(Hello)", b"(Jello)"))
    done = _run(Surroundings(), path, "--trust", gost.path("root.crt"))
    assert (done.return_value, json.loads(done.stdout)["valid"]) == (1, False)
