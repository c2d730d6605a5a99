"""Everything of tests/data/make_images.py through the owner's door: no fault of ours, a sentence for each that is no photo, and clean files."""

import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from expo import avif
from tests.containers import assert_stored_clean
from tests.data.make_images import BLUE, GREEN, RED, SECRET, WHITE, Odd, encoded, large_photos, pictures
from tests.factories import make_exhibitor, make_owner, make_product

ROOT = Path(__file__).resolve().parent.parent.parent
CORPUS = pictures()
JSON = {"accept": "application/json"}
NAMELESS = [f"{number:02}-{odd.name[:24]}" for number, odd in enumerate(CORPUS)]


@pytest.fixture
def product(db):
    return make_product(exhibitor=make_exhibitor())


@pytest.fixture
def owner(product, client_of):
    return client_of(make_owner(product.exhibitor))


def send(owner, product, *odds, **headers):
    files = [SimpleUploadedFile(odd.name, odd.data, "image/jpeg") for odd in odds]
    return owner.post(reverse("products:owner_product_photos", args=[product.pk]), {"foto": files}, **headers)


def test_there_are_enough_of_them():
    assert len(CORPUS) >= 90
    assert len({odd.name for odd in CORPUS}) == len(CORPUS)
    assert Counter(odd.taken for odd in CORPUS)[False] >= 40


@pytest.mark.parametrize("odd", CORPUS, ids=NAMELESS)
def test_a_photo_is_stored_clean_or_refused_with_a_sentence(owner, product, media_root, odd):
    response = send(owner, product, odd, headers=JSON)

    answer = response.json()
    assert response.status_code == (200 if odd.taken else 422)
    assert (len(answer["photos"]), len(answer["refused"])) == ((1, 0) if odd.taken else (0, 1))
    for sentence in answer["refused"]:
        assert sentence.endswith(".")
    if not odd.taken:
        assert list(media_root.rglob("*.*")) == []
        return
    avif.make_some()
    photo = product.photos.get()
    assert photo.has_avif or not odd.upright or photo.height < 200, "only a strip has nothing to gain"
    assert_stored_clean(media_root, photo)
    for path in media_root.rglob("*.*"):
        assert SECRET not in path.read_bytes()
        if odd.upright:
            with Image.open(path) as image:
                assert seen(image) == [RED, GREEN, BLUE, WHITE]


def seen(image):
    """The nearest of flag()'s colours in each quarter."""
    small = image.convert("RGB").resize((4, 4), Image.Resampling.BOX)
    points = [(0, 0), (3, 0), (0, 3), (3, 3)]
    return [min((RED, GREEN, BLUE, WHITE), key=lambda colour: distance(colour, small.getpixel(point))) for point in points]


def distance(one, other):
    return sum((a - b) ** 2 for a, b in zip(one, other, strict=True))


def test_the_good_ones_of_a_mixed_handful_are_kept(owner, product):
    good = [odd for odd in CORPUS if odd.taken and odd.name.startswith(("tembus", "abu"))][:4]
    bad = [odd for odd in CORPUS if not odd.taken][:6]

    response = send(owner, product, bad[0], good[0], *bad[1:3], *good[1:], *bad[3:], headers=JSON)

    assert (len(response.json()["photos"]), len(response.json()["refused"])) == (len(good), len(bad))


MEASURE = """
import resource, sys, time
import django
django.setup()
from expo import images
from tests.data.make_images import encoded, flag

def most():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024

images.normalise(encoded(flag()))  # what is loaded once is no photo's cost
for path in sys.argv[1:]:
    before, started = most(), time.process_time()
    try:
        with open(path, "rb") as file:
            images.normalise(file)
    except images.PictureRefused:
        pass
    print(time.process_time() - started, most() - before)
"""


def costs(tmp_path, *pictures):
    """[(CPU seconds, megabytes more than ever before)] of pictures, one after the other in a process of its own."""
    paths = [tmp_path / str(number) for number in range(len(pictures))]
    for path, data in zip(paths, pictures, strict=True):
        path.write_bytes(data)
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "expo.settings", "DATA_DIR": str(tmp_path)}
    command = [sys.executable, "-c", MEASURE, *map(str, paths)]
    done = subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True, text=True)
    return [tuple(map(float, line.split())) for line in done.stdout.splitlines()]


@pytest.fixture(scope="module")
def large():
    return large_photos()


def test_no_refusal_takes_long_or_much(tmp_path, large):
    torn = [large[kind][: len(large[kind]) * 9 // 10] for kind in ("jpeg", "jpeg-bertahap", "webp")]

    found = costs(tmp_path, *(odd.data for odd in CORPUS if not odd.taken), *torn)

    assert max(seconds for seconds, _megabytes in found) < 3
    assert sum(megabytes for _seconds, megabytes in found) < 100


def test_a_photo_of_twelve_megapixels_costs_less_than_a_second_and_120_megabytes(tmp_path, large):
    found = {kind: costs(tmp_path, data)[0] for kind, data in large.items()}

    assert {kind: cost for kind, cost in found.items() if cost[0] >= 1 or cost[1] >= 120} == {}


@pytest.mark.parametrize(
    ("sides", "refused"),
    [
        ((4000, 3000), []),
        (
            (5000, 3750),
            ["besar.webp: Foto WebP sebesar ini belum bisa dibuka. Kirim foto JPEG dari kamera, atau kecilkan dulu di galeri HP."],
        ),
    ],
)
def test_a_large_webp_is_taken_or_answered_with_a_way_out(owner, product, sides, refused):
    image = Image.effect_noise(sides, 40)

    response = send(owner, product, Odd("besar.webp", encoded(image, "WEBP", quality=10, method=0), False), headers=JSON)

    assert response.json()["refused"] == refused
