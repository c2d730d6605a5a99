"""ZIP files of photos, hostile or not: what may be a photo, what was left out and why, and one bad photo never costs the others."""

import io
import json
import os
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

import pytest

from exchange.archives import FileRefused
from exchange.photo_zip import LeftOut, PhotoZip
from expo import images
from tests.exchange import hostile_zips
from tests.exchange.hostile_zips import entry, jpeg, packed, raw

ROOT = Path(__file__).resolve().parent.parent.parent
MOST_GROWTH = 150 * 1024  # kB
READ_ALL = """
import json, resource, sys
from pathlib import Path
import django
django.setup()
from exchange.archives import FileRefused
from exchange.photo_zip import PhotoZip
from expo.images import PictureRefused, thumbnail
def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
before, grown = peak(), {}
for path in sorted(Path(sys.argv[1]).iterdir()):
    with path.open("rb") as file:
        try:
            archive = PhotoZip(file)
            for photo in archive.photos:
                try:
                    thumbnail(archive.read(photo.id))
                except PictureRefused:
                    pass
        except FileRefused:
            pass
    grown[path.name] = peak() - before
print(json.dumps(grown))
"""


def opened(data):
    return PhotoZip(io.BytesIO(data))


def test_photos_are_listed_with_their_folders_and_read_one_by_one():
    archive = opened(packed({"Foto/": b"", "Foto/Wajik 1.JPG": jpeg("red"), "Foto/Wajik 2.jpeg": jpeg("blue"), "baca.txt": b"x"}))

    assert [(photo.id, photo.name, photo.size) for photo in archive.photos] == [
        (1, "Foto/Wajik 1.JPG", len(jpeg("red"))),
        (2, "Foto/Wajik 2.jpeg", len(jpeg("blue"))),
    ]
    assert archive.left_out == [
        LeftOut("Foto", "Folder. Yang dibaca isinya."),
        LeftOut("baca.txt", "Bukan foto. Yang dibaca JPEG, PNG, atau WebP."),
    ]
    assert archive.read(2) == jpeg("blue") and archive.read(1) == jpeg("red")


@pytest.mark.parametrize("make", hostile_zips.REFUSED, ids=lambda make: make.__name__)
def test_a_hostile_zip_is_refused_with_a_sentence(make):
    with pytest.raises(FileRefused) as refusal:
        opened(make())

    assert hostile_zips.REFUSED[make] in str(refusal.value)


@pytest.mark.parametrize("make", hostile_zips.LEFT_OUT, ids=lambda make: make.__name__)
def test_what_is_no_photo_is_left_out_with_a_sentence(make):
    archive = opened(make())

    assert archive.photos == []
    assert {hostile_zips.LEFT_OUT[make] in left.why for left in archive.left_out[:1]} == {True}
    assert len(archive.left_out) == len(zipfile.ZipFile(io.BytesIO(make())).infolist())


@pytest.mark.parametrize("make", hostile_zips.BAD_PHOTO, ids=lambda make: make.__name__)
def test_one_bad_photo_is_refused_and_its_neighbour_is_read(make):
    archive = opened(hostile_zips.beside_a_good_one(make))
    bad, good = archive.photos

    with pytest.raises(images.PictureRefused) as refusal:
        images.normalise(archive.read(bad.id))

    assert hostile_zips.BAD_PHOTO[make] in str(refusal.value)
    assert archive.read(good.id) == jpeg()


@pytest.mark.parametrize("name", hostile_zips.NAMES, ids=lambda name: repr(name[:20]))
def test_names_are_labels(name):
    archive = opened(raw([entry(name)]))

    (one,) = [*archive.photos, *archive.left_out]
    assert one.name == hostile_zips.NAMES[name]


def test_two_of_one_name_are_two():
    archive = opened(packed([("a.jpg", jpeg("red")), ("a.jpg", jpeg("blue"))]))

    assert [photo.name for photo in archive.photos] == ["a.jpg", "a.jpg"]
    assert [archive.read(photo.id) for photo in archive.photos] == [jpeg("red"), jpeg("blue")]


def test_zip64_streamed_and_commented_files_are_read():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        with archive.open("besar.jpg", "w", force_zip64=True) as file:
            file.write(jpeg("red"))
        archive.comment = b"x" * 65_535
    streamed = _Unseekable()
    with zipfile.ZipFile(streamed, "w", zipfile.ZIP_DEFLATED) as archive:  # as phones write it: sizes behind the bytes
        archive.writestr("kiriman.jpg", jpeg("blue"))

    for data, color in ((out.getvalue(), "red"), (streamed.data, "blue")):
        archive = opened(data)
        assert [archive.read(photo.id) for photo in archive.photos] == [jpeg(color)]


class _Unseekable(io.RawIOBase):
    data = b""

    def writable(self):
        return True

    def write(self, data):
        self.data += bytes(data)
        return len(data)


def test_a_zip_that_is_too_large_is_refused_unread():
    class Large(io.BytesIO):
        def seek(self, place, whence=0):
            return 2_000 * 1024 * 1024 + 1 if whence == 2 else super().seek(place, whence)

    with pytest.raises(FileRefused, match="lebih dari 2000 MB"):
        PhotoZip(Large(packed({"a.jpg": jpeg()})))


def test_all_of_them_take_little_memory_and_leave_no_file_behind(tmp_path):
    files, temporary = tmp_path / "files", tmp_path / "temporary"
    files.mkdir()
    temporary.mkdir()
    before = set(Path(tempfile.gettempdir()).glob("*.jpg"))
    for make in (*hostile_zips.REFUSED, *hostile_zips.LEFT_OUT):
        (files / f"{make.__name__}.zip").write_bytes(make())
    for make in hostile_zips.BAD_PHOTO:
        (files / f"{make.__name__}.zip").write_bytes(hostile_zips.beside_a_good_one(make))
    environment = os.environ | {"TMPDIR": str(temporary), "DATA_DIR": str(tmp_path / "var"), "DJANGO_SETTINGS_MODULE": "expo.settings"}

    done = subprocess.run(
        [sys.executable, "-c", READ_ALL, str(files)], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )

    grown = json.loads(done.stdout)
    assert len(grown) == len(hostile_zips.REFUSED) + len(hostile_zips.LEFT_OUT) + len(hostile_zips.BAD_PHOTO) > 35
    assert {name: size for name, size in grown.items() if size > MOST_GROWTH} == {}
    assert list(temporary.iterdir()) == [] and set(Path(tempfile.gettempdir()).glob("*.jpg")) == before
