"""Who prints. Catalogues, signs and figures name nobody: whoever looks at booths may take them along. To ask for a catalogue, to show it to
visitors and to print a list that names people is for organisers."""

from django.db import migrations

LOOKS = ["Penyelenggara pusat", "Penyelenggara wilayah", "Kurator", "Pendamping", "Auditor"]
PRINTS = LOOKS[:2]
GIVEN = {"view_printedcatalogue": LOOKS, "add_printedcatalogue": PRINTS, "print_attendance": PRINTS}


def give(apps, schema_editor):
    """The permissions come after the last migration; they are made now."""
    ContentType, Permission, Group = (apps.get_model(name) for name in ("contenttypes.ContentType", "auth.Permission", "auth.Group"))
    kind, _made = ContentType.objects.get_or_create(app_label="exchange", model="printedcatalogue")
    for codename, roles in GIVEN.items():
        permission, _made = Permission.objects.get_or_create(content_type=kind, codename=codename, defaults={"name": f"Can {codename}"})
        for group in Group.objects.filter(name__in=roles):
            group.permissions.add(permission)


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("curation", "0001_roles"),
        ("exchange", "0001_catalogue"),
    ]

    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
