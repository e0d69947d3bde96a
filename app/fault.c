/* Faults: see app/fault.h. */
#include "app/fault.h"

#include "views/words.h"

#include <signal.h>
#include <stddef.h>
#include <string.h>
#include <sys/time.h>
#include <unistd.h>

/* A handler may not translate, so the sentence is made ready before; it is given no
 * pointer of ours, so the sentence is kept here. */
static const char *farewell;

static void on_fault(int number)
{
    static const char name[] = "aiplus: ";
    if (write(STDERR_FILENO, name, sizeof name - 1) < 0 ||
        write(STDERR_FILENO, farewell, strlen(farewell)) < 0 ||
        write(STDERR_FILENO, "\n", 1) < 0)
        _exit(128 + number);
    raise(number); /* by default now: SA_RESETHAND */
}

void fault_guard(void)
{
    farewell = _(
        "a fault in the program or a damaged file: it had to stop. Nothing stored was "
        "changed. aiplus --check tells what is damaged.");
    static const int numbers[] = {SIGSEGV, SIGBUS, SIGABRT, SIGILL, SIGFPE, SIGVTALRM};
    struct sigaction action = {.sa_handler = on_fault, .sa_flags = SA_RESETHAND};
    sigemptyset(&action.sa_mask);
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        sigaction(numbers[i], &action, NULL);
}

void fault_limit(unsigned seconds)
{
    const struct itimerval timer = {.it_value = {.tv_sec = (time_t)seconds}};
    setitimer(ITIMER_VIRTUAL, &timer, NULL);
}
