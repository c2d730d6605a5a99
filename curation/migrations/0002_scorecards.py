import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

ORGANISER = [
    *("curation.view_round", "curation.view_criterion", "curation.view_entry", "curation.add_entry"),
    *("curation.view_review", "curation.add_review", "curation.change_review"),
]
ROLES = {
    "Penyelenggara pusat": [
        *ORGANISER,
        *("curation.add_round", "curation.change_round"),
        *("curation.add_criterion", "curation.change_criterion", "curation.delete_criterion"),
    ],
    "Penyelenggara wilayah": ORGANISER,
    "Kurator": [
        *("curation.view_round", "curation.view_criterion", "curation.view_entry", "curation.add_review", "curation.change_review"),
    ],
    "Auditor": ["curation.view_round", "curation.view_criterion", "curation.view_entry", "curation.view_review"],
}


def extend_roles(apps, schema_editor):
    """Permissions come after the last migration; those that are named here are made now."""
    ContentType, Permission, Group = (apps.get_model(name) for name in ("contenttypes.ContentType", "auth.Permission", "auth.Group"))
    for role, names in ROLES.items():
        group, _made = Group.objects.get_or_create(name=role)
        for name in names:
            app, codename = name.split(".")
            kind, _made = ContentType.objects.get_or_create(app_label=app, model=codename.split("_")[1])
            permission, _made = Permission.objects.get_or_create(content_type=kind, codename=codename, defaults={"name": f"Can {codename}"})
            group.permissions.add(permission)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0005_record"),
        ("curation", "0001_roles"),
        ("events", "0001_initial"),
        ("products", "0006_life"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Entry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("entered_at", models.DateTimeField(auto_now_add=True, verbose_name="masuk")),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[("lolos", "Lolos"), ("ekspor", "Calon ekspor"), ("perbaiki", "Perlu diperbaiki"), ("tidak", "Tidak")],
                        editable=False,
                        max_length=8,
                        verbose_name="hasil",
                    ),
                ),
                (
                    "product",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="entries", to="products.product", verbose_name="produk"
                    ),
                ),
                (
                    "record",
                    models.OneToOneField(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entry",
                        to="accounts.record",
                    ),
                ),
            ],
            options={
                "verbose_name": "produk dalam putaran",
                "verbose_name_plural": "produk dalam putaran",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Review",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "same_as_photo",
                    models.CharField(
                        choices=[("ya", "Ya"), ("tidak", "Tidak"), ("belum", "Belum melihat barangnya")],
                        max_length=5,
                        verbose_name="sama seperti di foto",
                    ),
                ),
                ("remark", models.TextField(blank=True, max_length=2000, verbose_name="catatan")),
                ("submitted_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="dinilai")),
                (
                    "curator",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="kurator",
                    ),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reviews",
                        to="curation.entry",
                        verbose_name="produk dalam putaran",
                    ),
                ),
            ],
            options={
                "verbose_name": "penilaian",
                "verbose_name_plural": "penilaian",
                "ordering": ["submitted_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Round",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("pameran", "Kurasi pameran"), ("ekspor", "Kurasi ekspor")],
                        default="pameran",
                        help_text="Kurasi ekspor memilih dari produk yang sudah disetujui.",
                        max_length=7,
                        verbose_name="untuk",
                    ),
                ),
                ("name", models.CharField(help_text="Misalnya Kurasi pameran 2026.", max_length=80, verbose_name="nama")),
                ("opens_on", models.DateField(verbose_name="menilai mulai")),
                (
                    "closes_on",
                    models.DateField(
                        help_text="Sesudah hari ini nilai tidak diterima; keputusan masih bisa.", verbose_name="menilai sampai"
                    ),
                ),
                ("closed_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="ditutup")),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="rounds", to="events.edition", verbose_name="edisi"
                    ),
                ),
            ],
            options={
                "verbose_name": "putaran kurasi",
                "verbose_name_plural": "putaran kurasi",
                "ordering": ["-opens_on", "-pk"],
            },
        ),
        migrations.AddField(
            model_name="entry",
            name="round",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="entries", to="curation.round", verbose_name="putaran"
            ),
        ),
        migrations.CreateModel(
            name="Criterion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=60, verbose_name="nama")),
                ("name_en", models.CharField(blank=True, max_length=60, verbose_name="nama (Inggris)")),
                ("look_at", models.CharField(blank=True, max_length=200, verbose_name="yang dilihat")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="urutan")),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="criteria", to="curation.round", verbose_name="putaran"
                    ),
                ),
            ],
            options={
                "verbose_name": "kriteria",
                "verbose_name_plural": "kriteria",
                "ordering": ["position", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Score",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("value", models.PositiveSmallIntegerField(verbose_name="nilai")),
                (
                    "criterion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="scores", to="curation.criterion", verbose_name="kriteria"
                    ),
                ),
                (
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="scores", to="curation.review", verbose_name="penilaian"
                    ),
                ),
            ],
            options={
                "verbose_name": "nilai",
                "verbose_name_plural": "nilai",
                "ordering": ["criterion__position", "pk"],
            },
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.UniqueConstraint(
                fields=("entry", "curator"), name="review_once", violation_error_message="Kurator ini sudah menilai produk itu."
            ),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.CheckConstraint(
                condition=models.Q(("same_as_photo__in", ["ya", "tidak", "belum"])),
                name="review_same_as_photo_known",
                violation_error_message="Pilih ya, tidak, atau belum melihat.",
            ),
        ),
        migrations.AddConstraint(
            model_name="round",
            constraint=models.UniqueConstraint(
                fields=("edition", "name"), name="round_once", violation_error_message="Edisi ini sudah punya putaran dengan nama itu."
            ),
        ),
        migrations.AddConstraint(
            model_name="round",
            constraint=models.CheckConstraint(
                condition=models.Q(("closes_on__gte", models.F("opens_on"))),
                name="round_days_in_order",
                violation_error_message="Hari terakhir menilai tidak boleh sebelum hari pertama.",
            ),
        ),
        migrations.AddConstraint(
            model_name="round",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["pameran", "ekspor"])),
                name="round_kind_known",
                violation_error_message="Jenis putaran tidak dikenal.",
            ),
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.UniqueConstraint(
                fields=("round", "product"), name="entry_once", violation_error_message="Produk ini sudah ada di putaran itu."
            ),
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("outcome", ""), ("record", None)),
                    models.Q(("outcome__in", ["lolos", "ekspor", "perbaiki", "tidak"]), ("record__isnull", False)),
                    _connector="OR",
                ),
                name="entry_outcome_has_record",
                violation_error_message="Hasil kurasi harus punya catatan.",
            ),
        ),
        migrations.AddConstraint(
            model_name="criterion",
            constraint=models.UniqueConstraint(
                fields=("round", "name"), name="criterion_once", violation_error_message="Kriteria ini sudah ada di putaran itu."
            ),
        ),
        migrations.AddConstraint(
            model_name="score",
            constraint=models.UniqueConstraint(fields=("review", "criterion"), name="score_once"),
        ),
        migrations.AddConstraint(
            model_name="score",
            constraint=models.CheckConstraint(
                condition=models.Q(("value__gte", 1), ("value__lte", 5)),
                name="score_from_one_to_five",
                violation_error_message="Nilai 1 sampai 5.",
            ),
        ),
        migrations.RunPython(extend_roles, migrations.RunPython.noop),
    ]
