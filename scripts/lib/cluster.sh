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

# cluster_folder DIRECTORY: the place for a cluster, there and nowhere else: for folders that the server's user can reach.
cluster_folder() {
    if is_root; then
        install -d -m 700 -o postgres "$1"
    else
        install -d -m 700 "$1"
    fi
}

# Where root's clusters are: the server's user cannot get to a clone below root's home.
cluster_shelf=/var/lib/mami

# cluster_home DIRECTORY: makes the place for a cluster. For root it is on the shelf, with DIRECTORY a symbolic link to it; its
# file `made-for` says whose it is, as links are copied together with a clone.
cluster_home() {
    if ! is_root; then
        cluster_folder "$1"
        return
    fi
    if [[ ! -L $1 && -d $1 ]] || cluster_is_ours "$1"; then
        return
    fi
    install -d -m 755 "$cluster_shelf"
    local place
    place=$(mktemp -d "$cluster_shelf/pg.XXXXXX")
    printf '%s\n' "$1" >"$place/made-for"
    chown postgres: "$place"
    ln -sfn "$place" "$1"
}

# cluster_is_ours DIRECTORY: a link to a place that was made for this very directory, or for one that is no more (the clone has
# moved, and takes its place along).
cluster_is_ours() {
    local place owner
    [[ -L $1 ]] && place=$(readlink -e "$1") && [[ $place == "$cluster_shelf"/pg.* ]] || return 1
    owner=$(cat "$place/made-for") || return 1
    if [[ $owner != "$1" ]]; then
        [[ $(readlink -e "$owner") != "$place" ]] || return 1
        printf '%s\n' "$1" >"$place/made-for"
    fi
}

# cluster_remove DIRECTORY: the cluster and its place, if we made it.
cluster_remove() {
    if cluster_is_ours "$1"; then
        rm -rf "$(readlink -e "$1")"
        rmdir --ignore-fail-on-non-empty "$cluster_shelf"
    fi
    rm -rf "$1"
}

# cluster_create DIRECTORY SUPERUSER_PASSWORD: an empty cluster in DIRECTORY/data; one that is there stays as it is.
cluster_create() {
    set -- "$(readlink -f "$1")" "$2"
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
    local directory port=$2 sockets options
    directory=$(readlink -f "$1")
    shift 2
    # The path of a socket has room for 107 bytes, and the options pass through a shell; the loopback port serves as well.
    sockets=$directory
    [[ ${#sockets} -le 80 && $sockets =~ ^[A-Za-z0-9/._-]+$ ]] || sockets=
    options="-c port=$port -c listen_addresses=127.0.0.1 -c unix_socket_directories='$sockets' -c timezone=UTC -c log_timezone=UTC"
    if ! as_server pg_ctl start --pgdata="$directory/data" --log="$directory/postgres.log" --wait --timeout=60 --silent \
        --options="$options $*"; then
        as_server tail -n 20 "$directory/postgres.log" >&2 || true
        return 1
    fi
}

# cluster_pid DIRECTORY: the server's pid, while it is the server of this directory.
cluster_pid() {
    local pid data
    data=$(readlink -f "$1")/data
    pid=$(as_server head -n 1 "$data/postmaster.pid" 2>/dev/null) || return 1
    [[ $(as_server readlink "/proc/$pid/cwd") == "$data" ]] || return 1
    printf '%s\n' "$pid"
}

# cluster_stop DIRECTORY fast|immediate
cluster_stop() {
    cluster_pid "$1" >/dev/null || return 0
    as_server pg_ctl stop --pgdata="$(readlink -f "$1")/data" --mode="$2" --wait --timeout=60 --silent
}
