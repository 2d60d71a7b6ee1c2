# shellcheck shell=bash
# A PostgreSQL of our own: a data directory, a loopback port, a socket beside the data. Nothing of the system's clusters is
# touched. The server refuses to run as root, so root runs it as the user postgres.

# as_server COMMAND…: as the user that may own a cluster; from a directory that this user can enter.
as_server() {
    if is_root; then
        (cd / && runuser -u postgres -- "$@")
    else
        (cd / && "$@")
    fi
}

# cluster_home DIRECTORY: makes the place for a cluster. Where the server's user cannot get there (a clone below /root), the
# place is in /var/lib and DIRECTORY a symbolic link to it.
cluster_home() {
    local place=$1
    if is_root; then
        if ! as_server test -x "$(dirname "$1")"; then
            place=/var/lib/mami-$(cksum <<<"$1" | cut -d ' ' -f 1)
            ln -sfn "$place" "$1"
        fi
        install -d -m 700 -o postgres "$place"
    else
        install -d -m 700 "$place"
    fi
}

# cluster_create DIRECTORY SUPERUSER_PASSWORD: an empty cluster in DIRECTORY/data; one that is there stays as it is.
cluster_create() {
    if as_server test -f "$1/data/PG_VERSION"; then
        return
    fi
    # Made aside and moved: half a cluster is never taken for a whole one.
    as_server rm -rf "$1/data.new"
    as_server tee "$1/superuser" >/dev/null <<<"$2"
    as_server initdb --pgdata="$1/data.new" --username=postgres --pwfile="$1/superuser" --auth=scram-sha-256 \
        --encoding=UTF8 --locale=C.UTF-8 >/dev/null
    as_server rm -f "$1/superuser"
    as_server mv -T "$1/data.new" "$1/data"
}

# cluster_start DIRECTORY PORT [SERVER_OPTION…]: returns when it takes connections; with the end of its log when it does not.
cluster_start() {
    local directory=$1 port=$2 sockets=$1 options
    shift 2
    # The path of a socket has room for 107 bytes; the loopback port serves as well.
    ((${#directory} <= 80)) || sockets=
    options="-c port=$port -c listen_addresses=127.0.0.1 -c unix_socket_directories='$sockets' -c timezone=UTC -c log_timezone=UTC"
    if ! as_server pg_ctl start --pgdata="$directory/data" --log="$directory/postgres.log" --wait --timeout=60 --silent \
        --options="$options $*"; then
        as_server tail -n 20 "$directory/postgres.log" >&2 || true
        return 1
    fi
}

# cluster_pid DIRECTORY: the server's pid, while it is the server of this directory.
cluster_pid() {
    local pid
    pid=$(as_server head -n 1 "$1/data/postmaster.pid" 2>/dev/null) || return 1
    [[ $(as_server readlink "/proc/$pid/cwd") == $(as_server readlink -f "$1/data") ]] || return 1
    printf '%s\n' "$pid"
}

# cluster_stop DIRECTORY fast|immediate
cluster_stop() {
    cluster_pid "$1" >/dev/null || return 0
    as_server pg_ctl stop --pgdata="$1/data" --mode="$2" --wait --timeout=60 --silent
}
