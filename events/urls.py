from django.urls import path

from events.views import public

app_name = "events"
urlpatterns = [
    path("agenda/", public.agenda_page, name="agenda"),
    path("agenda.ics", public.calendar, name="calendar"),
]
