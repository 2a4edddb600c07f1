/* SPDX-License-Identifier: MIT */
#include "program_run.h"

#include <check.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum {
    MAX_WORDS = 48,
    LINE_SIZE = 4096,
    PATH_SIZE = 256,
    LIMIT_MS = 20000,
    NOBODY = 65534,
};

struct command {
    char line[LINE_SIZE];
    char *words[MAX_WORDS]; /* NULL-ended */
};

static void pause_ms(int ms)
{
    nanosleep(&(struct timespec){.tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000L}, NULL);
}

void run_begin(struct program *ret)
{
    signal(SIGPIPE, SIG_IGN);
    *ret = (struct program){.folder = "/tmp/entente-test-XXXXXX"};
    ck_assert_ptr_nonnull(mkdtemp(ret->folder));
    ck_assert_int_eq(chmod(ret->folder, 0755), 0);
}

static void cut(struct command *command)
{
    size_t count = 0;

    command->words[count++] = (char *)(uintptr_t) "entente";
    for (char *word = strtok(command->line, " "); word; word = strtok(NULL, " ")) {
        ck_assert_uint_lt(count, MAX_WORDS - 1);
        command->words[count++] = word;
    }
    command->words[count] = NULL;
}

static void put_environment(const struct run_options *options)
{
    unsetenv("ENTENTE_PROGRAM"); /* else a setting that it does not know */
    for (size_t i = 0; options && options->environment && options->environment[i]; i++)
        putenv((char *)(uintptr_t)options->environment[i]);
}

static void redirect(const char *name, int descriptor)
{
    int file = open(name, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);

    if (file < 0 || dup2(file, descriptor) < 0)
        _exit(126);
}

/* The file is opened before, because the folder it is in may be closed to nobody. */
__attribute__((noreturn)) static void execute(const char *const *words,
                                              const struct run_options *options)
{
    int program = open(getenv("ENTENTE_PROGRAM"), O_RDONLY | O_CLOEXEC);

    put_environment(options);
    if (options && options->is_nobody && geteuid() == 0 &&
        (setresgid(NOBODY, NOBODY, NOBODY) != 0 || setresuid(NOBODY, NOBODY, NOBODY) != 0))
        _exit(125);
    fexecve(program, (char *const *)(uintptr_t)words, environ);
    _exit(127);
}

static int spawn(const struct program *program, const struct run_options *options,
                 const struct command *command, const char *out, const char *err)
{
    ck_assert_msg(getenv("ENTENTE_PROGRAM") != NULL, "ENTENTE_PROGRAM is not set");
    int pid = fork();

    ck_assert_int_ge(pid, 0);
    if (pid > 0)
        return pid;
    if (chdir(program->folder) != 0)
        _exit(124);
    redirect(out, STDOUT_FILENO);
    redirect(err, STDERR_FILENO);
    execute((const char *const *)(uintptr_t)command->words, options);
}

static int wait_until_ended(int pid, const struct command *command)
{
    int64_t end_ms = now_ms() + LIMIT_MS;
    int status = 0;

    while (waitpid(pid, &status, WNOHANG) == 0) {
        if (now_ms() > end_ms)
            kill(pid, SIGKILL);
        ck_assert_msg(now_ms() < end_ms + 5000, "%s does not end", command->words[1]);
        pause_ms(2);
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

static void run_command(const struct program *program, const struct run_options *options,
                        struct command *command, struct outcome *ret)
{
    cut(command);
    unlink(run_path(program, "out"));
    unlink(run_path(program, "err"));
    ret->status = wait_until_ended(spawn(program, options, command, "out", "err"), command);
    ret->out = run_read(program, "out", NULL);
    ret->err = run_read(program, "err", NULL);
}

#define TAKE_LINE(command, line)                                                                   \
    do {                                                                                           \
        va_list arguments;                                                                         \
        va_start(arguments, line);                                                                 \
        vsnprintf((command)->line, LINE_SIZE, line, arguments);                                    \
        va_end(arguments);                                                                         \
    } while (0)

void run(const struct program *program, struct outcome *ret, const char *line, ...)
{
    struct command command;

    TAKE_LINE(&command, line);
    run_command(program, NULL, &command, ret);
}

void run_with(const struct program *program, const struct run_options *options, struct outcome *ret,
              const char *line, ...)
{
    struct command command;

    TAKE_LINE(&command, line);
    run_command(program, options, &command, ret);
}

void run_well(const struct program *program, const char *line, ...)
{
    struct command command;
    struct outcome outcome;

    TAKE_LINE(&command, line);
    run_command(program, NULL, &command, &outcome);
    ck_assert_msg(outcome.status == 0, "%s ends with %d: %s", command.words[1], outcome.status,
                  outcome.err);
    outcome_fini(&outcome);
}

void outcome_fini(struct outcome *outcome)
{
    free(outcome->out);
    free(outcome->err);
    *outcome = (struct outcome){0};
}

/* ---- servers ---- */

/* The number behind @before in the text; 0: not there. */
static uint16_t find_port(const char *text, const char *before)
{
    const char *at = strstr(text, before);

    return at ? (uint16_t)atoi(at + strlen(before)) : 0;
}

static bool listens(struct program *program, const char *log, bool has_admin)
{
    char *text = run_read(program, log, NULL);

    program->port = find_port(text, "listening on 127.0.0.1:");
    program->admin_port = has_admin ? find_port(text, "admin listening on 127.0.0.1:") : 0;
    free(text);
    return program->port && (!has_admin || program->admin_port);
}

static void serve(struct program *program, const struct run_options *options,
                  struct command *command, const char *log)
{
    char line[LINE_SIZE];
    int64_t end_ms = now_ms() + LIMIT_MS;
    int status;

    snprintf(line, sizeof line, "serve --port=0 %.4000s", command->line);
    memcpy(command->line, line, sizeof line);
    bool has_admin = strstr(line, "--admin-port") != NULL;
    cut(command);
    run_write(program, log, "", 0);
    program->pid = spawn(program, options, command, log, log);
    while (!listens(program, log, has_admin)) {
        bool has_ended = waitpid(program->pid, &status, WNOHANG) == program->pid;
        ck_assert_msg(!has_ended && now_ms() < end_ms, "the server does not listen: %s",
                      run_read(program, log, NULL));
        pause_ms(2);
    }
}

void run_serve(struct program *program, const struct run_options *options, const char *line, ...)
{
    struct command command;

    TAKE_LINE(&command, line);
    serve(program, options, &command, "log");
}

void run_serve_beside(const struct program *program, struct program *ret, const char *line, ...)
{
    struct command command;

    TAKE_LINE(&command, line);
    *ret = *program;
    serve(ret, NULL, &command, "log-beside");
}

void run_end(struct program *program)
{
    ck_assert_int_eq(program_stop(program), 0);
}

/* ---- files ---- */

const char *run_path(const struct program *program, const char *name)
{
    static char paths[2][PATH_SIZE];
    static size_t turn;

    turn = !turn;
    snprintf(paths[turn], PATH_SIZE, "%s/%s", program->folder, name);
    return paths[turn];
}

char *run_read(const struct program *program, const char *name, size_t *ret_length)
{
    FILE *file = fopen(run_path(program, name), "r");
    struct stat about;

    ck_assert_msg(file != NULL, "%s: %s", name, strerror(errno));
    ck_assert_int_eq(fstat(fileno(file), &about), 0);
    char *bytes = calloc(1, (size_t)about.st_size + 1);
    ck_assert_ptr_nonnull(bytes);
    size_t length = fread(bytes, 1, (size_t)about.st_size, file);
    fclose(file);
    if (ret_length)
        *ret_length = length;
    return bytes;
}

void run_write(const struct program *program, const char *name, const void *bytes, size_t length)
{
    FILE *file = fopen(run_path(program, name), "w");

    ck_assert_msg(file != NULL, "%s: %s", name, strerror(errno));
    ck_assert_uint_eq(fwrite(bytes, 1, length, file), length);
    ck_assert_int_eq(fclose(file), 0);
}

void run_overwrite(const struct program *program, const char *name, off_t at, const void *bytes,
                   size_t length)
{
    int file = open(run_path(program, name), O_WRONLY | O_CLOEXEC);

    ck_assert_msg(file >= 0, "%s: %s", name, strerror(errno));
    ck_assert_int_eq(pwrite(file, bytes, length, at), (ssize_t)length);
    close(file);
}

char *run_list(const struct program *program, const char *prefix)
{
    struct dirent **entries;
    int count = scandir(program->folder, &entries, NULL, alphasort);
    char *list = calloc(1, LINE_SIZE);
    size_t length = 0;

    ck_assert(count >= 0 && list);
    for (int i = 0; i < count; i++) {
        if (strncmp(entries[i]->d_name, prefix, strlen(prefix)) == 0)
            length +=
                (size_t)snprintf(list + length, LINE_SIZE - length, "%s ", entries[i]->d_name);
        free(entries[i]);
    }
    free(entries);
    return list;
}
