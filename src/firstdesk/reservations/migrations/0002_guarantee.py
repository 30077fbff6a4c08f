"""Stock cannot be promised twice, whoever writes; and reservation numbers from a sequence."""

from __future__ import annotations

from django.db import migrations

FORWARD = """
CREATE SEQUENCE reservations_number START 1001;

-- Counts what is promised whenever a reservation begins or ends to hold notes. The row of the
-- stock is locked by its UPDATE, so that two acceptances come one after the other, and its CHECK
-- (reservations_never_twice) refuses the second.
CREATE FUNCTION reservations_commit() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    held boolean := TG_OP <> 'INSERT' AND OLD.status IN ('accepted', 'collected');
    holds boolean := TG_OP <> 'DELETE' AND NEW.status IN ('accepted', 'collected');
BEGIN
    IF held AND holds AND (OLD.branch_id, OLD.currency, OLD.day, OLD.amount)
            = (NEW.branch_id, NEW.currency, NEW.day, NEW.amount) THEN
        RETURN NULL;
    END IF;
    IF held THEN
        UPDATE reservations_vaultstock SET committed = committed - OLD.amount
            WHERE branch_id = OLD.branch_id AND currency = OLD.currency AND day = OLD.day;
    END IF;
    IF holds THEN
        UPDATE reservations_vaultstock SET committed = committed + NEW.amount
            WHERE branch_id = NEW.branch_id AND currency = NEW.currency AND day = NEW.day;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'No stock of % is set for %.', NEW.currency, NEW.day
                USING ERRCODE = 'check_violation', CONSTRAINT = 'reservations_stock_set',
                      HINT = 'The vault keeper sets the stock of the day first.';
        END IF;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER reservations_commit AFTER INSERT OR UPDATE OR DELETE ON reservations_reservation
    FOR EACH ROW EXECUTE FUNCTION reservations_commit();

-- The count is the trigger's alone; a stock that notes are promised from stays where it is.
CREATE FUNCTION reservations_keep_count() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        NEW.committed := 0;
        RETURN NEW;
    END IF;
    IF TG_OP = 'UPDATE' THEN
        IF pg_trigger_depth() > 1 OR (OLD.committed, OLD.branch_id, OLD.currency, OLD.day)
                = (NEW.committed, NEW.branch_id, NEW.currency, NEW.day) THEN
            RETURN NEW;
        END IF;
        IF OLD.committed = NEW.committed AND OLD.committed = 0 THEN
            RETURN NEW;
        END IF;
    ELSIF OLD.committed = 0 THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'What is promised is counted by the reservations: % is refused.', TG_OP
        USING ERRCODE = 'restrict_violation',
              HINT = 'Accept, cancel or refuse a reservation instead.';
END $$;
CREATE TRIGGER reservations_keep_count
    BEFORE INSERT OR UPDATE OR DELETE ON reservations_vaultstock
    FOR EACH ROW EXECUTE FUNCTION reservations_keep_count();
"""
BACKWARD = """
DROP TRIGGER reservations_keep_count ON reservations_vaultstock;
DROP FUNCTION reservations_keep_count();
DROP TRIGGER reservations_commit ON reservations_reservation;
DROP FUNCTION reservations_commit();
DROP SEQUENCE reservations_number;
"""


class Migration(migrations.Migration):
    dependencies = [("reservations", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
