"""What a reader sees instead of a page that is not open to them."""

from django.contrib.auth.views import redirect_to_login
from django.shortcuts import render

from kalasin_network.kept_post import sign_in_first


def not_allowed(request, exception):
    """403 with who has the right and whom to ask; a visitor is led to sign-in instead."""
    if not request.user.is_authenticated:
        if request.method == "POST":
            return sign_in_first(request)
        return redirect_to_login(request.get_full_path())
    return render(request, "403.html", {"refusal": exception}, status=403)
