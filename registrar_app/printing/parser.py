"""Makes a form out of its table; every mistake is reported at once with file, line and field."""

import difflib
import re
from collections.abc import Sequence
from typing import Any

import yaml

from registrar_app.domain.dates import plural
from registrar_app.domain.errors import RefusedError
from registrar_app.printing import keys
from registrar_app.printing.form import (
    PAPER_SIZES_MM,
    TYPES,
    Column,
    Edition,
    Field,
    FootBarcode,
    Form,
    MarkPlace,
    Mode,
    Place,
    Rule,
    SheetSpec,
)
from registrar_app.printing.rules import KINDS
from registrar_app.printing.yaml_lines import LineLoader, Marked, TableReader


def parse_form(text: str, file: str) -> Form:
    """Read one table with ``form``, ``editions`` and ``fields``.

    Args:
        text: YAML of the table.
        file: Its name, for messages.

    Raises:
        RefusedError: the table has mistakes; ``problems`` names file, line and field of each.
    """
    reader = TableReader(file)
    form: Form | None = None
    try:
        tree = yaml.load(text, Loader=LineLoader)  # noqa: S506 - a subclass of the safe loader
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        reader.wrong(line, f"не читается как YAML ({error.problem})")
    except yaml.YAMLError:
        reader.wrong(1, "не читается как YAML: в файле есть недопустимые знаки")
    else:
        form = _form(reader, tree)
    if form is None or reader.problems:
        count = len(reader.problems)
        raise RefusedError(
            "CERT-030",
            tuple(reader.problems),
            file=file,
            count=f"{count} {plural(count, 'ошибка', 'ошибки', 'ошибок')}",
        )
    return form


def _form(reader: TableReader, tree: object) -> Form | None:
    if not isinstance(tree, Marked) or not isinstance(tree.get("form"), Marked):
        reader.wrong(1, "нет раздела «form»")
        return None
    reader.check_keys(tree, keys.TABLE)
    head: Marked = tree["form"]
    reader.check_keys(head, keys.FORM)
    for must in ("key", "title", "sheet"):
        if must not in head:
            reader.wrong(head.line, f"в разделе «form» нет ключа «{must}»")
    sheet = _sheet(reader, head)
    fields = _fields(reader, tree)
    align = head.get("header_align")
    aligns = align if isinstance(align, Marked) else {"left": align or "left", "right": align or "left"}
    editions = _editions(reader, tree, head, fields)
    places = tuple(_mark_place(reader, one) for one in _list(reader, head, "places"))
    barcode = _barcode(reader, head)
    _cross_check(reader, tree, sheet, editions, barcode)
    title = reader.words(head, "plain_title") or reader.words(head, "title")
    return Form(
        key=reader.words(head, "key"),
        number=reader.words(head, "number"),
        title=title,
        sheet=sheet,
        editions=editions,
        modes=_modes(reader, head),
        validity_months=int(reader.part(head, "validity").get("months") or 0),
        journal=reader.words(head, "journal"),
        header_align=str(aligns.get("right", "left")),
        header_left_align=str(aligns.get("left", "left")),
        header_drop_mm=reader.number(head, "header_drop_mm", 0.0),
        header_left_percent=reader.number(reader.part(head, "header_columns_percent"), "left", 60.0),
        has_title=not head.get("no_title_on_print", False),
        places=places,
        barcode=barcode,
        copy_line=reader.words(head, "copy_line"),
        rules=_rules(reader, tree, fields),
        counterfoil=_fields(reader, tree, "counterfoil"),
        rank=int(reader.number(head, "rank", 50)),
        not_offered=reader.words(head, "not_offered"),
        is_kept=bool(head.get("kept", False)),
        file=reader.file,
    )


def _list(reader: TableReader, node: Marked, key: str) -> list[Marked]:
    value = node.get(key) or []
    if not isinstance(value, list) or any(not isinstance(one, Marked) for one in value):
        reader.wrong(node.line, f"«{key}» должно быть списком записей")
        return []
    return value


def _rules(reader: TableReader, tree: Marked, fields: tuple[Field, ...]) -> tuple[Rule, ...]:
    """Rules that are data; a rule in plain words is for people and is passed over."""
    written = tree.get("rules") or []
    if not isinstance(written, list):
        reader.wrong(tree.line, "«rules» должно быть списком")
        return ()
    found, ids = [], {one.id for one in fields}
    for node in (one for one in written if isinstance(one, Marked)):
        reader.check_keys(node, keys.RULE)
        kind, name = reader.words(node, "kind"), reader.words(node, "field")
        if kind not in KINDS:
            reader.wrong(node.line, f"вида правила «{kind}» нет, есть: {', '.join(sorted(KINDS))}")
        if name not in ids:
            reader.wrong(node.line, f"правило: поля «{name}» нет")
        if not reader.words(node, "text"):
            reader.wrong(node.line, "у правила нет слов «text»")
        found.append(
            Rule(
                id=reader.words(node, "id"),
                kind=kind,
                field=name,
                text=reader.words(node, "text"),
                value=reader.words(node, "value"),
                others=reader.lines_of(node, "others"),
                is_warning=reader.words(node, "level") == "warn",
            )
        )
    return tuple(found)


def _modes(reader: TableReader, head: Marked) -> tuple[Mode, ...]:
    try:
        modes = tuple(Mode(one) for one in head.get("modes", ("final", "draft")))
    except ValueError:
        reader.wrong(head.line, "«modes» знает только final, draft и overprint")
        return (Mode.DRAFT,)
    if not modes:
        reader.wrong(head.line, "«modes» не может быть пустым")
        return (Mode.DRAFT,)
    return modes


def _sheet(reader: TableReader, head: Marked) -> SheetSpec:
    node = reader.part(head, "sheet")
    reader.check_keys(node, keys.SHEET)
    width, height = reader.number(node, "width_mm", 0.0), reader.number(node, "height_mm", 0.0)
    if not (width and height):
        size = PAPER_SIZES_MM.get(reader.words(node, "size"))
        if size is None:
            reader.wrong(node.line or head.line, "размер листа: A4, A5, A6 или width_mm и height_mm")
            size = PAPER_SIZES_MM["A4"]
        width, height = size if node.get("orientation", "portrait") == "portrait" else size[::-1]
    margins = reader.part(node, "margins_mm") or reader.part(head, "margins_mm")
    reader.check_keys(margins, keys.MARGINS)
    font = reader.part(head, "font")
    reader.check_keys(font, keys.FONT)
    pitch = {
        side: reader.number(font, f"line_pitch_{side}_mm", 0.0)
        for side in ("front", "back", *map(str, range(1, 33)))
        if f"line_pitch_{side}_mm" in font
    }
    family = reader.words(font, "family") or keys.FAMILIES[0]
    if family not in keys.FAMILIES:
        reader.wrong(font.line, f"шрифта «{family}» в программе нет, есть: {', '.join(keys.FAMILIES)}")
        family = keys.FAMILIES[0]
    body = reader.number(font, "body_pt", 0.0) or reader.number(node, "body_pt", 10.5)
    return SheetSpec(
        width_mm=width,
        height_mm=height,
        sides=int(reader.number(node, "sides", 1)),
        pages=int(reader.number(node, "pages", 0)),
        counterfoil_mm=reader.number(node, "counterfoil_width_mm", 0.0),
        left=reader.number(margins, "left", 15.0),
        right=reader.number(margins, "right", 10.0),
        top=reader.number(margins, "top", 8.0),
        bottom=reader.number(margins, "bottom", 8.0),
        family=family,
        body_pt=body,
        title_pt=reader.number(font, "title_pt", 12.0),
        header_pt=reader.number(font, "header_pt", 8.5),
        pitch_mm=pitch,
        min_pitch_mm=reader.number(font, "min_line_pitch_mm", 4.6),
        is_label=reader.words(node, "kind") == "label",
    )


def _fields(reader: TableReader, node: Marked, key: str = "fields") -> tuple[Field, ...]:
    found: list[Field] = []
    for place, one in enumerate(_list(reader, node, key), start=1):
        made = _field(reader, one, place)
        if any(made.id == other.id for other in found):
            reader.wrong(one.line, "поле с таким именем уже есть", made.id)
        found.append(made)
    return tuple(sorted(found, key=lambda one: one.order))


def _field(reader: TableReader, node: Marked, place: int) -> Field:
    field_id = str(node.get("id") or "")
    if not field_id:
        reader.wrong(node.line, "у поля нет имени «id»")
        field_id = f"?{place}"
    reader.check_keys(node, keys.FIELD, field_id)
    kind = reader.words(node, "type", field_id)
    if kind not in TYPES:
        near = difflib.get_close_matches(kind, TYPES, 1)
        reader.wrong(
            node.line, f"неизвестный тип «{kind}»" + (f", возможно, «{near[0]}»" if near else ""), field_id
        )
    values = {str(key): str(word) for key, word in reader.part(node, "values").items()}
    if kind in {"choice", "choices", "choice_and_text"} and not values:
        reader.wrong(node.line, "у выбора нет «values»", field_id)
    _check_pattern(reader, node, field_id)
    mandatory = node.get("mandatory", False)
    if not isinstance(mandatory, bool | str):
        reader.wrong(node.line, "«mandatory» - true, false или условие словами", field_id)
        mandatory = False
    lines = int(reader.number(node, "lines", 1, field_id))
    if not lines:
        reader.wrong(node.line, "«lines» не может быть нулём", field_id)
    plain: dict[str, Any] = {
        key: reader.words(node, key, field_id) or default for key, default in keys.PLAIN_WORDS.items()
    }
    for key, make in keys.PLAIN_NUMBERS.items():
        if key in node:
            plain[key] = make(reader.number(node, key, 0, field_id))
    if plain["case"] not in keys.CASES or plain["asks"] not in {"", *TYPES}:
        reader.wrong(node.line, "«case» - genitive или dative, «asks» - один из типов", field_id)
    first_page, last_page = _pages(reader, node, field_id)
    if first_page:
        plain["side"] = first_page
    return Field(
        id=field_id,
        caption=reader.words(node, "caption", field_id),
        type=kind,
        line=node.line,
        order=reader.number(node, "n", float(place), field_id),
        values=values,
        mandatory=mandatory,
        path=_paths(reader, node, "path", field_id),
        parts=_paths(reader, node, "parts", field_id),
        own_line=bool(node.get("own_line", False)),
        bold=bool(node.get("bold", False)),
        framed=bool(node.get("framed", False)),
        omit_when_empty=bool(node.get("omit_when_empty", False)),
        at=_place(reader, node, field_id),
        columns=tuple(_column(reader, one, field_id) for one in _list(reader, node, "columns")),
        prefilled=_prefilled(reader, node, field_id),
        aliases={str(k): str(v) for k, v in reader.part(node, "aliases").items()},
        repeat_for=reader.lines_of(node, "repeat_for"),
        last_side=last_page,
        cells=tuple(str(one) for one in node.get("order", ())),
        cell_values={str(k): str(v) for k, v in reader.part(node, "cell_values").items()},
        lines=max(lines, 1),
        **plain,
    )


def _pages(reader: TableReader, node: Marked, field_id: str) -> tuple[str, str]:
    """First and last page of a field of a booklet: ``2`` or ``3-8``; empty if it names none."""
    words = reader.words(node, "page", field_id)
    if not words:
        return "", ""
    hit = re.fullmatch(r"(\d+)(?:-(\d+))?", words)
    if not hit:
        reader.wrong(node.line, "«page» - страница или «3-8»", field_id)
        return "", ""
    return hit[1], hit[2] or hit[1]


def _prefilled(reader: TableReader, node: Marked, field_id: str) -> tuple[str, ...]:
    """Printed words of the first column: a list, or a mapping of that column to a list."""
    value = node.get("prefilled", ())
    if isinstance(value, Marked):
        value = next(iter(value.values()), ())
    if not isinstance(value, list | tuple):
        reader.wrong(node.line, "«prefilled» - список слов первой графы", field_id)
        return ()
    return tuple(str(one) for one in value)


def _check_pattern(reader: TableReader, node: Marked, field_id: str) -> None:
    try:
        re.compile(reader.words(node, "pattern", field_id))
    except re.error as error:
        reader.wrong(node.line, f"«pattern» не читается: {error}", field_id)


def _paths(reader: TableReader, node: Marked, key: str, field_id: str) -> tuple[str, ...]:
    value = node.get(key)
    if value is None:
        return ()
    paths = tuple(value) if isinstance(value, list) else (value,)
    if any(
        not isinstance(one, str) or not re.fullmatch(r"[a-z_0-9]+(\.[A-Za-z_0-9]+)+", one) for one in paths
    ):
        reader.wrong(node.line, f"«{key}» - место вида fields.имя", field_id)
        return ()
    return paths


def _place(reader: TableReader, node: Marked, field_id: str) -> Place | None:
    if "at" not in node:
        return None
    at = reader.part(node, "at")
    reader.check_keys(at, keys.AT, field_id)
    x, y, w, h, pt = (reader.number(at, key, 0.0, field_id) for key in ("x", "y", "w", "h", "pt"))
    return Place(
        x,
        y,
        w,
        h,
        pt,
        align=reader.words(at, "align", field_id) or "left",
        bold=bool(at.get("bold", False)),
    )


def _column(reader: TableReader, node: Marked, field_id: str) -> Column:
    reader.check_keys(node, keys.COLUMN, field_id)
    return Column(
        reader.words(node, "id", field_id),
        reader.words(node, "caption", field_id),
        reader.number(node, "width", 1.0, field_id),
        reader.words(node, "type", field_id) or "text",
        reader.words(node, "caption_next_rows", field_id),
        reader.words(node, "print", field_id),
    )


def _mark_place(reader: TableReader, node: Marked) -> MarkPlace:
    reader.check_keys(node, keys.MARK_PLACE)
    height = reader.number(node, "height_mm", 16.0)
    return MarkPlace(
        id=reader.words(node, "id"),
        side=reader.words(node, "side") or "front",
        width_mm=reader.number(node, "width_mm", 62.0),
        height_mm=height,
        min_height_mm=reader.number(node, "min_height_mm", height),
        anchor=reader.words(node, "anchor") or "bottom_right",
        x_mm=reader.number(node, "x_mm", 0.0) if "x_mm" in node else None,
        optional=bool(node.get("optional", False)),
        square=bool(node.get("square", False)),
    )


def _barcode(reader: TableReader, head: Marked) -> FootBarcode | None:
    if "barcode" not in head:
        return None
    node = reader.part(head, "barcode")
    reader.check_keys(node, keys.BARCODE)
    return FootBarcode(
        field=reader.words(node, "field"),
        side=reader.words(node, "side") or "front",
        height_mm=reader.number(node, "height_mm", 7.0),
        module_mm=reader.number(node, "module_mm", 0.3),
        anchor=reader.words(node, "anchor") or "bottom_left",
    )


def _editions(
    reader: TableReader, tree: Marked, head: Marked, fields: tuple[Field, ...]
) -> tuple[Edition, ...]:
    found: list[Edition] = []
    for node in _list(reader, tree, "editions"):
        reader.check_keys(node, keys.EDITION)
        if not node.get("id"):
            reader.wrong(node.line, "у редакции нет имени «id»")
        lines = {
            key: reader.lines_of(node if key in node else head, key)
            for key in ("title_lines", "header_top_right", "header_left", "header_right", "must_not_print")
        }
        lines["title_lines"] = lines["title_lines"] or _plain_title(reader, head)
        note = reader.words(node, "note")
        own = _fields(reader, node) if "fields" in node else fields
        edition = Edition(
            id=reader.words(node, "id"),
            issue_date_from=reader.day(node, "issue_date_from"),
            issue_date_to=reader.day(node, "issue_date_to"),
            has_layout=bool(node.get("layout", True)) and "do not print" not in note,
            note=note,
            conf=reader.words(node, "conf"),
            clinic_lines=reader.lines_of(node, "clinic_lines"),
            fields=own,
            **lines,
        )
        begins, ends = edition.issue_date_from, edition.issue_date_to
        if begins and ends and ends < begins:
            reader.wrong(node.line, "последний день редакции раньше первого")
        found.append(edition)
    if not found:
        reader.wrong(tree.line, "нет ни одной редакции в «editions»")
    return tuple(found)


def _plain_title(reader: TableReader, head: Marked) -> tuple[str, ...]:
    if head.get("no_title_on_print"):
        return ()
    return tuple(line for line in (reader.words(head, "title"), reader.words(head, "subtitle")) if line)


def _cross_check(
    reader: TableReader,
    tree: Marked,
    sheet: SheetSpec,
    editions: Sequence[Edition],
    barcode: FootBarcode | None,
) -> None:
    """What one part of a table says of another must be there."""
    sides = set(sheet.side_names)
    for edition in editions:
        ids = {one.id for one in edition.fields}
        for line in (*edition.title_lines, *edition.header_left, *edition.header_right):
            for name in re.findall(r"\{([^}]*)\}", line):
                if name not in ids and name not in keys.STANDARD_NAMES:
                    reader.wrong(tree["form"].line, f"редакция «{edition.id}»: поля «{name}» нет")
        for name in edition.clinic_lines:
            if name not in ids:
                reader.wrong(tree["form"].line, f"редакция «{edition.id}»: поля «{name}» нет")
        for one in edition.fields:
            if one.side not in sides:
                reader.wrong(one.line, f"стороны «{one.side}» у листа нет", one.id)
    if barcode and editions and all(barcode.field != one.id for one in editions[0].fields):
        reader.wrong(tree["form"].line, f"штриховой код: поля «{barcode.field}» нет")
