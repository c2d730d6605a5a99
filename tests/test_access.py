"""Who gets what at every address. A new URL has no row here, and that fails."""

import re

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Deed, DeletionRequest, Erasure, OneTimeLink, Record
from curation.models import Entry
from exchange.models import Import, ImportPhoto, PrintedCatalogue
from exhibitors.models import Status
from inquiries.models import ContactClick
from tests.factories import make_document, make_entry, make_exhibitor, make_import, make_inquiry, make_owner, make_product, make_round
from tests.site_map import address, arguments, make_site, url_names

# nobody, the owner of the booth, the organisers of another region, of its own, of all
ROLES = ["visitor", "sari", "joko", "ratna", "dewi"]
OPEN = [200, 200, 200, 200, 200]
MOVED = [302, 302, 302, 302, 302]
STAFF = ["sign-in", 403, 200, 200, 200]
CENTRAL = ["sign-in", 403, 403, 403, 200]
SCOPED = ["sign-in", 403, 404, 200, 200]  # another region's looks like absent
SIGNED_IN = ["sign-in", 200, 200, 200, 200]
OWNER = ["sign-in", 200, 404, 404, 404]  # another's booth looks like absent
OWNER_OR_STAFF = ["sign-in", 200, 404, 200, 200]  # and organisers in whose region it lies
OWN_ONLY = ["sign-in", 403, 404, 200, 404]  # what ratna sent in, nobody else sees: tests/exchange/test_import_pages.py
ACT = ["sign-in", 405, 405, 405, 405]  # POST only; the tests beside each page try it with another's
NOBODY = ["sign-in", 403, 403, 403, 403]

SITE = {
    "home": OPEN,
    "about": OPEN,
    "how_to_order": OPEN,
    "privacy": OPEN,
    "offline": OPEN,
    "health": OPEN,
    "robots": OPEN,
    "service_worker": OPEN,
    "favicon": MOVED,
    "sitemap": OPEN,
    "django.contrib.sitemaps.views.sitemap": OPEN,
    "media": OPEN,
    "styleguide": STAFF,
    "regions:index": OPEN,
    "regions:pavilion": OPEN,
    "regions:villages": OPEN,
    "exhibitors:list": OPEN,
    "exhibitors:detail": OPEN,
    "exhibitors:short": MOVED,
    "products:list": OPEN,
    "products:detail": OPEN,
    "products:category": OPEN,
    "events:agenda": OPEN,
    "events:calendar": OPEN,
    "inquiries:whatsapp_booth": MOVED,
    "inquiries:whatsapp_product": MOVED,
    "inquiries:ask_booth": OPEN,
    "inquiries:ask_product": OPEN,
    "exchange:catalogue": OPEN,
}
TAKES_POST = {"inquiries:ask_booth", "inquiries:ask_product"}  # tests/inquiries/test_ask.py

DOOR = [200, 302, 302, 302, 302]  # whoever is in already is sent on
POST_ONLY = ["sign-in", 405, 405, 405, 405]
ABSENT = ["sign-in", 404, 404, 404, 404]
TWICE = ["sign-in", 302, 302, 302, 302]  # asks for the password, staff for the second step, once more

DOORS = {
    "accounts:sign_in": DOOR,
    "accounts:one_time_link": [410, 410, 410, 410, 410],  # nobody's; tests/accounts/test_one_time_link.py has real ones
    "accounts:sign_out": [405, 405, 405, 405, 405],  # POST only
    "account_login": DOOR,
    "account_request_login_code": DOOR,
    "account_confirm_login_code": MOVED,
    "account_confirm_email": OPEN,  # says that the link is not good
    "mfa_login_webauthn": MOVED,
    "mfa_authenticate": MOVED,
    "exhibitors:apply": OPEN,
    "exhibitors:applied": OPEN,
    "inquiries:sent": OPEN,
}

PORTAL = {
    "accounts:consents": ["sign-in", 302, 200, 200, 200],  # whoever has answered is sent on
    "accounts:password": SIGNED_IN,
    "accounts:my_data": SIGNED_IN,
    "accounts:my_name": SIGNED_IN,
    "accounts:my_number": SIGNED_IN,
    "accounts:my_email": SIGNED_IN,
    "accounts:my_consents": POST_ONLY,
    "accounts:my_data_json": SIGNED_IN,
    "accounts:my_data_csv": SIGNED_IN,
    "accounts:delete_me": SIGNED_IN,
    "accounts:keep_me": POST_ONLY,
    "account_reauthenticate": ["sign-in", 200, 302, 302, 302],  # staff prove it by their second step
    "mfa_index": SIGNED_IN,
    "mfa_reauthenticate": ["sign-in", 302, 200, 200, 200],  # the owner has none
    "mfa_reauthenticate_webauthn": TWICE,
    "mfa_activate_totp": TWICE,
    "mfa_deactivate_totp": ["sign-in", 404, 302, 302, 302],  # as above, and asks for it once more
    "mfa_list_webauthn": SIGNED_IN,
    "mfa_add_webauthn": TWICE,
    "mfa_edit_webauthn": TWICE,
    "mfa_remove_webauthn": TWICE,
    "mfa_view_recovery_codes": ABSENT,
    "mfa_generate_recovery_codes": TWICE,
    "mfa_download_recovery_codes": ABSENT,
    "exhibitors:owner_home": ["sign-in", 302, 200, 200, 200],  # one booth: straight to it
    "exhibitors:owner_help": SIGNED_IN,
    "exhibitors:owner_booth": OWNER,
    "exhibitors:owner_selling": ACT,
    "exhibitors:owner_edit": OWNER,
    "exhibitors:owner_submit": OWNER,
    "exhibitors:owner_confirm": ["sign-in", 302, 404, 404, 404],  # nobody typed it for her
    "exhibitors:owner_news": OWNER,
    "exhibitors:owner_preview": OWNER,
    "inquiries:owner_inbox": OWNER,
    "inquiries:owner_inquiry": OWNER,
    "inquiries:owner_answered": ACT,
    "exhibitors:owner_legality": OWNER,
    "exhibitors:owner_document_new": OWNER,
    "exhibitors:owner_document": OWNER,
    "exhibitors:owner_document_remove": ACT,
    "exhibitors:owner_document_proof": OWNER_OR_STAFF,
    "exhibitors:owner_readiness": OWNER,
    "exhibitors:owner_print": OWNER_OR_STAFF,
    "exhibitors:owner_print_sheet": OWNER_OR_STAFF,
    "exhibitors:owner_print_file": OWNER_OR_STAFF,
    "products:owner_products": OWNER,
    "products:owner_arrange": ACT,
    "products:owner_product_new": OWNER,
    "products:owner_product_new_price": OWNER,
    "products:owner_product": OWNER,
    "products:owner_product_photos": OWNER,
    "products:owner_product_price": OWNER,
    "products:owner_product_details": OWNER,
    "products:owner_product_stock": ACT,
    "products:owner_product_move": ACT,
    "products:owner_product_copy": ACT,
    "products:owner_product_remove": ACT,
    "products:owner_product_restore": ACT,
    "products:owner_photo_move": ACT,
    "products:owner_photo_alt": ACT,
    "products:owner_photo_square": ACT,
    "products:owner_photo_remove": ACT,
    "products:owner_photo_keep": ACT,
    "curation:owner_proposal_take_back": ACT,
    "curation:owner_proposal_send_again": ACT,
}

BACK_OFFICE = {
    "admin:index": STAFF,
    "admin:login": ["sign-in", 403, "sign-in", "sign-in", "sign-in"],  # the door is elsewhere
    "admin:password_change": STAFF,
    "admin:password_change_done": STAFF,
    "admin:jsi18n": STAFF,
    "admin:curation_round_queue": STAFF,  # a round is everybody's, what is in it is not: tests/curation/test_rounds.py
    "admin:curation_round_results": STAFF,
    "admin:curation_round_enter": STAFF,
    "admin:curation_round_close": ["sign-in", 403, 405, 405, 405],  # POST only
    "admin:curation_entry_judge": SCOPED,
    "admin:curation_entry_settle": SCOPED,
    "admin:invitations": STAFF,  # organisers' and mentors' own regions; other roles: tests/exhibitors/test_invitations.py
    "admin:invitations_sent": ["sign-in", 403, 405, 405, 405],  # POST only
    "admin:imports": STAFF,
    "admin:import_template": STAFF,
    "admin:import": OWN_ONLY,
    "admin:import_marked": OWN_ONLY,
    "admin:import_photos": OWN_ONLY,
    "admin:import_photo": OWN_ONLY,
    "admin:import_thumbnail": OWN_ONLY,
    "admin:import_photos_receive": ["sign-in", 403, 405, 405, 405],  # POST only
    "admin:prints": STAFF,
    "admin:prints_catalogue": SCOPED,  # other roles and what is sent: tests/exchange/test_prints.py
    "admin:prints_file": SCOPED,
    "admin:prints_again": ["sign-in", 403, 405, 405, 405],  # POST only
    "admin:prints_publish": ["sign-in", 403, 405, 405, 405],  # POST only
    "admin:prints_signs": ["sign-in", 403, 404, 404, 404],  # of nothing that was chosen
    "admin:prints_stalls": ["sign-in", 403, 404, 404, 404],
    "admin:prints_attendance": ["sign-in", 403, 405, 405, 405],  # POST only
    "admin:prints_report": ["sign-in", 403, 404, 404, 404],
    "admin:download": ["sign-in", 403, 405, 405, 405],  # POST only; who gets what: tests/exchange/test_exports.py
}

# What organisers may do there: those of a region in it, the central ones everywhere. Owners may nothing, visitors have to sign in.
SEE = {"changelist", "change", "history"}
EVERYTHING = SEE | {"add", "delete"}
NOTHING = frozenset()
MODELS = {  # model: what a region's organisers may, what central ones may, whether its rows lie in regions
    "accounts_user": (NOTHING, SEE | {"add"}, False),
    "accounts_onetimelink": (SEE, SEE, True),  # made on the page of a booth
    "accounts_deletionrequest": (SEE, SEE, True),  # made by owners, confirmed by an action
    "accounts_erasure": (NOTHING, SEE, False),  # a record of what happened
    "accounts_record": (SEE, SEE, True),
    "auth_group": (NOTHING, NOTHING, False),  # superusers only
    "regions_region": (SEE, SEE, True),  # official data: read-only
    "regions_district": (SEE, SEE, True),
    "regions_village": (SEE, SEE, True),
    "events_edition": (SEE, EVERYTHING, False),
    "events_session": (SEE, EVERYTHING, False),
    "exhibitors_category": (SEE, EVERYTHING - {"delete"}, False),  # booths and products point there
    "exhibitors_exhibitor": (EVERYTHING - {"delete"}, EVERYTHING - {"delete"}, True),  # what is shown is suspended first
    "exhibitors_participation": (EVERYTHING - {"delete"}, EVERYTHING - {"delete"}, True),
    "products_product": (EVERYTHING - {"delete"}, EVERYTHING - {"delete"}, True),
    "curation_proposedchange": (SEE, SEE, True),  # made by owners, decided on its own page
    "curation_round": (SEE, EVERYTHING - {"delete"}, False),  # of an edition, shared by all regions
    "inquiries_contactclick": (SEE, SEE, True),  # a record of what happened
    "inquiries_inquiry": (SEE, SEE, True),  # written by visitors, answered by owners
}
OF_A_ROW = {"change", "history", "delete"}
DELETED_WHEN_HIDDEN = {"exhibitors_exhibitor", "products_product"}

WITHOUT_A_ROW = {
    "admin:logout",  # POST only
    "admin:autocomplete",  # needs a field to complete; refuses whoever may not see the list
    "admin:app_list",  # one per app, as admin:index
    "admin:auth_user_password_change",  # as accounts_user_change
    "admin:exhibitors_exhibitor_links",  # tests/exhibitors/test_invite.py
    "admin:exhibitors_exhibitor_decide",  # tests/curation/test_decide.py
    "admin:products_product_decide",  # tests/curation/test_decide.py
    "<path:object_id>/",  # sends on to …/change/
    "(?P<url>.*)$",  # whatever else lies under the back office: sign-in or 404
}


def models_rows():
    for model, (regional, central, in_regions) in MODELS.items():
        for action in ("changelist", "add", "change", "delete", "history"):
            own = 200 if action in regional else 403
            held = action in regional or (action == "delete" and model in DELETED_WHEN_HIDDEN)
            elsewhere = 404 if in_regions and action in OF_A_ROW and held else own
            yield f"admin:{model}_{action}", ["sign-in", 403, elsewhere, own, 200 if action in central else 403]


ROWS = SITE | DOORS | PORTAL | BACK_OFFICE | dict(models_rows())


def test_every_url_has_a_row():
    assert set(url_names()) - WITHOUT_A_ROW == set(ROWS)


@pytest.fixture
def site(db, settings, sari):
    site = make_site()
    make_owner(site.booth, user=sari)
    make_document(exhibitor=site.booth)
    Group.objects.create(name="Panitia")
    OneTimeLink.make(sari, by=None)
    DeletionRequest.objects.create(user=sari)
    Erasure.objects.create(
        asked_at=timezone.now(), confirmed_at=timezone.now(), done_at=timezone.now(), booths=1, booths_kept=0, products=2
    )
    Record.write(site.booth, Deed.CHANGE, by=None)
    make_entry(round=make_round(edition=site.edition), product=site.product)
    ContactClick.objects.create(code="KB017-AB23", exhibitor=site.booth, product=site.product, language="id")
    picture = settings.MEDIA_ROOT / arguments(site)["media"][0]
    picture.parent.mkdir(parents=True)
    picture.write_bytes(b"RIFF")
    return site


@pytest.fixture
def clients(client, client_of, sari, joko, ratna, dewi):
    return dict(zip(ROLES, [client, client_of(sari), client_of(joko), client_of(ratna), client_of(dewi)], strict=True))


@pytest.mark.parametrize("name", ROWS)
def test_access(site, clients, ratna, name):
    if name.startswith("admin:import_") or name == "admin:import":
        make_import(by=ratna)
    url = admin_address(name) if name.startswith("admin:") else address(name, site)

    answers = [summary(clients[role].get(url)) for role in ROLES]

    assert answers == ROWS[name]


@pytest.mark.parametrize("name", sorted(set(SITE) - {"styleguide"} - TAKES_POST))
def test_visitors_pages_are_for_reading_only(site, name):
    client = Client(enforce_csrf_checks=True)  # as a browser is met

    answers = {method: getattr(client, method)(address(name, site)).status_code for method in ("post", "put", "patch", "delete")}

    assert answers == dict.fromkeys(answers, 405)


@pytest.mark.parametrize("status", sorted(set(Status.values) - {Status.PUBLISHED}))
def test_what_is_not_published_looks_like_absent(site, clients, status):
    draft_booth = make_exhibitor(status=status, stall_number="KB-099", edition=site.edition)
    hidden = [
        reverse("exhibitors:detail", args=[draft_booth.slug]),
        reverse("exhibitors:short", args=["KB-099"]),
        reverse("inquiries:whatsapp_booth", args=[draft_booth.slug]),
        reverse("inquiries:ask_booth", args=[draft_booth.slug]),
        reverse("inquiries:sent", args=[make_inquiry(exhibitor=draft_booth).code]),
    ]
    for product in (make_product(status=status), make_product(exhibitor=draft_booth)):
        hidden += [
            reverse(name, args=[product.slug]) for name in ("products:detail", "inquiries:whatsapp_product", "inquiries:ask_product")
        ]

    answers = {role: [summary(client.get(url)) for url in hidden] for role, client in clients.items()}

    assert answers == dict.fromkeys(ROLES, [404] * len(hidden))


def admin_address(name):
    model, _, action = name.removeprefix("admin:").rpartition("_")
    if model == "curation_entry":
        return reverse(name, args=Entry.objects.values_list("round", "pk")[0])
    if name in ("admin:import", "admin:import_marked", "admin:import_photos", "admin:import_photos_receive"):
        return reverse(name, args=[Import.objects.get().pk])
    if name in ("admin:import_photo", "admin:import_thumbnail"):
        return reverse(name, args=ImportPhoto.objects.values_list("of", "number")[0])
    if model == "prints" and action in ("catalogue", "file", "again", "publish"):
        return reverse(name, args=PrintedCatalogue.objects.values_list("pk")[0])
    if model not in MODELS or action in ("changelist", "add"):
        return reverse(name)
    rows = apps.get_model(*model.split("_", 1)).objects
    found = rows.filter(pk__startswith="35.72").first() if model.startswith("regions_") else rows.first()  # the booth's own region
    assert found, f"make a {model} for this test"
    return reverse(name, args=[found.pk])


def summary(response):
    """The status, or "sign-in" when sent to the sign-in page."""
    if response.streaming:
        list(response)  # reads, and so closes, a picture's file
    if response.status_code == 302 and re.match(r"/kelola/masuk/\?next=", response["Location"]):
        return "sign-in"
    return response.status_code
