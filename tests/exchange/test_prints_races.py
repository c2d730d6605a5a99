"""Many at once, and a worker that is really killed: on a database of their own, in processes of their own."""

import signal
import subprocess
import sys
from pathlib import Path

from tests import race

SET_UP = """
import secrets
from accounts.models import User
from exchange import prints
from exchange.models import PrintedCatalogue
from tests.factories import make_edition, make_exhibitor, make_product
mark = secrets.token_hex(4)
user = User.objects.create_user(f"ratna-{mark}", name="Ratna", is_staff=True)
edition = make_edition(slug=f"edisi-{mark}")
make_product(exhibitor=make_exhibitor(edition=edition, slug=f"stan-{mark}"), slug=f"produk-{mark}")
def ask():
    return prints.ask(by=user, edition=edition, language="id", variant="kecil").pk
"""
AT_ONCE = """
rows = at_once(ask, 8)
at_once(lambda: prints.make_next() or 1, 3)
row = PrintedCatalogue.objects.get(edition=edition)
at_once(lambda: prints.publish(row, by=user) or 1, 4)
from accounts.models import Record
row.refresh_from_db()
print(json.dumps([len(set(rows)), row.state, row.tries, row.is_published, Record.objects.about(row).count()]))
"""
KILLED = """
import os, signal
from exchange import catalogue
row = PrintedCatalogue.objects.get(pk=ask())
real = prints.private_storage().save
def killed(name, content):
    real(name, content)
    print(row.pk, flush=True)
    os.kill(os.getpid(), signal.SIGKILL)
prints.private_storage().save = killed
prints.make_next()
"""
LATER = """
import datetime
from exchange.models import PrintedCatalogue
rows = PrintedCatalogue.objects.filter(pk=%d)
print(json.dumps([rows.get().state, rows.update(seen_at=rows.get().seen_at - datetime.timedelta(hours=1))]))
"""
STATE = """
from exchange.models import PrintedCatalogue
row = PrintedCatalogue.objects.get(pk=%d)
print(json.dumps([row.state, row.tries, row.file.name, row.size]))
"""


def files(environment, pk):
    return {path.name: path.stat().st_size for path in Path(environment["DATA_DIR"], "private", "katalog").glob(f"{pk}-*")}


def test_asked_made_and_published_by_many_at_once_it_is_one(own_database):
    assert race.run(own_database, SET_UP + AT_ONCE) == [1, "siap", 1, True, 1]


def test_killed_with_the_file_half_kept_the_next_worker_makes_it(own_database):
    command = [sys.executable, "-c", race.BEGIN + SET_UP + KILLED]
    done = subprocess.run(command, cwd=race.ROOT, env=own_database, capture_output=True, text=True)
    assert done.returncode == -signal.SIGKILL, done.stderr
    pk = int(done.stdout)
    assert list(files(own_database, pk)) == [f"{pk}-1.pdf"]
    assert race.run(own_database, LATER % pk) == ["jalan", 1]

    worker = [sys.executable, "manage.py", "worker", "--batch"]
    said = subprocess.run(worker, cwd=race.ROOT, env=own_database | {"PYTHONUNBUFFERED": "1"}, capture_output=True, text=True)

    assert (said.returncode, said.stderr) == (0, "")
    state, tries, name, size = race.run(own_database, STATE % pk)
    assert (state, tries, name) == ("siap", 2, f"katalog/{pk}-2.pdf")
    assert files(own_database, pk) == {Path(name).name: size}
