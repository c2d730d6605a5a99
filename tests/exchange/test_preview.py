"""What an organiser reads first: what will happen in a sentence, whom a question is about, and each thing once."""

import pytest

from exchange import preview
from exchange.shown import Words
from tests.exchange.plans import plan
from tests.exchange.workbooks import xlsx

pytestmark = pytest.mark.django_db
HEADINGS = ["Nama Usaha", "No HP", "Desa", "Bidang Usaha", "Nama Produk", "Harga"]
NING = ["Dapur Ning", "081234567890", "Sentul", "jajanan", "Opak", 15000]
MORE = [None, None, None, None, "Wajik", 9000]


def of(rows, **shape):
    return plan(xlsx({"Data": [HEADINGS, *rows]}, **shape))


def test_a_sentence_says_what_will_happen():
    wrong = ["Batik Turi", "0812", "Turi", "batik", None, None]
    like = ["Dapur Ningg", "081234567899", "Sentul", "jajanan", None, None]

    assert preview.planned(of([NING, MORE]))["sentence"] == "1 stan dan 2 produk baru."
    assert preview.planned(of([NING, wrong, like]))["sentence"] == "1 stan dan 1 produk baru, 1 salah, 1 pertanyaan."
    assert preview.planned(of([wrong]))["sentence"] == "Tidak ada yang baru, 1 salah."


def test_a_question_names_the_booths_and_not_their_products():
    other = ["Kopi Turi", "081234567891", "Turi", "kopi", "Kopi bubuk", 20000]

    asked = preview.asked(of([NING, MORE, other], hidden_rows={"Data": [2, 3, 4]}))

    assert [question.about for question in asked] == ["Baris 2: Dapur Ning; Baris 4: Kopi Turi"]


def test_what_is_said_of_merged_cells_is_said_once():
    made = of([NING, MORE], merged={"Data": ["A2:A3", "B2:B3", "C2:C3", "D2:D3"]})

    line = preview.line(made, made.records[0], Words())

    assert [(kind, cells) for kind, cells, _sentence in line.remarks] == [("dibetulkan", "D2, D3")]
    assert "Nama stan" not in [label for label, _old, _new in line.changes]  # it stands beside


def test_a_photo_is_offered_first_to_what_its_name_may_mean():
    opak, wajik = of([NING, MORE]).records[1:]

    assert preview.is_named_in(opak, "foto/OPAK_Dapur (2).jpg")
    assert not preview.is_named_in(wajik, "foto/OPAK_Dapur (2).jpg")
