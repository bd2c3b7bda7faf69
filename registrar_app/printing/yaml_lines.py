"""YAML with line numbers, and a reader that collects the mistakes of a table with their lines."""

import difflib
from collections.abc import Hashable
from datetime import date
from typing import Any

import yaml

from registrar_app.domain.problems import Problem, problem

_BASE_LOADER: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Marked(dict[str, Any]):
    """A mapping that knows the line it began on and the keys that stood twice."""

    line: int = 0
    twice: tuple[str, ...] = ()


class LineLoader(_BASE_LOADER):  # type: ignore[misc, valid-type]  # the C or the Python loader, whichever is there
    """YAML in its safe form, with line numbers and doubled keys noticed."""


def _marked_mapping(loader: Any, node: yaml.MappingNode) -> Marked:  # noqa: ANN401 - a loader of PyYAML
    loader.flatten_mapping(node)
    out = Marked()
    out.line = node.start_mark.line + 1
    for key_node, value_node in node.value:
        key: Hashable = loader.construct_object(key_node, deep=True)
        if str(key) in out:
            out.twice = (*out.twice, str(key))
        out[str(key)] = loader.construct_object(value_node, deep=True)
    return out


LineLoader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _marked_mapping)


class TableReader:
    """Collects the problems of one file while its parts are read."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []

    def wrong(self, line: int, what: str, field_id: str | None = None) -> None:
        """Note a mistake at a line, and at a field if one is named."""
        if field_id:
            params = {"file": self.file, "line": line, "what": what, "name": field_id}
            self.problems.append(problem("CERT-032", field_id, **params))
        else:
            self.problems.append(problem("CERT-031", file=self.file, line=line, what=what))

    def check_keys(self, node: Marked, known: frozenset[str], field_id: str | None = None) -> None:
        """Note keys that are not known or stand twice."""
        for key in node.twice:
            self.wrong(node.line, f"ключ «{key}» записан дважды", field_id)
        for key in node:
            if key not in known:
                near = difflib.get_close_matches(key, known, 1)
                hint = f", возможно, «{near[0]}»" if near else ""
                self.wrong(node.line, f"неизвестный ключ «{key}»{hint}", field_id)

    def number(self, node: Marked, key: str, default: float, field_id: str | None = None) -> float:
        """A number that is not below zero, or the default."""
        value = node.get(key, default)
        if isinstance(value, bool) or not isinstance(value, int | float):
            self.wrong(node.line, f"«{key}» должно быть числом", field_id)
            return default
        if value < 0:
            self.wrong(node.line, f"«{key}» не может быть меньше нуля", field_id)
            return default
        return value

    def words(self, node: Marked, key: str, field_id: str | None = None) -> str:
        """A word or number as text; null is empty."""
        value = node.get(key, "")
        if value is None:
            return ""
        if isinstance(value, dict | list):
            self.wrong(node.line, f"«{key}» должно быть строкой", field_id)
            return ""
        return str(value)

    def lines_of(self, node: Marked, key: str) -> tuple[str, ...]:
        """A list of strings."""
        value = node.get(key, ())
        if not isinstance(value, list | tuple) or any(not isinstance(one, str) for one in value):
            self.wrong(node.line, f"«{key}» должно быть списком строк")
            return ()
        return tuple(value)

    def day(self, node: Marked, key: str) -> date | None:
        """A date, or None."""
        value = node.get(key)
        if value is None or type(value) is date:
            return value
        self.wrong(node.line, f"«{key}» должно быть датой вида 2025-09-01")
        return None

    def part(self, node: Marked, key: str) -> Marked:
        """A mapping below a key, empty if it is not there."""
        value = node.get(key)
        if value is None:
            return Marked()
        if isinstance(value, Marked):
            return value
        self.wrong(node.line, f"«{key}» должно быть набором ключей")
        return Marked()
