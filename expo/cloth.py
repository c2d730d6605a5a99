"""The face of whoever has no picture: initials on a batik cloth that a name always gets again."""

import re
from zlib import crc32


def initials(name):
    """Two letters: 'Batik Ngentrong' gives 'BN', 'Kopi' gives 'KO'."""
    words = re.findall(r"[^\W\d_]+", name) or ["–"]
    return (words[0][0] + words[1][0] if len(words) > 1 else words[0][:2]).upper()


def face(name):
    """What components/initial needs: the letters, one of four scales and one of three colourings of the region's cloth."""
    lot = crc32(name.encode())
    return {"initials": initials(name), "cloth_scale": lot % 4, "cloth_variant": lot % 3}
