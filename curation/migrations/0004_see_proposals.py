"""Whoever looks at booths looks at their proposed changes; who decides about them has exhibitors.decide_exhibitor already."""

from django.db import migrations

LOOKS = ["Penyelenggara pusat", "Penyelenggara wilayah", "Kurator", "Pendamping", "Auditor"]


def let_see(apps, schema_editor):
    """The permission comes after the last migration; it is made now."""
    ContentType, Permission, Group = (apps.get_model(name) for name in ("contenttypes.ContentType", "auth.Permission", "auth.Group"))
    kind, _made = ContentType.objects.get_or_create(app_label="curation", model="proposedchange")
    permission, _made = Permission.objects.get_or_create(
        content_type=kind, codename="view_proposedchange", defaults={"name": "Can view_proposedchange"}
    )
    for group in Group.objects.filter(name__in=LOOKS):
        group.permissions.add(permission)


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("curation", "0003_proposals"),
    ]

    operations = [migrations.RunPython(let_see, migrations.RunPython.noop)]
