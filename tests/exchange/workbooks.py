"""Workbooks for tests.

xlsx({"Data": [["Nama Usaha", "Desa"], ["Dapur Ning", "Sentul"]]})
"""

import io

import openpyxl


def xlsx(sheets, *, merged=None, hidden_rows=None, hidden_columns=None, hidden_sheets=(), text=False):
    """A workbook of {sheet: rows}; text: what begins with = is no formula. merged, hidden_rows, hidden_columns: {sheet: [ranges, numbers or letters]}."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
            for cell in sheet[sheet.max_row] if text else ():
                cell.data_type = "s" if isinstance(cell.value, str) else cell.data_type
        for reference in (merged or {}).get(name, ()):
            sheet.merge_cells(reference)
        for number in (hidden_rows or {}).get(name, ()):
            sheet.row_dimensions[number].hidden = True
        for letter in (hidden_columns or {}).get(name, ()):
            sheet.column_dimensions[letter].hidden = True
        sheet.sheet_state = "hidden" if name in hidden_sheets else "visible"
    file = io.BytesIO()
    book.save(file)
    file.seek(0)
    return file


def csv(text, encoding="utf-8"):
    return io.BytesIO(text.encode(encoding))
