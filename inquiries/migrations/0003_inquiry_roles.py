"""Organisers of a region, and the central ones, may read what visitors wrote to booths; who judges or types may not."""

from django.db import migrations


def give(apps, schema_editor):
    ContentType, Permission, Group = (apps.get_model(name) for name in ("contenttypes.ContentType", "auth.Permission", "auth.Group"))
    kind, _made = ContentType.objects.get_or_create(app_label="inquiries", model="inquiry")
    permission, _made = Permission.objects.get_or_create(
        content_type=kind, codename="view_inquiry", defaults={"name": "Can view pesan pembeli"}
    )
    for group in Group.objects.filter(name__in=["Penyelenggara pusat", "Penyelenggara wilayah"]):
        group.permissions.add(permission)


class Migration(migrations.Migration):
    dependencies = [("curation", "0001_roles"), ("inquiries", "0002_inquiry")]

    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
