# shellcheck shell=bash
# Processes that we started, and only those: a pid file holds the pid and when it began, as a pid alone may be somebody
# else's by the time that we want to stop it.

# process_birth PID: when it began, in clock ticks since the machine did. Fails when it is gone or only a zombie is left.
process_birth() {
    local stat
    read -r stat 2>/dev/null <"/proc/$1/stat" || return 1
    # The name, in parentheses, may hold anything; behind it come the state and, as the 20th, the start time.
    read -ra stat <<<"${stat##*) }"
    [[ ${stat[0]} != Z ]] || return 1
    printf '%s\n' "${stat[19]}"
}

# process_remember FILE PID
process_remember() {
    local birth
    birth=$(process_birth "$2") || return 0
    printf '%s %s\n' "$2" "$birth" >"$1"
}

# process_of FILE: the pid, while that very process lives.
process_of() {
    local pid birth
    read -r pid birth 2>/dev/null <"$1" || return 1
    [[ $(process_birth "$pid") == "$birth" ]] || return 1
    printf '%s\n' "$pid"
}

process_is_gone() {
    ! process_of "$1" >/dev/null
}

# process_stop FILE SECONDS: asks it to end, and insists when it has not after that time.
process_stop() {
    local pid
    if pid=$(process_of "$1"); then
        kill -TERM "$pid" 2>/dev/null || true
        if ! wait_until "$2" process_is_gone "$1"; then
            say "process $pid has not ended within $2 s and is killed"
            kill -KILL "$pid" 2>/dev/null || true
            wait_until 5 process_is_gone "$1" || true
        fi
    fi
    rm -f "$1"
}

# attended COMMAND…: runs it in a process group of its own and waits, so that a signal is handled at once and not when the
# command is done. The trap that handles it calls attended_stop.
attended_group=
attended() {
    local status=0
    set -m
    "$@" </dev/null &
    attended_group=$!
    set +m
    wait "$attended_group" || status=$?
    attended_group=
    return "$status"
}

attended_stop() {
    [[ -n $attended_group ]] || return 0
    kill -TERM -- "-$attended_group" 2>/dev/null || true
    wait "$attended_group" 2>/dev/null || true
    attended_group=
}
