/* Words: which language each environment gives, and that Chinese is found although its
 * locale is not installed. Each case runs in a process of its own. */
#include "views/words.h"

#include <libgen.h>
#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

struct answer {
    enum language language;
    bool utf8;
    char text[64];
};

static const struct {
    const char *asked, *language, *lc_all, *lc_messages, *lang;
    enum language expected;
} cases[] = {
    {"", NULL, NULL, NULL, NULL, LANGUAGE_ZH},
    {"", NULL, NULL, NULL, "C", LANGUAGE_ZH},
    {"", NULL, "POSIX", NULL, "C.UTF-8", LANGUAGE_ZH},
    {"", NULL, NULL, NULL, "zh_CN.UTF-8", LANGUAGE_ZH},
    {"", NULL, NULL, NULL, "en_US.UTF-8", LANGUAGE_EN},
    {"", NULL, NULL, NULL, "de_DE.UTF-8", LANGUAGE_EN},
    {"", NULL, NULL, "en_GB", "zh_CN.GBK", LANGUAGE_EN},
    {"", NULL, "zh_TW.UTF-8", "en_GB", "en_GB", LANGUAGE_ZH},
    {"", "zh_CN:en", "en_US.UTF-8", "en_GB", "en_GB", LANGUAGE_ZH},
    {"", "en:zh_CN", "zh_CN.UTF-8", NULL, NULL, LANGUAGE_EN},
    {"", ":C:zh", "en_US.UTF-8", NULL, NULL, LANGUAGE_ZH},
    {"", "", "", "", "en", LANGUAGE_EN},
    {"en", "zh_CN", "zh_CN.UTF-8", NULL, "zh_CN.UTF-8", LANGUAGE_EN},
    {"zh", "en", "C", NULL, "en_US.UTF-8", LANGUAGE_ZH},
    {"zh", NULL, "C", "C", "C", LANGUAGE_ZH},
    {"", NULL, NULL, NULL, "zhosa", LANGUAGE_EN},
};

static void put_environment(const char *name, const char *value)
{
    if (value)
        setenv(name, value, 1);
    else
        unsetenv(name);
}

static struct answer ask(size_t i)
{
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        put_environment("LANGUAGE", cases[i].language);
        put_environment("LC_ALL", cases[i].lc_all);
        put_environment("LC_MESSAGES", cases[i].lc_messages);
        put_environment("LANG", cases[i].lang);
        struct answer answer = {0};
        answer.language = words_open(cases[i].asked, &answer.utf8);
        snprintf(answer.text, sizeof answer.text, "%s%s%s", _("Notes"), _(""),
                 _("no such message"));
        _exit(write(ends[1], &answer, sizeof answer) != sizeof answer);
    }
    struct answer answer;
    assert_int_equal(read(ends[0], &answer, sizeof answer), sizeof answer);
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
    close(ends[0]);
    close(ends[1]);
    return answer;
}

static void test_language(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct answer answer = ask(i);
        if (answer.language != cases[i].expected)
            fail_msg("case %zu: language %d", i, (int)answer.language);
        const char *expected = cases[i].expected == LANGUAGE_ZH
                                   ? "说明no such message"
                                   : "Notesno such message";
        if (strcmp(answer.text, expected) != 0)
            fail_msg("case %zu: \"%s\"", i, answer.text);
    }
}

static void test_characters(void **state)
{
    (void)state;
    /* C.UTF-8 is part of the C library itself from glibc 2.35 on. */
    assert_true(ask(1).utf8);
    assert_true(ask(7).utf8);
}

/* The translations beside this program, from a file of one message. */
static char directory[PATH_MAX];

static int make_words(void **state)
{
    (void)state;
    char program[PATH_MAX], command[3 * PATH_MAX];
    ssize_t n = readlink("/proc/self/exe", program, sizeof program - 1);
    if (n < 0)
        return -1;
    program[n] = '\0';
    snprintf(directory, sizeof directory, "%.*s/locale", PATH_MAX - 16,
             dirname(program));
    snprintf(command, sizeof command,
             "mkdir -p '%s/zh_CN/LC_MESSAGES' && msgfmt -o "
             "'%s/zh_CN/LC_MESSAGES/aiplus.mo' tests/fixtures/layout/words.po",
             directory, directory);
    return system(command);
}

static int remove_words(void **state)
{
    (void)state;
    char command[PATH_MAX + 16];
    snprintf(command, sizeof command, "rm -r '%s'", directory);
    return system(command);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_language),
        cmocka_unit_test(test_characters),
    };
    return cmocka_run_group_tests(tests, make_words, remove_words);
}
