"""Two at once, on a real database of the kind that the site runs on."""

from tests import race


def test_of_many_presses_on_one_link_exactly_one_opens(own_database):
    answers = race.run(
        own_database,
        """
from accounts.models import OneTimeLink, User
link, token = OneTimeLink.make(User.objects.create_user("ning", name="Bu Ning"), by=None)

def press():
    client = Client()
    status = client.post(f"/kelola/masuk/tautan/{token}/").status_code
    return [status, "_auth_user_id" in client.session]

print(json.dumps(at_once(press, 6)))
""",
    )

    assert answers == [[302, True]] + [[410, False]] * 5


def test_guesses_at_once_do_not_slip_past_the_limit(own_database):
    answers = race.run(
        own_database,
        """
from accounts.models import User
User.objects.create_user("tebak", name="Tebak", password="sapu kebun mendung")

def guess():
    return [Client().post("/kelola/masuk/", {"name": "tebak", "password": "bukan ini"}).status_code for _ in range(3)]

print(json.dumps(sum(at_once(guess, 4), [])))
""",
    )

    assert sorted(answers) == [422] * 5 + [429] * 7


def test_two_organisers_at_once_make_one_account(own_database):
    answers = race.run(
        own_database,
        """
from accounts.models import User
from exhibitors.invite import invite
from exhibitors.models import Category, Exhibitor
from regions.models import Village
booth = Exhibitor.objects.create(
    slug="tanpa-nomor", name="Tanpa Nomor", contact_name="Pak Slamet", village=Village.objects.first(), category=Category.objects.first()
)
at_once(lambda: invite(booth, by=None).url, 4)
print(json.dumps([User.objects.filter(name="Pak Slamet").count(), booth.memberships.count()]))
""",
    )

    assert answers == [1, 1]


def test_a_second_step_set_up_by_two_presses_at_once_is_one(own_database):
    answers = race.run(
        own_database,
        """
from allauth.mfa.models import Authenticator
from accounts.models import User
from tests.door import code
from tests.html import parse
user = User.objects.create_user("wati", name="Wati", password="sapu kebun mendung", is_staff=True)
door, client = "/kelola/keamanan/aplikasi/?next=/panitia/", Client()
client.post("/kelola/masuk/", {"name": "wati", "password": "sapu kebun mendung"})
sent = {"code": code(parse(client.get(door)).one("code", cls="secret").text.replace(" ", ""))}

def press():
    again = Client()
    again.cookies = client.cookies
    return again.post(door, sent).get("Location")

answers = at_once(press, 4)
print(json.dumps([answers, Authenticator.objects.filter(user=user).count(), client.get("/panitia/").status_code]))
""",
    )

    assert answers == [["/kelola/keamanan/cadangan/?next=%2Fpanitia%2F"] * 4, 2, 200]


def test_a_code_pressed_by_two_at_once_opens_for_one(own_database):
    answers = race.run(
        own_database,
        """
from accounts.models import User
from tests.door import app_of, code
user = User.objects.create_user("joko", name="Joko", password="sapu kebun mendung", is_staff=True)
sent, waiting = {"code": code(app_of(user).data["secret"])}, [Client() for _ in range(4)]
for client in waiting:
    client.post("/kelola/masuk/", {"name": "joko", "password": "sapu kebun mendung"})

def press():
    client = waiting.pop()
    client.post("/kelola/masuk/langkah-dua/", sent)
    return client.get("/panitia/").status_code

print(json.dumps(at_once(press, 4)))
""",
    )

    assert answers == [200, 302, 302, 302]
