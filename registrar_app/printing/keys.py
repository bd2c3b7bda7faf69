"""The keys that a table of a form may use. Whatever is not here is a mistake and is reported."""

from collections.abc import Callable, Mapping

STANDARD_NAMES = frozenset(
    [
        "org_full_name",
        "org_short_name",
        "org_address",
        "org_phone",
        "org_ogrn",
        "org_ogrn_boxes",
        "org_okpo",
        "org_licence",
        "region_health_body",
        "mo_code",
        "number",
        "series",
        "issue_date",
        "valid_until",
    ]
)
"""Names that a printed line may use without a field of its own."""

FAMILIES = ("Liberation Serif", "Liberation Sans")
"""Typefaces a form may name; their files are shipped."""

TABLE = frozenset({"form", "editions", "fields", "counterfoil", "marks", "rules", "never_print"})

FORM = frozenset(
    [
        "key",
        "number",
        "title",
        "plain_title",
        "short",
        "subtitle",
        "title_lines",
        "act",
        "status",
        "conf",
        "src",
        "note",
        "sheet",
        "margins_mm",
        "font",
        "validity",
        "journal",
        "header_top_right",
        "header_left",
        "header_right",
        "header_align",
        "header_columns_percent",
        "header_drop_mm",
        "must_not_print",
        "signatories",
        "seals",
        "copies",
        "number_on_print",
        "no_title_on_print",
        "modes",
        "places",
        "barcode",
        "copy_line",
        "semd",
        "law_content",
        "legal_blank",
        "regional_variants",
        "not_offered",
        "rank",
        "kept",
    ]
)

SHEET = frozenset(
    [
        "size",
        "orientation",
        "sides",
        "width_mm",
        "height_mm",
        "margins_mm",
        "body_pt",
        "conf",
        "kind",
        "pages",
        "counterfoil_width_mm",
    ]
)
MARGINS = frozenset(["left", "right", "top", "bottom", "conf"])
FONT = frozenset(
    [
        "family",
        "body_pt",
        "title_pt",
        "header_pt",
        "caption_pt",
        "line_pitch_front_mm",
        "line_pitch_back_mm",
        "min_line_pitch_mm",
        *(f"line_pitch_{page}_mm" for page in range(1, 33)),
        "conf",
    ]
)
EDITION = frozenset(
    [
        "id",
        "issue_date_from",
        "issue_date_to",
        "title_lines",
        "header_top_right",
        "header_left",
        "header_right",
        "must_not_print",
        "clinic_lines",
        "layout",
        "note",
        "conf",
        "fields",
    ]
)
AT = frozenset(["x", "y", "w", "h", "pt", "align", "bold"])
COLUMN = frozenset(["id", "caption", "width", "type", "max_chars", "caption_next_rows", "print"])
RULE = frozenset(["id", "kind", "field", "value", "others", "text", "level", "conf"])
MARK_PLACE = frozenset(
    ["id", "side", "width_mm", "height_mm", "min_height_mm", "anchor", "x_mm", "optional", "square"]
)
BARCODE = frozenset(["field", "side", "height_mm", "module_mm", "anchor"])

PLAIN_WORDS: Mapping[str, str] = {
    "source": "user",
    "default": "",
    "print": "",
    "print_as": "",
    "mark": "",
    "pattern": "",
    "side": "front",
    "block": "",
    "row": "",
    "item": "",
    "under": "",
    "align": "left",
    "layout": "",
    "shorten": "",
    "only_sex": "",
    "after": "",
    "ruled": "",
    "table": "",
    "empty_text": "",
    "overflow": "",
    "conf": "",
    "label": "",
    "case": "",
    "unlike": "",
    "asks": "",
}
"""Keys of a field that are words, with what a missing one means."""

CASES = frozenset({"", "genitive", "dative"})
"""Grammatical cases a name may be printed in; empty: as it is, nominative."""

PLAIN_NUMBERS: Mapping[str, Callable[[float], float]] = {
    "max_chars": int,
    "min_chars": int,
    "width_mm": float,
    "caption_pt": float,
    "caption_mm": float,
    "min_pt": float,
    "circle_mm": float,
    "row_height_mm": float,
    "signature_mm": float,
    "module_mm": float,
    "quiet_modules": int,
    "rows": int,
    "boxes": int,
}
"""Keys of a field that are numbers, with the type they become."""

FIELD = frozenset(
    (
        *PLAIN_WORDS,
        *PLAIN_NUMBERS,
        *[
            "n",
            "id",
            "caption",
            "type",
            "values",
            "mandatory",
            "path",
            "parts",
            "lines",
            "own_line",
            "bold",
            "framed",
            "omit_when_empty",
            "at",
            "columns",
            "prefilled",
            "order",
            "cell_values",
            "values_hint",
            "rule",
            "note",
            "only",
            "extra",
            "src",
            "then",
            "page",
            "aliases",
            "repeat_for",
            "format",
            "symbology",
            "footnote",
            "values_count",
        ],
    )
)
