from django.urls import path

from curation.views import owner

app_name = "curation"
urlpatterns = [
    path("kelola/perubahan/<int:pk>/tarik/", owner.take_back, name="owner_proposal_take_back"),
    path("kelola/perubahan/<int:pk>/ajukan/", owner.send_again, name="owner_proposal_send_again"),
]
