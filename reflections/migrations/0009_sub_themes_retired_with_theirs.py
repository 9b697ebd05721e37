"""Sub-themes of a theme that was retired before are retired with it, in the same moment."""

from django.db import migrations

RETIRE = """
UPDATE reflections_theme sub
SET retired_at = top.retired_at, version = sub.version + 1, updated_at = now()
FROM reflections_theme top
WHERE sub.parent_id = top.id AND top.retired_at IS NOT NULL AND sub.retired_at IS NULL
"""


class Migration(migrations.Migration):
    dependencies = [("reflections", "0008_contact_wishes")]
    operations = [migrations.RunSQL(RETIRE, migrations.RunSQL.noop)]
