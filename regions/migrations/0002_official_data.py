"""The official regions, districts and villages (regions/data/, from Kepmendagri 300.2.2-2430/2025; see THIRD_PARTY_NOTICES)."""

import csv
from pathlib import Path

from django.db import migrations

DATA = Path(__file__).resolve().parent.parent / "data"

# code: short name, slug, stall prefix, known for (id, en), about (id, en); in the order of the expo
REGIONS = {
    "35.72": ("Kota Blitar", "kota-blitar", "KB"),
    "35.05": ("Kab. Blitar", "kabupaten-blitar", "BL"),
    "35.18": ("Nganjuk", "nganjuk", "NJ"),
    "35.04": ("Tulungagung", "tulungagung", "TA"),
    "35.03": ("Trenggalek", "trenggalek", "TG"),
}
KNOWN_FOR = {
    "35.72": ("Kendang jimbe, sambal pecel, belimbing Karangsari", "Djembe drums, pecel peanut sambal, Karangsari star fruit"),
    "35.05": ("Ikan koi, gula kelapa, opak gambir", "Koi, coconut sugar, opak gambir wafers"),
    "35.18": ("Bawang merah goreng, dumbleg, gamelan", "Fried shallots, dumbleg rice cakes, gamelan"),
    "35.04": ("Marmer dan onyx, kerupuk rambak, geti", "Marble and onyx, rambak crackers, geti sesame brittle"),
    "35.03": ("Keripik tempe, alen-alen, minyak cengkih", "Tempe chips, alen-alen rings, clove oil"),
}
ABOUT = {
    "35.72": (
        "Kota kecil di kaki Gunung Kelud dengan tiga kecamatan. Perajin kendang di Sentul dan Tanggung mengirim jimbe ke banyak negara; dapur pecel di Pakunden dan kebun belimbing di Karangsari menghidupi kampungnya.",
        "A small city below Mount Kelud with three districts. Drum makers in Sentul and Tanggung ship djembes abroad; pecel kitchens in Pakunden and the star fruit orchards of Karangsari feed their neighbourhoods.",
    ),
    "35.05": (
        "Mengelilingi Kota Blitar dengan 22 kecamatan. Kolam koi di Kemloko dan Penataran, dapur gula kelapa di Sanankulon, kopi dari lereng Resapombo.",
        "Twenty-two districts around the city of Blitar: koi ponds in Kemloko and Penataran, coconut sugar kitchens in Sanankulon, coffee from the slopes of Resapombo.",
    ),
    "35.18": (
        "Lumbung bawang merah Jawa Timur. Dari Gondang dan Rejoso datang bawang goreng dan bubuk bawang, dari Loceret gamelan, dari Ngluyu mebel gembol jati.",
        "East Java's shallot granary. Fried and powdered shallots come from Gondang and Rejoso, gamelan from Loceret, teak root furniture from Ngluyu.",
    ),
    "35.04": (
        "Batu dan kulit: marmer serta onyx dari Campurdarat dan Besole, kerupuk rambak dari Sembung, batik dari Bangoan dan Mojosari.",
        "Stone and hide: marble and onyx from Campurdarat and Besole, rambak crackers from Sembung, batik from Bangoan and Mojosari.",
    ),
    "35.03": (
        "Pesisir selatan dan pegunungan cengkih. Keripik tempe dan alen-alen dari Pogalan, minyak atsiri dari Dongko dan Watulimo, batik dari Ngentrong.",
        "Southern coast and clove hills. Tempe chips and alen-alen from Pogalan, essential oils from Dongko and Watulimo, batik from Ngentrong.",
    ),
}


def rows(name):
    with open(DATA / name, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def load(apps, schema_editor):
    Region, District, Village = (apps.get_model("regions", name) for name in ("Region", "District", "Village"))
    official = {row["code"]: row for row in rows("regions.csv")}
    Region.objects.bulk_create(
        Region(
            code=code,
            name=official[code]["name"],
            short_name=short_name,
            kind=official[code]["kind"],
            slug=slug,
            stall_prefix=prefix,
            position=position,
            known_for=KNOWN_FOR[code][0],
            known_for_en=KNOWN_FOR[code][1],
            about=ABOUT[code][0],
            about_en=ABOUT[code][1],
        )
        for position, (code, (short_name, slug, prefix)) in enumerate(REGIONS.items(), start=1)
    )
    District.objects.bulk_create(
        District(code=row["code"], region_id=row["region_code"], name=row["name"]) for row in rows("districts.csv")
    )
    postal_codes = {row["village_code"]: row["postal_code"] for row in rows("postal_codes.csv")}
    Village.objects.bulk_create(
        Village(
            code=row["code"],
            district_id=row["district_code"],
            name=row["name"],
            kind=row["kind"],
            postal_code=postal_codes.get(row["code"], ""),
        )
        for row in rows("villages.csv")
    )


class Migration(migrations.Migration):
    dependencies = [("regions", "0001_initial")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
