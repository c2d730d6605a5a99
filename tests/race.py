"""Many at once on a database of their own: what tests inside one transaction cannot show.

run(url, script): starts `script` in a process of its own, on the database at `url`, with `at_once(act, times)` at hand:
what act() returned in each of `times` threads that began together. Gives what the script printed, as JSON.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BEGIN = """
import json, threading
import django
from django.conf import settings
settings.ALLOWED_HOSTS = ["testserver"]
settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # no collectstatic before
django.setup()
from django.db import connection
from django.test import Client

def at_once(act, times):
    together, answers = threading.Barrier(times), []
    def one():
        try:
            together.wait()
            answers.append(act())
        finally:
            connection.close()
    threads = [threading.Thread(target=one) for _ in range(times)]
    for thread in threads: thread.start()
    for thread in threads: thread.join()
    return sorted(answers)
"""


def run(environment, script):
    command = [sys.executable, "-c", BEGIN + script]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert done.returncode == 0 and "Traceback" not in done.stderr, done.stderr
    return json.loads(done.stdout)


def migrated(environment):
    subprocess.run([sys.executable, "manage.py", "migrate", "--verbosity", "0"], cwd=ROOT, env=environment, check=True)
    return environment


def environment_of(folder, url=""):
    base = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "SITE_URL", "ALLOWED_HOSTS", "DEBUG")}
    return base | {"DATA_DIR": str(folder), "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "expo.settings"}
