from django.core.management import call_command
from django.db import migrations


def create_table(apps, schema_editor):
    """The table of settings.CACHES: with the migrations, so that nobody has to remember a command of its own."""
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    dependencies = [("expo", "0001_initial")]

    operations = [migrations.RunPython(create_table, migrations.RunPython.noop)]
