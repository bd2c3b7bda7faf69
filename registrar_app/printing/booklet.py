"""Puts the pages of a booklet onto sheets of twice the width, so that they are in order once folded."""

import io
from collections.abc import Iterator


def turns(count: int) -> Iterator[tuple[int, int]]:
    """Page numbers at the left and at the right of each side, from the outermost sheet inwards.

    Fronts and backs take turns, as a printer that turns the sheet over its short edge prints them. Numbers
    above ``count`` stand for empty pages: a sheet has four.
    """
    whole = -(-count // 4) * 4
    for sheet in range(whole // 4):
        yield whole - 2 * sheet, 1 + 2 * sheet
        yield 2 + 2 * sheet, whole - 1 - 2 * sheet


def folded(pdf: bytes) -> bytes:
    """The pages two by two at full size; stamps of signatures become part of them. For the printer only.

    Args:
        pdf: A file of ours, all pages of one size, in the order they are read.
    """
    import pikepdf  # few papers are booklets, and no start waits for it

    with pikepdf.open(io.BytesIO(pdf)) as source, pikepdf.new() as sheets:
        source.flatten_annotations("print")
        pages = list(source.pages)
        _, _, width, height = (float(edge) for edge in pages[0].mediabox)
        for pair in turns(len(pages)):
            sheet = sheets.add_blank_page(page_size=(2 * width, height))
            for place, number in enumerate(pair):
                if number <= len(pages):
                    area = pikepdf.Rectangle(place * width, 0, (place + 1) * width, height)
                    sheet.add_overlay(pages[number - 1], area)
        out = io.BytesIO()
        sheets.save(out, deterministic_id=True)
    return out.getvalue()
