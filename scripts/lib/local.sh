# shellcheck shell=bash
# The folder of one running Mami: secrets, ports, pids, logs, data.
#   secrets.env  ports.env   made once, kept         run.pid gateway.pid simulator.pid   while it runs
#   run.env                  what runs where         pg/     PostgreSQL: data, socket, log
#   gateway.log simulator.log, simulator.jsonl       the simulator's state

# shellcheck disable=SC2154 # root is common.sh's
load_env_file "$root/.env"

LOCAL_DIR=${LOCAL_DIR:-$root/.local}
[[ $LOCAL_DIR == /* ]] || LOCAL_DIR=$root/$LOCAL_DIR

# local_value FILE NAME COMMAND…: sets NAME from LOCAL_DIR/FILE; the first time, to what the command says, and keeps it.
local_value() {
    local file=$LOCAL_DIR/$1 name=$2 value
    shift 2
    touch "$file"
    value=$(sed -n "s/^$name=//p" "$file" | tail -n 1)
    if [[ -z $value ]]; then
        value=$("$@")
        chmod 600 "$file"
        printf '%s=%s\n' "$name" "$value" >>"$file"
    fi
    printf -v "$name" '%s' "$value"
}

# local_port NAME: sets NAME to a free port, the same as last time if that is still free.
local_port() {
    local_value ports.env "$1" free_port
    if port_is_taken "${!1}"; then
        printf -v "$1" '%s' "$(free_port)"
        printf '%s=%s\n' "$1" "${!1}" >>"$LOCAL_DIR/ports.env"
    fi
}

# stop_programs: what `make run` started, in the order in which it depends on each other. The data stays.
stop_programs() {
    process_stop "$LOCAL_DIR/gateway.pid" $((${SHUTDOWN_GRACE_SECONDS:-20} + ${SHUTDOWN_DRAIN_MS:-0} / 1000 + 5))
    process_stop "$LOCAL_DIR/simulator.pid" 10
    cluster_stop "$LOCAL_DIR/pg" fast || true
    rm -f "$LOCAL_DIR/run.env"
}
