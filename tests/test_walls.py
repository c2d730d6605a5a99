"""Nobody outside his region: every address × every role × GET and POST × what is his own, another region's, and not there at all.

The addresses come from the URL patterns and the registered models themselves. Another region's object answers as one that
does not exist, a POST that is not allowed changes nothing anywhere, and words planted in Nganjuk reach nobody from Kota Blitar.
"""

import itertools
import re
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.admin.utils import quote
from django.core.files.base import ContentFile
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from accounts.models import Deed, DeletionRequest, Erasure, OneTimeLink, Record
from curation.said import mark
from exhibitors.models import Category, Exhibitor, Participation, Status
from inquiries.models import ContactClick
from products.models import Product
from regions.models import District, Region, Village
from tests.factories import (
    make_document,
    make_edition,
    make_exhibitor,
    make_exhibitor_photo,
    make_inquiry,
    make_organiser,
    make_owner,
    make_participation,
    make_printed_catalogue,
    make_product,
    make_product_photo,
    make_proposal,
    make_session,
)
from tests.site_map import arguments
from tests.test_access import DOORS, PORTAL, ROWS, SITE, summary

CANARY = "Burungkenari"
REGIONS = {"kota-blitar": "35.72", "nganjuk": "35.18"}
ROLES = ["visitor", "sari", "ratna", "joko", "dewi", "wulan", "bagas", "amir", "tono"]
ORGANISERS = {  # user name: role, regions
    "wulan": ("Kurator", ["kota-blitar"]),
    "bagas": ("Pendamping", ["kota-blitar"]),
    "amir": ("Auditor", ["kota-blitar"]),
    "tono": ("Petugas pintu", ["kota-blitar"]),
}
OUTSIDE = {"sign-in", 403, 404, 405}


def make_world(edition, region, mark):
    """One of everything that lies in a region, draft: nothing of it is public. `mark` is in every word of it."""
    booth = make_exhibitor(
        region=region,
        status=Status.SUBMITTED,
        name=f"Dapur {mark}",
        tagline=f"Kalimat {mark}",
        story=f"Cerita {mark}",
        contact_name=f"Bu {mark}",
    )
    owner = make_owner(booth, name=f"Pemilik {mark}", called=f"Bu {mark}")
    product = make_product(exhibitor=booth, status=Status.SUBMITTED, name=f"Keripik {mark}", description=f"Isi {mark}")
    document = make_document(exhibitor=booth, kind="nib", number=f"91200012{len(mark):05}", issuer=f"Dinas {mark}")
    document.proof.save("bukti.pdf", ContentFile(b"%PDF-1.7"))
    link, _token = OneTimeLink.make(owner, by=None)
    proposal = make_proposal(product, name=f"Usulan {mark}")
    inquiry = make_inquiry(exhibitor=booth, product=product, message=f"Tanya {mark}")
    return SimpleNamespace(
        edition=edition,
        session=None,
        booth=booth,
        owner=owner,
        product=product,
        document=document,
        booth_photo=make_exhibitor_photo(exhibitor=booth, alt=f"Bengkel {mark}"),
        product_photo=make_product_photo(product=product, alt=f"Foto {mark}"),
        inquiry=inquiry,
        proposal=proposal,
        catalogue=make_printed_catalogue(edition=edition, region=region, title=mark),
        rows=[
            booth,
            product,
            make_participation(exhibitor=booth, edition=edition, stall_number=Region.objects.get(slug=region).stall_prefix + "-917"),
            link,
            DeletionRequest.objects.create(user=owner),
            Record.write(booth, Deed.CHANGE, by=None, reason=f"Alasan {mark}"),
            ContactClick.objects.create(code=f"X{REGIONS[region][-2:]}-{mark[:6]}"[:12], exhibitor=booth, product=product, language="id"),
            inquiry,
            proposal,
            Region.objects.get(slug=region),
            District.objects.filter(region__slug=region).first(),
            Village.objects.filter(district__region__slug=region).first(),
        ],
    )


@pytest.fixture
def world(db, settings):
    edition = make_edition()
    make_session(edition=edition)
    Erasure.objects.create(
        asked_at=timezone.now(), confirmed_at=timezone.now(), done_at=timezone.now(), booths=1, booths_kept=0, products=2
    )
    return SimpleNamespace(
        edition=edition, own=make_world(edition, "kota-blitar", "Melati"), other=make_world(edition, "nganjuk", CANARY), shared=[edition]
    )


@pytest.fixture
def clients(world, client, client_of, sari, ratna, joko, dewi):
    make_owner(world.own.booth, user=sari)
    organisers = {name: make_organiser(name, role=role, regions=regions, name=name) for name, (role, regions) in ORGANISERS.items()}
    return {"visitor": client} | {
        name: client_of(user) for name, user in {"sari": sari, "ratna": ratna, "joko": joko, "dewi": dewi, **organisers}.items()
    }


def everything():
    """All rows of all tables, but for what signing in and looking leaves behind."""
    return {
        model._meta.label: sorted(map(repr, model._base_manager.values_list()))
        for model in apps.get_models()
        if model._meta.label != "sessions.Session"
    }


def addresses(name, world):
    """{"own": address, "other": …, "missing": …} of a page outside the back office; only "own" where it is about no object."""
    given = {place: arguments(getattr(world, place)).get(name, []) for place in ("own", "other")}
    if given["own"] == given["other"]:
        return {"own": reverse(name, args=given["own"])}
    missing = [_absent(mine) if mine != theirs else mine for mine, theirs in zip(given["own"], given["other"], strict=True)]
    return {"own": reverse(name, args=given["own"]), "other": reverse(name, args=given["other"]), "missing": reverse(name, args=missing)}


def _absent(argument):
    return 987_654 if isinstance(argument, int) else re.sub(r"[a-z0-9]", "x", argument) if "/" in argument else f"{argument}-tidak-ada"


OBJECT_PAGES = sorted(
    name for name in {**SITE, **DOORS, **PORTAL} if name not in ("exhibitors:short", "media", "regions:pavilion", "products:category")
)


@pytest.mark.parametrize("name", OBJECT_PAGES)
def test_pages_outside_the_back_office(world, clients, name):
    """Nothing here is public and only Sari runs the booth of Kota Blitar: for everybody else it is not there, nor is Nganjuk's for her."""
    found = addresses(name, world)
    if "other" not in found:
        return  # about no object: tests/test_access.py has the row
    before = everything()
    for role, client in clients.items():
        answers = {
            place: (summary(client.get(url)), summary(client.post(url))) for place, url in found.items() if role != "sari" or place != "own"
        }
        if role not in ("dewi", "joko", "ratna", "amir", "wulan", "bagas"):
            assert set(itertools.chain(*answers.values())) <= OUTSIDE, (role, answers)
        if "other" in answers and role != "dewi" and role != "joko":
            assert answers["other"] == answers["missing"], (role, answers)
        if role == "joko":
            assert answers["own"] == answers["missing"], (role, answers)
    assert everything() == before


# What a role may do with which model. A new model or a new role needs a line.
LOOK = {"changelist", "change", "history", "autocomplete"}
ADD = LOOK | {"add"}
DELETE = ADD | {"delete"}
PUBLIC_DATA = dict.fromkeys(["regions.region", "regions.district", "regions.village"], LOOK)
ALL_ROLES = PUBLIC_DATA | dict.fromkeys(
    [*("exhibitors.exhibitor", "exhibitors.participation", "exhibitors.category", "products.product"),
     *("events.edition", "events.session", "inquiries.contactclick", "accounts.record", "curation.proposedchange")],
    LOOK,
)  # fmt: skip
MENTOR = ALL_ROLES | {"exhibitors.exhibitor": ADD, "products.product": ADD, "accounts.onetimelink": LOOK}
REGIONAL = MENTOR | {
    "inquiries.inquiry": LOOK, "curation.round": LOOK,
    "exhibitors.exhibitor": DELETE, "products.product": DELETE, "exhibitors.participation": ADD, "accounts.deletionrequest": LOOK,
}  # fmt: skip
RIGHTS = {
    "visitor": {},
    "sari": {},
    "ratna": REGIONAL,
    "joko": REGIONAL,
    "dewi": REGIONAL
    | {
        "events.edition": DELETE,
        "events.session": DELETE,
        "exhibitors.category": ADD,
        "accounts.user": ADD,
        "accounts.erasure": LOOK,
        "curation.round": ADD,
    },
    "wulan": ALL_ROLES | {"curation.round": LOOK},
    "bagas": MENTOR,
    "amir": ALL_ROLES | {"curation.round": LOOK},
    "tono": {},
}
MODELS = sorted(model._meta.label_lower for model in admin.site._registry)
KNOWN = set(itertools.chain(*RIGHTS.values())) | {"auth.group"}  # roles are the technicians' matter
IN_REGIONS = [
    *("accounts.deletionrequest", "accounts.onetimelink", "accounts.record", "exhibitors.exhibitor", "exhibitors.participation"),
    *(
        "curation.proposedchange",
        "inquiries.contactclick",
        "inquiries.inquiry",
        "products.product",
        "regions.district",
        "regions.region",
        "regions.village",
    ),
]


def test_every_model_of_the_back_office_has_a_line():
    assert set(MODELS) == KNOWN


def test_every_model_lies_in_regions_or_is_shared():
    shared = {
        "accounts.erasure",
        "accounts.user",
        "auth.group",
        "curation.round",
        "events.edition",
        "events.session",
        "exhibitors.category",
    }
    assert set(MODELS) == set(IN_REGIONS) | shared


def door(model, action, pk=None):
    name = f"admin:{model.replace('.', '_')}_{action}"
    return reverse(name, args=[] if pk is None else [quote(pk)])


def row_of(place, model):
    return next((row for row in place.rows if row._meta.label_lower == model), None)


def allowed(role, model, action):
    return action in RIGHTS[role].get(model, ())


def expected(role, model, action):
    if role == "visitor":
        return "sign-in"
    return 200 if allowed(role, model, action) else 403


@pytest.mark.parametrize("model", MODELS)
def test_the_doors_of_a_list(world, clients, model):
    before = everything()
    for role, client in clients.items():
        for action in ("changelist", "add"):
            assert summary(client.get(door(model, action))) == expected(role, model, action), (role, action)
        forged = client.post(door(model, "add"), {})
        assert summary(forged) == (422 if expected(role, model, "add") == 200 else expected(role, model, "add")), role
        gone = client.post(
            door(model, "changelist"),
            {"action": "delete_selected", "_selected_action": [row.pk for row in world.other.rows], "post": "yes"},
        )
        assert summary(gone) in (200, 302, 400, 403, "sign-in"), role
        if role not in ("joko", "dewi"):
            assert everything() == before, role


@pytest.mark.parametrize("model", IN_REGIONS)
def test_the_doors_of_a_row(world, clients, model):
    """Another region's row answers to everything as one that is not there, to GET and to POST, and stays as it was."""
    own, other = row_of(world.own, model), row_of(world.other, model)
    missing = 987_654 if isinstance(own.pk, int) else "35.99.99.9999"[: len(own.pk)]
    before = everything()
    for role, client in clients.items():
        mine, theirs = (other, own) if role == "joko" else (own, other)
        for action in ("change", "history", "delete"):
            seen = [summary(client.get(door(model, action, pk))) for pk in (mine.pk, theirs.pk, missing)]
            if role == "dewi":
                assert seen[0] == seen[1] == expected(role, model, action), (role, action, seen)
                continue
            sent = [summary(client.post(door(model, action, pk), {})) for pk in (theirs.pk, missing)]
            assert seen[1] == seen[2] and sent[0] == sent[1], (role, action, seen, sent)
            assert seen[0] == expected(role, model, action), (role, action, seen)
            assert set(seen[1:] + sent) <= OUTSIDE | {403}, (role, action, seen, sent)
            if seen[0] == 200:
                assert seen[1] == 404, (role, action)
    assert everything() == before


def test_no_look_up_over_a_relation_answers_a_question(world, client_of, ratna):
    """Who filters a list by a word of another region's row learns nothing: the answer is the same for a word that is nowhere."""
    office = client_of(ratna)
    for model in admin.site._registry:
        if not allowed("ratna", model._meta.label_lower, "changelist"):
            continue
        url = door(model._meta.label_lower, "changelist")
        for field in model._meta.get_fields():
            for name in (f"{field.name}__name__icontains", f"{field.name}__exhibitor__name__icontains") if field.is_relation else ():
                answers = [office.get(url, {name: word}) for word in (CANARY, "Tidakadasama")]
                assert answers[0].status_code == answers[1].status_code, name
                assert [_bare(answer) for answer in answers[:1]] == [_bare(answer) for answer in answers[1:]], name


def _bare(answer):
    """The page without the word that was asked for and without what differs each time."""
    text = re.sub(r"csrfmiddlewaretoken\" value=\"[^\"]+", "", answer.content.decode())
    return text.replace(CANARY, "").replace("Tidakadasama", "")


@pytest.mark.parametrize("role", ["ratna", "wulan", "bagas", "amir", "tono", "sari"])
def test_words_planted_in_nganjuk_reach_nobody_in_kota_blitar(world, clients, role):
    """Every door of the back office and of the portal, with every parameter that a page offers."""
    secrets = (CANARY, world.other.owner.phone, world.other.booth.slug, "NJ-917")
    for url in doors_with_parameters(world):
        answer = clients[role].get(url)
        text = b"".join(answer.streaming_content) if answer.streaming else answer.content
        found = [word for word in secrets if word.encode() in text and word not in url]
        assert not found, (url, found)


def doors_with_parameters(world):
    yield reverse("admin:index")
    for model in MODELS:
        url = door(model, "changelist")
        yield from (url, f"{url}?_facets=True", f"{url}?q=dapur", f"{url}?q=keripik", f"{url}?_popup=1", f"{url}?p=1", f"{url}?all=")
        yield from (f"{url}?o={column}" for column in (1, -2, 3, 4))
        yield from (f"{url}?wilayah=nganjuk", f"{url}?perhatian=belum", f"{url}?edisi={world.edition.pk}")
        yield door(model, "add")
        for place in (world.own, world.other):
            if row := row_of(place, model):
                yield from (door(model, action, row.pk) for action in ("change", "history", "delete"))
    for app, model, field in (
        ("exhibitors", "exhibitor", "village"),
        ("products", "product", "exhibitor"),
        ("exhibitors", "participation", "exhibitor"),
    ):
        for term in ("", "dapur", "a", "n"):
            yield f"{reverse('admin:autocomplete')}?app_label={app}&model_name={model}&field_name={field}&term={term}"
    for name in OBJECT_PAGES:
        yield from addresses(name, world).values()
    for booth in (world.own.booth, world.other.booth):
        for name in ("links", "decide"):
            yield reverse(f"admin:exhibitors_exhibitor_{name}", args=[booth.pk])
    yield f"/panitia/r/7/{world.other.booth.pk}/"


def test_villages_of_other_regions_are_not_even_offered(world, client_of, ratna):
    answer = client_of(ratna).get(f"{reverse('admin:autocomplete')}?app_label=exhibitors&model_name=exhibitor&field_name=village&term=")
    assert {row["id"][:5] for row in answer.json()["results"]} == {"35.72"}


def test_a_forged_choice_is_no_choice(world, client_of, ratna):
    """Forms that point to another region's rows: as if they were not there, and nothing is written."""
    office, before = client_of(ratna), everything()
    village = Village.objects.filter(district__region__slug="nganjuk").first()
    forms = [
        (door("products.product", "add"), {"name": "Titipan", "exhibitor": world.other.booth.pk, "unit": "kg", "price_kind": "tanya", "min_order": 1, "stock": "ada",
         "category": Category.objects.first().pk, "position": 0, "photos-TOTAL_FORMS": 0, "photos-INITIAL_FORMS": 0}),
        (door("exhibitors.exhibitor", "add"), {"name": "Titipan", "village": village.pk, "category": Category.objects.first().pk,
         **{f"{name}-{total}_FORMS": 0 for name in ("participations", "documents") for total in ("TOTAL", "INITIAL")}}),
        (door("exhibitors.participation", "add"), {"exhibitor": world.other.booth.pk, "edition": world.edition.pk}),
        (door("products.product", "change", world.own.product.pk), {"documents": [world.other.document.pk]}),
    ]  # fmt: skip
    for url, data in forms:
        assert office.post(url, data).status_code == 422, url
    assert everything() == before


def test_an_inline_with_a_forged_number_changes_nothing(world, client_of, ratna):
    theirs = Participation.objects.get(exhibitor=world.other.booth)
    before = Participation.objects.values().get(pk=theirs.pk)
    client_of(ratna).post(
        door("exhibitors.exhibitor", "change", world.own.booth.pk),
        {
            "name": "Dapur",
            "participations-TOTAL_FORMS": 1,
            "participations-INITIAL_FORMS": 1,
            "participations-0-id": theirs.pk,
            "participations-0-exhibitor": world.own.booth.pk,
            "participations-0-venue_spot": "X-1",
            "participations-0-DELETE": "on",
        },
    )
    assert Participation.objects.values().get(pk=theirs.pk) == before


@pytest.mark.parametrize("model", IN_REGIONS)
def test_actions_reach_only_what_the_list_shows(world, client_of, ratna, model):
    """Forged numbers and "select all" alike."""
    office = client_of(ratna)
    row = row_of(world.other, model)
    before = everything()
    for action in admin.site._registry[type(row)].get_actions(_request(ratna)):
        for across in ("0", "1"):
            sent = {"action": action, "_selected_action": [row.pk], "select_across": across, "alasan": "Coba"}
            office.post(door(model, "changelist"), sent | {"terlihat": _marks(world)})
    changed = {label for label, rows in everything().items() if set(before[label]) - set(rows)}
    for label in changed:  # only rows of her own region
        kept = {entry for entry in before[label] if CANARY in entry or "NJ-917" in entry}
        assert kept <= set(everything()[label]), label
    assert type(row).objects.filter(pk=row.pk).exists()
    assert (Exhibitor.objects.get(pk=world.other.booth.pk).status, Product.objects.get(pk=world.other.product.pk).status) == (
        "submitted",
    ) * 2


def _marks(world):
    """What a list would say of the booths and products of both regions, had it shown them."""
    return [f"{row.pk}.{mark(row)}" for place in (world.own, world.other) for row in (place.booth, place.product)]


def _request(user):
    return SimpleNamespace(user=user, GET={}, POST={}, method="GET")


def test_the_door_to_any_row_by_its_number_is_closed(client_of, dewi, world):
    with pytest.raises(NoReverseMatch):
        reverse("admin:view_on_site", args=[1, 1])
    assert client_of(dewi).get(f"/panitia/r/1/{world.own.booth.pk}/").status_code == 404


def test_rows_of_the_access_table_are_all_covered():
    assert {name for name in ROWS if not name.startswith("admin:")} == {*SITE, *DOORS, *PORTAL}
