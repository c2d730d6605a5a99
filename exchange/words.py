"""What offices call the kinds of goods, and the other fields that allow a few values only."""

import re
from collections import Counter
from functools import cache

from exchange.mending import Mended, clean, is_nothing
from exhibitors.models import Exhibitor
from expo.spelling import fold
from expo.text import tokens
from products.models import Product

KINDS = {  # slug of a category → words that stand for it
    "wastra-batik": "wastra batik tenun ecoprint shibori kain jarik lurik sulam bordir jumputan tekstil cloth ciprat",
    "fesyen-aksesori": "fesyen fashion aksesori aksesoris busana pakaian baju konveksi garmen jahit tas dompet sepatu sandal hijab jilbab mukena"
    " perhiasan kaos topi udeng gamis",
    "kriya-suvenir": "kriya kerajinan craft handicraft handmade suvenir souvenir anyaman ukiran ukir batok tempurung bubut miniatur keramik gerabah"
    " rajut bambu rotan dekorasi hiasan lukisan bunga fosil daur",
    "alat-musik": "musik kendang jimbe gamelan rebana ketipung jidor instrumen",
    "makanan-olahan": "makanan kuliner camilan cemilan snack kue roti jajanan keripik kerupuk rambak peyek opak jenang wajik madumongso geti manco"
    " alen-alen tempe tahu abon bakery dodol stik sale enting kacang olahan pangan food frozen bakso nugget catering katering donat"
    " marning gula nasi mamin madu dumbleg",
    "minuman-kopi": "minuman kopi teh sirup jus wedang coffee susu yoghurt drink cokelat sinom",
    "bumbu-sambal": "bumbu sambal pecel rempah saus kecap terasi bawang petis",
    "pertanian-perikanan": "pertanian perikanan peternakan perkebunan ikan koi buah sayur sayuran bibit tanaman belimbing durian ternak hidroponik"
    " telur lele gurami agribisnis agro beras jamur agrobisnis segar",
    "mebel-batu-alam": "mebel furnitur furniture marmer onyx batu meja kursi lemari gembol perabot stone",
    "kecantikan-herbal": "kecantikan herbal jamu kosmetik sabun minyak atsiri skincare lulur aromaterapi spa sampo kesehatan obat",
}
WEAK = frozenset(["olahan", "kerajinan"])  # say little beside another word: "kerajinan marmer"
CHOICES = {
    "legal_form": {
        Exhibitor.LegalForm.SOLE_COMPANY: ["pt perorangan", "pt perseorangan"],
        Exhibitor.LegalForm.COMPANY: ["pt", "perseroan terbatas"],
        Exhibitor.LegalForm.PARTNERSHIP: ["cv"],
        Exhibitor.LegalForm.FIRM: ["firma", "fa"],
        Exhibitor.LegalForm.COOPERATIVE: ["koperasi"],
        Exhibitor.LegalForm.FOUNDATION: ["yayasan", "bumdes", "yayasan atau bumdes"],
        Exhibitor.LegalForm.GROUP: ["kelompok", "kelompok usaha", "kub", "kube", "kwt", "poktan"],
        Exhibitor.LegalForm.SOLE: ["perseorangan", "perorangan", "usaha perseorangan", "pribadi", "ud", "individu", "usaha dagang", "po"],
    },
    "size": {Exhibitor.Size.MICRO: ["mikro"], Exhibitor.Size.SMALL: ["kecil"], Exhibitor.Size.MEDIUM: ["menengah", "sedang"]},
    "export_experience": {
        Exhibitor.ExportExperience.NONE: ["belum", "belum pernah", "tidak", "tidak pernah"],
        Exhibitor.ExportExperience.INDIRECT: ["lewat", "lewat pihak lain", "tidak langsung"],
        Exhibitor.ExportExperience.DIRECT: ["langsung", "sudah", "pernah", "ya", "ekspor langsung"],
    },
    "stock": {
        Product.Stock.TO_ORDER: ["pesan", "dibuat setelah dipesan", "po", "pre order", "preorder", "by order", "made to order", "inden"],
        Product.Stock.OUT: ["habis", "sedang habis", "kosong", "sold out"],
        Product.Stock.READY: ["ada", "tersedia", "ready", "ready stock", "ready stok"],
    },
}
UNITS = {  # how it is typed → how the owner's form says it, with its English
    **dict.fromkeys(["pcs", "pc", "buah", "bh", "biji", "bj"], ("buah", "piece")),
    **dict.fromkeys(["bungkus", "bks", "bgks", "pack", "pak", "pck"], ("bungkus", "pack")),
    **dict.fromkeys(["ikat"], ("ikat", "bundle")),
    **dict.fromkeys(["kg", "kilo", "kilogram"], ("kg", "kg")),
    **dict.fromkeys(["lembar", "lbr", "lb"], ("lembar", "sheet")),
}

MEASURES = {"g": "g", "gr": "g", "gram": "g", "gramasi": "g", "kg": "kg", "kilogram": "kg", "ml": "ml", "cc": "ml", "l": "l", "liter": "l"}


def choice(field, value):
    """A value of a field in CHOICES; None in Mended.value when these words name none, with what was typed as its fault."""
    words = " ".join(tokens(clean(value)))
    if not words or (is_nothing(clean(value)) and field not in ("export_experience", "stock")):
        return Mended()
    for key, spellings in CHOICES[field].items():
        if words in spellings or words == " ".join(tokens(str(key.label))):
            return Mended(str(key))
    said = {str(key) for key, spellings in CHOICES[field].items() if {words, *words.split()} & set(spellings)}
    return Mended(said.pop()) if len(said) == 1 else Mended(fault=clean(value))


def unit(value):
    """(unit, its English or '') as the owner's form has it."""
    words = clean(value)
    return UNITS.get(words.lower().strip(" .")) or (words.lower() if words.isupper() else words, "")


def stall_number(words):
    """'KB-017' from 'kb 17' or 'KB.017'; None when it is none."""
    match = re.fullmatch(r"([A-Za-z]{2})[\s.\-–]*(\d{1,3})", words, re.ASCII)
    return match and f"{match[1].upper()}-{int(match[2]):03}"


def hs_code(words):
    """'9206.00' from 920600 or '9206 00'; anything else as it came."""
    digits = re.sub(r"[\s.]", "", words)
    return (
        ".".join(part for part in (digits[:4], digits[4:6], digits[6:]) if part)
        if re.fullmatch(r"\d{6}(\d{2})?", digits, re.ASCII)
        else words
    )


def measure_in(heading):
    """'g', 'kg', 'ml' or 'l' where a heading says in what it counts: 'Netto (gram)'."""
    found = {MEASURES[word] for word in tokens(heading) if word in MEASURES}
    return found.pop() if len(found) == 1 else ""


def kind_of(words, categories):
    """The slug of the category that these words name, or that they are most likely about; '' when they say nothing.

    categories: {slug: name}.
    """
    spoken = tokens(words)
    exact = "".join(spoken)
    for slug, name in categories.items():
        if exact in ("".join(tokens(name)), "".join(tokens(slug))):
            return slug
    hits = [(slug, fold(word)) for word in spoken for slug in _kinds().get(fold(word), ()) if slug in categories]
    hits = [hit for hit in hits if hit[1] not in WEAK] or hits
    counts = Counter(slug for slug, _word in hits)
    return max(counts, key=lambda slug: counts[slug], default="")  # of two with equally many the first: a "tas batik" is a bag


@cache
def _kinds():
    """{folded word: slugs}"""
    table = {}
    for slug, words in KINDS.items():
        for word in tokens(words):
            table.setdefault(fold(word), []).append(slug)
    return table
