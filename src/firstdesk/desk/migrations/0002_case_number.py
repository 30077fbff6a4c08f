"""Case numbers come from a sequence: FD-1001 on."""

from __future__ import annotations

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("desk", "0001_initial")]
    operations = [
        migrations.RunSQL(
            "CREATE SEQUENCE desk_case_number START 1001", "DROP SEQUENCE desk_case_number"
        )
    ]
