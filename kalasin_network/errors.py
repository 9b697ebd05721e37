"""What a reader sees instead of a page that is not there or not open to them."""

from django.contrib.auth.views import redirect_to_login
from django.shortcuts import render

from kalasin_network.kept_forms import posted_fields
from kalasin_network.kept_post import is_signed_in, sign_in_first, texts


def not_allowed(request, exception):
    """403 with who has the right and whom to ask; a visitor is led to sign-in instead."""
    if not request.user.is_authenticated:
        if request.method == "POST":
            return sign_in_first(request)
        return redirect_to_login(request.get_full_path())
    context = {"refusal": exception, "texts": words_sent(request)}
    return render(request, "403.html", context, status=403)


def not_found(request, exception):
    """404: there is nothing here, or no longer, or not for this reader."""
    return render(request, "404.html", {"texts": words_sent(request)}, status=404)


def words_sent(request):
    """What was typed in the form that has just been sent, to be copied: the record may have been
    deleted, or the role ended, while somebody wrote. Only of our own pages' forms."""
    is_ours = request.method == "POST" and request.resolver_match and is_signed_in(request)
    return texts(posted_fields(request)) if is_ours else []
