from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ExpoConfig(AppConfig):
    name = "expo"
    verbose_name = _("Situs")

    def ready(self):
        from expo import checks  # noqa: F401 - importing registers them
