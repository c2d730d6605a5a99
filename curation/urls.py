"""What owners do with their proposals, and the rounds' pages beside the admin's own, under panitia/kurasi/, which expo.office mounts."""

from django.urls import path

from curation.views import organiser, owner

app_name = "curation"
urlpatterns = [
    path("kelola/perubahan/<int:pk>/tarik/", owner.take_back, name="owner_proposal_take_back"),
    path("kelola/perubahan/<int:pk>/ajukan/", owner.send_again, name="owner_proposal_send_again"),
]


def office_urls(site):
    return [
        path(f"kurasi/<int:round_pk>/{route}", site.admin_view(view), name=f"curation_{name}")
        for route, view, name in (
            ("", organiser.queue, "round_queue"),
            ("hasil/", organiser.results, "round_results"),
            ("masukkan/", organiser.enter, "round_enter"),
            ("tutup/", organiser.close, "round_close"),
            ("<int:pk>/", organiser.judge, "entry_judge"),
            ("hasil/<int:pk>/", organiser.settle, "entry_settle"),
        )
    ]
