"""Curators at an office PC: three products without a mouse, then an organiser decides and the owner reads it. Shut out is nobody."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

SET_UP = """
from django.conf import settings
from curation.models import Entry, Round
from products.models import Product
from accounts.models import User
from exhibitors.models import Status
from events.models import Edition
from tests.door import sign_in
from tests.factories import make_entry, make_exhibitor, make_organiser, make_owner, make_round
import uuid
mark = uuid.uuid4().hex[:6]
def signed_in(user):
    browser = Client()
    sign_in(browser, user)
    return browser.cookies[settings.SESSION_COOKIE_NAME].value
photos = list(Product.objects.filter(cover__isnull=False).select_related("cover").order_by("pk")[:3])
booth = make_exhibitor(name="Dapur Contoh", slug=f"dapur-{mark}", status=Status.SUBMITTED)
round = make_round(name=f"Kurasi {mark}", edition=Edition.objects.order_by("-starts_on").first())
names = ["Wajik kletik", "Sale pisang", "Getuk pisang"]
entries = [make_entry(round=round, exhibitor=booth, name=name, slug=f"{mark}-{place}", material="Ketan dan gula merah") for place, name in enumerate(names)]
for entry, like in zip(entries, photos):
    picture = like.cover
    picture.pk, picture.product, picture.key, was = None, entry.product, f"{picture.key[:3]}{uuid.uuid4().hex[:16]}", picture.key
    from django.core.files.storage import default_storage
    for width in (160, 320, 640, 1280):
        default_storage.save(f"{picture.key}-{width}.webp", default_storage.open(f"{was}-{width}.webp"))
    picture.save()
    Product.objects.filter(pk=entry.product_id).update(cover=picture)
curator = make_organiser(f"kurator-{mark}", role="Kurator", regions=["kota-blitar"], name="Wulan Pertiwi")
organiser = make_organiser(f"ratna-{mark}", role="Penyelenggara wilayah", regions=["kota-blitar"], name="Ratna Wulandari")
owner = make_owner(booth, username=f"pemilik-{mark}", phone=f"+62813{int(mark, 16):08d}")
print(json.dumps({
    "round": round.pk, "entries": [entry.pk for entry in entries], "booth": booth.pk, "cookie": settings.SESSION_COOKIE_NAME,
    "curator": signed_in(curator), "organiser": signed_in(organiser), "owner": signed_in(owner),
}))
"""
REVIEWS = """
from curation.models import Review
print(json.dumps([[[score.value for score in review.scores.all()], review.same_as_photo, review.remark]
    for review in Review.objects.filter(entry__round={round}, curator__username__startswith="kurator-").order_by("entry")]))
"""
REVIEW_OF_ANOTHER = """
from curation import rounds
from curation.models import Entry
from accounts.models import User
entry = Entry.objects.with_place().get(pk={entry})
scores = dict.fromkeys(entry.round.criteria.values_list("pk", flat=True), 1)
rounds.judge(entry, by=User.objects.get(username="ratna"), scores=scores, same_as_photo="tidak", remark="Fotonya lebih besar dari barangnya")
print("1")
"""
OFFICE_PC = {"width": 1366, "height": 768}
pytestmark = pytest.mark.browser_context_args(viewport=OFFICE_PC, is_mobile=False, has_touch=False, device_scale_factor=1)


@pytest.fixture
def scene(on_site):
    return on_site(SET_UP)


@pytest.fixture
def enter_as(context, base_url, scene):
    """enter_as("curator"): signed in from here on, by a session made on the server."""

    def enter(who):
        context.clear_cookies()
        context.add_cookies([{"name": scene["cookie"], "value": scene[who], "url": base_url}])

    return enter


def test_three_products_by_keyboard(page, scene, enter_as, on_site, shot):
    enter_as("curator")
    page.goto(f"/panitia/kurasi/{scene['round']}/")
    page.get_by_role("button", name="Mulai menilai").press("Enter")
    press, heading = page.keyboard.press, page.get_by_role("heading", level=1)

    expect(heading).to_have_text("Wajik kletik")
    expect(page.locator(".keys")).to_be_visible()
    for key in "454531":
        press(key)
    shot("curation-1-scorecard")
    press("Control+Enter")
    expect(heading).to_have_text("Sale pisang")
    press("k")
    expect(heading).to_have_text("Wajik kletik")
    press("ArrowRight")
    expect(heading).to_have_text("Sale pisang")
    press("j")
    expect(heading).to_have_text("Getuk pisang")
    for key in "33333":
        press(key)
    press("2")
    remark = page.get_by_label("Catatan untuk panitia")
    remark.focus()
    page.keyboard.type("jk 12345: lebih kecil dari foto")
    press("Control+Enter")
    expect(heading).to_have_text("Sale pisang")
    for key in "55555":
        press(key)
    press("Control+Enter")

    expect(page.locator(".score--faulty legend")).to_have_text("Sama seperti di foto?")
    expect(page.locator("input:checked[value='5']")).to_have_count(5)
    press("3")
    press("Enter")
    expect(page.get_by_text("3 dari 3 sudah Anda nilai")).to_be_visible()
    shot("curation-2-queue")
    assert on_site(REVIEWS.format(**scene)) == [
        [[4, 5, 4, 5, 3], "ya", ""],
        [[5, 5, 5, 5, 5], "belum", ""],
        [[3, 3, 3, 3, 3], "tidak", "jk 12345: lebih kecil dari foto"],
    ]
    page.wait_for_load_state("load")  # the script that forgets has run by then
    assert page.evaluate("Object.keys(localStorage).filter((name) => name.startsWith('draft '))") == []


@pytest.fixture(autouse=True)
def _a_refused_form_is_no_complaint(complaints):
    yield
    complaints[:] = [one for one in complaints if "422" not in one]


def test_the_keys_can_be_turned_off_and_what_was_chosen_is_kept(page, scene, enter_as):
    enter_as("curator")
    url = f"/panitia/kurasi/{scene['round']}/{scene['entries'][0]}/"
    page.goto(url)
    page.keyboard.press("4")
    expect(page.locator(".draft-note")).to_contain_text("Tersimpan di komputer ini")
    page.goto(url)
    expect(page.locator("input:checked[type=radio]")).to_have_count(1)

    page.get_by_label("Pintasan tombol").uncheck()
    page.goto(url)
    page.keyboard.press("5")
    page.keyboard.press("j")
    expect(page.get_by_role("heading", level=1)).to_have_text("Wajik kletik")
    expect(page.locator("input:checked[type=radio]")).to_have_count(1)


def test_decided_with_a_reason_and_read_by_the_owner(page, scene, enter_as, on_site, shot):
    enter_as("curator")
    url = f"/panitia/kurasi/{scene['round']}/"
    page.goto(f"{url}{scene['entries'][0]}/")
    for key in "444441":
        page.keyboard.press(key)
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sale pisang")
    on_site(REVIEW_OF_ANOTHER.format(entry=scene["entries"][0]))
    enter_as("organiser")
    page.goto(f"{url}hasil/")
    expect(page.locator("main table")).to_contain_text("Keaslian 1–4")
    shot("curation-3-results")
    page.get_by_role("link", name="Wajik kletik").click()
    expect(page.locator("main table")).to_contain_text("beda 3")
    page.get_by_label("Alasan.").fill("Label belum ada nama pembuatnya")
    page.get_by_role("button", name="Perlu diperbaiki").click()
    expect(page.get_by_role("link", name="Buka WhatsApp")).to_be_visible()
    shot("curation-4-decided")
    enter_as("owner")
    page.goto(f"/kelola/stan/{scene['booth']}/kabar/")
    expect(page.locator("main")).to_contain_text("“Label belum ada nama pembuatnya”")
    expect(page.locator("main")).not_to_contain_text("Fotonya lebih besar")
    shot("curation-5-news")


@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1366])
def test_shuts_nobody_out_and_fits(page, scene, enter_as, on_site, shot, colours, width):
    on_site(REVIEW_OF_ANOTHER.format(entry=scene["entries"][1]))
    page.set_viewport_size({"width": width, "height": 768})
    page.emulate_media(color_scheme=colours)
    enter_as("organiser")
    round, first, second = scene["round"], *scene["entries"][:2]
    paths = {"queue": "", "scorecard": f"{first}/", "results": "hasil/", "decide": f"hasil/{second}/", "enter": "masukkan/"}
    found = {}
    for name, path in paths.items():
        page.goto(f"/panitia/kurasi/{round}/{path}", wait_until="networkidle")
        shot(f"curation-{name}-{width}-{colours}")
        results = Axe().run(page)
        found[name] = [f"{rule['id']}: {rule['nodes'][0]['html'][:200]}" for rule in results.response["violations"]]
        if (needed := page.evaluate("document.documentElement.scrollWidth")) > width:
            found[name].append(f"needs {needed} px")

    assert found == {name: [] for name in paths}
