#!/bin/sh
# Paper with the real program: every format read back by a program of its own kind, a
# message sent through a mail server on loopback, to nobody twice.
# shellcheck disable=SC2154 # TMP, AIPLUS and BUILD are set by the runner
. tests/lib/tap.sh

python=/usr/bin/python3
unset LC_ALL LC_CTYPE LANG LANGUAGE
export XDG_STATE_HOME="$TMP/state" AIPLUS_NOW=1793836800
run() {
    "$AIPLUS" --config "$TMP/aiplus.conf" --cache "$TMP/none" "$@"
}
printf 'language = "zh"\n' >"$TMP/aiplus.conf"

# ---- formats ----
charted=indicator/G0-05@100000
for format in text markdown html eml csv json xlsx svg; do
    page=overview
    [ $format = svg ] && page=$charted
    run --print=$page --format $format --output "$TMP/a.$format" --date 1793836800
    is "$format: no data but the catalogue's" "$?" 5
    run --print=$page --format $format --date 1793836800 >"$TMP/b.$format"
    is "$format: the same bytes on standard output" \
        "$(cmp "$TMP/a.$format" "$TMP/b.$format" && echo same)" same
done
run --print=overview --print=$charted --print=region/G0-05@100000 --print=coordination \
    --format html --output "$TMP/many.html"
for file in a.html many.html; do
    is "$file: no complaint of tidy" "$(tidy -q -e "$TMP/$file" 2>&1)" ""
    is "$file: nothing from elsewhere" \
        "$(grep -oE '(src|href|url)[=(][^#>]*' "$TMP/$file" | grep -v '^href="$')" ""
    is "$file: no script" "$(grep -ciE '<script| on[a-z]+=|javascript:' "$TMP/$file")" 0
done
xmllint --noout "$TMP/a.svg"
is "svg is well-formed" "$?" 0
run --print=overview --print=$charted --format json --output "$TMP/pages.json"
$python - "$TMP" <<'END'
import email, email.policy, json, sys
import jsonschema, openpyxl
directory = sys.argv[1]
def check(what, ok):
    print(('ok' if ok else 'not ok') + ' - ' + what)
schema = json.load(open('report/aiplus-page.schema.json'))
pages = json.load(open(directory + '/pages.json'))
jsonschema.Draft202012Validator.check_schema(schema)
problems = list(jsonschema.Draft202012Validator(schema).iter_errors(pages))
check('json: as its schema says', not problems)
page = json.load(open(directory + '/a.json'))
numbers = [c['figure']['value'] if 'figure' in c else c['number']
           for p in page['pages'] for b in p['blocks'] if b['kind'] == 'table'
           for r in b['rows'] for c in r['cells'] if 'figure' in c or 'number' in c]
book = openpyxl.load_workbook(directory + '/a.xlsx')
cells = [c for s in book.worksheets for row in s.iter_rows() for c in row]
found = [c.value for c in cells if isinstance(c.value, (int, float))]
check('xlsx: %d numbers of json, each as a number' % len(numbers),
      len(numbers) > 10 and sorted(n for n in numbers if n is not None) == sorted(found))
check('xlsx: no formula', not [c for c in cells if c.data_type == 'f'])
check('xlsx: heads stay in sight', all(s.freeze_panes for s in book.worksheets[1:]))
message = email.message_from_bytes(open(directory + '/a.eml', 'rb').read(),
                                   policy=email.policy.default)
kinds = [p.get_content_type() for p in message.walk()]
check('eml: parts', kinds == ['multipart/mixed', 'multipart/alternative', 'text/plain',
                              'text/html'])
check('eml: no defect', not any(p.defects for p in message.walk()))
text = open(directory + '/a.text').read()
sent = message.get_body(('plain',)).get_content().replace('\r\n', '\n')
lines = lambda t: [l for l in t.split('\n') if 'aiplus --print' not in l and '--format' not in l]
check('eml: the text is that of --print', lines(sent) == lines(text))
check('eml: the subject is the conclusion', message['subject'] == page['pages'][0]['conclusion'])
END

# ---- text ----
has "the digest ends a report" "$(cat "$TMP/a.text")" "digest@100000"
lacks "but not with --bare" "$(run --print --bare)" "digest@"
escape=$(printf '\033')
lacks "no escape sequence" "$(cat "$TMP/a.text")" "$escape"
has "colours where they are asked for" "$(run --print --color=always)" "${escape}["
is "no line begins with a closing mark" \
    "$(run --print=task/A2.2 | grep -cE '^ *[。，、；：）》]')" 0
run --print >"$TMP/utf8"
LC_ALL=zh_CN.GB18030 run --print 2>"$TMP/err" >"$TMP/gb"
is "the locale's character set" "$(iconv -f GB18030 -t UTF-8 "$TMP/gb" | cmp - "$TMP/utf8" && echo same)" same
is "which lacks nothing" "$(cat "$TMP/err")" ""
run --print --charset ISO-8859-1 2>"$TMP/err" >/dev/null
has "what a set lacks is counted" "$(cat "$TMP/err")" "ISO-8859-1"
run --print --charset none 2>"$TMP/err" >/dev/null
is "no such set: usage" "$?" 2
run --print --format html --charset GB18030 2>/dev/null >&2
is "html says its own set" "$?" 2
is "csv begins with a mark" "$(head -c 3 "$TMP/a.csv" | od -An -tx1 | tr -d ' ')" efbbbf
is "or not" "$(run --print --format csv --no-bom | head -c 4)" '"人'
run --print=ledger --format svg 2>"$TMP/err"
is "nothing to draw: usage" "$?" 2
run --print --format odt 2>"$TMP/err"
is "no such format: usage" "$?" 2
TMPDIR=$TMP/no/such/directory run --print --format xlsx --output "$TMP/x.xlsx" 2>"$TMP/err"
is "no room for a workbook: cannot write" "$?" 6
has "and where to look" "$(cat "$TMP/err")" "TMPDIR"
run --print --output "$TMP/there/is/none.txt" 2>/dev/null
is "nowhere to write" "$?" 6

# ---- a message ----
break_=$(printf 'x\r\nBcc: y@example.com')
run --print --format eml --subject "$break_" 2>"$TMP/err" >"$TMP/out"
is "a line break in the subject: usage" "$?" 2
is "and no message" "$(cat "$TMP/out")" ""
run --print --format eml --mail-to "$break_" 2>/dev/null >&2
is "a line break in a recipient: usage" "$?" 2
run --print --format eml --mail-to 省局 2>/dev/null >&2
is "no address: usage" "$?" 2

# ---- sending ----
openssl req -x509 -newkey rsa:2048 -nodes -keyout "$TMP/key" -out "$TMP/certificate" \
    -days 2 -subj /CN=localhost -addext subjectAltName=DNS:localhost 2>/dev/null
port=$((20000 + $$ % 20000))
server=
serve() { # MODE [CERTIFICATE KEY]
    rm -rf "$TMP/box" && mkdir "$TMP/box"
    $python tests/mail/server.py "$TMP/box" "$1" "$port" ${2:+"$2" "$3"} >"$TMP/ready" &
    server=$!
    i=0
    while [ ! -s "$TMP/ready" ] && [ $i -lt 100 ]; do
        sleep 0.1
        i=$((i + 1))
    done
}
stop() {
    kill "$server" 2>/dev/null
    wait "$server" 2>/dev/null
    : >"$TMP/ready"
}
printf 'user = office\npassword = secret\n' >"$TMP/credentials"
chmod 600 "$TMP/credentials"
configure() { # what mail { } says besides
    cat >"$TMP/aiplus.conf" <<END
language = "zh"
mail {
    server = "smtp://localhost:$port" from = "省数据局 <aiplus@example.gov.cn>"
    authority = "certificate" pause = 1 timeout = 10 $1
}
report "morning" {
    pages = {"overview@430000", "$charted"}
    to = {"张三 <zhang@example.gov.cn>", "later@example.gov.cn"}
    bcc = {"boss@example.gov.cn", "nobody@example.gov.cn"}
    subject = "每日进展 {date}" attach = {"csv", "xlsx"} since = "last report"
}
report "one" { pages = {"overview"} to = {"a@example.gov.cn"} }
END
}
configure 'credentials = "credentials"'
serve auth "$TMP/certificate" "$TMP/key"
said=$(run --report morning --send 2>"$TMP/err")
is "one recipient is refused: cannot send" "$?" 7
has "who got it" "$said" "发送 3 人"
has "who did not, and why" "$(cat "$TMP/err")" "550 5.1.1 no such user"
is "over TLS" "$(cat "$TMP"/box/*.to | grep -c True)" 3
receipt=$XDG_STATE_HOME/aiplus/reports/morning-2026-11-05.receipt
is "a receipt for each" "$(grep -c '^sent	' "$receipt")" 3
run --report morning --send >/dev/null 2>&1
is "nobody gets it twice" "$(find "$TMP/box" -name "*.eml" | wc -l)" 3
$python - "$TMP" <<'END'
import email, email.policy, io, sys
import openpyxl
def check(what, ok):
    print(('ok' if ok else 'not ok') + ' - ' + what)
messages = [email.message_from_bytes(open('%s/box/%d.eml' % (sys.argv[1], i), 'rb').read(),
                                     policy=email.policy.default) for i in (1, 2, 3)]
first = messages[0]
check('read back: the subject', first['subject'] == '每日进展 2026-11-05')
check('read back: from and to', str(first['to'].addresses[0].display_name) == '张三'
      and first['from'].addresses[0].display_name == '省数据局')
check('read back: no trace of blind copies', b'boss' not in first.as_bytes())
check('one message for all', len({m['message-id'] for m in messages}) == 1)
attached = {a.get_filename(): a.get_content() for a in first.iter_attachments()}
check('read back: attachments', sorted(attached) == ['morning-2026-11-05.csv', 'morning-2026-11-05.xlsx'])
book = openpyxl.load_workbook(io.BytesIO(attached['morning-2026-11-05.xlsx']))
check('read back: the workbook is whole', len(book.sheetnames) > 2)
text = attached['morning-2026-11-05.csv']
text = text if isinstance(text, str) else text.decode()
check('read back: the table is whole', text.startswith('\ufeff"人工智能+'))
END
{
    echo 'From aiplus@example.gov.cn Thu Nov  5 08:00:00 2026'
    tr -d '\r' <"$TMP/box/1.eml"
} >"$TMP/mbox"
heads=$(LC_ALL=C.UTF-8 s-nail -n -S folder-hook= -H -f "$TMP/mbox" 2>/dev/null </dev/null)
has "s-nail shows the subject" "$heads" "每日进展"
body=$(echo 'type 1' | LC_ALL=C.UTF-8 s-nail -n -S crt=0 -f "$TMP/mbox" 2>/dev/null)
has "s-nail shows the text" "$body" "总体目标"
stop

# Nobody listens, a wrong password, a connection cut before the answer.
configure 'starttls = "never" attempts = 2'
run --report one --send >/dev/null 2>"$TMP/err"
is "no server: cannot send" "$?" 7
has "no server: said" "$(cat "$TMP/err")" "a@example.gov.cn"
serve cut
run --report one --send >/dev/null 2>"$TMP/err"
is "cut before the answer" "$?" 7
has "nobody knows" "$(cat "$TMP/err")" "one-2026-11-05.receipt"
stop
serve plain
run --report one --send >/dev/null 2>"$TMP/err"
is "it is not sent again by itself" "$?.$(find "$TMP/box" -type f | wc -l)" 7.0
sed -i '/^sending/d' "$XDG_STATE_HOME/aiplus/reports/one-2026-11-05.receipt"
run --report one --send >/dev/null 2>&1
is "but once that line is gone" "$?.$(find "$TMP/box" -name "*.eml" | wc -l)" 5.1
echo rubbish >>"$XDG_STATE_HOME/aiplus/reports/one-2026-11-05.receipt"
run --report one --send >/dev/null 2>"$TMP/err"
is "a receipt that cannot be read stops it" "$?" 7
has "with its line" "$(cat "$TMP/err")" "3"
stop
configure 'credentials = "credentials"'
serve plain
run --report morning --send >/dev/null 2>"$TMP/err"
is "no password over an open line" "$(find "$TMP/box" -name "*.eml" | wc -l)" 0
stop
# Changes since the last report: from the end of the day before it on.
printf 'report\tlast\t2026-10-20\tx@y\nsent\ta@b.cn\t2026-10-20 07:30:00\t250 ok\n' \
    >"$XDG_STATE_HOME/aiplus/reports/morning-2026-10-20.receipt"
has "since the last report" "$(run --report morning --format text)" "2026-10-19"
run --report none 2>/dev/null
is "no such report: usage" "$?" 2
run --print --send 2>/dev/null
is "--send without a report: usage" "$?" 2
run --report one --send --offline 2>/dev/null
is "--send without a network" "$?" 1

# ---- mistakes in the configuration ----
wrong() { # what, its line
    printf '%s\n' "$2" >"$TMP/aiplus.conf"
    said=$(run --print --lang en 2>&1 >/dev/null)
    is "$1" "$?" 1
    has "$1: file and line" "$said" "aiplus.conf, line 1"
}
wrong "a recipient that is none" 'report "a" { pages = {"overview"} to = {"nobody"} }'
wrong "no pages" 'report "a" { to = {"a@b.cn"} }'
wrong "a name with a slash" 'report "a/b" { pages = {"overview"} }'
wrong "a server that is none" 'mail { server = "http://a" }'
wrong "a password in the address" 'mail { server = "smtps://a:b@c" }'
wrong "a format that is none" 'report "a" { pages = {"overview"} format = "doc" }'

# ---- completion ----
"$AIPLUS" --completion bash >"$TMP/completion.bash"
is "bash takes it" "$(bash -c '. "$1"; COMP_WORDS=(aiplus --format htm); COMP_CWORD=2; _aiplus; echo "${COMPREPLY[@]}"' - "$TMP/completion.bash" 2>&1)" html
is "bash completes every option" "$(bash -c '. "$1"; COMP_WORDS=(aiplus --); COMP_CWORD=1; _aiplus; printf "%s\n" "${COMPREPLY[@]}"' - "$TMP/completion.bash" | sort)" \
    "$("$AIPLUS" --lang en --help | sed -n 's/^  \(--[a-z-]*\).*/\1/p' | sort -u)"
"$AIPLUS" --completion zsh >"$TMP/_aiplus"
zsh -n "$TMP/_aiplus"
is "zsh takes it" "$?" 0
tap_done
