"""What the demo says about the people behind its booths: how they are called, how many work there, since when. Nobody real."""

from itertools import pairwise

from expo.demo.plan import lots

WOMEN = [
    "Wahyuni", "Sulastri", "Endang", "Partini", "Rukayah", "Sumarmi", "Yatmi", "Ngatini", "Lasmi", "Muntamah",
    "Suprihatin", "Wiwik", "Titik", "Nunik", "Endah", "Lilik", "Siti", "Umi", "Kasiyem", "Marsiti",
    "Sriani", "Tumini", "Parti", "Supriati", "Jumiati", "Rahayu", "Sutini", "Karmi", "Hartini", "Kustiyah",
    "Winarsih", "Mujiati", "Purwanti", "Sulistyowati", "Nurul", "Yayuk", "Retno", "Indah", "Fitri", "Dwi",
]  # fmt: skip
MEN = [
    "Budi", "Mulyono", "Sutrisno", "Jumadi", "Slamet", "Sarno", "Katiran", "Suyitno", "Bambang", "Agus",
    "Darmo", "Wibowo", "Hariyanto", "Supardi", "Kasan", "Imam", "Eko", "Heri", "Mujiono", "Sugeng",
    "Widodo", "Teguh", "Priyo", "Rudi", "Arif", "Samsul", "Yudi", "Bagus", "Gunawan", "Tri",
]  # fmt: skip
HOURS = ["08.00–20.00 WIB", "07.00–17.00 WIB", "08.00–16.00 WIB", "09.00–21.00 WIB", "06.00–15.00 WIB", ""]
OWNERS = {  # the booth's name: who signs in for it, name, and how we greet
    "Sentul Perkusi": ("sari", "Sari Utami", "Bu Sari"),
    "Kemloko Koi Farm": ("budi", "Budi Hartono", "Pak Budi"),
}
TITLES = ("Bu", "Pak", "Mbak", "Mas", "Mbah", "Mak", "Mbok", "Teh")
TOGETHER = ("Kelompok", "Pokdakan", "Tani", "Kampung", "Koperasi", "Penderes")


def contact(booth, number):
    """'Bu Wahyuni': from the booth's name where that names somebody."""
    if booth.name in OWNERS:
        return OWNERS[booth.name][2]
    if booth.contact:
        return booth.contact
    words = booth.name.split()
    for title, name in pairwise(words):
        if title in TITLES:
            return f"{title} {name}"
    draw = lots("contact", booth.name)
    if draw.random() < 0.58:
        return f"{draw.choices(('Bu', 'Mbak'), (4, 1))[0]} {WOMEN[number % len(WOMEN)]}"
    return f"{draw.choices(('Pak', 'Mas'), (4, 1))[0]} {MEN[number % len(MEN)]}"


def facts(booth):
    """Fields of the booth that no visitor checks but every organiser asks for."""
    draw = lots("facts", booth.name)
    exports = any(item.export_ready for item in booth.items)
    together = booth.name.startswith(TOGETHER)
    founded = draw.choices((draw.randint(1978, 1999), draw.randint(2000, 2014), draw.randint(2015, 2023)), (2, 5, 4))[0]
    hands = draw.randint(9, 32) if together else draw.choices((draw.randint(1, 4), draw.randint(5, 9), draw.randint(10, 24)), (6, 3, 1))[0]
    size = "kecil" if exports and draw.random() < 0.3 else "mikro"
    return {
        "founded_year": booth.founded_year or founded,
        "employees": booth.employees or hands,
        "legal_form": "kelompok" if together else draw.choices(("perseorangan", "pt_perorangan", "cv"), (82, 11, 7))[0],
        "size": size,
        "export_experience": lots("abroad", booth.name).choices(("belum", "lewat", "langsung"), (1, 6, 2))[0] if exports else "belum",
        "answer_hours": draw.choice(HOURS),
    }


def whatsapp(number):
    """A number of the right form that no phone has: 0800 is for toll-free lines, never for mobile ones."""
    return f"+628000000{number:04}"
