"""What must be true of the files themselves, without a database: `make check` runs this too."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import polib
import pytest

from tests import machine
from tests.html import parse

ROOT = Path(__file__).resolve().parent.parent
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
ENGLISH = ROOT / "locale" / "en" / "LC_MESSAGES" / "django.po"
LOCKED = ["requirements", "requirements-dev", "requirements-scale"]


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_template_has_no_inline_style_and_no_inline_script(path):
    page = parse(path.read_text())

    assert page.all(style=True) == [], "use a class: the policy refuses style attributes"
    assert page.all("style") == [], "use static/css: the policy refuses <style>"
    assert [script for script in page.all("script") if not script.get("src")] == [], "use static/js: the policy refuses inline scripts"
    assert [element for element in page.walk() if any(re.fullmatch("on[a-z]+", name) for name in element.attributes)] == []


def test_english_is_complete():
    catalogue = polib.pofile(str(ENGLISH))

    assert [entry.msgid for entry in catalogue.untranslated_entries()] == []
    assert [entry.msgid for entry in catalogue.fuzzy_entries()] == []
    assert [entry.msgid for entry in catalogue if _placeholders(entry.msgid) != _placeholders(_english(entry))] == []


def test_compiled_translations_are_in_step():
    written = {(e.msgctxt, e.msgid): _english(e) for e in polib.pofile(str(ENGLISH)) if not e.obsolete}
    compiled = {(e.msgctxt, e.msgid): _english(e) for e in polib.mofile(str(ENGLISH.with_suffix(".mo")))}

    assert compiled == written, "run: make messages"


@pytest.mark.parametrize("domain", ["django", "djangojs"])
def test_better_words_for_the_back_office_are_in_step(domain):
    """locale/id holds Django's own texts only; the project's are Indonesian where they stand."""
    path = ENGLISH.parents[2] / "id" / "LC_MESSAGES" / f"{domain}.po"
    words = polib.pofile(str(path))

    assert words.percent_translated() == 100
    assert {(e.msgid, _english(e)) for e in words} == {(e.msgid, _english(e)) for e in polib.mofile(str(path.with_suffix(".mo")))}
    assert [entry.msgid for entry in words if _placeholders(entry.msgid) != _placeholders(_english(entry))] == []


def test_every_word_of_the_site_is_in_the_catalogue(tmp_path):
    try:
        machine.gettext()
    except machine.Missing as missing:
        machine.leave_out(missing)
    copy = tmp_path / "copy"
    for folder in [ROOT / "templates", ROOT / "locale", *(path.parent for path in ROOT.glob("*/apps.py"))]:
        shutil.copytree(folder, copy / folder.name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "manage.py", copy)
    environment = os.environ | {"DATA_DIR": str(tmp_path / "var")}
    command = [sys.executable, "manage.py", "makemessages", "--locale", "en", "--no-obsolete", "--verbosity", "0"]
    subprocess.run(command, cwd=copy, env=environment, check=True)

    collected = {entry.msgid for entry in polib.pofile(str(copy / ENGLISH.relative_to(ROOT)))}

    assert collected == {entry.msgid for entry in polib.pofile(str(ENGLISH))}, "run: make messages"


@pytest.mark.parametrize("name", LOCKED)
def test_lock_holds_what_is_asked_for(name):
    wanted = _requirements(ROOT / f"{name}.in")
    locked = dict(_locked(ROOT / f"{name}.txt"))

    assert all(re.match(r"==\d", version) for version in wanted.values()), "pin every direct requirement"
    assert {package: locked.get(package) for package in wanted} == wanted, "run: make lock"


@pytest.mark.parametrize("name", LOCKED)
def test_every_locked_package_has_hashes_and_no_index_is_named(name):
    text = (ROOT / f"{name}.txt").read_text()
    packages = re.findall(r"^[a-z0-9].*?(?=^\S|\Z)", text, re.MULTILINE | re.DOTALL)

    assert packages
    assert [package.split()[0] for package in packages if "--hash=sha256:" not in package] == []
    assert re.findall(r"https?://\S+|--(?:extra-)?index-url\S*|--find-links\S*", text) == []


def test_tests_run_with_the_versions_that_the_site_runs_with():
    site = dict(_locked(ROOT / "requirements.txt"))
    for_tests = dict(_locked(ROOT / "requirements-dev.txt"))

    assert {package: for_tests.get(package) for package in site} == site, "run: make lock"


def test_settings_of_a_real_site_pass_the_deployment_checks(tmp_path):
    accepted = {
        "security.W002",  # X-Frame-Options comes from expo.csp, on every answer
        "security.W005",  # the domain's other sites are not ours to bind
        "security.W021",  # so no preload list either
    }
    environment = {**os.environ, "DATA_DIR": str(tmp_path), "BEHIND_PROXY": "true"}
    environment |= {"SITE_URL": "https://expo.example.id", "ALLOWED_HOSTS": "expo.example.id"}
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "ERROR"]

    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)

    assert done.returncode == 0, done.stderr
    assert set(re.findall(r"\((\w+\.[EW]\d+)\)", done.stderr)) == accepted


def test_no_migration_is_missing(tmp_path):
    command = [sys.executable, "manage.py", "makemigrations", "--check", "--dry-run"]

    done = subprocess.run(command, cwd=ROOT, env={**os.environ, "DATA_DIR": str(tmp_path)}, capture_output=True, text=True)

    assert done.returncode == 0, done.stdout


def _english(entry):
    return "\x00".join(entry.msgstr_plural[n] for n in sorted(entry.msgstr_plural)) if entry.msgid_plural else entry.msgstr


def _placeholders(text):
    return set(re.findall(r"%\(\w+\)[sd]|\{\w*\}", text))


def _requirements(path):
    """{package: "==1.2"} of an .in file and of those it includes; extras and comments left out."""
    found = {}
    for line in path.read_text().splitlines():
        line = line.split("#")[0].strip()
        if line.startswith("-r "):
            found |= _requirements(path.parent / line[3:].strip())
        elif line:
            package, version = re.fullmatch(r"([A-Za-z0-9._-]+)(?:\[[^]]*\])?(.*)", line).groups()
            found[_normal(package)] = version
    return found


def _locked(path):
    for package, version in re.findall(r"^([A-Za-z0-9._-]+)(?:\[[^]]*\])?(==\S+)", path.read_text(), re.MULTILINE):
        yield _normal(package), version


def _normal(package):
    return re.sub(r"[-_.]+", "-", package).lower()
