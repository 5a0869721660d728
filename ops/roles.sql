-- The three roles of the database. Run as superuser, as often as you like; passwords are set apart.
--   gvi_owner   owns the databases and all in them, runs migrations, is not used by the application
--   gvi_app     the application: owns nothing, goes around nothing
--   gvi_backup  reads everything, for pg_dump only
DO $$
DECLARE
    wanted text;
BEGIN
    FOREACH wanted IN ARRAY ARRAY['gvi_owner', 'gvi_app', 'gvi_backup'] LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = wanted) THEN
            EXECUTE format('CREATE ROLE %I', wanted);
        END IF;
    END LOOP;
END
$$;

ALTER ROLE gvi_owner LOGIN NOSUPERUSER CREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS;
ALTER ROLE gvi_app LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS;
ALTER ROLE gvi_backup LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION BYPASSRLS;

GRANT pg_read_all_data TO gvi_backup;
ALTER ROLE gvi_backup SET default_transaction_read_only = on;

-- Nothing that the role has set for itself stays.
ALTER ROLE gvi_app RESET ALL;
-- A page that hangs must not hold a lock for the rest of the evening.
ALTER ROLE gvi_app SET statement_timeout = '30s';
ALTER ROLE gvi_app SET lock_timeout = '5s';
ALTER ROLE gvi_app SET idle_in_transaction_session_timeout = '60s';
-- A page stays on one core: the other cores belong to the other visitors.
ALTER ROLE gvi_app SET max_parallel_workers_per_gather = 0;
