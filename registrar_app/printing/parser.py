"""Makes a form out of its table; every mistake is reported at once with file, line and field."""

import re
from collections.abc import Sequence

import yaml

from registrar_app.domain.dates import plural
from registrar_app.domain.errors import RefusedError
from registrar_app.printing import keys
from registrar_app.printing.field_parser import entries, read_fields
from registrar_app.printing.form import (
    PAPER_SIZES_MM,
    Edition,
    Field,
    FootBarcode,
    Form,
    MarkPlace,
    Mode,
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
    fields = read_fields(reader, tree)
    align = head.get("header_align")
    aligns = align if isinstance(align, Marked) else {"left": align or "left", "right": align or "left"}
    editions = _editions(reader, tree, head, fields)
    places = tuple(_mark_place(reader, one) for one in entries(reader, head, "places"))
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
        counterfoil=read_fields(reader, tree, "counterfoil"),
        rank=int(reader.number(head, "rank", 50)),
        not_offered=reader.words(head, "not_offered"),
        is_kept=bool(head.get("kept", False)),
        file=reader.file,
        short=reader.words(head, "short"),
    )


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
    for node in entries(reader, tree, "editions"):
        reader.check_keys(node, keys.EDITION)
        if not node.get("id"):
            reader.wrong(node.line, "у редакции нет имени «id»")
        lines = {
            key: reader.lines_of(node if key in node else head, key)
            for key in ("title_lines", "header_top_right", "header_left", "header_right", "must_not_print")
        }
        lines["title_lines"] = lines["title_lines"] or _plain_title(reader, head)
        note = reader.words(node, "note")
        own = read_fields(reader, node) if "fields" in node else fields
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
            if one.unlike and one.unlike not in ids:
                reader.wrong(one.line, f"«unlike»: поля «{one.unlike}» нет", one.id)
    if barcode and editions and all(barcode.field != one.id for one in editions[0].fields):
        reader.wrong(tree["form"].line, f"штриховой код: поля «{barcode.field}» нет")
