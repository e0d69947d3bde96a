#!/bin/sh
# Servers that cannot prove who they are, or only by what no longer holds: after a good
# delivery over TLS nothing is fetched from them, each for its own reason, and the old
# figure stays.
# shellcheck disable=SC2154 # BUILD is set by the runner
. tests/lib/tap.sh
www=$TMP/www
mkdir -p "$www"
printf '%s\n' 地区代码,指标代码,报期,值,状态,单位 430000,B9-01,2026-Q2,3.52,A,EFLOPS >"$www/feed.csv"

# ---- an authority, and certificates of all kinds ----
cat >"$TMP/ca.cnf" <<END
[ca]
default_ca = here
[here]
database = $TMP/index
serial = $TMP/serial
new_certs_dir = $TMP
certificate = $TMP/ca.pem
private_key = $TMP/ca.key
default_md = sha256
policy = any
unique_subject = no
[any]
commonName = supplied
[right]
subjectAltName = IP:127.0.0.1
[elsewhere]
subjectAltName = DNS:other.example
[client]
subjectAltName = IP:127.0.0.1
extendedKeyUsage = clientAuth
END
: >"$TMP/index"
echo 1000 >"$TMP/serial"
authority() { # name
    openssl req -x509 -newkey rsa:2048 -nodes -keyout "$TMP/$1.key" -out "$TMP/$1.pem" \
        -days 7300 -subj "/CN=Test authority" 2>/dev/null
}
certificate() { # name, extensions, days from now, until
    openssl req -newkey rsa:2048 -nodes -keyout "$TMP/$1.key" -out "$TMP/$1.csr" \
        -subj "/CN=$1" 2>/dev/null
    openssl ca -batch -notext -config "$TMP/ca.cnf" -extensions "$2" -in "$TMP/$1.csr" \
        -out "$TMP/$1.pem" -startdate "$(day "$3")" -enddate "$(day "$4")" 2>/dev/null
}
day() { # days from now
    date -u -d "$1 days" +%Y%m%d%H%M%SZ
}
authority ca
certificate good right -1 2
certificate expired right -20 -1
certificate future right 3650 3660
certificate host elsewhere -1 2
certificate use client -1 2
openssl req -x509 -newkey rsa:2048 -nodes -keyout "$TMP/self.key" -out "$TMP/self.pem" \
    -days 2 -subj "/CN=127.0.0.1" -addext subjectAltName=IP:127.0.0.1 2>/dev/null
# The same subject, another key: not the authority that is trusted.
mv "$TMP/ca.pem" "$TMP/trusted.pem"
mv "$TMP/ca.key" "$TMP/trusted.key"
authority ca
certificate stranger right -1 2
mv "$TMP/trusted.pem" "$TMP/ca.pem"

# ---- one server for each ----
SERVERS="good expired future host use self stranger old plain"
write_servers() { # first port
    port=$1
    for name in $SERVERS; do
        case $name in
        plain) echo "server { listen 127.0.0.1:$port; root $www; }" ;;
        old)
            echo "server { listen 127.0.0.1:$port ssl; root $www;
                ssl_certificate $TMP/good.pem; ssl_certificate_key $TMP/good.key;
                ssl_protocols TLSv1 TLSv1.1; ssl_ciphers ALL:@SECLEVEL=0; }"
            ;;
        *)
            echo "server { listen 127.0.0.1:$port ssl; root $www;
                location /plainly { return 302 http://127.0.0.1:$(($1 + 8))/feed.csv; }
                ssl_certificate $TMP/$name.pem; ssl_certificate_key $TMP/$name.key;
                ssl_protocols TLSv1.2 TLSv1.3; }"
            ;;
        esac
        port=$((port + 1))
    done
}
write_conf() { # first port
    cat <<END
daemon off;
pid $TMP/tls.pid;
error_log $TMP/tls.log;
worker_processes 1;
events { worker_connections 64; }
http {
    log_format seen '\$server_port \$uri';
    access_log $TMP/seen.log seen;
    client_body_temp_path $TMP/body; proxy_temp_path $TMP/proxy;
    fastcgi_temp_path $TMP/fcgi; uwsgi_temp_path $TMP/uwsgi; scgi_temp_path $TMP/scgi;
    default_type text/csv;
    $(write_servers "$1")
}
END
}
first=
for try in 1 2 3 4 5 6 7 8 9; do
    first=$((20000 + ($$ * 17 + try * 211) % 30000))
    write_conf "$first" >"$TMP/tls.conf"
    [ "$(id -u)" -ne 0 ] || sed -i "1i user root;" "$TMP/tls.conf"
    /usr/sbin/nginx -c "$TMP/tls.conf" -p "$TMP" 2>/dev/null &
    pid=$!
    wait=0
    while kill -0 "$pid" 2>/dev/null && [ "$wait" -lt 50 ]; do
        if curl -sk -o /dev/null "https://127.0.0.1:$first/"; then
            PIDS="$PIDS $pid"
            break 2
        fi
        wait=$((wait + 1))
        sleep 0.1
    done
    first=
done
[ -n "$first" ] || { echo "Bail out! nginx did not start"; exit 1; }
port_of() { # name
    number=$first
    for other in $SERVERS; do
        [ "$other" = "$1" ] && echo "$number"
        number=$((number + 1))
    done
}

# ---- the program ----
aiplus() { # words
    "$AIPLUS" --cache "$TMP/cache" --config "$TMP/aiplus.conf" "$@" 2>&1
}
conf() { # address [settings]
    printf 'source "s" {\n address = "%s"\n ca = "ca.pem"\n allow = {%s}\n retries = 0\n timeout = 5\n}\n' \
        "$1" "${2:-\"loopback\"}" >"$TMP/aiplus.conf"
}
said() { # of the source, without the time
    sed -n 's/^.*  s: //p'
}
history() {
    aiplus --lang en --csv B9-01 --history
}
# fault NAME ADDRESS ENGLISH CHINESE [ALLOW]: each sentence to the letter
fault() {
    : >"$TMP/seen.log"
    conf "$2" "$5"
    got=$(aiplus --lang en --fetch)
    is "$1: status" "$?" 4
    is "$1: in English" "$(echo "$got" | said)" "$3"
    is "$1: in Chinese" "$(aiplus --lang zh --fetch | said)" "$4"
    is "$1: nothing is stored" "$(history)" "$kept"
    has "$1: the old figure" "$(aiplus --lang en --print=indicator/B9-01@430000)" "3.52 EFLOPS (2026Q2"
    has "$1: health" "$(aiplus --lang en --print=sources/s --width 100)" "failures in a row: 2"
    conf "https://127.0.0.1:$first/feed.csv"
    has "$1: and it recovers" "$(aiplus --lang en --fetch)" "1 rows, 0 changed, 0 refused"
}
# unproven NAME ENGLISH CHINESE: of a certificate that does not do
unproven() {
    url=https://127.0.0.1:$(port_of "$1")/feed.csv
    fault "$1" "$url" \
        "The server of source s could not prove who it is, so nothing was fetched ($url)$2" \
        "数据源 s 的服务器无法证明其身份，未采集任何数据（$url）$3"
    is "$1: nothing is asked" "$(grep -vc "^$first " "$TMP/seen.log")" 0
}
nobody() { # name: of a certificate that nobody who is trusted has issued
    unproven "$1" ": its certificate was issued by nobody whom this machine trusts. If the office has an authority of its own, name its certificate in aiplus.conf (ca); otherwise ask its operator for a valid certificate." \
        "：其证书不是由本机信任的机构签发的。若本单位自建证书机构，请在 aiplus.conf（ca）中指定其证书；否则请其运维单位更换有效证书。"
}
today=$(TZ=UTC-8 date +%Y-%m-%d)

conf "https://127.0.0.1:$first/feed.csv"
got=$(aiplus --lang en --fetch)
is "a good delivery: status" "$?" 0
has "a good delivery: rows" "$got" "1 rows, 1 changed, 0 refused"
kept=$(history)

unproven expired ": its certificate has expired by the clock of this machine, which says $today. Check that clock; if it is right, ask the operator for a valid certificate." \
    "：按本机时钟（$today），其证书已过期。请检查本机时钟；若时钟无误，请其运维单位更换有效证书。"
# As it looks to a machine whose clock is ten years slow.
unproven future ": its certificate is not valid yet by the clock of this machine, which says $today. Check that clock, which may be slow; if it is right, tell the operator." \
    "：按本机时钟（$today），其证书尚未生效。请检查本机时钟是否偏慢；若时钟无误，请告知其运维单位。"
unproven host ": its certificate is not for the name 127.0.0.1. Check the address, then ask its operator for a certificate with that name." \
    "：其证书不属于 127.0.0.1。请检查地址，再请其运维单位更换与该名称相符的证书。"
nobody self
nobody stranger
unproven use ". Check the address and this machine's clock, then ask its operator for a valid certificate (SSL certificate problem: unsuitable certificate purpose)." \
    "。请检查地址和本机时钟，再请其运维单位更换有效证书（SSL certificate problem: unsuitable certificate purpose）。"

url=https://127.0.0.1:$(port_of old)/feed.csv
fault old "$url" \
    "The server of source s offers only an outdated encryption, older than TLS 1.2 ($url). Ask its operator to update it." \
    "数据源 s 的服务器只支持低于 TLS 1.2 的过时加密（$url）。请其运维单位升级。"
# What follows are OpenSSL's words, whose version nobody here decides.
url=https://127.0.0.1:$(port_of plain)/feed.csv
said() {
    sed -n 's/^.*  s: //p' | sed 's/OpenSSL.*wrong version number/wrong version number/'
}
fault plain "$url" \
    "No encrypted connection could be agreed with the server of source s ($url). Check whether the address should begin with https:, then ask its operator (wrong version number)." \
    "与数据源 s 的服务器未能建立加密连接（$url）。请检查地址是否应以 https: 开头，再询问其运维单位（wrong version number）。"
# From encrypted to not encrypted, where only encrypted is allowed.
url=https://127.0.0.1:$first/plainly
plain=http://127.0.0.1:$(port_of plain)/feed.csv
fault downgrade "$url" \
    "The server of source s sent the request on to $plain, which the source does not allow ($url). Ask its operator for the address that now holds." \
    "数据源 s 的服务器将请求转到 $plain，该来源不允许（$url）。请向其运维单位询问现行地址。"
tap_done
