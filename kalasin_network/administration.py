"""Django's administration under /admin/: for administrators only, behind the portal's own sign-in.

It lists people, roles and organisations and looks after places. People, roles and organisations
are edited on the portal's pages, where two editors cannot overwrite each other. Points,
reflections and their history are not in it, nor are secrets of the sign-in.
"""

from functools import wraps

from django.contrib.admin import AdminSite
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _

from partners.access import require


class Administration(AdminSite):
    site_title = _("Kalasin Education Partner Network")
    site_header = index_title = _("Administration")
    enable_nav_sidebar = False

    def has_permission(self, request):
        return request.user.is_active and request.user.is_superuser

    def admin_view(self, view, cacheable=False):
        """Somebody without the right is told who has it, instead of being asked to sign in."""
        inner = super().admin_view(view, cacheable)

        @wraps(inner)
        def guarded(request, *args, **kwargs):
            require(request.user, "portal.administer")
            return inner(request, *args, **kwargs)

        return guarded

    @method_decorator(login_not_required)
    def login(self, request, extra_context=None):
        return redirect_to_login(request.GET.get("next", reverse("admin:index")))

    def logout(self, request, extra_context=None):
        return redirect("account_logout")

    def password_change(self, request, extra_context=None):
        return redirect("account_change_password")
