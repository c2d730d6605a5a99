"""Tables on paper."""

from exchange.tables import Field, Flow
from expo.paper import PT, Line, Words


def test_what_an_empty_table_says_stands_clear_of_its_lines():
    flow = Flow()
    flow.table([Field("Nama", 60), Field("Jumlah", 30, "end")], [], empty="Belum ada.")

    line = next(mark for mark in flow.marks if isinstance(mark, Line))
    words = next(mark for mark in flow.marks if isinstance(mark, Words) and mark.text == "Belum ada.")

    assert words.y - words.size * PT > line.y + 0.5  # all of a letter, above its base line
