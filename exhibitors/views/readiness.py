from django.shortcuts import render
from django.views.decorators.http import require_safe

from curation import propose
from exhibitors.views.owner import own_booth
from products.readiness import ladder


@require_safe
def readiness(request, pk):
    """'Naik kelas': how far the booth has come on the five steps, and the one thing to do next."""
    booth = own_booth(request, pk)
    products = list(booth.products.kept().select_related("category"))
    rungs = ladder(booth, products=products, hers=propose.hers_of(booth, [booth, *products]))
    petals = [rung.state for rung in rungs]
    steps = [(rung, petals[: number + 1]) for number, rung in enumerate(rungs)]
    context = {"booth": booth, "tab": "readiness", "steps": steps, "petals": petals, "reached": petals.count("done")}
    return render(request, "exhibitors/owner/readiness.html", context)
