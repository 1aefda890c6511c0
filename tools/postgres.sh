# Sourced by test: a throw-away PostgreSQL cluster, reached through a socket in a temporary folder only.
# Needs nothing but the server's programs; started as root it runs as the user postgres.
PG_FOLDER=
# Nothing in it is worth a write to the disk: it is thrown away.
PG_CARELESS="-c fsync=off -c synchronous_commit=off -c full_page_writes=off"

postgres_programs() {
  local folder
  for folder in /usr/lib/postgresql/*/bin /opt/homebrew/opt/postgresql*/bin /usr/local/opt/postgresql*/bin; do
    if [ -x "$folder/initdb" ]; then
      echo "$folder"
      return 0
    fi
  done
  folder=$(command -v initdb) || return 1
  dirname "$folder"
}

as_postgres() {
  if [ "$(id -u)" -eq 0 ]; then
    (cd / && runuser -u postgres -- "$@")
  else
    "$@"
  fi
}

# Starts the cluster and exports DATABASE_URL; fails when there is no server or it does not start.
start_postgres() {
  local programs
  programs=$(postgres_programs) || return 1
  # /tmp by name: the path of a socket may have at most about 100 characters.
  PG_FOLDER=$(mktemp -d /tmp/gongkai-pg.XXXXXX) || return 1
  PG_PROGRAMS=$programs
  [ "$(id -u)" -ne 0 ] || chown postgres "$PG_FOLDER" || return 1
  as_postgres "$programs/initdb" -D "$PG_FOLDER/data" -U postgres -A trust -E UTF8 --locale=C --no-sync \
    >"$PG_FOLDER.log" 2>&1 || return 1
  as_postgres "$programs/pg_ctl" -D "$PG_FOLDER/data" -w -s -l "$PG_FOLDER/server.log" \
    -o "-c listen_addresses='' -k '$PG_FOLDER' -c max_connections=100 $PG_CARELESS" start || return 1
  # The server's folder is closed to others, its socket is not.
  chmod 711 "$PG_FOLDER" 2>/dev/null || true
  as_postgres "$programs/createdb" -h "$PG_FOLDER" -U postgres gongkai || return 1
  export DATABASE_URL="postgresql://postgres@/gongkai?host=$PG_FOLDER"
}

stop_postgres() {
  [ -n "$PG_FOLDER" ] || return 0
  as_postgres "$PG_PROGRAMS/pg_ctl" -D "$PG_FOLDER/data" -m immediate -s stop >/dev/null 2>&1 || true
  rm -rf "$PG_FOLDER" "$PG_FOLDER.log"
  PG_FOLDER=
  unset DATABASE_URL
}
