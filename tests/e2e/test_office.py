"""An organiser at the door of the back office, on a phone of 360 px: a password, then a second step."""

import re

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

PASSWORD = "sapu kebun mendung"
CODE_OF_DEWI = """
from expo.demo import sign_ins
print(json.dumps([sign_ins.password(), sign_ins.code_of(sign_ins.second_steps()["dewi"])[0]]))
"""
NEW_ORGANISER = f"""
from accounts.models import User
user = User.objects.create_user("{{name}}", name="Wati Rahayu", password="{PASSWORD}", is_staff=True, is_superuser=True)
print(json.dumps(user.username))
"""
FINGER = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}
CODE_OF = """
from tests.door import code
print(json.dumps(code({secret!r})))
"""


def test_an_organiser_comes_in_with_a_password_and_a_code(page, on_site, shot):
    password, code = on_site(CODE_OF_DEWI)
    page.goto("/panitia/exhibitors/exhibitor/")
    fits_and_shuts_nobody_out(page)
    say_the_password(page, "dewi", password)

    expect(page.get_by_role("heading", level=1)).to_have_text("Langkah kedua")
    fits_and_shuts_nobody_out(page)
    shot("office-1-second-step")
    page.get_by_label("Kode").fill(code)
    page.get_by_role("button", name="Masuk", exact=True).tap()

    expect(page).to_have_url(re.compile("/panitia/exhibitors/exhibitor/$"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Pilih stan")
    shot("office-2-inside")


def test_a_new_organiser_sets_up_the_second_step_and_gets_recovery_codes(page, on_site, shot):
    name = on_site(NEW_ORGANISER.format(name="wati"))
    page.goto("/panitia/")
    say_the_password(page, name, PASSWORD)

    expect(page.get_by_role("heading", level=1)).to_have_text("Pasang langkah kedua")
    expect(page.get_by_role("img", name="Kode QR untuk aplikasi")).to_be_visible()
    fits_and_shuts_nobody_out(page)
    shot("office-3-set-up")
    secret = page.locator(".secret").text_content().replace(" ", "")
    page.get_by_label("Kode enam angka").fill(on_site(CODE_OF.format(secret=secret)))
    page.get_by_role("button", name="Pasang dan lanjut").tap()

    expect(page.get_by_role("heading", level=1)).to_have_text("Kode cadangan")
    expect(page.locator("main code")).to_have_count(10)
    fits_and_shuts_nobody_out(page)
    shot("office-4-recovery-codes")
    with page.expect_download() as download:
        page.get_by_role("link", name="Unduh").tap()
    assert download.value.suggested_filename == "kode-cadangan.txt"
    page.get_by_role("link", name="Sudah disimpan, ke halaman panitia").tap()

    expect(page).to_have_url(re.compile("/panitia/$"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Ringkasan")


def test_a_passkey_is_set_up_and_opens_by_itself(page, context, base_url, on_site, complaints):
    name = on_site(NEW_ORGANISER.format(name="tuti"))
    by_name = base_url.replace("127.0.0.1", "localhost")  # keys belong to names, not to addresses
    devices = context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": FINGER})
    page.goto(f"{by_name}/panitia/auth/group/")
    say_the_password(page, name, PASSWORD)
    page.get_by_role("link", name="Pakai sidik jari atau kunci HP").tap()
    page.get_by_role("button", name="Pasang").tap()
    expect(page.locator("main code")).to_have_count(10)
    page.get_by_role("link", name="Sudah disimpan, ke halaman panitia").tap()
    expect(page).to_have_url(f"{by_name}/panitia/auth/group/")

    context.clear_cookies()
    page.goto(f"{by_name}/panitia/auth/group/")
    page.get_by_role("button", name="Masuk dengan sidik jari atau kunci HP").tap()

    expect(page).to_have_url(f"{by_name}/panitia/auth/group/")
    complaints[:] = [one for one in complaints if not one.startswith(f"elsewhere: {by_name}/")]


def say_the_password(page, name, password):
    page.get_by_label("Nama pengguna").fill(name)
    page.get_by_label("Sandi").fill(password)
    page.get_by_role("button", name="Masuk", exact=True).tap()


def fits_and_shuts_nobody_out(page):
    results = Axe().run(page)
    assert [f"{rule['id']}: {rule['nodes'][0]['html'][:200]}" for rule in results.response["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
