"""Rules that need SQL of their own: sections that agree, and the kept counts."""

from django.db import migrations

SECTIONS_AGREE = """
ALTER TABLE reflections_point ADD CONSTRAINT point_theme_has_its_section
    FOREIGN KEY (theme_id, section) REFERENCES reflections_theme (id, section);
ALTER TABLE reflections_theme ADD CONSTRAINT theme_parent_has_its_section
    FOREIGN KEY (parent_id, section) REFERENCES reflections_theme (id, section);
"""

# One reflection's counts are made anew from its points, under the reflection's row lock (always
# taken in the order of ids), so two people coding one answer at once cannot lose a count.
RECOUNT = """
CREATE FUNCTION reflections_recount(ids bigint[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM reflections_reflection WHERE id = ANY(ids) ORDER BY id FOR NO KEY UPDATE;
    WITH fresh AS (
        SELECT p.reflection_id, counted.theme_id
        FROM reflections_point p
        JOIN reflections_theme t ON t.id = p.theme_id
        CROSS JOIN LATERAL (VALUES (t.id), (t.parent_id)) AS counted (theme_id)
        WHERE p.reflection_id = ANY(ids) AND p.sent_text IS NOT NULL
            AND counted.theme_id IS NOT NULL
    )
    DELETE FROM reflections_themecount kept
    WHERE kept.reflection_id = ANY(ids) AND NOT EXISTS (
        SELECT 1 FROM fresh
        WHERE fresh.reflection_id = kept.reflection_id AND fresh.theme_id = kept.theme_id
    );
    INSERT INTO reflections_themecount AS kept (reflection_id, theme_id, points)
    SELECT p.reflection_id, counted.theme_id, count(*)
    FROM reflections_point p
    JOIN reflections_theme t ON t.id = p.theme_id
    CROSS JOIN LATERAL (VALUES (t.id), (t.parent_id)) AS counted (theme_id)
    WHERE p.reflection_id = ANY(ids) AND p.sent_text IS NOT NULL AND counted.theme_id IS NOT NULL
    GROUP BY p.reflection_id, counted.theme_id
    ORDER BY p.reflection_id, counted.theme_id
    ON CONFLICT (theme_id, reflection_id) DO UPDATE SET points = excluded.points
        WHERE kept.points <> excluded.points;
END $$;

CREATE FUNCTION reflections_points_changed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE ids bigint[];
BEGIN
    IF TG_OP = 'INSERT' THEN
        SELECT array_agg(DISTINCT reflection_id) INTO ids FROM after
        WHERE theme_id IS NOT NULL AND sent_text IS NOT NULL;
    ELSIF TG_OP = 'DELETE' THEN
        SELECT array_agg(DISTINCT reflection_id) INTO ids FROM before
        WHERE theme_id IS NOT NULL AND sent_text IS NOT NULL;
    ELSE
        SELECT array_agg(DISTINCT changed.reflection_id) INTO ids FROM (
            SELECT b.reflection_id FROM before b JOIN after a USING (id)
            WHERE (b.reflection_id, b.theme_id, b.sent_text IS NULL)
                IS DISTINCT FROM (a.reflection_id, a.theme_id, a.sent_text IS NULL)
            UNION
            SELECT a.reflection_id FROM before b JOIN after a USING (id)
            WHERE b.reflection_id <> a.reflection_id
        ) changed;
    END IF;
    IF ids IS NOT NULL THEN
        PERFORM reflections_recount(ids);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER points_inserted AFTER INSERT ON reflections_point
    REFERENCING NEW TABLE AS after
    FOR EACH STATEMENT EXECUTE FUNCTION reflections_points_changed();
CREATE TRIGGER points_updated AFTER UPDATE ON reflections_point
    REFERENCING OLD TABLE AS before NEW TABLE AS after
    FOR EACH STATEMENT EXECUTE FUNCTION reflections_points_changed();
CREATE TRIGGER points_deleted AFTER DELETE ON reflections_point
    REFERENCING OLD TABLE AS before
    FOR EACH STATEMENT EXECUTE FUNCTION reflections_points_changed();

CREATE FUNCTION reflections_theme_moved() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM reflections_recount(array_agg(DISTINCT reflection_id))
    FROM reflections_point WHERE theme_id = NEW.id AND sent_text IS NOT NULL
    HAVING count(*) > 0;
    RETURN NULL;
END $$;
CREATE TRIGGER theme_moved AFTER UPDATE OF parent_id ON reflections_theme
    FOR EACH ROW WHEN (OLD.parent_id IS DISTINCT FROM NEW.parent_id)
    EXECUTE FUNCTION reflections_theme_moved();
"""

BACK = """
DROP TRIGGER theme_moved ON reflections_theme;
DROP TRIGGER points_inserted ON reflections_point;
DROP TRIGGER points_updated ON reflections_point;
DROP TRIGGER points_deleted ON reflections_point;
DROP FUNCTION reflections_theme_moved(), reflections_points_changed(), reflections_recount(bigint[]);
ALTER TABLE reflections_theme DROP CONSTRAINT theme_parent_has_its_section;
ALTER TABLE reflections_point DROP CONSTRAINT point_theme_has_its_section;
"""


class Migration(migrations.Migration):
    dependencies = [("reflections", "0001_initial")]
    operations = [
        migrations.RunSQL(SECTIONS_AGREE + RECOUNT, BACK),
    ]
