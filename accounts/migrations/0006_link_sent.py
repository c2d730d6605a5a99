from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0005_record")]

    operations = [
        migrations.AddField(
            model_name="onetimelink", name="sent_at", field=models.DateTimeField(blank=True, null=True, verbose_name="dikirim")
        ),
    ]
