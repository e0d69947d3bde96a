/* The warden: see tests/torture/warden.h. */
#include "tests/torture/warden.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <poll.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

/* A call that nobody makes otherwise: the child's way of speaking to the warden. */
enum { SIGN = SYS_getpriority };

/* After the first one; after the second one nothing fails. */
enum { BEGUN = 1 };

static const struct {
    int number;
    bool needs_room;
} calls[] = {
    {SYS_write, true},
    {SYS_pwrite64, true},
    {SYS_writev, true},
    {SYS_pwritev, true},
    {SYS_fallocate, true},
    {SYS_ftruncate, true},
    {SYS_fsync, true},
    {SYS_fdatasync, true},
    {SYS_openat, true},
    {SYS_mkdirat, true},
    {SYS_renameat, true},
    {SYS_renameat2, true},
    {SYS_unlinkat, false},
    {SYS_fchmod, false},
    {SYS_fchmodat, false},
    {SYS_linkat, true},
    {SYS_copy_file_range, true},
#ifdef SYS_open /* not on the newer architectures */
    {SYS_mkdir, true},
    {SYS_rename, true},
    {SYS_unlink, false},
    {SYS_chmod, false},
    {SYS_link, true},
    {SYS_rmdir, false},
#endif
    {SIGN, false},
};

enum { CALLS = sizeof calls / sizeof *calls };

static void channel_send(int channel, int fd)
{
    union {
        char bytes[CMSG_SPACE(sizeof(int))];
        struct cmsghdr align;
    } control = {{0}};
    char byte = 0;
    struct iovec iov = {.iov_base = &byte, .iov_len = 1};
    struct msghdr message = {.msg_iov = &iov,
                             .msg_iovlen = 1,
                             .msg_control = control.bytes,
                             .msg_controllen = sizeof control.bytes};
    struct cmsghdr *head = CMSG_FIRSTHDR(&message);
    head->cmsg_level = SOL_SOCKET;
    head->cmsg_type = SCM_RIGHTS;
    head->cmsg_len = CMSG_LEN(sizeof fd);
    memcpy(CMSG_DATA(head), &fd, sizeof fd);
    sendmsg(channel, &message, 0);
}

/* -1 if the other end closed without sending one. */
static int channel_receive(int channel)
{
    union {
        char bytes[CMSG_SPACE(sizeof(int))];
        struct cmsghdr align;
    } control;
    char byte;
    int fd = -1;
    struct iovec iov = {.iov_base = &byte, .iov_len = 1};
    struct msghdr message = {.msg_iov = &iov,
                             .msg_iovlen = 1,
                             .msg_control = control.bytes,
                             .msg_controllen = sizeof control.bytes};
    if (recvmsg(channel, &message, 0) == 1 && CMSG_FIRSTHDR(&message))
        memcpy(&fd, CMSG_DATA(CMSG_FIRSTHDR(&message)), sizeof fd);
    return fd;
}

/* Asks the kernel to stop this process at the calls; -1 if it does not. */
static int listener_make(void)
{
    struct sock_filter filter[CALLS + 3];
    unsigned short n = 0;
    filter[n++] = (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
                                               offsetof(struct seccomp_data, nr));
    for (size_t i = 0; i < CALLS; i++)
        filter[n++] = (struct sock_filter)BPF_JUMP(
            BPF_JMP | BPF_JEQ | BPF_K, (unsigned)calls[i].number, CALLS - i, 0);
    filter[n++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
    filter[n++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_USER_NOTIF);
    const struct sock_fprog program = {.len = n, .filter = filter};
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
        return -1;
    return (int)syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER,
                        SECCOMP_FILTER_FLAG_NEW_LISTENER, &program);
}

static void child(int channel, void (*body)(void *self), void *self)
{
    setrlimit(RLIMIT_CORE, &(struct rlimit){0});
    int listener = listener_make();
    if (listener < 0)
        _exit(0); /* the other end sees the channel close */
    channel_send(channel, listener);
    close(listener);
    close(channel);
    body(self);
    _exit(0);
}

/* Opening a file to read it changes nothing. */
static bool only_reads(const struct seccomp_data *call)
{
    return call->nr == SYS_openat && !(call->args[2] & O_CREAT) &&
           (call->args[2] & O_TMPFILE) != O_TMPFILE;
}

static bool needs_room(const struct seccomp_data *call)
{
    for (size_t i = 0; i < CALLS; i++)
        if (calls[i].number == call->nr)
            return calls[i].needs_room && !only_reads(call);
    return false;
}

/* One call: is the child to go on? */
static bool judge(struct warden *warden, int signs, const struct seccomp_data *call,
                  struct seccomp_notif_resp *answer)
{
    answer->flags = SECCOMP_USER_NOTIF_FLAG_CONTINUE;
    if (call->nr == SIGN || only_reads(call))
        return true;
    if (warden->deed == WARDEN_FAIL && signs != BEGUN)
        return true;
    warden->calls++;
    if (warden->deed == WARDEN_KILL)
        return warden->calls != warden->at;
    if (warden->deed == WARDEN_FAIL && warden->calls >= warden->at &&
        needs_room(call)) {
        answer->flags = 0;
        answer->error = -warden->error;
    }
    return true;
}

/* Answers the child until it has ended. */
static void watch(struct warden *warden, int listener, pid_t pid)
{
    int signs = 0;
    struct pollfd poller = {.fd = listener, .events = POLLIN};
    while (poll(&poller, 1, -1) >= 0 && (poller.revents & POLLIN)) {
        struct seccomp_notif asked = {0};
        if (ioctl(listener, SECCOMP_IOCTL_NOTIF_RECV, &asked) != 0)
            continue;
        struct seccomp_notif_resp answer = {.id = asked.id};
        signs += asked.data.nr == SIGN;
        if (!judge(warden, signs, &asked.data, &answer)) {
            kill(pid, SIGKILL);
            return;
        }
        ioctl(listener, SECCOMP_IOCTL_NOTIF_SEND, &answer);
    }
}

bool warden_run(struct warden *warden, void (*body)(void *self), void *self)
{
    int channel[2];
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, channel) != 0)
        return false;
    fflush(NULL);
    pid_t pid = fork();
    if (pid == 0) {
        close(channel[0]);
        child(channel[1], body, self);
    }
    close(channel[1]);
    int listener = channel_receive(channel[0]);
    close(channel[0]);
    warden->calls = 0;
    if (listener >= 0) {
        watch(warden, listener, pid);
        close(listener);
    }
    waitpid(pid, &warden->status, 0);
    return listener >= 0;
}

void warden_begin(void)
{
    syscall(SIGN, 0, 0);
}

void warden_relent(void)
{
    syscall(SIGN, 0, 0);
}
