# shellcheck shell=bash
# What every script here begins with: strict mode, where the repository is, how to speak.

set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
export root

# Debian keeps the server's programs out of PATH. POSTGRES_BIN names another place.
POSTGRES_BIN=${POSTGRES_BIN:-/usr/lib/postgresql/15/bin}
export PATH=$POSTGRES_BIN:$PATH

# say TEXT: one line for the person in front of it.
say() {
    printf '%s\n' "==> $*"
}

# die TEXT: the last line, and failure.
die() {
    printf '%s\n' "error: $*" >&2
    exit 1
}

is_root() {
    [[ $(id -u) == 0 ]]
}

# load_env_file FILE: exports NAME=value lines. What the environment has already wins. Values are taken as they stand: no
# expansion, as passwords have dollar signs; one pair of quotes around a value is dropped.
load_env_file() {
    local line name value
    [[ -f $1 ]] || return 0
    while IFS= read -r line || [[ -n $line ]]; do
        [[ $line =~ ^[[:space:]]*(export[[:space:]]+)?([A-Za-z_][A-Za-z0-9_]*)=(.*)$ ]] || continue
        name=${BASH_REMATCH[2]}
        value=${BASH_REMATCH[3]%"${BASH_REMATCH[3]##*[![:space:]]}"}
        if [[ $value =~ ^\"(.*)\"$ || $value =~ ^\'(.*)\'$ ]]; then
            value=${BASH_REMATCH[1]}
        fi
        [[ -n ${!name+given} ]] || export "$name=$value"
    done <"$1"
}

# random_secret: 64 hexadecimal characters, 256 bits.
random_secret() {
    od -An -N32 -tx1 /dev/urandom | tr -d ' \n'
}

# port_is_taken PORT: somebody listens there on the loopback address.
port_is_taken() {
    (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null
}

# free_port: a port that nobody listens on, below the range that the kernel gives to outgoing connections.
free_port() {
    local port
    while port=$((20000 + RANDOM % 12000)); do
        port_is_taken "$port" || break
    done
    printf '%s\n' "$port"
}

# wait_until SECONDS COMMAND…: asks five times a second; fails when the time is over.
wait_until() {
    local end=$((SECONDS + $1))
    shift
    until "$@"; do
        ((SECONDS < end)) || return 1
        sleep 0.2
    done
}

# bin_dir release|debug: where SwiftPM puts the programs. MAMI_BIN_DIR names programs that are built already.
bin_dir() {
    local flags
    read -ra flags <<<"${SWIFT_BUILD_FLAGS:-}"
    if [[ -n ${MAMI_BIN_DIR:-} ]]; then
        printf '%s\n' "$MAMI_BIN_DIR"
    else
        swift build --package-path "$root" -c "$1" "${flags[@]}" --show-bin-path
    fi
}

# need_swift: a sentence is better than "command not found".
need_swift() {
    [[ -n ${MAMI_BIN_DIR:-} ]] || command -v swift >/dev/null ||
        die "Swift 6.1 or newer is needed and not in PATH: https://www.swift.org/install/linux"
}
