"""Rows of signing in and of a person's own account."""

from tests.site.pages import HIDDEN, MOVED, OK, SIGN_IN, SIGNED_IN, Page, everyone, only

ADMINISTRATOR = {"administrator"}  # the only one of the cast with two-step sign-in
entrance = only(SIGNED_IN, MOVED, visitor=OK)
own = only(SIGNED_IN)
# without a code on its way there is nothing to confirm
nothing_to_confirm = only(SIGNED_IN, MOVED)
# who signed in long ago proves first who they are
asked_again = only(SIGNED_IN, MOVED)

PAGES = [
    Page("account_login", entrance),
    Page("account_logout", only(SIGNED_IN, OK, visitor=MOVED)),
    Page("account_inactive", everyone()),
    Page("account_signup", entrance),
    Page("account_reauthenticate", own),
    Page("account_request_login_code", everyone(), note="on a portal without mail"),
    Page("account_confirm_login_code", nothing_to_confirm),
    Page("account_change_password", own),
    Page("account_set_password", only(SIGNED_IN, MOVED)),
    Page("account_reset_password", everyone(), note="on a portal without mail"),
    Page(
        "account_reset_password_from_key",
        everyone(),
        args=lambda cast: ["abc", "no-such-key"],
        note="wrong link",
    ),
    Page("account_confirm_password_reset_code", everyone(SIGN_IN)),
    Page("account_complete_password_reset", everyone(MOVED)),
    Page("account_password_reset_completed", everyone()),
    Page("account_email", own, note="on a portal without mail"),
    Page("account_email_verification_sent", everyone()),
    Page("account_confirm_email", everyone(), args=lambda cast: ["no-such-key"]),
    Page("mfa_index", own),
    Page("mfa_authenticate", only(SIGNED_IN, MOVED)),
    Page("mfa_reauthenticate", only(ADMINISTRATOR, OK, others=MOVED)),
    Page("mfa_activate_totp", asked_again),
    Page("mfa_deactivate_totp", only(ADMINISTRATOR, MOVED, others=HIDDEN)),
    Page("mfa_view_recovery_codes", only(ADMINISTRATOR, MOVED, others=HIDDEN)),
    Page("mfa_generate_recovery_codes", asked_again),
    Page("mfa_download_recovery_codes", only(ADMINISTRATOR, MOVED, others=HIDDEN)),
    # on a portal without LINE's keys; with them: test_line.py
    Page("line_login", everyone(HIDDEN), method="post"),
    Page("line_callback", everyone(HIDDEN)),
    Page("line_not_connected", everyone(HIDDEN)),
    Page("line_disconnect", only(SIGNED_IN, HIDDEN), method="post"),
    Page("account_me", own),
    Page("account_sign_out_elsewhere", only(SIGNED_IN, MOVED), method="post"),
]
