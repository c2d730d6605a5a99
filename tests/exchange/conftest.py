import pytest
from django.urls import reverse

from exchange.models import Import
from tests.exchange.importing import let_it_work


@pytest.fixture
def office(client_of, ratna):
    return client_of(ratna)


@pytest.fixture
def sent(office, ratna):
    """sent(file, foto=None): sends it in and lets it be read; the row."""

    def send(file, foto=None, key=""):
        response = office.post(reverse("admin:imports"), {"berkas": file, "kunci": key} | ({"foto": foto} if foto else {}))
        assert response.status_code == 302, response.content.decode()
        return let_it_work(Import.objects.filter(by=ratna).first())

    return send
