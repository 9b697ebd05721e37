"""People: signing in, joining by invitation, memberships, a person's own account."""
