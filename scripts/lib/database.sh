# shellcheck shell=bash
# Connection strings and the one step that needs a superuser.
# shellcheck disable=SC2154 # root is common.sh's

# url_of URL LOGIN:PASSWORD DATABASE: the same server, as somebody else, another database. An empty login keeps the URL's own.
url_of() {
    [[ $1 =~ ^postgres(ql)?://(([^/?@]*)@)?([^/?]*)(/[^?]*)?(\?.*)?$ ]] ||
        die "DATABASE_URL must look like postgresql://login:password@host:port/database"
    local login=${2:-${BASH_REMATCH[3]}}
    printf 'postgresql://%s%s/%s%s\n' "${login:+$login@}" "${BASH_REMATCH[4]}" "$3" "${BASH_REMATCH[6]}"
}

# url_database URL: the database that it names; mami when it names none, or the one for maintenance.
url_database() {
    local path=${1%%\?*}
    path=${path#*://}
    [[ $path == */* ]] || path=$path/
    path=${path#*/}
    if [[ -z $path || $path == postgres ]]; then
        path=mami
    fi
    printf '%s\n' "$path"
}

# sql URL [PSQL_ARGUMENT…]: psql without the caller's .psqlrc, stopping at the first error.
sql() {
    psql --no-psqlrc --quiet --set=ON_ERROR_STOP=1 --dbname="$1" "${@:2}"
}

# bootstrap SUPERUSER_URL DATABASE: roles, database and rights. Takes the two passwords from ADMIN_PASSWORD and
# GATEWAY_PASSWORD: the environment is not shown to other users, a command line is.
bootstrap() {
    local url
    url=$(url_of "$1" '' postgres)
    sql "$url" --set=database="$2" <<SQL
\\getenv admin_password ADMIN_PASSWORD
\\getenv gateway_password GATEWAY_PASSWORD
\\i '$root/db/bootstrap.sql'
SQL
}
