/*
 * make bench: the program at national scale beside SQLite doing the same work in the
 * same run, in turn. What a line says: tests/bench/figure.h; what the data is:
 * tests/bench/workload.h; how the peer keeps it: tests/bench/peer.h.
 */
#include "tests/bench/bench.h"

#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <unistd.h>

enum { PATH_SIZE = 512 };

static const struct part {
    const char *name;
    void (*run)(struct bench *bench);
    bool bare; /* needs none of the data */
} parts[] = {
    {"queries", bench_queries, false},     {"cold", bench_cold, false},
    {"size", bench_size, false},           {"months", bench_months, false},
    {"feeds", bench_feeds, false},         {"viewer", bench_viewer, false},
    {"screens", bench_screens, false},     {"paper", bench_paper, false},
    {"collector", bench_collector, false}, {"formats", bench_formats, false},
    {"decoders", bench_decoders, true},    {"transfers", bench_transfers, true},
    {"gigabyte", bench_gigabyte, true},    {NULL, NULL, false},
};

struct options {
    enum workload_scale scale;
    bool age, index;
    const char *keep, *only;
};

static _Noreturn void usage(void)
{
    fputs("bench [--scale office|national] [--age] [--index] [--keep DIRECTORY]\n"
          "      [--only PART]\n"
          "  --age   36 months more before anything is asked\n"
          "  --index SQLite gets a second, covering index for cross-sections\n"
          "  --keep  leave the data there, and take it from there if it has been left\n"
          "  --only  one of",
          stderr);
    for (const struct part *part = parts; part->name; part++)
        fprintf(stderr, " %s", part->name);
    fputs("\n", stderr);
    exit(2);
}

/* The last, without a name, if there is none of that one. */
static const struct part *part_named(const char *name)
{
    const struct part *part = parts;
    while (part->name && strcmp(part->name, name) != 0)
        part++;
    return part;
}

static void read_options(int argc, char **argv, struct options *options)
{
    static const struct option known[] = {
        {"scale", required_argument, NULL, 's'}, {"age", no_argument, NULL, 'a'},
        {"index", no_argument, NULL, 'i'},       {"keep", required_argument, NULL, 'k'},
        {"only", required_argument, NULL, 'o'},  {NULL, 0, NULL, 0}};
    for (int c; (c = getopt_long(argc, argv, "", known, NULL)) != -1;)
        switch (c) {
        case 's':
            if (strcmp(optarg, "office") != 0 && strcmp(optarg, "national") != 0)
                usage();
            options->scale = *optarg == 'o' ? SCALE_OFFICE : SCALE_NATIONAL;
            break;
        case 'a':
            options->age = true;
            break;
        case 'i':
            options->index = true;
            break;
        case 'k':
            options->keep = optarg;
            break;
        case 'o':
            options->only = optarg;
            break;
        default:
            usage();
        }
    if (optind < argc || (options->only && !part_named(options->only)->name))
        usage();
}

/* The value of a line "name : value" of a file in /proc. */
static void machine_line(const char *path, const char *name)
{
    char line[512];
    FILE *file = fopen(path, "r");
    while (file && fgets(line, sizeof line, file)) {
        char *colon = strchr(line, ':');
        if (strncmp(line, name, strlen(name)) != 0 || !colon)
            continue;
        colon[strcspn(colon, "\n")] = '\0';
        printf(", %s", colon + 1 + strspn(colon + 1, " "));
        break;
    }
    if (file)
        fclose(file);
}

static void introduce(const struct bench *bench)
{
    const struct workload *workload = &bench->workload;
    struct utsname name;
    uname(&name);
    printf("# %ld processors", sysconf(_SC_NPROCESSORS_ONLN));
    machine_line("/proc/cpuinfo", "model name");
    machine_line("/proc/meminfo", "MemTotal");
    printf(", %s %s %s\n", name.sysname, name.release, name.machine);
    printf("# aiplus %s; SQLite %s, WAL, synchronous=FULL, WITHOUT ROWID, prepared, "
           "page cache %d MiB, latest figures kept in a table (ours has one too)\n",
           AIPLUS_VERSION, sqlite3_libversion(), PEER_CACHE_MB);
    if (bench->index)
        puts("# SQLite has a second index, (indicator, period, region), that covers "
             "cross-sections");
    printf("# %s: %zu regions x %d indicators x %d months, 5 %% revised\n",
           workload->scale == SCALE_NATIONAL ? "national" : "office",
           workload->n_regions, WORKLOAD_INDICATORS, WORKLOAD_MONTHS);
    if (workload->scale == SCALE_OFFICE)
        puts("# of the nation and one province: its prefectures stand for provinces");
    puts("# name\tours\tunit\tpeer\tpeer's\tratio\tbudget\tkept");
    fflush(stdout);
}

/* ---- data that is kept: what is in it stands in a file beside it ---- */

static const char state_form[] = "scale %d months %d clock %lld\n";

static bool read_state(struct bench *bench, const char *path)
{
    int scale, months;
    long long clock;
    FILE *file = fopen(path, "r");
    if (!file)
        return false;
    if (fscanf(file, state_form, &scale, &months, &clock) != 3 ||
        scale != (int)bench->workload.scale)
        die("the data that was kept is of another scale", NULL);
    fclose(file);
    bench->months = months;
    bench->clock = clock;
    return true;
}

static void write_state(const struct bench *bench, const char *path)
{
    FILE *file = fopen(path, "w");
    if (!file)
        die(path, NULL);
    fprintf(file, state_form, (int)bench->workload.scale, bench->months,
            (long long)bench->clock);
    if (fclose(file) != 0)
        die(path, NULL);
}

static void measure(struct bench *bench, const struct options *options)
{
    char state[PATH_SIZE + 16];
    snprintf(state, sizeof state, "%s/state", bench->directory);
    workload_open(&bench->workload, options->scale);
    introduce(bench);
    const struct part *only = options->only ? part_named(options->only) : NULL;
    if (only && only->bare) {
        only->run(bench);
        workload_close(&bench->workload);
        return;
    }
    if (!read_state(bench, state))
        bench_load(bench);
    if (options->age)
        bench_age(bench);
    write_state(bench, state);
    for (const struct part *part = parts; part->name; part++)
        if (!only || part == only) {
            part->run(bench);
            write_state(bench, state);
        }
    workload_close(&bench->workload);
}

/* In a child, so that what it leaves is removed however it ends. */
static int measure_apart(struct bench *bench, const struct options *options)
{
    int status;
    pid_t pid = fork();
    if (pid == 0) {
        measure(bench, options);
        exit(0);
    }
    signal(SIGINT, SIG_IGN);
    if (pid < 0 || waitpid(pid, &status, 0) != pid)
        die("fork", NULL);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}

int main(int argc, char **argv)
{
    static struct bench bench;
    struct options options = {0};
    read_options(argc, argv, &options);
    char fresh[] = "/tmp/aiplus-bench-XXXXXX", program[PATH_SIZE];
    char cache[PATH_SIZE + 16], peer[PATH_SIZE + 16], command[PATH_SIZE + 16];
    if (options.keep)
        mkdir(options.keep, 0700);
    char *directory = options.keep ? realpath(options.keep, NULL) : mkdtemp(fresh);
    if (!directory || strlen(directory) >= PATH_SIZE)
        die("there is no directory for the data", NULL);
    /* The program is built beside the bench. */
    const char *slash = strrchr(argv[0], '/');
    snprintf(program, sizeof program, "%.*saiplus",
             slash ? (int)(slash - argv[0]) + 1 : 0, argv[0]);
    snprintf(cache, sizeof cache, "%s/cache", directory);
    snprintf(peer, sizeof peer, "%s/peer.db", directory);
    bench.program = program;
    bench.directory = directory;
    bench.cache = cache;
    bench.peer = peer;
    bench.index = options.index;
    bench.judge = options.scale == SCALE_NATIONAL;
    int status = measure_apart(&bench, &options);
    snprintf(command, sizeof command, "rm -rf '%s'", directory);
    if (!options.keep && system(command) != 0)
        die("what was measured with cannot be removed", NULL);
    if (options.keep)
        free(directory);
    return status;
}
