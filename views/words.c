/*
 * Words: see views/words.h. The only file of libintl.h.
 *
 * glibc looks nothing up while the locale of LC_MESSAGES is "C", whatever LANGUAGE
 * says, and any other locale will do: so Chinese is had by LANGUAGE=zh_CN over
 * whichever UTF-8 locale is installed, and English by leaving LC_MESSAGES at "C".
 */
#include "views/words.h"

#include <langinfo.h>
#include <libintl.h>
#include <limits.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define DOMAIN "aiplus"

const char *words_translate(const char *msgid)
{
    /* gettext gives the file's header for "". */
    return *msgid ? dgettext(DOMAIN, msgid) : msgid;
}

/* What a locale's name or a language list says about the language. "C" and "POSIX" say
 * nothing; a language that the program does not speak is answered in English. */
static bool language_named(const char *value, enum language *language)
{
    if (!value)
        return false;
    for (const char *p = value; *p; p += *p == ':') {
        size_t n = strcspn(p, ":");
        size_t letters = strcspn(p, "_.@-:");
        if (letters == 2 && strncmp(p, "zh", 2) == 0) {
            *language = LANGUAGE_ZH;
            return true;
        }
        bool says_nothing = letters == 0 || (letters == 1 && *p == 'C') ||
                            (letters == 5 && strncmp(p, "POSIX", 5) == 0);
        if (!says_nothing) {
            *language = LANGUAGE_EN;
            return true;
        }
        p += n;
    }
    return false;
}

static enum language choose(const char *asked)
{
    static const char *const variables[] = {"LANGUAGE", "LC_ALL", "LC_MESSAGES",
                                            "LANG"};
    enum language language = LANGUAGE_ZH;
    if (language_named(asked, &language))
        return language;
    for (size_t i = 0; i < sizeof variables / sizeof *variables; i++)
        if (language_named(getenv(variables[i]), &language))
            return language;
    return LANGUAGE_ZH;
}

/* Sets the category to a UTF-8 locale: the environment's own or one that is commonly
 * installed. False if the C library has none of them. */
static bool set_utf8(int category)
{
    static const char *const names[] = {
        "", "C.UTF-8", "C.utf8", "zh_CN.UTF-8", "en_US.UTF-8", "POSIX.UTF-8"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const char *name = setlocale(category, names[i]);
        if (!name || strcmp(name, "C") == 0 || strcmp(name, "POSIX") == 0)
            continue;
        /* The codeset is LC_CTYPE's; for another category the name has to say it. */
        if (category != LC_CTYPE || strcmp(nl_langinfo(CODESET), "UTF-8") == 0)
            return true;
    }
    setlocale(category, "C");
    return false;
}

static bool has_words(const char *directory)
{
    char path[PATH_MAX];
    int n =
        snprintf(path, sizeof path, "%s/zh_CN/LC_MESSAGES/" DOMAIN ".mo", directory);
    return n > 0 && (size_t)n < sizeof path && access(path, R_OK) == 0;
}

/* Where the translations are: beside the program in a build tree, else where it was
 * installed, wherever that was moved to. */
static void bind_words(void)
{
    char program[PATH_MAX], directory[PATH_MAX + 32];
    ssize_t n = readlink("/proc/self/exe", program, sizeof program - 1);
    if (n > 0) {
        program[n] = '\0';
        *strrchr(program, '/') = '\0';
        static const char *const places[] = {"/locale", "/../share/locale"};
        for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
            snprintf(directory, sizeof directory, "%s%s", program, places[i]);
            if (has_words(directory)) {
                bindtextdomain(DOMAIN, directory);
                return;
            }
        }
    }
    bindtextdomain(DOMAIN, AIPLUS_PREFIX "/share/locale");
}

enum language words_open(const char *asked, bool *utf8)
{
    enum language language = choose(asked);
    bool found = set_utf8(LC_CTYPE);
    if (utf8)
        *utf8 = found;
    setlocale(LC_MESSAGES, "C");
    if (language == LANGUAGE_ZH) {
        setenv("LANGUAGE", "zh_CN", 1);
        set_utf8(LC_MESSAGES);
        bind_words();
        bind_textdomain_codeset(DOMAIN, "UTF-8");
    }
    return language;
}
