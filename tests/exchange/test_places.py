import pytest

from exchange.places import Places, said

pytestmark = pytest.mark.django_db


def test_every_village_is_found_however_it_is_written():
    places = Places.load()
    everywhere = frozenset(places.regions)
    lost = []
    for code, village in places.villages.items():
        district, region = village.district.name, village.district.region.name
        for cells in (
            {"village": village.name, "district": district, "region": region},
            {
                "village": f"{village.short_kind} {village.name}".upper(),
                "district": f"KEC. {district}",
                "region": region.replace("Kabupaten", "Kab."),
            },
            {"village": f"{village.name}, Kec. {district}, {region}"},
            {"address": f"Jl. Mawar No. 3 RT 01/RW 02, {village.short_kind} {village.name}, Kec. {district}, {region} 66111"},
        ):
            if places.find(said(**cells), scope=everywhere).code != code:
                lost.append(cells)

    assert lost == []
