"""The rounds' pages beside the admin's own, under panitia/kurasi/; expo.office mounts them."""

from django.urls import path

from curation.views import organiser


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
