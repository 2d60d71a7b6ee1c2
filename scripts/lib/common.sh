# shellcheck shell=bash
# What every script here begins with: strict mode, where the repository is, how to speak, where the programs are.

set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
export root

# Debian keeps the server's programs out of PATH. POSTGRES_BIN names another place.
export POSTGRES_BIN=${POSTGRES_BIN:-/usr/lib/postgresql/15/bin}
export PATH=$POSTGRES_BIN:$PATH

read -ra build_flags <<<"${SWIFT_BUILD_FLAGS:-}"

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

# bin_dir release|debug: where SwiftPM puts the programs. MAMI_BIN_DIR names programs that are built already.
bin_dir() {
    if [[ -n ${MAMI_BIN_DIR:-} ]]; then
        printf '%s\n' "$MAMI_BIN_DIR"
    else
        swift build --package-path "$root" -c "$1" "${build_flags[@]}" --show-bin-path
    fi
}

# build release|debug [PRODUCT…]: builds them, or all, and sets `bin` to where they are.
build() {
    local product
    if [[ -z ${MAMI_BIN_DIR:-} ]]; then
        need_swift
        say "building (the first time takes some minutes)"
        for product in "${@:2}"; do
            swift build --package-path "$root" -c "$1" --quiet "${build_flags[@]}" --product "$product" || return
        done
        if (($# == 1)); then
            swift build --package-path "$root" -c "$1" --quiet "${build_flags[@]}" || return
        fi
    fi
    bin=$(bin_dir "$1")
    export bin
}

# find_mami: sets `bin` to where the program `mami` is. Fails when it was never built, or is gone.
find_mami() {
    local configuration
    for configuration in release debug; do
        [[ -n ${MAMI_BIN_DIR:-} || -d $root/.build || -n ${SWIFT_BUILD_FLAGS:-} ]] || return 1
        bin=$(bin_dir "$configuration")
        [[ ! -x $bin/mami ]] || return 0
    done
    # What runs here outlives a folder .build that was removed by hand.
    [[ -d ${LOCAL_DIR:-$root/.local} ]] || return 1
    build release mami
}

# need_swift: a sentence is better than "command not found".
need_swift() {
    [[ -n ${MAMI_BIN_DIR:-} ]] || command -v swift >/dev/null ||
        die "Swift 6.1 or newer is needed and not in PATH: https://www.swift.org/install/linux"
}
