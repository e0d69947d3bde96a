# aiplus: a terminal dashboard for the offices that carry out the "AI+" opinions.
# `make help` lists the targets.

VERSION  := 0.1.0
PREFIX   ?= /usr/local
DESTDIR  ?=
CC       ?= cc
# One build tree per variant: release, asan.
VARIANT  ?= release
BUILD    := build/$(VARIANT)

STD      := -std=c11 -D_GNU_SOURCE
WARN     := -Wall -Wextra -Werror -Wshadow -Wstrict-prototypes -Wmissing-prototypes \
            -Wpointer-arith -Wwrite-strings -Wvla -Wformat=2 -Wno-format-nonliteral
HARDEN   := -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3 -fstack-protector-strong -fPIE
HARDLD   := -pie -Wl,-z,relro -Wl,-z,now
OPT      := -O2 -g
ifeq ($(VARIANT),asan)
OPT      := -O1 -g -fno-omit-frame-pointer -fsanitize=address,undefined \
            -fno-sanitize-recover=all
HARDEN   := -fPIE
HARDLD   := -pie -fsanitize=address,undefined
endif
CPPFLAGS += -I. -I$(BUILD) -DAIPLUS_VERSION='"$(VERSION)"' \
            -DAIPLUS_PREFIX='"$(PREFIX)"'
CFLAGS_  := $(STD) $(OPT) $(WARN) $(HARDEN) $(CFLAGS)
LDFLAGS_ := $(HARDLD) $(LDFLAGS)
LIBS     := -lncursesw -ltinfo -lcurl -lcjson -llmdb -lconfuse -lcsv -lunistring \
            -lcrypto -lz -lm

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
                  libunistring-dev libssl-dev zlib1g-dev gettext
DEMO_PACKAGES  := libmicrohttpd-dev
CHECK_PACKAGES := libcmocka-dev libvterm-dev libmicrohttpd-dev nginx-light curl jq \
                  libasan8 libubsan1 mandoc
LINT_PACKAGES  := clang-format clang-tidy cppcheck shellcheck

.PHONY: all demo check lint format asan bench install uninstall dist help clean \
        packages-demo packages-check packages-lint tests test-run demo-server

all: $(PROGRAM) $(MO)

help:
	@sed -n 's/^#: //p' Makefile

#: make            build build/release/aiplus
#: make demo       install what is missing, build, and run the dashboard on two demo
#:                 ministries; without a terminal, print its pages
#: make check      install what the tests need, and run them all, then under sanitizers
#: make asan       build with AddressSanitizer and UBSan
#: make lint       warnings, formatting, and the rules about includes
#: make format     format the sources
#: make bench      measure against peers
#: make install    into $(DESTDIR)$(PREFIX); make uninstall takes it away again
#: make dist       a source archive in build/
#: make clean      remove build/

$(PROGRAM): $(BUILD)/app/main.o $(LIBRARY)
	$(CC) $(CFLAGS_) $(LDFLAGS_) -o $@ $^ $(LIBS)

$(LIBRARY): $(filter-out $(BUILD)/app/main.o,$(OBJECTS))
	@rm -f $@
	$(AR) rcs $@ $^

$(BUILD)/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS_) -MMD -MP -c -o $@ $<

$(BUILD)/gen/%.o: $(BUILD)/gen/%.c
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
TEST_LIB     := $(patsubst %.c,$(BUILD)/%.o,$(sort $(wildcard tests/lib/*.c)))
DEMO_SERVER  := $(BUILD)/aiplus-demo-server

$(BUILD)/tests/unit/%: $(BUILD)/tests/unit/%.o $(TEST_LIB) $(LIBRARY)
	$(CC) $(CFLAGS_) $(LDFLAGS_) -o $@ $^ $(LIBS) -lcmocka -lvterm -lmicrohttpd -lutil

$(DEMO_SERVER): $(patsubst %.c,$(BUILD)/%.o,$(sort $(wildcard tests/demo/*.c)))
	$(CC) $(CFLAGS_) $(LDFLAGS_) -o $@ $^ -lmicrohttpd -lz -lcrypto

.SECONDARY: $(UNIT_SOURCES:%.c=$(BUILD)/%.o) $(TEST_LIB)

demo-server: $(DEMO_SERVER)
tests: $(if $(filter app,$(ROOMS)),all) $(UNIT_TESTS) $(if $(wildcard tests/demo/*.c),$(DEMO_SERVER))

test-run: tests
	@BUILD=$(BUILD) sh tests/run.sh $(UNIT_TESTS) $(sort $(wildcard tests/cli/*.sh))

clean:
	rm -rf build
