from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("products", "0003_removal"),
    ]

    operations = [
        migrations.AddField(
            model_name="productphoto",
            name="advice",
            field=models.JSONField(blank=True, default=list, editable=False, help_text="What could be better: keys from expo.images."),
        ),
        migrations.AddConstraint(
            model_name="productphoto",
            constraint=models.UniqueConstraint(
                fields=("product", "fingerprint"), name="productphoto_once", violation_error_message="Foto ini sudah ada di produk itu."
            ),
        ),
    ]
