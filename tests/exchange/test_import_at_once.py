"""Many at once at one import, on a database of their own."""

from tests import race

SET_UP = """
import hashlib, secrets
from django.core.files.uploadedfile import SimpleUploadedFile
from exchange import work
from exchange.models import Import
from exhibitors.models import Exhibitor
from products.models import ProductPhoto
from tests.door import sign_in
from tests.exchange.importing import NING, WATI, archive, photo, workbook
from tests.factories import give_consents, make_organiser
user = give_consents(make_organiser(f"ratna-{secrets.token_hex(4)}", role="Penyelenggara wilayah", regions=["kota-blitar"]))
def browser():
    client = Client()
    sign_in(client, user)
    return client
browsers = [browser() for _ in range(6)]
rows = [[f"{row[0]} {secrets.token_hex(4)}", f"08{secrets.randbelow(10**10):010}", *row[2:]] for row in (NING, WATI)]  # others share the database
browsers[0].post("/panitia/impor/", {"berkas": workbook(*rows)})
row = Import.objects.get(by=user)
work.carry_on.call(row.pk)
address = f"/panitia/impor/{row.pk}/"
data = archive(**{"wajik kletik.jpg": photo()}).read()
def send(client, start, end, name="foto.zip"):
    form = {"foto": SimpleUploadedFile(name, data[start:end]), "nama": name, "besar": len(data), "mulai": start}
    return client.post(address + "foto/kirim/", form, headers={"Accept": "application/json"}).status_code
def each(act):
    left = list(browsers)
    return at_once(lambda: act(left.pop()), len(browsers))
"""
PARTS = """
half = len(data) // 2
each(lambda client: send(client, 0, half))
each(lambda client: send(client, half, len(data)))
row.refresh_from_db()
kept = row.photos.storage.open(row.photos.name).read()
same = hashlib.sha256(kept).digest() == hashlib.sha256(data).digest()
each(lambda client: work.carry_on.call(row.pk) or 1)
row.refresh_from_db()
def write(client):
    return client.post(address, {"langkah": "tulis", "versi": row.version, "tulis": ["baru"]}).status_code
each(write)
for _step in range(3):  # written, hung, done
    each(lambda client: work.carry_on.call(row.pk) or 1)
row.refresh_from_db()
booths = Exhibitor.objects.filter(entered_by=user).count()
photos = ProductPhoto.objects.filter(product__exhibitor__entered_by=user).count()
print(json.dumps([same, row.state, row.result["booths"], booths, photos]))
"""
CONFIRMED_OR_NOT = """
import random
steps = [
    lambda client: client.post(address, {"langkah": "tulis", "versi": row.version, "tulis": ["baru"]}).status_code,
    lambda client: client.post(address, {"langkah": "hapus"}).status_code,
    lambda client: send(client, 0, len(data)),
    lambda client: client.post(address, {"langkah": "ulang"}).status_code,
    lambda client: work.carry_on.call(row.pk) or 200,
    lambda client: work.sweep_imports.call() or 200,
]
left = list(zip(browsers, steps))
def one():
    client, act = left.pop()
    return act(client)
answers = at_once(one, len(steps))
for _ in range(9):
    for pk in Import.objects.filter(by=user).busy().values_list("pk", flat=True):
        work.carry_on.call(pk)
states = list(Import.objects.filter(by=user).values_list("state", flat=True))
print(json.dumps([max(answers), states, Exhibitor.objects.filter(entered_by=user).count()]))
"""


def test_parts_clicks_and_workers_at_once_come_to_one_import(own_database):
    assert race.run(own_database, SET_UP + PARTS) == [True, "selesai", 2, 2, 1]


def test_everything_at_once_ends_where_an_organiser_can_go_on(own_database):
    worst, states, booths = race.run(own_database, SET_UP + CONFIRMED_OR_NOT)

    assert worst < 500
    assert states in ([], ["siap"], ["selesai"])
    assert booths in ((0, 2) if states != ["selesai"] else (2,))
