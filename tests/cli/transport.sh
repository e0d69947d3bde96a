#!/bin/sh
# Sources over TLS, with certificates of a test's own authority, over HTTP/2, with
# credentials, rests and deadlines: the real program against a real server.
. tests/lib/tap.sh
www=$TMP/www
mkdir -p "$www/a" "$www/b"
cat >"$www/a/good.csv" <<'END'
地区代码,指标代码,报期,值,状态,单位
430000,B9-01,2026-Q1,3.17,A,EFLOPS
END
cp "$www/a/good.csv" "$www/b/good.csv"

# ---- an authority, a server and a client ----
pem() { # name, subject, extensions: a certificate signed by the authority
    openssl req -newkey rsa:2048 -nodes -keyout "$TMP/$1.key" -out "$TMP/$1.csr" \
        -subj "$2" 2>/dev/null &&
        printf '%s\n' "$3" >"$TMP/$1.ext" &&
        openssl x509 -req -in "$TMP/$1.csr" -CA "$TMP/ca.pem" -CAkey "$TMP/ca.key" \
            -CAcreateserial -days 2 -extfile "$TMP/$1.ext" -out "$TMP/$1.pem" 2>/dev/null
}
openssl req -x509 -newkey rsa:2048 -nodes -keyout "$TMP/ca.key" -out "$TMP/ca.pem" \
    -days 2 -subj "/CN=Test authority" 2>/dev/null
pem server "/CN=127.0.0.1" "subjectAltName=IP:127.0.0.1"
pem client "/CN=aiplus" "extendedKeyUsage=clientAuth"
openssl rsa -aes128 -passout pass:geheim-77 -in "$TMP/client.key" \
    -out "$TMP/locked.key" 2>/dev/null

# ---- nginx: /open wants no certificate, /closed does; the log tells what it saw ----
cat >"$TMP/tls.conf" <<END
daemon off;
pid $TMP/tls.pid;
error_log $TMP/tls.log;
worker_processes 1;
events { worker_connections 64; }
http {
    log_format seen '\$uri \$server_protocol \$ssl_protocol \$ssl_client_verify \$connection "\$http_authorization"';
    access_log $TMP/seen.log seen;
    client_body_temp_path $TMP/body; proxy_temp_path $TMP/proxy;
    fastcgi_temp_path $TMP/fcgi; uwsgi_temp_path $TMP/uwsgi; scgi_temp_path $TMP/scgi;
    server {
        listen 127.0.0.1:@PORT@ ssl http2;
        ssl_certificate $TMP/server.pem;
        ssl_certificate_key $TMP/server.key;
        ssl_client_certificate $TMP/ca.pem;
        ssl_verify_client optional;
        ssl_protocols TLSv1.2 TLSv1.3;
        root $www;
        default_type text/csv;
        location /closed/ {
            if (\$ssl_client_verify != SUCCESS) { return 403; }
            alias $www/a/;
        }
        location /busy { return 503; }
        location /pause { add_header Retry-After 7200 always; return 429; }
    }
}
END
[ "$(id -u)" -ne 0 ] || sed -i "1i user root;" "$TMP/tls.conf"
port=
for try in 1 2 3 4 5 6 7 8 9; do
    port=$((20000 + ($$ * 13 + try * 197) % 30000))
    sed "s/@PORT@/$port/" "$TMP/tls.conf" >"$TMP/tls.$try.conf"
    /usr/sbin/nginx -c "$TMP/tls.$try.conf" -p "$TMP" 2>/dev/null &
    pid=$!
    wait=0
    while kill -0 "$pid" 2>/dev/null && [ "$wait" -lt 50 ]; do
        if curl -sk -o /dev/null "https://127.0.0.1:$port/"; then
            PIDS="$PIDS $pid"
            break 2
        fi
        wait=$((wait + 1))
        sleep 0.1
    done
    port=
done
[ -n "$port" ] || { echo "Bail out! nginx did not start"; exit 1; }
url=https://127.0.0.1:$port
: >"$TMP/seen.log"

source_() { # name, path, more settings
    cat <<END
source "$1" {
    address = "$url/$2"
    allow   = {"loopback"}
    timeout = 5
    retries = 0
    $3
}
END
}
conf() { # name: the configuration from standard input
    cat >"$TMP/$1.conf"
}
fetch() { # configuration
    "$AIPLUS" --lang en --cache "$TMP/cache-$1" --config "$TMP/$1.conf" --fetch 2>&1
}
check() { # configuration
    "$AIPLUS" --lang en --cache "$TMP/cache-$1" --config "$TMP/$1.conf" --check 2>&1
}

# ---- who the server is ----
source_ s a/good.csv "" | conf unknown
got=$(fetch unknown)
is "an unknown authority: status" "$?" 4
has "an unknown authority: the sentence" "$got" "could not prove who it is"
is "an unknown authority is asked nothing" "$(grep -c good.csv "$TMP/seen.log")" 0
source_ s a/good.csv 'ca = "ca.pem"' | conf known
got=$(cd / && fetch known)
is "its authority beside the configuration: status" "$?" 0
has "its authority: rows" "$got" "1 rows, 1 changed"
has "HTTP/2 and TLS" "$(cat "$TMP/seen.log")" "/a/good.csv HTTP/2.0 TLSv1.3 NONE"
has "again: unchanged" "$(fetch known)" "unchanged"
ok "--check finds the certificates" check known
source_ s a/good.csv 'ca = "nothing.pem"' | conf missing
has "no such file: --check" "$(check missing)" "nothing.pem"
has "no such file: --fetch" "$(fetch missing)" 'Check the file that "ca" names'
source_ s a/good.csv "ca = \"www/a/good.csv\"" | conf noca
has "no certificate in it: --check" "$(check noca)" "holds nothing of that kind"

# ---- who asks: certificates ----
source_ s closed/good.csv 'ca = "ca.pem"' | conf nobody
has "without a certificate" "$(fetch nobody)" "403"
source_ s closed/good.csv 'ca = "ca.pem"
    certificate = "client.pem"
    key = "client.key"' | conf client
has "with a certificate" "$(fetch client)" "1 rows, 1 changed"
printf 'key_password = geheim-77\n' >"$TMP/good.secrets"
printf 'key_password = geheim-88\n' >"$TMP/bad.secrets"
chmod 600 "$TMP/good.secrets" "$TMP/bad.secrets"
for secrets in good bad; do
    source_ s closed/good.csv "ca = \"ca.pem\"
    certificate = \"client.pem\"
    key = \"locked.key\"
    credentials = \"$secrets.secrets\"" | conf "locked-$secrets"
done
has "a locked key" "$(fetch locked-good)" "1 rows, 1 changed"
got=$(fetch locked-bad)
has "its wrong password" "$got" "client certificate of source s cannot be used"
lacks "its wrong password is not repeated" "$got" "geheim"

# ---- one connection for those who are alike, none for those who are not ----
: >"$TMP/seen.log"
{
    source_ with a/good.csv 'ca = "ca.pem"
    certificate = "client.pem"
    key = "client.key"'
    for n in 1 2 3 4 5 6; do
        source_ "without$n" "b/good.csv?$n" 'ca = "ca.pem"'
    done
    source_ closed closed/good.csv 'ca = "ca.pem"'
} | conf mixed
got=$(fetch mixed)
has "a source without a certificate gains none by another's" "$got" "closed: The server of source closed does not let"
seen=$(cat "$TMP/seen.log")
has "the one with a certificate shows it" "$seen" "/a/good.csv HTTP/2.0 TLSv1.3 SUCCESS"
is "the others do not" "$(grep -c '^/b/good.csv .* NONE ' "$TMP/seen.log")" 6
# One when each waits for the first; libcurl may open a second while that one is made.
connections=$(grep '^/b/good.csv' "$TMP/seen.log" | cut -d' ' -f5 | sort -u | wc -l)
ok "the others share connections ($connections for 6)" test "$connections" -le 2

# ---- who asks: passwords ----
printf 'user = li\npassword = hidden-value-1\n' >"$TMP/basic.secrets"
chmod 600 "$TMP/basic.secrets"
: >"$TMP/seen.log"
source_ s a/good.csv 'ca = "ca.pem"
    auth = "basic"
    credentials = "basic.secrets"' | conf basic
got=$(fetch basic)
has "basic: fetched" "$got" "1 rows"
has "basic: sent" "$(cat "$TMP/seen.log")" '"Basic bGk6aGlkZGVuLXZhbHVlLTE="'
ok "basic: --check is content" check basic
chmod 644 "$TMP/basic.secrets"
got=$(fetch basic)
is "an open credentials file: status" "$?" 4
has "an open credentials file: the sentence" "$got" "open to other accounts (mode 0644)"
all=$got$(check basic)
has "an open credentials file: --check" "$all" "WRONG"
chmod 600 "$TMP/basic.secrets"
printf 'user = li\nhidden-value-1\n' >"$TMP/basic.secrets"
all=$all$(fetch basic)$(check basic)
has "a line that is none" "$all" "line 2"
lacks "no secret is ever shown" "$all" "hidden-value"
lacks "nor kept" "$(cat "$TMP/cache-basic"/*/* 2>/dev/null | tr -d '\0')" "hidden-value"

# ---- the configuration refuses what cannot be meant ----
refused() { # description, setting, part of the sentence
    source_ s a/good.csv "$2" | conf refused
    got=$(fetch refused)
    has "$1" "$got" "$3"
    has "$1: file and line" "$got" "refused.conf"
}
refused "a header of our own" 'headers = {"Authorization: Bearer x"}' "sets itself"
refused "a header that frames" 'headers = {"Transfer-Encoding: chunked"}' "sets itself"
refused "no header at all" 'headers = {"Accept"}' "takes headers such as"
refused "a proxy with a password" 'proxy = "http://u:p@proxy:1"' "proxy_password"
refused "a proxy of another kind" 'proxy = "socks4://proxy:1"' "socks5h"
refused "auth without secrets" 'auth = "bearer"' "credentials"
refused "refresh without exchange" 'refresh = "https://h/"' "exchange"
refused "a key without a certificate" 'key = "client.key"' "certificate"
refused "a refresh address that is not allowed" 'auth = "exchange"
    credentials = "basic.secrets"
    refresh = "http://example.org/"' "not encrypted"

# ---- rests and deadlines ----
source_ s busy 'ca = "ca.pem"
    every = "1h"' | sed 's/retries = 0/retries = 1/' | conf busy
got=$(fetch busy)
is "a busy server: status" "$?" 4
has "a busy server: the rest is told" "$got" "asked again in"
has "a busy server: the sentence" "$got" "503"
is "a busy server was asked twice" "$(grep -c '^/busy' "$TMP/seen.log")" 2
source_ s pause 'ca = "ca.pem"
    every = "30m"' | sed 's/retries = 0/retries = 3/' | conf pause
start=$(date +%s)
got=$(AIPLUS_NOW=2026-11-05T08:00:00+08:00 fetch pause)
has "a long pause is not waited for" "$got" "asks not to be asked again for 7200 s"
ok "a long pause: at once" [ $(($(date +%s) - start)) -lt 4 ]
has "a long pause: the next one is due after it" \
    "$(AIPLUS_NOW=2026-11-05T08:00:01+08:00 "$AIPLUS" --lang en --cache "$TMP/cache-pause" \
        --config "$TMP/pause.conf" --print=sources/s 2>&1)" "10:00"
{
    echo 'deadline = 1'
    source_ s busy 'ca = "ca.pem"' | sed 's/retries = 0/retries = 9/'
    source_ good a/good.csv 'ca = "ca.pem"'
} | conf late
got=$(fetch late)
is "a collection's deadline: status" "$?" 4
has "a collection's deadline: what came is kept" "$got" "good: 1 rows"
tap_done
