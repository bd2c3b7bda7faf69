"""Nothing is shipped that the program does not use: messages, icons, modules the packer must be told of."""

import ast
import importlib.util
import re
from pathlib import Path

from registrar_app.domain.codes import CATALOGUE
from registrar_app.domain.codes.cards import DAMAGED_CODE

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = {
    path: path.read_text(encoding="utf-8")
    for path in (*(ROOT / "registrar_app").rglob("*.py"), *(ROOT / "resources").rglob("*.yaml"))
}


def test_every_message_when_searched_for_is_said_somewhere() -> None:
    catalogue = ROOT / "registrar_app" / "domain" / "codes"
    said = "\n".join(text for path, text in PROGRAM.items() if catalogue not in path.parents)
    silent = {code for code in CATALOGUE if code not in said} - set(DAMAGED_CODE.values())
    assert not silent


def test_every_code_when_named_is_in_the_catalogue() -> None:
    prefixes = "|".join({code.partition("-")[0] for code in CATALOGUE})
    named = {code for text in PROGRAM.values() for code in re.findall(rf'"((?:{prefixes})-\d{{3}})"', text)}
    assert not named - set(CATALOGUE)


def test_every_icon_when_searched_for_is_drawn_somewhere() -> None:
    text = "\n".join(PROGRAM.values())
    icons = {path.stem for path in (ROOT / "resources" / "icons").glob("*.svg")}
    assert not {name for name in icons if not re.search(rf"[\"']{re.escape(name)}[\"']", text)}


def test_library_when_imported_by_name_is_told_to_the_packer() -> None:
    hidden = (ROOT / "build.spec").read_text(encoding="utf-8")
    for name in sorted(set(_imported_by_name())):
        package = name.partition(".")[0]
        if importlib.util.find_spec(package) is None:
            continue  # not part of this build: the program says so itself
        assert f'collect_submodules("{package}")' in hidden or _is_imported(name), name


def _imported_by_name() -> list[str]:
    """Modules of others whose names stand as text in calls of ``import_module``."""
    return [
        node.args[0].value
        for path, text in PROGRAM.items()
        if path.suffix == ".py"
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "import_module"
        and isinstance(node.args[0], ast.Constant)
        and not str(node.args[0].value).startswith("registrar_app")
    ]


def _is_imported(name: str) -> bool:
    """Whether a statement the packer sees imports it too."""
    statement = re.compile(rf"^\s*(?:from|import) {re.escape(name)}\b", re.MULTILINE)
    return any(statement.search(text) for text in PROGRAM.values())
