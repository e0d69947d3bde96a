# Shell tests in TAP: . tests/lib/tap.sh; ok "what" command...; is "what" got want.
# shellcheck shell=sh
TAP_N=0

tap() { # ok|not ok, description
    TAP_N=$((TAP_N + 1))
    echo "$1 $TAP_N - $2"
}

ok() { # description, command...
    tap_what=$1
    shift
    if "$@" >"$TMP/tap.out" 2>&1; then
        tap ok "$tap_what"
    else
        tap "not ok" "$tap_what"
        sed 's/^/# /' "$TMP/tap.out"
    fi
}

is() { # description, got, wanted
    if [ "$2" = "$3" ]; then
        tap ok "$1"
    else
        tap "not ok" "$1"
        printf 'got:    %s\nwanted: %s\n' "$2" "$3" | sed 's/^/# /'
    fi
}

has() { # description, text, part
    case $2 in
    *"$3"*) tap ok "$1" ;;
    *)
        tap "not ok" "$1"
        printf 'no "%s" in:\n%s\n' "$3" "$2" | sed 's/^/# /'
        ;;
    esac
}

lacks() { # description, text, part
    case $2 in
    *"$3"*)
        tap "not ok" "$1"
        printf '"%s" is in:\n%s\n' "$3" "$2" | sed 's/^/# /'
        ;;
    *) tap ok "$1" ;;
    esac
}

skip() { # description, reason
    TAP_N=$((TAP_N + 1))
    echo "ok $TAP_N - $1 # SKIP $2"
}

# A directory of our own, and everything we started, gone at the end.
TMP=$(mktemp -d)
PIDS=
tap_end() {
    for tap_pid in $PIDS; do
        kill "$tap_pid" 2>/dev/null
    done
    chmod -R u+w "$TMP" 2>/dev/null
    rm -rf "$TMP"
}
trap tap_end EXIT
trap 'exit 1' INT TERM

# Nothing of the caller's account gets into a test, and the locale is a plain one.
export HOME="$TMP/home" XDG_CONFIG_HOME="$TMP/home/config" XDG_DATA_HOME="$TMP/home/data"
unset LANGUAGE LC_ALL LC_MESSAGES LANG NO_COLOR AIPLUS_NOW
mkdir -p "$HOME"
# shellcheck disable=SC2034 # for those who read this file in
AIPLUS=$PWD/$BUILD/aiplus

# nginx on loopback serving a directory; sets URL.
serve() { # directory [what else nginx shall do there]
    cat >"$TMP/nginx.conf" <<END
daemon off;
pid $TMP/nginx.pid;
error_log $TMP/nginx.log;
worker_processes 1;
events { worker_connections 64; }
http {
    access_log off;
    client_body_temp_path $TMP/body; proxy_temp_path $TMP/proxy;
    fastcgi_temp_path $TMP/fcgi; uwsgi_temp_path $TMP/uwsgi; scgi_temp_path $TMP/scgi;
    types { application/json json; text/csv csv; text/html html; }
    default_type application/octet-stream;
    etag on; gzip on; gzip_min_length 100; gzip_types application/json text/csv;
    server { listen 127.0.0.1:@PORT@; root $1; ${2:-} }
}
END
    # The user directive matters only to root, who then needs nobody to read the files.
    [ "$(id -u)" -ne 0 ] || sed -i "1i user root;" "$TMP/nginx.conf"
    tap_try=0
    while [ "$tap_try" -lt 20 ]; do
        tap_try=$((tap_try + 1))
        tap_port=$((20000 + ($$ * 7 + tap_try * 131) % 30000))
        sed "s/@PORT@/$tap_port/" "$TMP/nginx.conf" >"$TMP/nginx.$tap_try.conf"
        /usr/sbin/nginx -c "$TMP/nginx.$tap_try.conf" -p "$TMP" 2>/dev/null &
        tap_pid=$!
        tap_wait=0
        while kill -0 "$tap_pid" 2>/dev/null && [ "$tap_wait" -lt 50 ]; do
            if curl -s -o /dev/null "http://127.0.0.1:$tap_port/" 2>/dev/null; then
                PIDS="$PIDS $tap_pid"
                # shellcheck disable=SC2034
                URL=http://127.0.0.1:$tap_port
                return 0
            fi
            tap_wait=$((tap_wait + 1))
            sleep 0.1
        done
        kill "$tap_pid" 2>/dev/null
    done
    echo "Bail out! nginx did not start"
    exit 1
}

tap_done() {
    echo "1..$TAP_N"
}
