"""Reading without a monitor and the ``card`` commands, on the simulated service."""

import json
import subprocess
import sys
import threading
from dataclasses import replace

import pytest

from registrar_app.cards.card_builder import bank_card, build_card, mute_card, token
from registrar_app.cards.once import OneReading, list_slots
from registrar_app.cards.owner import decode_owner
from registrar_app.cards.pcsc import PcscBackend
from registrar_app.cards.record import Citizenship, Outcome
from registrar_app.cards.simulator import TRAINING_READER, SimulatedReader
from registrar_app.cli import cli
from registrar_app.cli.surroundings import Surroundings
from registrar_app.domain.errors import SurroundingsError


class Simulated(Surroundings):
    """A machine whose readers are simulated."""

    def __init__(self, service):
        super().__init__()
        self._service = service

    def backend(self):
        return self._service


@pytest.fixture
def service():
    return SimulatedReader("One", "Two")


@pytest.fixture
def card(service, capsys):
    """Run ``card ...``; gives exit status, standard output and standard error."""

    def run(*words):
        status = cli.main(["card", *words], obj=Simulated(service), standalone_mode=False)
        printed = capsys.readouterr()
        return status, printed.out, printed.err

    return run


def test_slots_tell_empty_card_mute_and_busy(service, vector_a):
    service.plug("Three")
    service.plug("Four")
    service.insert(vector_a.card(), "Two")
    service.insert(mute_card(), "Three")
    service.insert(vector_a.card(), "Four")
    service.hold(True, "Four")
    assert [str(slot.state) for slot in list_slots(service)] == ["empty", "card", "mute", "busy"]


def test_one_reading_when_a_token_is_in_the_first_reader_reads_the_policy(service, vector_a):
    service.insert(token(), "One")
    service.insert(vector_a.card(), "Two")
    reading = OneReading(service).run()
    assert (reading.outcome, reading.reader) == (Outcome.OK, "Two")


def test_one_reading_when_waiting_passes_over_a_token_and_takes_the_insertion(service, vector_a):
    service.insert(token(), "One")
    threading.Timer(0.2, service.insert, (vector_a.card(), "Two")).start()
    assert OneReading(service, wait_s=10.0).run().outcome is Outcome.OK


def test_one_reading_when_a_bank_card_is_put_in_while_waiting_says_so(service):
    threading.Timer(0.2, service.insert, (bank_card(), "Two")).start()
    assert OneReading(service, wait_s=10.0).run().outcome is Outcome.NOT_OMS


def test_one_reading_when_the_wait_is_over_says_no_card(service):
    assert OneReading(service, wait_s=0.05).run().outcome is Outcome.NO_CARD


def test_one_reading_without_readers_is_a_fault_of_the_surroundings(service):
    service.unplug("One")
    service.unplug("Two")
    with pytest.raises(SurroundingsError) as caught:
        OneReading(service).run()
    assert caught.value.code == "CARD-002"


def test_command_readers_answers_by_the_contract(card, service, vector_a):
    service.insert(vector_a.card(), "Two")
    status, out, _ = card("readers", "--json")
    assert status == 0
    assert json.loads(out) == {
        "service": "up",
        "readers": [
            {"name": "One", "state": "empty", "atr": None},
            {"name": "Two", "state": "card", "atr": "3BF71300008131FE45464F4D534F4D53A9"},
        ],
    }


def test_command_readers_without_the_service_says_down(card, service):
    service.stop_service()
    status, out, err = card("readers", "--json")
    assert (status, json.loads(out)) == (3, {"service": "down", "readers": []})
    assert "CARD-001" in err


def test_command_read_keeps_personal_data_off_standard_error(card, service, vector_a):
    service.insert(build_card(decode_owner(vector_a.owner).data), "Two")
    status, out, err = card("read", "--json", "--trace")
    answer = json.loads(out)
    assert (status, answer["outcome"], answer["insurer"]) == (0, "ok", None)
    assert [one["code"] for one in answer["problems"]] == ["CARD-031"]
    assert "CARD-031" in err
    assert "5F26:16" in err
    for private in ("ТЕСТОВ", "7757910820000016", "1980"):
        assert private not in err


def test_command_read_without_json_speaks_russian(card, service, vector_a):
    service.insert(vector_a.card(), "Two")
    status, out, _ = card("read")
    assert status == 0
    assert "Фамилия: ТЕСТОВ" in out
    assert "Дата рождения: 29.02.1980" in out


@pytest.mark.parametrize(
    ("put", "outcome"), [(bank_card, "not_oms"), (mute_card, "corrupt"), (None, "no_card")]
)
def test_command_read_when_the_answer_is_no_exits_with_one(card, service, put, outcome):
    if put:
        service.insert(put(), "One")
    status, out, _ = card("read", "--json")
    assert (status, json.loads(out)["outcome"]) == (1, outcome)


def test_command_read_of_a_busy_card_exits_with_one(card, service, vector_a):
    service.insert(vector_a.card(), "One")
    service.hold(True, "One")
    status, out, _ = card("read", "--json")
    assert (status, json.loads(out)["outcome"]) == (1, "busy")


def test_command_read_of_a_reader_that_is_not_there_exits_with_three(card):
    status, out, err = card("read", "--reader", "Nine", "--json")
    assert (status, json.loads(out)["outcome"], json.loads(out)["reader"]) == (3, "no_card", "Nine")
    assert "CARD-004" in err


def test_card_layer_is_imported_without_the_pcsc_library():
    code = "import sys, registrar_app.cards.pcsc; sys.exit('smartcard' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_command_read_when_a_remark_has_words_of_the_card_keeps_them_off_standard_error(
    card, service, vector_a
):
    owner = replace(decode_owner(vector_a.owner).data, citizenship=Citizenship("QQZ", "НИГДЕ"))
    service.insert(build_card(owner), "Two")
    status, out, err = card("read", "--json")
    assert (status, json.loads(out)["owner"]["citizenship"]) == (0, {"code": "QQZ", "name": "НИГДЕ"})
    assert "QQZ" not in err


def test_surroundings_of_the_training_clinic_have_the_simulated_reader_with_a_card(capsys):
    surroundings = Surroundings()
    surroundings.training = True
    assert cli.main(["card", "read", "--json"], obj=surroundings, standalone_mode=False) == 0
    answer = json.loads(capsys.readouterr().out)
    assert (answer["outcome"], answer["reader"]) == ("ok", TRAINING_READER)
    surroundings.training = False
    assert isinstance(surroundings.backend(), PcscBackend)
