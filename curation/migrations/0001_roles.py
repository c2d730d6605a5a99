"""The roles of the organisers, as groups. What each may do is here; where, is in rows (regions.Scope) or regions.act_everywhere."""

from django.db import migrations

LOOK = [
    *(f"exhibitors.view_{model}" for model in ("exhibitor", "participation", "legalitydocument", "category")),
    *("products.view_product", "products.view_productphoto", "events.view_edition", "events.view_session"),
    *("regions.view_region", "regions.view_district", "regions.view_village", "inquiries.view_contactclick", "accounts.view_record"),
]
FILL_IN = [
    *("exhibitors.add_exhibitor", "exhibitors.change_exhibitor", "products.add_product", "products.change_product"),
    *(
        "exhibitors.add_legalitydocument",
        "exhibitors.change_legalitydocument",
        "products.change_productphoto",
        "products.delete_productphoto",
    ),
    *("accounts.view_onetimelink", "accounts.add_onetimelink"),
]
REGIONAL = [
    *("exhibitors.decide_exhibitor", "exhibitors.delete_exhibitor", "products.delete_product", "exhibitors.delete_legalitydocument"),
    *("exhibitors.add_participation", "exhibitors.change_participation"),
    *("accounts.change_onetimelink", "accounts.view_deletionrequest", "accounts.change_deletionrequest"),
]
CENTRAL = [
    "regions.act_everywhere",
    *(f"events.{deed}_{model}" for model in ("edition", "session") for deed in ("add", "change", "delete")),
    *("exhibitors.add_category", "exhibitors.change_category", "accounts.view_erasure"),
    *(f"accounts.{deed}_user" for deed in ("view", "add", "change")),
    *(f"regions.{deed}_scope" for deed in ("view", "add", "change", "delete")),
]
ROLES = {
    "Penyelenggara pusat": LOOK + FILL_IN + REGIONAL + CENTRAL,
    "Penyelenggara wilayah": LOOK + FILL_IN + REGIONAL,
    "Kurator": LOOK,
    "Pendamping": LOOK + FILL_IN,
    "Petugas pintu": [],
    "Auditor": LOOK,
}


def make_roles(apps, schema_editor):
    """Permissions come after the last migration; those that are named here are made now."""
    ContentType, Permission, Group = (apps.get_model(name) for name in ("contenttypes.ContentType", "auth.Permission", "auth.Group"))
    for role, names in ROLES.items():
        group, _made = Group.objects.get_or_create(name=role)
        for name in names:
            app, codename = name.split(".")
            model = "exhibitor" if codename == "decide_exhibitor" else "region" if codename == "act_everywhere" else codename.split("_")[1]
            kind, _made = ContentType.objects.get_or_create(app_label=app, model=model)
            permission, _made = Permission.objects.get_or_create(content_type=kind, codename=codename, defaults={"name": f"Can {codename}"})
            group.permissions.add(permission)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0005_record"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("events", "0001_initial"),
        ("exhibitors", "0006_life"),
        ("inquiries", "0001_initial"),
        ("products", "0006_life"),
        ("regions", "0003_scope"),
    ]

    operations = [migrations.RunPython(make_roles, migrations.RunPython.noop)]
