"""What tests need from the machine besides Python: a browser, LibreOffice, PostgreSQL, gettext. Installs it where it may.

    python -m tests.machine sqlite COMMAND…     runs the command
    python -m tests.machine postgres COMMAND…   runs it with DATABASE_URL set to a fresh private PostgreSQL
    python -m tests.machine gettext             makes sure that msgfmt and xgettext are there

It may on Debian and its children, as root. Elsewhere it says loudly what was left out; with CI=true that is a failure.
"""

import contextlib
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

IN_CI = os.environ.get("CI", "").lower() in ("1", "true")
BROWSERS = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")


class Missing(Exception):
    """Something is not there and could not be installed; the text says what to do."""


def chromium():
    """Path of a Chromium. Raises Missing."""
    if path := os.environ.get("CHROMIUM") or _first_program(BROWSERS):
        return path
    _apt_install("chromium", "fonts-noto-core")
    if path := _first_program(BROWSERS):
        return path
    raise Missing("the tests in a browser: install Chromium (Debian: apt install chromium), or name one in CHROMIUM=/path")


def soffice():
    """Path of LibreOffice, which can read workbooks. Raises Missing."""
    if not shutil.which("soffice"):
        _apt_install("libreoffice-calc")
    if path := shutil.which("soffice"):
        return path
    raise Missing("what LibreOffice makes of the workbooks: install it (Debian: apt install libreoffice-calc)")


def gettext():
    if not (shutil.which("msgfmt") and shutil.which("xgettext")):
        _apt_install("gettext")
    if not (shutil.which("msgfmt") and shutil.which("xgettext")):
        raise Missing("the translations: install GNU gettext (Debian: apt install gettext)")


@contextlib.contextmanager
def postgres():
    """A private PostgreSQL in a folder of its own, reached through a socket there; gives its DATABASE_URL. Raises Missing.

    The folder is in the system's temporary one: the server refuses to run as root, and another user cannot get into a
    checkout in root's home. It is removed in the end. Safety against power cuts is off.
    """
    binaries = _postgres_binaries()
    user = _unprivileged_user() if os.geteuid() == 0 else None
    folder = Path(tempfile.mkdtemp(prefix="expo-postgres-"))
    try:
        if user:
            os.chown(folder, user.pw_uid, user.pw_gid)
        _run_as(
            user, folder, binaries / "initdb", "-D", folder / "data", "-U", "expo", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N"
        )
        with open(folder / "data" / "postgresql.conf", "a") as settings:
            settings.write(f"listen_addresses = ''\nunix_socket_directories = '{folder}'\n")
            settings.write("fsync = off\nfull_page_writes = off\nsynchronous_commit = off\nmax_connections = 40\n")
        _run_as(user, folder, binaries / "pg_ctl", "-D", folder / "data", "-w", "-t", "60", "-l", folder / "log", "start")
        try:
            yield f"postgres://expo@/postgres?host={folder}"
        finally:
            _run_as(user, folder, binaries / "pg_ctl", "-D", folder / "data", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _postgres_binaries():
    def newest():
        found = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
        on_path = shutil.which("initdb")
        return max(found, key=lambda path: int(path.parent.name), default=on_path and Path(on_path).parent)

    binaries = newest()
    if not binaries:
        _apt_install("postgresql")
        binaries = newest()
    if not binaries:
        raise Missing("the tests on PostgreSQL: install it (Debian: apt install postgresql); a running server is not needed")
    return binaries


def _unprivileged_user():
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    raise Missing("the tests on PostgreSQL: it refuses to run as root and there is no user nobody")


def _run_as(user, folder, *command):
    """Run a program in the folder, as the user; its output only if it fails. pg_ctl's server outlives the call."""
    who = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if user else {}
    with tempfile.TemporaryFile() as output:  # not a pipe: the server would hold it open
        done = subprocess.run([*map(str, command)], cwd=folder, stdin=subprocess.DEVNULL, stdout=output, stderr=output, **who)
        if done.returncode:
            output.seek(0)
            log = folder / "log"
            raise Missing(f"PostgreSQL: {command[0]} failed\n{output.read().decode()}{log.read_text() if log.exists() else ''}")


def _first_program(names):
    return next(filter(None, map(shutil.which, names)), None)


def _apt_install(*packages):
    """Install Debian packages if we may; the caller looks whether it helped."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return
    print(f"Installing {' '.join(packages)} with apt-get ...", flush=True)
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for arguments in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", *packages]):
        done = subprocess.run(
            ["apt-get", *arguments], env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        if done.returncode:
            print(done.stdout[-3000:], file=sys.stderr)


def leave_out(missing):
    """In a test: skip it, and say so at the end of the run (tests/conftest.py); fail it in CI."""
    import pytest  # the rest of this module runs before and without it

    (pytest.fail if IN_CI else pytest.skip)(f"LEFT OUT: {missing}")


def left_out(what):
    """Say it so that nobody misses it; give the exit status: in CI nothing may be left out."""
    print(f"\n{'!' * 100}\nLEFT OUT: {what}\n{'!' * 100}\n", file=sys.stderr)
    return 1 if IN_CI else 0


def main(need, *command):
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        if need == "gettext":
            gettext()
            return 0
        if need == "sqlite":
            return _run(command, os.environ)
        if need == "postgres":
            with postgres() as url:
                return _run(command, os.environ | {"DATABASE_URL": url})
    except Missing as missing:
        return left_out(missing)
    sys.exit(f"DB={need} is not known: sqlite or postgres")


def _run(command, environment):
    """The command's exit status. Ctrl-C reaches it by itself; we wait for its end so that nothing is left behind."""
    with subprocess.Popen(command, env=environment) as process:
        while True:
            try:
                return process.wait()
            except KeyboardInterrupt:
                continue
            except SystemExit:
                process.terminate()
                process.wait()
                raise


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
