/* A search that a damaged page keeps going for ever is ended like a fault. */
#include "app/fault.h"
#include "tests/lib/cache.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static void search_for_ever(void *self)
{
    volatile unsigned n = 0;
    int fd = open(self, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    dup2(fd, STDERR_FILENO);
    alarm(60); /* if the limit does not hold */
    fault_guard();
    fault_limit(20);
    fault_limit(1); /* the last word counts */
    for (;;)
        n++;
}

static void an_endless_search_is_ended(void **state)
{
    const char *path = cache_path(*state, "said");
    char said[512] = "";
    int status = cache_child(search_for_ever, (void *)path);
    assert_true(WIFSIGNALED(status));
    assert_int_equal(WTERMSIG(status), SIGVTALRM);
    int fd = open(path, O_RDONLY);
    assert_true(fd >= 0 && read(fd, said, sizeof said - 1) > 0);
    close(fd);
    assert_non_null(strstr(said, "aiplus: a fault in the program or a damaged file"));
}

static void take_no_limit(void *self)
{
    volatile unsigned n = 0;
    (void)self;
    fault_limit(1);
    fault_limit(0);
    while (clock() < 2 * CLOCKS_PER_SEC)
        n++;
    _exit(7);
}

static void the_limit_can_be_lifted(void **state)
{
    (void)state;
    int status = cache_child(take_no_limit, NULL);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 7);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(an_endless_search_is_ended, cache_setup,
                                        cache_teardown),
        cmocka_unit_test(the_limit_can_be_lifted),
    };
    return cmocka_run_group_tests_name("app: faults", tests, NULL, NULL);
}
