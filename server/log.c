/* SPDX-License-Identifier: MIT */
#include "server/log.h"

#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "server/clock.h"
#include "server/utf8.h"

enum {
    LOG_BUFFER_BYTES = 256 * 1024, /* what may wait; there are two */
    LOG_LINE_BYTES = 2048,         /* longest message or target that is kept */
    LOG_OUT_BYTES = 64 * 1024,
    LOG_MAX_STRINGS = 4,
    LOG_BATCH_MS = 20,        /* a busy writer looks this often instead of being woken per line */
    LOG_CLOSE_LIMIT_MS = 1000 /* a reader that does not read cannot stop the program from ending */
};

/* Lines wait in this form; their strings follow, each with its NUL. */
struct record {
    struct timespec time;
    uint64_t bytes;
    uint64_t microseconds;
    uint32_t size;
    unsigned status;
    enum log_level level;
    bool is_access;
};

struct lines {
    char *bytes;
    size_t used;
};

struct out {
    char bytes[LOG_OUT_BYTES];
    size_t used;
};

struct log {
    struct log_options options;
    bool is_file;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t wake;
    struct lines front; /* under the lock: what was logged */
    uint64_t lost;      /* under the lock */
    bool is_asleep;     /* under the lock: the writer waits without a limit */
    bool is_ending;     /* under the lock */
    struct lines back;  /* the writer's own */
    int64_t give_up_ms; /* the writer's own; 0: never */
    struct out out;     /* the writer's own */
    time_t second;      /* the writer's own: what second_text says */
    char second_text[32];
};

static const char *const level_words[] = {"debug", "info", "warning", "error", "off"};

enum log_level log_level_find(const char *word)
{
    for (size_t i = 0; i < sizeof level_words / sizeof level_words[0]; i++)
        if (strcmp(level_words[i], word) == 0)
            return (enum log_level)i;
    return LOG_INFO;
}

/* ---- putting bytes out: the writer's thread alone ---- */

/* Whether a write would not wait for ever. Pipes take PIPE_BUF bytes at once when poll says so. */
static bool may_write(struct log *log)
{
    struct pollfd wanted = {.fd = log->options.descriptor, .events = POLLOUT};

    for (;;) {
        if (poll(&wanted, 1, 100) > 0)
            return true;
        if (log->give_up_ms == 0) {
            pthread_mutex_lock(&log->lock);
            if (log->is_ending)
                log->give_up_ms = clock_now_ms() + LOG_CLOSE_LIMIT_MS;
            pthread_mutex_unlock(&log->lock);
        }
        if (log->give_up_ms != 0 && clock_now_ms() >= log->give_up_ms)
            return false;
    }
}

static void out_flush(struct log *log)
{
    size_t done = 0;

    while (done < log->out.used) {
        size_t part = log->out.used - done;

        if (!log->is_file && part > PIPE_BUF)
            part = PIPE_BUF;
        if (!log->is_file && !may_write(log))
            break;
        ssize_t written = write(log->options.descriptor, log->out.bytes + done, part);
        if (written < 0 && errno != EINTR && errno != EAGAIN)
            break;
        if (written > 0)
            done += (size_t)written;
    }
    log->out.used = 0;
}

static void out_bytes(struct log *log, const char *bytes, size_t length)
{
    if (log->out.used + length > sizeof log->out.bytes)
        out_flush(log);
    if (length > sizeof log->out.bytes)
        return;
    memcpy(log->out.bytes + log->out.used, bytes, length);
    log->out.used += length;
}

static void out_text(struct log *log, const char *text)
{
    out_bytes(log, text, strlen(text));
}

static void out_number(struct log *log, const char *before, uint64_t number)
{
    char digits[20];
    size_t at = sizeof digits;

    do {
        digits[--at] = (char)('0' + number % 10);
        number /= 10;
    } while (number > 0);
    out_text(log, before);
    out_bytes(log, digits + at, sizeof digits - at);
}

/* Writes one character of a string; what could end a line, a string or UTF-8 is spelled out. */
static size_t out_character(struct log *log, const char *at)
{
    const char *slash = log->options.is_text ? "\\" : "\\\\";
    unsigned char first = (unsigned char)at[0];
    char spelled[8];
    size_t length = utf8_length(at);

    if (length == 0 || first < 0x20 || first == 0x7f) {
        snprintf(spelled, sizeof spelled, "%sx%02x", slash, first);
        out_text(log, spelled);
        return 1;
    }
    if (!log->options.is_text && (at[0] == '"' || at[0] == '\\'))
        out_text(log, "\\");
    out_bytes(log, at, length);
    return length;
}

/* How many bytes at @text can be written as they are, in JSON and as text. */
static size_t plain_length(const char *text)
{
    size_t length = 0;

    while (text[length] >= 0x20 && text[length] < 0x7f && text[length] != '"' &&
           text[length] != '\\')
        length++;
    return length;
}

static void out_range(struct log *log, const char *text, const char *end)
{
    while (text < end) {
        size_t length = plain_length(text);

        if (length > (size_t)(end - text))
            length = (size_t)(end - text);
        out_bytes(log, text, length);
        text += length;
        if (text < end)
            text += out_character(log, text);
    }
}

static void out_string(struct log *log, const char *text)
{
    out_range(log, text, text + strlen(text));
}

static void out_member(struct log *log, const char *before, const char *text)
{
    out_text(log, before);
    out_string(log, text);
    out_text(log, "\"");
}

/* The path, and the query where there is one. */
static void out_target(struct log *log, const char *target)
{
    const char *query = strchr(target, '?');

    out_text(log, ",\"path\":\"");
    out_range(log, target, query ? query : target + strlen(target));
    out_text(log, "\"");
    if (query)
        out_member(log, ",\"query\":\"", query + 1);
}

/* The text of a second is kept: most lines have the same one as the line before. */
static void out_time(struct log *log, const struct timespec *time)
{
    long ms = time->tv_nsec / 1000000;
    char rest[] = {'.', (char)('0' + ms / 100), (char)('0' + ms / 10 % 10), (char)('0' + ms % 10),
                   'Z'};
    struct tm parts;

    if (time->tv_sec != log->second || log->second_text[0] == '\0') {
        gmtime_r(&time->tv_sec, &parts);
        strftime(log->second_text, sizeof log->second_text, "%Y-%m-%dT%H:%M:%S", &parts);
        log->second = time->tv_sec;
    }
    out_text(log, log->second_text);
    out_bytes(log, rest, sizeof rest);
}

static void out_record_json(struct log *log, const struct record *record,
                            const char *const *strings)
{
    out_text(log, "{\"time\":\"");
    out_time(log, &record->time);
    out_member(log, "\",\"level\":\"", level_words[record->level]);
    if (*strings[0])
        out_member(log, ",\"request_id\":\"", strings[0]);
    if (record->is_access) {
        out_member(log, ",\"method\":\"", strings[1]);
        out_target(log, strings[2]);
        out_number(log, ",\"status\":", record->status);
        out_number(log, ",\"bytes\":", record->bytes);
        out_number(log, ",\"microseconds\":", record->microseconds);
        out_member(log, ",\"client\":\"", strings[3]);
    } else {
        out_member(log, ",\"message\":\"", strings[1]);
    }
    out_text(log, "}\n");
}

/* 2026-11-21T21:17:37.123Z info    127.0.0.1 GET /v1/events 200 5120 bytes 180 us [9f…] */
static void out_record_text(struct log *log, const struct record *record,
                            const char *const *strings)
{
    char level[16];

    out_time(log, &record->time);
    snprintf(level, sizeof level, " %-7s ", level_words[record->level]);
    out_text(log, level);
    if (record->is_access) {
        out_string(log, strings[3]);
        out_text(log, " ");
        out_string(log, strings[1]);
        out_text(log, " ");
        out_string(log, strings[2]);
        out_number(log, " ", record->status);
        out_number(log, " ", record->bytes);
        out_number(log, " bytes ", record->microseconds);
        out_text(log, " us");
    } else {
        out_string(log, strings[1]);
    }
    if (*strings[0]) {
        out_text(log, " [");
        out_string(log, strings[0]);
        out_text(log, "]");
    }
    out_text(log, "\n");
}

static void out_record(struct log *log, const struct record *record, const char *strings)
{
    const char *parts[LOG_MAX_STRINGS] = {"", "", "", ""};
    size_t count = record->is_access ? 4 : 2;

    for (size_t i = 0; i < count; i++) {
        parts[i] = strings;
        strings += strlen(strings) + 1;
    }
    if (log->options.is_text)
        out_record_text(log, record, parts);
    else
        out_record_json(log, record, parts);
}

static void out_lines(struct log *log)
{
    for (size_t at = 0; at < log->back.used;) {
        struct record record;

        memcpy(&record, log->back.bytes + at, sizeof record);
        out_record(log, &record, log->back.bytes + at + sizeof record);
        at += record.size;
    }
    log->back.used = 0;
}

static void out_lost(struct log *log, uint64_t lost)
{
    char message[96] = "";
    struct record record = {.level = LOG_WARNING};

    clock_gettime(CLOCK_REALTIME, &record.time);
    snprintf(message + 1, sizeof message - 1,
             "%llu log lines were lost: they came faster than they could be written",
             (unsigned long long)lost);
    out_record(log, &record, message);
}

/* ---- the writer's thread ---- */

/* Waits for lines: without a limit when there were none the last time, else for one batch. */
static void wait_for_lines(struct log *log, bool was_busy)
{
    struct timespec limit = clock_at_ms(clock_now_us() / 1000 + LOG_BATCH_MS);

    if (was_busy && !log->is_ending)
        pthread_cond_timedwait(&log->wake, &log->lock, &limit);
    if (was_busy)
        return;
    log->is_asleep = true;
    while (log->front.used == 0 && log->lost == 0 && !log->is_ending)
        pthread_cond_wait(&log->wake, &log->lock);
    log->is_asleep = false;
}

static void *write_lines(void *arg)
{
    struct log *log = arg;
    bool was_busy = false;
    bool is_over = false;

    while (!is_over) {
        pthread_mutex_lock(&log->lock);
        wait_for_lines(log, was_busy);
        struct lines taken = log->front;
        log->front = log->back;
        log->back = taken;
        uint64_t lost = log->lost;
        log->lost = 0;
        is_over = log->is_ending;
        pthread_mutex_unlock(&log->lock);

        was_busy = log->back.used > 0;
        out_lines(log);
        if (lost > 0)
            out_lost(log, lost);
        out_flush(log);
    }
    return NULL;
}

/* ---- logging: any thread ---- */

static void add_record(struct log *log, struct record *record, const char *const *strings,
                       size_t count)
{
    size_t lengths[LOG_MAX_STRINGS];
    size_t size = sizeof *record;

    for (size_t i = 0; i < count; i++) {
        lengths[i] = strings[i] ? strnlen(strings[i], LOG_LINE_BYTES) : 0;
        size += lengths[i] + 1;
    }
    record->size = (uint32_t)size;

    pthread_mutex_lock(&log->lock);
    if (log->front.used + size > LOG_BUFFER_BYTES) {
        log->lost++;
    } else {
        char *to = log->front.bytes + log->front.used;
        memcpy(to, record, sizeof *record);
        to += sizeof *record;
        for (size_t i = 0; i < count; i++) {
            if (lengths[i] > 0)
                memcpy(to, strings[i], lengths[i]);
            to[lengths[i]] = '\0';
            to += lengths[i] + 1;
        }
        log->front.used += size;
    }
    bool is_asleep = log->is_asleep;
    pthread_mutex_unlock(&log->lock);
    if (is_asleep)
        pthread_cond_signal(&log->wake);
}

void log_write(struct log *log, enum log_level level, const char *request_id, const char *format,
               ...)
{
    char message[LOG_LINE_BYTES];
    va_list arguments;

    if (log && level < log->options.least)
        return;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    if (!log) {
        fprintf(stderr, "%s: %s\n", level_words[level], message);
        return;
    }

    struct record record = {.level = level};
    const char *strings[] = {request_id, message};
    clock_gettime(CLOCK_REALTIME_COARSE, &record.time);
    add_record(log, &record, strings, 2);
}

void log_access(struct log *log, const struct log_access *line)
{
    if (!log->options.has_access || log->options.least > LOG_INFO)
        return;

    struct record record = {.level = LOG_INFO,
                            .is_access = true,
                            .status = line->status,
                            .bytes = line->bytes,
                            .microseconds = line->microseconds};
    const char *strings[] = {line->request_id, line->method, line->target, line->client};
    clock_gettime(CLOCK_REALTIME_COARSE, &record.time);
    add_record(log, &record, strings, 4);
}

/* ---- opening and closing ---- */

static int start_writer(struct log *log)
{
    pthread_condattr_t attributes;

    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_mutex_init(&log->lock, NULL);
    pthread_cond_init(&log->wake, &attributes);
    pthread_condattr_destroy(&attributes);
    if (pthread_create(&log->thread, NULL, write_lines, log) != 0)
        return -1;
    pthread_setname_np(log->thread, "log");
    return 0;
}

static struct log *log_free(struct log *log)
{
    free(log->front.bytes);
    free(log->back.bytes);
    free(log);
    return NULL;
}

struct log *log_open(const struct log_options *options)
{
    struct log *log = calloc(1, sizeof *log);
    struct stat about;

    if (!log)
        return NULL;
    log->options = *options;
    log->is_file = fstat(options->descriptor, &about) == 0 && S_ISREG(about.st_mode);
    log->front.bytes = malloc(LOG_BUFFER_BYTES);
    log->back.bytes = malloc(LOG_BUFFER_BYTES);
    if (!log->front.bytes || !log->back.bytes || start_writer(log) < 0)
        return log_free(log);
    return log;
}

struct log *log_close(struct log *log)
{
    if (!log)
        return NULL;
    pthread_mutex_lock(&log->lock);
    log->is_ending = true;
    pthread_mutex_unlock(&log->lock);
    pthread_cond_signal(&log->wake);
    pthread_join(log->thread, NULL);
    pthread_cond_destroy(&log->wake);
    pthread_mutex_destroy(&log->lock);
    return log_free(log);
}
