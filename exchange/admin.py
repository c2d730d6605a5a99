"""A catalogue of products that were ticked in their list. Here, since products know nothing of what goes out as a file."""

from django.contrib import admin, messages
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from exchange import prints
from exchange.print_forms import ChosenForm
from exhibitors.states import Refused
from products.admin import ProductAdmin
from products.models import Product
from regions.models import Region, codes_of

MOST = 1000  # docs/adr/0023: what a print catalogue of more would need

admin.site.unregister(Product)


@admin.register(Product)
class PrintingProductAdmin(ProductAdmin):
    actions = [*ProductAdmin.actions, "print_chosen"]

    def has_print_permission(self, request):
        return request.user.has_perm("exchange.add_printedcatalogue")

    @admin.action(description=gettext_lazy("Buat katalog dari pilihan …"), permissions=["print"])
    def print_chosen(self, request, queryset):
        """Asks how, then asks for it."""
        products = list(queryset.order_by("exhibitor__name", "position", "pk")[: MOST + 1])
        if len(products) > MOST:
            messages.error(request, _("Paling banyak %d produk. Saring dulu daftarnya.") % MOST)
            return None
        form = ChosenForm(request.POST if "lanjut" in request.POST else None)
        if form.is_valid():
            try:
                return redirect("admin:prints_catalogue", _ask(request.user, products, form).pk)
            except Refused as refusal:
                form.add_error(None, str(refusal))
        context = self.admin_site.each_context(request) | {
            "opts": self.opts,
            "title": _("Buat katalog dari pilihan"),
            "rows": products,
            "form": form,
            "checkbox": admin.helpers.ACTION_CHECKBOX_NAME,
        }
        return TemplateResponse(request, "exchange/office/chosen.html", context, status=422 if form.is_bound else 200)


def _ask(user, products, form):
    """It belongs to the region of its products; only who acts everywhere may mix them."""
    codes = {product.region_code for product in products}
    if len(codes) > 1 and codes_of(user) is not None:
        raise Refused(_("Pilih produk dari satu wilayah saja."))
    region = Region.objects.get(pk=codes.pop()) if len(codes) == 1 else None
    return prints.ask(by=user, region=region, chosen=[product.pk for product in products], **form.choice())
