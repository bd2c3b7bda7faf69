"""The command line of another signing program as a setting: words with places, never a shell, never a PIN."""

import re
from dataclasses import dataclass

from registrar_app.domain.errors import RegistrarError

_WORD = re.compile(r'"([^"]*)"|(\S+)')
_SECRET = re.compile(r"(?:[-/]{1,2}(?:pin|password|passwd)(?:[=:]|$)|pass:)", re.IGNORECASE)
"""A word that carries a PIN or announces one: «-pin», «/PIN:1234», «--password=…», «pass:…» of OpenSSL."""
_PLACE = re.compile(r"\{([^{}]*)\}")
PLACES = ("in", "out", "folder", "thumbprint")
"""``{in}`` the bytes to sign, ``{out}`` a file for the answer, ``{folder}`` where both lie, ``{thumbprint}``
SHA-1 of the X.509 in upper-case hexadecimal."""


@dataclass(frozen=True, slots=True)
class ExternalCommand:
    """How another program is called."""

    words: tuple[str, ...]
    """The program and its words, with places."""
    result: str
    """Where the answer is found: ``{out}``, or ``{in}.sgn`` in the manner of ``cryptcp``."""
    timeout_s: float = 120.0
    """The signer may have to find his token and type his PIN in the program's window."""


CRYPTCP = ExternalCommand(
    ("cryptcp", "-signf", "-dir", "{folder}", "-der", "-strict", "-cert", "-detached",
     "-thumbprint", "{thumbprint}", "-nochain", "{in}"),
    "{in}.sgn",
)  # fmt: skip
"""CryptoPro's ``cryptcp``; it asks for the PIN in its own window. Read, not run here."""
CSPTEST = ExternalCommand(
    (
        "csptest",
        "-sfsign",
        "-sign",
        "-in",
        "{in}",
        "-out",
        "{out}",
        "-my",
        "{thumbprint}",
        "-detached",
        "-add",
    ),
    "{out}",
)
"""CryptoPro's ``csptest``; an answer without the CAdES attribute is refused. Read, not run here."""


def parse_command(text: str, result: str = "{out}", timeout_s: float = 120.0) -> ExternalCommand:
    """Read a command as an administrator types it: words parted by blanks, words with blanks in quotes.

    A backslash is a letter like any other, so paths of Windows stand as they are.

    Raises:
        RegistrarError: SIGN-087 empty, an unknown place, no place for the bytes, a PIN on the command line.
    """
    words = tuple(quoted or bare for quoted, bare in _WORD.findall(text))
    command = ExternalCommand(words, result.strip(), timeout_s)
    if not words:
        raise RegistrarError("SIGN-087", reason="она пуста")
    for word in (*words, command.result):
        for place in _PLACE.findall(word):
            if place not in PLACES:
                raise RegistrarError("SIGN-087", reason=f"неизвестное место {{{place}}}")
    if any(_SECRET.match(word) for word in words):
        raise RegistrarError("SIGN-087", reason="PIN-код в ней увидят другие программы")
    if not any("{in}" in word for word in words):
        raise RegistrarError("SIGN-087", reason="нет места {in} для документа")
    if "{in}" not in command.result and "{out}" not in command.result:
        raise RegistrarError("SIGN-087", reason="не сказано, где искать ответ")
    return command


def fill(word: str, places: dict[str, str]) -> str:
    """A word with its places filled in."""
    return _PLACE.sub(lambda found: places[found[1]], word)
