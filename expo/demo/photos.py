"""The demo's pictures through the pipeline that takes owners' photos: each look once, then a copy of its own for every photo."""

import hashlib
from concurrent.futures import ThreadPoolExecutor

from expo import images
from expo.demo.content import masters
from expo.demo.plan import SEED, Look, gallery


def prepare(plan, progress):
    """Write the files of every photo of the plan. Returns {Item: [photo fields]} and {Booth: photo fields}.

    Nothing of the database is touched: a run that is killed here leaves files, which the next run overwrites.
    """
    wanted = {}  # Look → [(list of photos it belongs to, place in it, key)]
    shown = {item: [None] * len(gallery(plan, item)) for item in plan.items}
    for item, photos in shown.items():
        for position, look in enumerate(gallery(plan, item)):
            wanted.setdefault(look, []).append((photos, position, _key(item.booth.name, item.name, position)))
    scenes = {booth: [None] for booth in plan.scenes}
    for booth, photo in scenes.items():
        wanted.setdefault(Look(plan.scenes[booth]), []).append((photo, 0, _key(booth.name)))
    with ThreadPoolExecutor(max_workers=2) as pool:  # the pipeline itself decodes two at a time
        for number, (look, picture) in enumerate(pool.map(_pictured, wanted), start=1):
            for photos, position, key in wanted[look]:
                images.store(picture, key)
                photos[position] = _fields(look, picture, key)
            progress(number, len(wanted))
    return shown, {booth: photo for booth, (photo,) in scenes.items()}


def _pictured(look):
    with open(masters()[look.master].file, "rb") as file:
        if look.close or look.mirrored:
            return look, images.look(file, close=look.close, mirrored=look.mirrored)
        return look, images.normalise(file)


def _key(*names):
    name = hashlib.blake2s(":".join((SEED, *map(str, names))).encode(), digest_size=16).hexdigest()
    return f"{name[:2]}/{name}"


def _fields(look, picture, key):
    master = masters()[look.master]
    return {
        "key": key,
        "width": picture.width,
        "height": picture.height,
        "fingerprint": picture.fingerprint,
        "alt": f"{master.alt}, dari dekat" if look.close else master.alt,
        "alt_en": f"{master.alt_en}, close up" if look.close else master.alt_en,
    }
