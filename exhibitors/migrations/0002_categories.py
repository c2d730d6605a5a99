from django.db import migrations

# slug, name, English name, icon, food or drink
CATEGORIES = [
    ("wastra-batik", "Wastra & Batik", "Cloth & Batik", "cat-textile", False),
    ("fesyen-aksesori", "Fesyen & Aksesori", "Fashion & Accessories", "cat-fashion", False),
    ("kriya-suvenir", "Kriya & Suvenir", "Crafts & Souvenirs", "cat-craft", False),
    ("alat-musik", "Alat Musik", "Musical Instruments", "cat-music", False),
    ("makanan-olahan", "Makanan Olahan", "Packaged Food", "cat-food", True),
    ("minuman-kopi", "Minuman & Kopi", "Drinks & Coffee", "cat-coffee", True),
    ("bumbu-sambal", "Bumbu & Sambal", "Spices & Sambal", "cat-spice", True),
    ("pertanian-perikanan", "Pertanian & Perikanan", "Farm & Fishery", "cat-farm", False),
    ("mebel-batu-alam", "Mebel & Batu Alam", "Furniture & Natural Stone", "cat-furniture", False),
    ("kecantikan-herbal", "Kecantikan & Herbal", "Beauty & Herbal", "cat-herbal", False),
]


def load(apps, schema_editor):
    Category = apps.get_model("exhibitors", "Category")
    Category.objects.bulk_create(
        Category(slug=slug, name=name, name_en=name_en, icon=icon, is_food=is_food, position=position)
        for position, (slug, name, name_en, icon, is_food) in enumerate(CATEGORIES, start=1)
    )


class Migration(migrations.Migration):
    dependencies = [("exhibitors", "0001_initial")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
