#!/bin/sh
# Run once by the image of PostgreSQL, in an empty volume: the user as whom the nodes work. What it may do, migrate grants.
set -eu
psql -v ON_ERROR_STOP=1 -U "$POSTGRES_USER" -d "$POSTGRES_DB" -v password="$(cat /run/secrets/db-app-password)" <<'SQL'
create role governance_app login password :'password';
revoke connect, temporary on database governance from public;
grant connect on database governance to governance_app;
SQL
