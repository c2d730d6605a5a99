from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.models import Permission


class OneQueryBackend(AuthenticationBackend):
    """allauth's, which asks for the permissions of a person in one query instead of two: every page of the back office needs them."""

    def get_all_permissions(self, user_obj, obj=None):
        if not user_obj.is_active or user_obj.is_anonymous or user_obj.is_superuser or obj is not None:
            return super().get_all_permissions(user_obj, obj)
        if not hasattr(user_obj, "_perm_cache"):
            names = Permission.objects.order_by().values_list("content_type__app_label", "codename")
            own = names.filter(user=user_obj).union(names.filter(group__user=user_obj))
            user_obj._perm_cache = {f"{app}.{codename}" for app, codename in own}
        return user_obj._perm_cache
