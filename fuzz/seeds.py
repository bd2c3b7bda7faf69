"""The inputs that fuzzing begins with, made of the vectors; ``python -m fuzz.seeds`` writes them anew."""

import base64
import json
from dataclasses import replace
from pathlib import Path

from registrar_app.cards.barcode.typed import LOST
from registrar_app.cards.card_builder import build_card, card_from_files, encode_owner
from registrar_app.cards.card_model import CardBehaviour, SimulatedCard
from registrar_app.cards.oms import read_policy
from registrar_app.cards.owner import decode_insurer, decode_owner
from registrar_app.cards.record import Photo

CORPUS = Path(__file__).parent / "corpus"
_DATA = Path(__file__).resolve().parent.parent / "tests" / "data"


class _Recorder:
    """A line that keeps the answers as ``harness.eat_answers`` reads them."""

    def __init__(self, card: SimulatedCard) -> None:
        self._card = card
        self.kept = b""

    def transmit(self, command: bytes) -> bytes:
        answer = self._card.respond(command)
        self.kept += bytes([len(answer)]) + answer
        return answer


def _recorded(card: SimulatedCard) -> bytes:
    line = _Recorder(card)
    read_policy(line)
    return b"\x00" + line.kept


def seeds() -> dict[str, dict[str, bytes]]:
    """Inputs by target and name."""
    cards = json.loads((_DATA / "oms_card_vectors.json").read_text(encoding="utf-8"))
    codes = [
        bytes.fromhex(one["hex"])
        for one in json.loads((_DATA / "policy_codes.json").read_text(encoding="utf-8"))
    ]
    files = {key: tuple(bytes.fromhex(cards[key][part]) for part in ("owner", "insurer")) for key in "AB"}
    (owner, insurer), (owner_b, insurer_b) = files["A"], files["B"]
    person = replace(decode_owner(owner).data, photo=Photo(1, b"\xff\xd8\xff" + bytes(300)))
    signed = replace(decode_insurer(insurer).data, signature=b"\x01\x02", certificate=b"\x30\x00")
    chained = CardBehaviour(chained=True)
    small = CardBehaviour(largest_le=32)
    return {
        "tlv": {
            "owner-a": owner, "owner-b": owner_b, "insurer-a": insurer, "insurer-b": insurer_b,
            "photo": encode_owner(person),
        },
        "apdu": {
            "read-a": _recorded(card_from_files(owner, insurer)),
            "read-b": _recorded(card_from_files(owner_b, insurer_b)),
            "chained": _recorded(card_from_files(owner, insurer, behaviour=chained)),
            "small": _recorded(card_from_files(owner_b, insurer_b, behaviour=small)),
            "signed": _recorded(build_card(decode_owner(owner).data, signed)),
            "files-a": b"\x80" + owner + insurer,
            "files-photo": b"\xc0" + encode_owner(person) + insurer,
            "files-chained": b"\xe8" + owner_b + insurer_b,
        },
        "code": {
            **{f"type-{code[0]}-{number}": code for number, code in enumerate(codes)},
            "prefix": b"]L2" + codes[0] + b"\r\n",
            "doubled": b"]L1" + codes[0].replace(b"\\", b"\\\\"),
            "twice": codes[0] + codes[1],
            "seven-bits": bytes(byte & 0x7F for byte in codes[0]),
            "hex": codes[0].hex().encode(),
            "cp1251": codes[1].decode("cp1251", errors="replace").encode(),
        },
        "text": {
            "hex": codes[0].hex().encode(),
            "base64": base64.b64encode(codes[1]),
            "number": b"7856510844330801",
            "latin-1": codes[2].decode("latin-1").encode(),
            "spoiled": f"иь{LOST}{LOST}9Ъ{LOST}~|Фы".encode(),
            "parcel": b"4606453849072",
            "unknown": b"https://example.org/?p=7856510844330801",
            "prescription": b"p" + base64.b64encode(bytes(30)),
        },
    }  # fmt: skip


def main() -> None:
    """Write the corpus."""
    for target, inputs in seeds().items():
        folder = CORPUS / target
        folder.mkdir(parents=True, exist_ok=True)
        for name, data in inputs.items():
            (folder / name).write_bytes(data)


if __name__ == "__main__":
    main()
