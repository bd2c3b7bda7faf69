"""Reading of lists: encodings, separators, quotes, broken rows, workbooks, and files that are no lists."""

import zipfile
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from registrar_app.domain.errors import SurroundingsError
from registrar_app.services import import_csv
from registrar_app.services import import_reading as reading

LIST = (
    "Фамилия;Имя;Дата рождения;Примечание\r\n"
    'Сидорова;Анна;07.03.1968;"живёт ""там"""\r\n'
    "Ёлкин;Пётр;16.4.91;\r\n"
)


def put(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1251", "cp866"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_text_list_when_written_by_any_program_then_read_the_same(
    tmp_path: Path, encoding: str, separator: str
) -> None:
    file = reading.inspect(put(tmp_path / "list.csv", LIST.replace(";", separator), encoding))
    assert (file.encoding, file.separator) == (encoding, separator)
    assert [row.cells for row in reading.rows(file)] == [
        ("Фамилия", "Имя", "Дата рождения", "Примечание"),
        ("Сидорова", "Анна", "07.03.1968", 'живёт "там"'),
        ("Ёлкин", "Пётр", "16.4.91", ""),
    ]


@pytest.mark.parametrize("encoding", ["cp1251", "cp866"])
def test_text_list_when_all_in_capitals_then_its_code_page_is_found(tmp_path: Path, encoding: str) -> None:
    text = "ФАМИЛИЯ;ИМЯ\nЩУКИНА;ОЛЬГА\nИВАНОВ;ПЕТР\nХОХЛОВА;ЮЛИЯ\n"
    assert reading.inspect(put(tmp_path / "a.csv", text, encoding)).encoding == encoding


def test_row_when_a_quote_is_never_closed_then_only_that_row_is_broken(tmp_path: Path) -> None:
    text = 'а;б\n1;"не закрыта\n' + "".join(f"{n};{n}\n" for n in range(2, 40))
    rows = list(reading.rows(reading.inspect(put(tmp_path / "a.csv", text))))
    assert [row.number for row in rows if row.broken] == [2]
    assert rows[1].broken == "REC-147"
    assert rows[2].cells == ("2", "2")
    assert len(rows) == 40


def test_row_when_a_line_break_stands_in_quotes_then_it_is_one_row(tmp_path: Path) -> None:
    file = reading.inspect(put(tmp_path / "a.csv", 'а;б\n"ул. Садовая,\nд. 5";1\nв;2\n'))
    assert [row.cells for row in reading.rows(file)][1:] == [("ул. Садовая, д. 5", "1"), ("в", "2")]


def test_row_when_bytes_are_no_letters_then_it_is_broken(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("Фамилия;Имя\nСидорова;Анна\n".encode() * 40 + b"\xff\xfe;x\n")
    assert [row.broken for row in reading.rows(reading.inspect(path))][-1] == "REC-148"


@given(
    st.lists(st.lists(st.text("аб \"';,\n1", max_size=6), min_size=2, max_size=4), min_size=1, max_size=12)
)
def test_rows_of_any_text_are_never_more_than_its_lines_and_never_fail(cells: list[list[str]]) -> None:
    lines = [f"{';'.join(row)}\n" for row in cells]
    found = list(import_csv._records(iter("".join(lines).splitlines(keepends=True)), ";"))
    assert len(found) <= len("".join(lines).splitlines())


def book(path: Path, *rows: tuple[object, ...], title: str = "Лист") -> Path:
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(row)
    workbook.create_sheet("Пустой")
    workbook.save(path)
    return path


def test_workbook_when_read_then_values_are_texts_as_seen(tmp_path: Path) -> None:
    path = book(
        tmp_path / "a.xlsx",
        ("Фамилия", "Номер", "Дата", "Полис", "Карта"),
        ("Сидорова", "001234", datetime(1968, 3, 7), 112.0, 7),  # noqa: DTZ001 - a sheet knows no zones
        ("Ёлкин", 1234, date(1991, 4, 16), 7754320834000018, None),
    )
    from openpyxl import load_workbook

    workbook = load_workbook(path)
    workbook["Лист"]["E2"].number_format = "000000"
    workbook.save(path)
    file = reading.inspect(path)
    assert file.sheets == ("Лист",)
    rows = list(reading.rows(file))
    assert rows[1].cells == ("Сидорова", "001234", "07.03.1968", "112", "000007")
    assert rows[2].cells[:4] == ("Ёлкин", "1234", "16.04.1991", "7754320834000018")
    assert rows[2].rounded == (3,)
    assert reading.row_count(file) == 3


@pytest.mark.parametrize(
    ("code", "start"),
    [
        ("REC-141", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600),
        ("REC-142", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le")),
        ("REC-143", b"PK\x03\x04 broken"),
        ("REC-144", b"  \r\n"),
        ("REC-145", bytes(range(256)) * 20),
    ],
)
def test_file_that_is_no_list_is_refused_with_its_own_code(tmp_path: Path, code: str, start: bytes) -> None:
    path = tmp_path / "list.xlsx"
    path.write_bytes(start)
    with pytest.raises(SurroundingsError) as refused:
        reading.inspect(path)
    assert refused.value.code == code


def test_missing_file_zip_that_is_no_workbook_and_empty_workbook_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(SurroundingsError, match="REC-140"):
        reading.inspect(tmp_path / "none.csv")
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as archive:
        archive.writestr("word/document.xml", "<a/>")
    with pytest.raises(SurroundingsError, match="REC-145"):
        reading.inspect(tmp_path / "a.xlsx")
    with pytest.raises(SurroundingsError, match="REC-144"):
        reading.inspect(book(tmp_path / "b.xlsx"))


def test_workbook_that_breaks_off_is_damaged(tmp_path: Path) -> None:
    whole = book(tmp_path / "a.xlsx", *[(f"Фамилия{n}", "Имя") for n in range(200)]).read_bytes()
    (tmp_path / "b.xlsx").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(SurroundingsError, match="REC-143"):
        reading.inspect(tmp_path / "b.xlsx")
