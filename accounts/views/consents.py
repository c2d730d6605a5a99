from allauth.account.adapter import get_adapter
from django.shortcuts import redirect, render

from accounts.consents import agreed, answer
from accounts.forms import ConsentForm
from accounts.views.doors import ask_and_act


@ask_and_act
def ask(request):
    """At the first visit, and again when the terms change; later answers are changed in Data Saya."""
    next_url = request.POST.get("next", request.GET.get("next", ""))
    on = next_url if get_adapter(request).is_safe_url(next_url) else "exhibitors:owner_home"
    if agreed(request.user):
        return redirect(on)
    form = ConsentForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        answer(request.user, form.ticked())
        return redirect(on)
    return render(request, "accounts/consents.html", {"form": form, "next": next_url}, status=422 if form.is_bound else 200)
