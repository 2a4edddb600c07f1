/* SPDX-License-Identifier: MIT */
#include "harness.h"

#include <arpa/inet.h>
#include <check.h>
#include <curl/curl.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { START_LIMIT_MS = 20000, MAX_FLAGS = 32, FLAG_SIZE = 128, VALUE_SIZE = 4096 };

int64_t now_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void sleep_ms(int ms)
{
    nanosleep(&(struct timespec){.tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000L}, NULL);
}

/* Also works outside a test, where a fixture runs once for many: TAP's way to give up. */
__attribute__((format(printf, 1, 2), noreturn)) static void bail_out(const char *format, ...)
{
    va_list arguments;

    fputs("Bail out! ", stdout);
    va_start(arguments, format);
    vprintf(format, arguments);
    va_end(arguments);
    fputc('\n', stdout);
    fflush(stdout);
    _exit(1);
}

/* ---- bytes that grow ---- */

struct bytes {
    char *data; /* NUL-ended */
    size_t length;
};

static void bytes_add(struct bytes *bytes, const void *more, size_t length)
{
    char *data = realloc(bytes->data, bytes->length + length + 1);

    if (!data)
        bail_out("out of memory");
    if (length > 0)
        memcpy(data + bytes->length, more, length);
    bytes->data = data;
    bytes->length += length;
    data[bytes->length] = '\0';
}

static char *read_file(const char *path)
{
    struct bytes all = {0};
    char part[4096];
    FILE *file = fopen(path, "r");

    bytes_add(&all, "", 0);
    if (!file)
        return all.data;
    for (size_t n = fread(part, 1, sizeof part, file); n > 0; n = fread(part, 1, sizeof part, file))
        bytes_add(&all, part, n);
    fclose(file);
    return all.data;
}

/* ---- the program ---- */

static void path_in(const struct program *program, const char *name, char ret[FLAG_SIZE])
{
    snprintf(ret, FLAG_SIZE, "%s/%s", program->folder, name);
}

/* Runs with stdout and stderr in the file @log. */
static int spawn(const char *const *arguments, const char *log)
{
    int pid = fork();

    if (pid < 0)
        bail_out("cannot fork: %s", strerror(errno));
    if (pid > 0)
        return pid;
    unsetenv("ENTENTE_PROGRAM");             /* else a setting that it does not know */
    setenv("ENTENTE_EVENT_THREADS", "2", 0); /* else one, where there are few processors */
    int descriptor = open(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    dup2(descriptor, 1);
    dup2(descriptor, 2);
    execv(arguments[0], (char *const *)(uintptr_t)arguments);
    _exit(127);
}

static int wait_for(int pid)
{
    int status = 0;

    while (waitpid(pid, &status, 0) < 0)
        if (errno != EINTR)
            bail_out("cannot wait for the program: %s", strerror(errno));
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

char *program_log(const struct program *program)
{
    char path[FLAG_SIZE];

    path_in(program, "log", path);
    return read_file(path);
}

bool program_has_logged(const struct program *program, const char *text)
{
    int64_t end_ms = now_ms() + 5000;
    bool is_there = false;

    while (!is_there && now_ms() < end_ms) {
        char *log = program_log(program);
        is_there = strstr(log, text) != NULL;
        free(log);
        if (!is_there)
            sleep_ms(5);
    }
    return is_there;
}

/* The number after the last colon of the message that begins with @before; 0: not logged yet. */
static uint16_t find_port(const char *log, const char *before)
{
    const char *line = strstr(log, before);

    if (!line)
        return 0;
    line += strlen(before);
    const char *end = strchr(line, '"');
    while (end && end > line && end[-1] != ':')
        end--;
    return end ? (uint16_t)atoi(end) : 0;
}

/* The admin's line is the second. */
static bool read_ports(struct program *program, bool has_admin)
{
    char *log = program_log(program);

    program->port = find_port(log, "\"listening on ");
    program->admin_port = has_admin ? find_port(log, "\"admin listening on ") : 0;
    free(log);
    return program->port != 0 && (!has_admin || program->admin_port != 0);
}

static void wait_for_ports(struct program *program, bool has_admin)
{
    int64_t end_ms = now_ms() + START_LIMIT_MS;

    while (!read_ports(program, has_admin)) {
        int status;
        bool has_ended = waitpid(program->pid, &status, WNOHANG) == program->pid;
        char *log = has_ended || now_ms() > end_ms ? program_log(program) : NULL;
        if (log)
            bail_out("the program does not listen: %s", log);
        sleep_ms(5);
    }
}

static void make_database(const char *executable, const char *database, const char *log)
{
    const char *const arguments[] = {executable, "init", database, NULL};

    if (wait_for(spawn(arguments, log)) != 0)
        bail_out("%s init failed: %s", executable, read_file(log));
}

void program_start(struct program *ret, const char *const *flags)
{
    const char *executable = getenv("ENTENTE_PROGRAM");
    const char *arguments[MAX_FLAGS] = {executable, "serve", "--port=0"};
    char database[FLAG_SIZE];
    char flag[FLAG_SIZE + 16];
    char log[FLAG_SIZE];
    bool has_admin = false;
    size_t count = 3;

    if (!executable)
        bail_out("ENTENTE_PROGRAM is not set");
    signal(SIGPIPE, SIG_IGN);
    *ret = (struct program){.folder = "/tmp/entente-test-XXXXXX"};
    if (!mkdtemp(ret->folder))
        bail_out("cannot make %s: %s", ret->folder, strerror(errno));
    path_in(ret, "entente.db", database);
    path_in(ret, "log", log);
    make_database(executable, database, log);

    snprintf(flag, sizeof flag, "--database=%s", database);
    arguments[count++] = flag;
    for (; flags && *flags && count < MAX_FLAGS - 1; flags++) {
        has_admin = has_admin || strncmp(*flags, "--admin-port", 12) == 0;
        arguments[count++] = *flags;
    }
    ret->pid = spawn(arguments, log);
    wait_for_ports(ret, has_admin);
}

void program_signal(const struct program *program, int signal_number)
{
    ck_assert_int_gt(program->pid, 0);
    kill(program->pid, signal_number);
}

int program_wait(struct program *program)
{
    int status = wait_for(program->pid);

    program->pid = 0;
    return status;
}

static int remove_one(const char *path, const struct stat *about, int kind, struct FTW *at)
{
    (void)about, (void)kind, (void)at;
    return remove(path);
}

int program_stop(struct program *program)
{
    int status = 0;

    if (program->pid > 0) {
        program_signal(program, SIGTERM);
        status = program_wait(program);
    }
    nftw(program->folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
    return status;
}

/* ---- raw sockets ---- */

static void connect_with(struct raw_socket *ret, uint16_t port, int receive_bytes)
{
    struct sockaddr_in address = {
        .sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};

    *ret = (struct raw_socket){.descriptor = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
    ck_assert_int_ge(ret->descriptor, 0);
    if (receive_bytes > 0)
        setsockopt(ret->descriptor, SOL_SOCKET, SO_RCVBUF, &receive_bytes, sizeof receive_bytes);
    ck_assert_int_eq(connect(ret->descriptor, (const struct sockaddr *)&address, sizeof address),
                     0);
}

void raw_connect(struct raw_socket *ret, uint16_t port)
{
    connect_with(ret, port, 0);
}

void raw_connect_small(struct raw_socket *ret, uint16_t port)
{
    connect_with(ret, port, 1);
}

void raw_widen(struct raw_socket *socket)
{
    const int size = 1 << 20;

    setsockopt(socket->descriptor, SOL_SOCKET, SO_RCVBUF, &size, sizeof size);
}

void raw_close(struct raw_socket *socket)
{
    close(socket->descriptor);
    free(socket->unread);
    *socket = (struct raw_socket){.descriptor = -1};
}

void raw_send(const struct raw_socket *socket, const void *bytes, size_t length)
{
    const char *from = bytes;

    while (length > 0) {
        ssize_t sent = send(socket->descriptor, from, length, MSG_NOSIGNAL);
        if (sent < 0)
            return; /* closed: what it answered is still to be read */
        from += sent;
        length -= (size_t)sent;
    }
}

void raw_send_text(const struct raw_socket *socket, const char *text)
{
    raw_send(socket, text, strlen(text));
}

bool raw_try_send(const struct raw_socket *socket, const void *bytes, size_t length)
{
    return send(socket->descriptor, bytes, length, MSG_NOSIGNAL | MSG_DONTWAIT) >= 0 ||
           errno == EAGAIN;
}

void raw_half_close(const struct raw_socket *socket)
{
    shutdown(socket->descriptor, SHUT_WR);
}

/* What came, added to socket->unread. Return: false when nothing more can come before @end_ms. */
static bool receive_more(struct raw_socket *socket, int64_t end_ms, bool *ret_is_closed)
{
    struct pollfd wanted = {.fd = socket->descriptor, .events = POLLIN};
    struct bytes all = {socket->unread, socket->length};
    int64_t left_ms = end_ms - now_ms();
    char part[65536];

    if (poll(&wanted, 1, left_ms > 0 ? (int)left_ms : 0) <= 0)
        return false;
    ssize_t length = recv(socket->descriptor, part, sizeof part, 0);
    *ret_is_closed = length <= 0;
    if (length <= 0)
        return false;
    bytes_add(&all, part, (size_t)length);
    socket->unread = all.data;
    socket->length = all.length;
    return true;
}

static const char *find_header(const char *header, const char *name)
{
    static char value[VALUE_SIZE];
    size_t length = strlen(name);

    for (const char *line = header; line && *line; line = strchr(line, '\n')) {
        line += *line == '\n';
        if (strncasecmp(line, name, length) != 0 || line[length] != ':')
            continue;
        line += length + 1;
        line += strspn(line, " ");
        snprintf(value, sizeof value, "%.*s", (int)strcspn(line, "\r\n"), line);
        return value;
    }
    return "";
}

const char *raw_header(const struct raw_answer *answer, const char *name)
{
    return find_header(answer->header ? answer->header : "", name);
}

/* How long the chunked body at @bytes is, framing included; 0: not all of it is there. */
static size_t chunked_length(const char *bytes, size_t length, struct bytes *ret)
{
    size_t at = 0;

    while (at < length) {
        const char *line_end = memmem(bytes + at, length - at, "\r\n", 2);
        if (!line_end)
            return 0;
        size_t size = strtoul(bytes + at, NULL, 16);
        at = (size_t)(line_end - bytes) + 2;
        if (at + size + 2 > length)
            return 0;
        bytes_add(ret, bytes + at, size);
        at += size + 2;
        if (size == 0)
            return at;
    }
    return 0;
}

/* Return: how long the body with its framing is; -1: not all of it is there. */
static ssize_t take_body(const struct raw_answer *answer, const char *bytes, size_t length,
                         bool is_head, struct bytes *ret)
{
    bool has_none = is_head || answer->status == 304 || answer->status == 204;
    bool is_chunked = strcasecmp(raw_header(answer, "Transfer-Encoding"), "chunked") == 0;

    bytes_add(ret, "", 0);
    if (has_none)
        return 0;
    if (is_chunked) {
        size_t whole = chunked_length(bytes, length, ret);
        return whole > 0 ? (ssize_t)whole : -1;
    }
    size_t wanted = strtoul(raw_header(answer, "Content-Length"), NULL, 10);
    if (wanted > length)
        return -1;
    bytes_add(ret, bytes, wanted);
    return (ssize_t)wanted;
}

static void forget(struct raw_socket *socket, size_t length)
{
    memmove(socket->unread, socket->unread + length, socket->length - length);
    socket->length -= length;
    socket->unread[socket->length] = '\0';
}

/* Whether a whole answer was there. */
static bool take_answer(struct raw_socket *socket, bool is_head, struct raw_answer *ret)
{
    const char *end = socket->unread ? strstr(socket->unread, "\r\n\r\n") : NULL;
    struct bytes header = {0};
    struct bytes body = {0};

    if (!end)
        return false;
    size_t header_length = (size_t)(end - socket->unread) + 4;
    bytes_add(&header, socket->unread, header_length);
    struct raw_answer answer = {.header = header.data};
    sscanf(header.data, "HTTP/1.%*d %d", &answer.status);
    ssize_t length = take_body(&answer, socket->unread + header_length,
                               socket->length - header_length, is_head, &body);
    answer.body = body.data;
    answer.body_length = body.length;
    if (length < 0) {
        raw_answer_fini(&answer);
        return false;
    }
    forget(socket, header_length + (size_t)length);
    *ret = answer;
    return true;
}

void raw_receive(struct raw_socket *socket, int limit_ms, bool is_head, struct raw_answer *ret)
{
    int64_t end_ms = now_ms() + limit_ms;
    bool is_closed = false;

    *ret = (struct raw_answer){0};
    while (!take_answer(socket, is_head, ret))
        if (!receive_more(socket, end_ms, &is_closed))
            break;
    ret->is_closed = is_closed;
    ret->is_cut = is_closed && ret->status == 0 && socket->length > 0;
}

void raw_answer_fini(struct raw_answer *answer)
{
    free(answer->header);
    free(answer->body);
    *answer = (struct raw_answer){0};
}

bool raw_is_closed_within(struct raw_socket *socket, int limit_ms)
{
    int64_t end_ms = now_ms() + limit_ms;
    bool is_closed = false;

    while (receive_more(socket, end_ms, &is_closed))
        socket->length = 0;
    return is_closed;
}

/* ---- libcurl ---- */

static size_t take_bytes(char *bytes, size_t size, size_t count, void *arg)
{
    bytes_add(arg, bytes, size * count);
    return size * count;
}

static struct curl_slist *make_list(const char *const *headers)
{
    struct curl_slist *list = NULL;

    for (; headers && *headers; headers++)
        list = curl_slist_append(list, *headers);
    return list;
}

void http_get(const struct program *program, const char *path, const char *const *headers,
              struct http_answer *ret)
{
    CURL *curl = curl_easy_init();
    struct curl_slist *list = make_list(headers);
    struct bytes header = {0};
    struct bytes body = {0};
    char url[8192];

    *ret = (struct http_answer){0};
    ck_assert_ptr_nonnull(curl);
    bytes_add(&header, "", 0);
    bytes_add(&body, "", 0);
    snprintf(url, sizeof url, "http://127.0.0.1:%u%s", program->port, path);
    curl_easy_setopt(curl, CURLOPT_URL, url);
    curl_easy_setopt(curl, CURLOPT_PATH_AS_IS, 1L);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT, 30L);
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, list);
    curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, take_bytes);
    curl_easy_setopt(curl, CURLOPT_HEADERDATA, &header);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take_bytes);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, &body);
    if (curl_easy_perform(curl) == CURLE_OK)
        curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &ret->status);
    ret->headers = header.data;
    ret->body = body.data;
    ret->body_length = body.length;
    curl_slist_free_all(list);
    curl_easy_cleanup(curl);
}

void http_answer_fini(struct http_answer *answer)
{
    free(answer->headers);
    free(answer->body);
    *answer = (struct http_answer){0};
}

const char *http_header(const struct http_answer *answer, const char *name)
{
    return find_header(answer->headers ? answer->headers : "", name);
}
