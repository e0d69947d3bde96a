# aiplus: a terminal dashboard for the offices that carry out the "AI+" opinions.
# `make help` lists the targets.

VERSION  := 0.2.0
PREFIX   ?= /usr/local
DESTDIR  ?=
CC       ?= cc
# One build tree per variant: release, asan.
VARIANT  ?= release
BUILD    := build/$(VARIANT)

# Where addresses have 32 bits, files and times still have 64.
STD      := -std=c11 -D_GNU_SOURCE -D_FILE_OFFSET_BITS=64 -D_TIME_BITS=64
WARN     := -Wall -Wextra -Werror -Wshadow -Wstrict-prototypes -Wmissing-prototypes \
            -Wpointer-arith -Wwrite-strings -Wvla -Wformat=2 -Wno-format-nonliteral \
            -Wundef -Wold-style-definition -Wunused-macros -Wdate-time
HARDEN   := -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3 -fstack-protector-strong -fPIE
HARDLD   := -pie -Wl,-z,relro -Wl,-z,now
OPT      := -O2 -g
# Not the builder's directory: the same source gives the same bytes.
PLACE    := -ffile-prefix-map=$(CURDIR)=.
ifeq ($(VARIANT),asan)
OPT      := -O1 -g -fno-omit-frame-pointer -fsanitize=address,undefined \
            -fno-sanitize-recover=all
HARDEN   := -fPIE
HARDLD   := -pie -fsanitize=address,undefined
endif
ifeq ($(VARIANT),fuzz)
CC       := clang
OPT      := -O1 -g -fno-omit-frame-pointer -fsanitize=fuzzer-no-link,address,undefined \
            -fno-sanitize-recover=all
# What a row of a table leaves out is zero, and gcc keeps quiet about it.
WARN     += -Wno-missing-field-initializers
HARDEN   :=
HARDLD   := -fsanitize=address,undefined
endif
CPPFLAGS += -I. -DAIPLUS_VERSION='"$(VERSION)"' -DAIPLUS_PREFIX='"$(PREFIX)"'
CFLAGS_  := $(STD) $(OPT) $(PLACE) $(WARN) $(HARDEN) $(CFLAGS)
LDFLAGS_ := $(HARDLD) $(LDFLAGS)
LIBS     := -lncursesw -ltinfo -lcurl -lcjson -llmdb -lconfuse -lcsv -lunistring \
            -lcrypto -lz -lzip -lexpat -lxlsxwriter -lm

ROOMS    := core catalog fetch store views report tui app
SOURCES  := $(sort $(wildcard $(ROOMS:=/*.c)))
HEADERS  := $(sort $(wildcard $(ROOMS:=/*.h)))
OBJECTS  := $(SOURCES:%.c=$(BUILD)/%.o) $(BUILD)/gen/embedded.o $(BUILD)/gen/themes.o
LIBRARY  := $(BUILD)/libaiplus.a
PROGRAM  := $(BUILD)/aiplus
MO       := $(BUILD)/locale/zh_CN/LC_MESSAGES/aiplus.mo
CATALOG  := $(sort $(wildcard catalog/*.tsv))
THEMES   := $(sort $(wildcard themes/*.theme))

# Packages by what needs them (Debian 12).
BUILD_PACKAGES := gcc libc6-dev pkg-config libncurses-dev libcurl4-openssl-dev \
                  libcjson-dev liblmdb-dev libconfuse-dev libcsv-dev \
                  libunistring-dev libssl-dev zlib1g-dev libxxhash-dev \
                  libzip-dev libexpat1-dev libxlsxwriter-dev gettext
DEMO_PACKAGES  := libmicrohttpd-dev
CHECK_PACKAGES := libcmocka-dev libvterm-dev libmicrohttpd-dev nginx-light curl jq screen \
                  libasan8 libubsan1 mandoc openssl \
                  tidy libxml2-utils python3-jsonschema python3-openpyxl \
                  python3-aiosmtpd s-nail zsh
LINT_PACKAGES  := clang-format cppcheck shellcheck
FUZZ_PACKAGES  := clang libclang-rt-14-dev
BENCH_PACKAGES := libsqlite3-dev libvterm-dev libyajl-dev newsboat tig lnav python3

.PHONY: all demo check torture fuzz fuzz-build lint format asan bench install uninstall dist help clean \
        packages-demo packages-check packages-lint packages-bench packages-fuzz tests test-run demo-server

all: $(PROGRAM) $(MO)

help:
	@sed -n 's/^#: //p' Makefile

#: make            build build/release/aiplus
#: make demo       install what is missing, build, and run the dashboard on six demo
#:                 ministries; without a terminal, print its pages; FAULTS="html=most
#:                 cut=nbs" lets things go wrong (aiplus-demo-server --help)
#: make check      install what the tests need, and run them all, then under sanitizers
#: make torture    the store's random sequences, kills, damage, crowds and full disks, each
#:                 many times over, under sanitizers; about half an hour
#: make fuzz       every reader of outside bytes under libFuzzer with sanitizers, a minute
#:                 each; FUZZ="SECONDS [TARGET]..." otherwise
#: make asan       build with AddressSanitizer and UBSan
#: make lint       warnings, formatting, and the rules about includes
#: make format     format the sources
#: make bench      measure against SQLite at national scale; about six minutes and 6 GB
#:                 in /tmp; BENCH="--scale office" an office's, BENCH=--age an old store
#: make install    into $(DESTDIR)$(PREFIX); make uninstall takes it away again
#: make dist       a source archive in build/
#: make clean      remove build/

$(PROGRAM): $(BUILD)/app/main.o $(LIBRARY)
	$(CC) $(CFLAGS_) $(LDFLAGS_) -o $@ $^ $(LIBS)

$(LIBRARY): $(filter-out $(BUILD)/app/main.o,$(OBJECTS))
	@rm -f $@
	$(AR) rcs $@ $^

# The flags and the version are in this file: what it says counts like a header.
$(BUILD)/%.o: %.c Makefile
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS_) -MMD -MP -c -o $@ $<

$(BUILD)/gen/%.o: $(BUILD)/gen/%.c Makefile
	$(CC) $(CPPFLAGS) $(CFLAGS_) -MMD -MP -c -o $@ $<

$(BUILD)/gen/embedded.c: catalog/embed.sh $(CATALOG)
	@mkdir -p $(@D)
	sh catalog/embed.sh embedded_files $(CATALOG) >$@.new && mv $@.new $@

$(BUILD)/gen/themes.c: catalog/embed.sh $(THEMES)
	@mkdir -p $(@D)
	sh catalog/embed.sh embedded_themes $(THEMES) >$@.new && mv $@.new $@

$(MO): po/zh_CN.po
	@mkdir -p $(@D)
	msgfmt --check-format --check-domain -o $@ $<

-include $(OBJECTS:.o=.d) $(BUILD)/app/main.d $(wildcard $(BUILD)/tests/*/*.d)

# ---- tests ----
UNIT_SOURCES := $(sort $(wildcard tests/unit/test_*.c))
UNIT_TESTS   := $(UNIT_SOURCES:%.c=$(BUILD)/%)
# What is fuzzed, without who makes the bytes up.
FUZZ_SOURCES := $(filter-out tests/fuzz/fuzz.c tests/fuzz/list.c,$(sort $(wildcard tests/fuzz/*.c)))
TEST_OBJECTS := $(patsubst %.c,$(BUILD)/%.o,$(sort $(wildcard tests/lib/*.c tests/torture/*.c) \
                $(FUZZ_SOURCES)))
TEST_LIB     := $(BUILD)/tests/libtests.a
DEMO_SERVER  := $(BUILD)/aiplus-demo-server
CLI_TESTS    := $(sort $(wildcard tests/cli/*.sh))

$(BUILD)/tests/unit/%: $(BUILD)/tests/unit/%.o $(TEST_LIB) $(LIBRARY)
	$(CC) $(CFLAGS_) $(LDFLAGS_) -o $@ $^ $(LIBS) -lcmocka -lvterm -lmicrohttpd -lutil

$(TEST_LIB): $(TEST_OBJECTS)
	@rm -f $@
	$(AR) rcs $@ $^

$(DEMO_SERVER): $(patsubst %.c,$(BUILD)/%.o,$(sort $(wildcard tests/demo/*.c)) \
                 tests/lib/workbook.c)
	$(CC) $(CFLAGS_) $(LDFLAGS_) -o $@ $^ -lmicrohttpd -lzip -lz -lcrypto

.SECONDARY: $(UNIT_SOURCES:%.c=$(BUILD)/%.o) $(TEST_OBJECTS)

demo-server: $(DEMO_SERVER)
tests: $(if $(filter app,$(ROOMS)),all) $(UNIT_TESTS) $(if $(wildcard tests/demo/*.c),$(DEMO_SERVER))

test-run: tests
	@sh tests/run.sh BUILD=$(BUILD) $(UNIT_TESTS) $(CLI_TESTS)

# Both variants, and one closing line for all.
check: packages-check
	$(MAKE) --no-print-directory tests
	$(MAKE) --no-print-directory VARIANT=asan tests
	@sh tests/run.sh BUILD=build/release $(UNIT_TESTS:$(BUILD)/%=build/release/%) \
	    $(CLI_TESTS) BUILD=build/asan $(UNIT_TESTS:$(BUILD)/%=build/asan/%) $(CLI_TESTS)

# The same programs as in `make check`, with the numbers that take long.
TORTURE := property kill damaged viewers full

torture: packages-check
	$(MAKE) --no-print-directory VARIANT=asan \
	    $(TORTURE:%=build/asan/tests/unit/test_store_%)
	@sh tests/run.sh AIPLUS_TORTURE=full BUILD=build/asan \
	    $(TORTURE:%=build/asan/tests/unit/test_store_%)

FUZZER := build/fuzz/aiplus-fuzz
FUZZ   := 60

fuzz: packages-fuzz
	$(MAKE) --no-print-directory VARIANT=fuzz fuzz-build
	@sh tests/fuzz/run.sh $(FUZZER) $(FUZZ)

FUZZ_OBJECTS := $(patsubst %.c,$(BUILD)/%.o,$(FUZZ_SOURCES) tests/lib/workbook.c)

fuzz-build: $(FUZZER) $(FUZZER)-list

$(FUZZER): $(BUILD)/tests/fuzz/fuzz.o $(FUZZ_OBJECTS) $(LIBRARY)
	$(CC) $(CFLAGS_) $(LDFLAGS_) -fsanitize=fuzzer -o $@ $^ $(LIBS)

$(FUZZER)-list: $(BUILD)/tests/fuzz/list.o $(FUZZ_OBJECTS) $(LIBRARY)
	$(CC) $(CFLAGS_) $(LDFLAGS_) -o $@ $^ $(LIBS)

packages-demo:
	@sh tests/packages.sh $(BUILD_PACKAGES) $(DEMO_PACKAGES)

packages-check:
	@sh tests/packages.sh $(BUILD_PACKAGES) $(CHECK_PACKAGES)

packages-lint:
	@sh tests/packages.sh $(BUILD_PACKAGES) $(LINT_PACKAGES)

packages-fuzz:
	@sh tests/packages.sh $(BUILD_PACKAGES) $(FUZZ_PACKAGES)

packages-bench:
	@sh tests/packages.sh $(BUILD_PACKAGES) $(BENCH_PACKAGES)

demo: packages-demo
	$(MAKE) --no-print-directory all demo-server
	@sh tests/demo/demo.sh $(BUILD) $(FAULTS)

asan:
	$(MAKE) --no-print-directory VARIANT=asan all

# ---- the house rules ----
FORMATTED := $(SOURCES) $(HEADERS) $(wildcard tests/*/*.[ch])

lint: packages-lint
	$(MAKE) --no-print-directory all
	clang-format --dry-run -Werror $(FORMATTED)
	sh tests/lint/includes.sh
	shellcheck -s sh $(wildcard tests/*.sh tests/*/*.sh catalog/*.sh core/*.sh)
	cppcheck --quiet --error-exitcode=1 --inline-suppr --std=c11 -I. \
	    --enable=warning,portability --suppress=missingIncludeSystem $(SOURCES)

format:
	clang-format -i $(FORMATTED)

# ---- measuring ----
$(BUILD)/bench: $(patsubst %.c,$(BUILD)/%.o,$(wildcard tests/bench/*.c)) \
    $(BUILD)/tests/lib/pty.o $(BUILD)/tests/lib/workbook.o $(LIBRARY)
	$(CC) $(CFLAGS_) $(LDFLAGS_) -o $@ $^ $(LIBS) -lsqlite3 -lyajl -lvterm -lutil

bench: packages-bench
	$(MAKE) --no-print-directory all $(BUILD)/bench
	@$(BUILD)/bench $(BENCH)

# ---- installing ----
BINDIR  := $(DESTDIR)$(PREFIX)/bin
SHARE   := $(DESTDIR)$(PREFIX)/share
PAGES   := man/aiplus.1 man/aiplus.conf.5 man/aiplus-feed.5 man/aiplus-theme.5
SCHEMA  := fetch/aiplus-feed.schema.json report/aiplus-page.schema.json
UNITS   := aiplus-fetch.service aiplus-fetch.timer aiplus-report@.service aiplus-report@.timer
UNITDIR := $(DESTDIR)$(PREFIX)/lib/systemd/system

install: all
	install -d $(BINDIR) $(SHARE)/man/man1 $(SHARE)/man/man5 $(SHARE)/doc/aiplus \
	    $(SHARE)/aiplus $(SHARE)/locale/zh_CN/LC_MESSAGES \
	    $(SHARE)/bash-completion/completions $(SHARE)/zsh/site-functions $(UNITDIR) \
	    $(DESTDIR)$(PREFIX)/lib/sysusers.d
	install -m 755 $(PROGRAM) $(BINDIR)/aiplus
	install -m 644 man/aiplus.1 $(SHARE)/man/man1/
	install -m 644 $(filter %.5,$(PAGES)) $(SHARE)/man/man5/
	install -m 644 $(SCHEMA) $(SHARE)/aiplus/
	install -m 644 $(MO) $(SHARE)/locale/zh_CN/LC_MESSAGES/aiplus.mo
	$(PROGRAM) --completion bash >$(SHARE)/bash-completion/completions/aiplus
	$(PROGRAM) --completion zsh >$(SHARE)/zsh/site-functions/_aiplus
	for unit in $(UNITS); do sed 's|@BINDIR@|$(PREFIX)/bin|' app/units/$$unit \
	    >$(UNITDIR)/$$unit || exit 1; done
	install -m 644 app/units/aiplus.sysusers $(DESTDIR)$(PREFIX)/lib/sysusers.d/aiplus.conf
	install -m 644 README.md README.zh_CN.md LICENSE NOTICE $(SHARE)/doc/aiplus/

uninstall:
	rm -f $(BINDIR)/aiplus $(SHARE)/man/man1/aiplus.1 \
	    $(patsubst man/%,$(SHARE)/man/man5/%,$(filter %.5,$(PAGES))) \
	    $(SHARE)/locale/zh_CN/LC_MESSAGES/aiplus.mo
	rm -f $(SHARE)/bash-completion/completions/aiplus $(SHARE)/zsh/site-functions/_aiplus \
	    $(UNITS:%=$(UNITDIR)/%) $(DESTDIR)$(PREFIX)/lib/sysusers.d/aiplus.conf
	rm -rf $(SHARE)/doc/aiplus $(SHARE)/aiplus

dist:
	@mkdir -p build
	git archive --prefix=aiplus-$(VERSION)/ -o build/aiplus-$(VERSION).tar.gz HEAD
	@echo build/aiplus-$(VERSION).tar.gz

clean:
	rm -rf build
