"""What somebody may do comes from roles and from permissions of his own, asked for at once."""

from django.contrib.auth.models import Permission

from accounts.models import User
from tests.factories import make_organiser


def test_of_the_role_and_of_his_own_in_one_query(db, django_assert_num_queries):
    joko = make_organiser("joko", role="Kurator", regions=["nganjuk"])
    joko.user_permissions.add(Permission.objects.get(codename="add_edition"))
    joko = User.objects.get(pk=joko.pk)

    with django_assert_num_queries(1):
        assert joko.has_perms(["exhibitors.view_exhibitor", "events.add_edition"])
        assert not joko.has_perm("exhibitors.change_exhibitor")


def test_who_is_out_may_nothing_and_a_technician_everything(db):
    out = make_organiser("keluar", role="Kurator", is_active=False)
    technician = User.objects.create_superuser("teknisi")

    assert not out.has_perm("exhibitors.view_exhibitor")
    assert out.get_all_permissions() == set()
    assert technician.has_perm("exhibitors.change_exhibitor")
    assert technician.get_all_permissions() >= {"exhibitors.change_exhibitor", "events.add_edition"}
