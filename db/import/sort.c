/* SPDX-License-Identifier: MIT */
/* sort: batches are sorted and written as runs by a thread of their own while the next batch comes
 * in; then the runs are merged. What never filled a batch never sees the disk. */
#include "db/import/sort.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "db/connection.h"
#include "db/file.h"
#include "db/import/merge.h"
#include "db/import/record.h"
#include "db/text.h"

enum { WRITE_BYTES = 256 * 1024, BATCHES = 2, FILE_MODE = 0600 };

/* A record and the part of its key that nearly always decides. */
struct handle {
    uint64_t key;
    const struct record *record;
};

struct batch {
    struct record *records;
    struct handle *handles;
    uint32_t count;
    bool is_in_order; /* as they came */
};

struct sort {
    const char *folder;
    uint32_t capacity; /* of a batch */
    struct batch batches[BATCHES];
    struct batch *filling;
    uint32_t next; /* sort_next() without runs: of the only batch */
    struct merge *merge;

    /* Of the thread that writes runs, while it lives. */
    int fd;
    uint64_t bytes;
    uint8_t *buffer;
    struct merge_run *runs;
    size_t run_count;

    pthread_t thread;
    bool has_thread;
    pthread_mutex_t mutex; /* for what follows */
    pthread_cond_t changed;
    struct batch *writing; /* NULL: the thread is idle */
    bool should_stop;
    enum db_status status; /* of the thread: the first failure */
    struct db_message message;
};

/* --- a batch into a run --- */

static int compare_handles(const void *a, const void *b)
{
    const struct handle *x = a;
    const struct handle *y = b;

    if (x->key != y->key)
        return x->key < y->key ? -1 : 1;
    return record_compare(x->record, y->record);
}

static void order(struct batch *batch)
{
    for (uint32_t i = 0; i < batch->count; i++) {
        batch->handles[i].key = batch->records[i].key[0];
        batch->handles[i].record = &batch->records[i];
    }
    if (!batch->is_in_order)
        qsort(batch->handles, batch->count, sizeof(*batch->handles), compare_handles);
}

static enum db_status report(const struct sort *sort, int cause, struct db_message *ret_message)
{
    enum db_status status = file_report(ret_message, cause, sort->folder, "cannot sort in");

    if (status == DB_FULL)
        message_set(ret_message, status,
                    "%s is full, or a file may not grow further: sorting takes about 45 bytes a "
                    "row; --temporary=FOLDER does it elsewhere",
                    sort->folder);
    return status;
}

static enum db_status open_file(struct sort *sort, struct db_message *ret_message)
{
    if (sort->fd >= 0)
        return DB_OK;
    sort->buffer = malloc(WRITE_BYTES);
    if (!sort->buffer)
        return message_set(ret_message, DB_MEMORY, "no memory");
    sort->fd = open(sort->folder, O_TMPFILE | O_RDWR | O_CLOEXEC, FILE_MODE);
    if (sort->fd >= 0)
        return DB_OK;

    /* A file system without nameless files. */
    char *name _cleanup_text_ = text_format("%s/entente-sort-XXXXXX", sort->folder);
    sort->fd = name ? mkostemp(name, O_CLOEXEC) : -1;
    if (sort->fd < 0)
        return report(sort, errno, ret_message);
    unlink(name);
    return DB_OK;
}

static enum db_status write_out(struct sort *sort, size_t size, struct db_message *ret_message)
{
    for (size_t done = 0; done < size;) {
        const ssize_t written =
            pwrite(sort->fd, sort->buffer + done, size - done, (off_t)sort->bytes);

        if (written < 0 && errno != EINTR)
            return report(sort, errno, ret_message);
        if (written > 0) {
            done += (size_t)written;
            sort->bytes += (uint64_t)written;
        }
    }
    return DB_OK;
}

static enum db_status write_records(struct sort *sort, const struct batch *batch,
                                    struct db_message *ret_message)
{
    struct record none = {.key = {0}};
    const struct record *before = &none;
    enum db_status status = DB_OK;
    size_t size = 0;

    for (uint32_t i = 0; status == DB_OK && i < batch->count; i++) {
        const struct record *record = batch->handles[i].record;

        if (size + RECORD_MOST_BYTES > WRITE_BYTES) {
            status = write_out(sort, size, ret_message);
            size = 0;
        }
        size += record_encode(record, before, sort->buffer + size);
        before = record;
    }
    return status == DB_OK ? write_out(sort, size, ret_message) : status;
}

static enum db_status write_run(struct sort *sort, struct batch *batch,
                                struct db_message *ret_message)
{
    struct merge_run *runs = realloc(sort->runs, (sort->run_count + 1) * sizeof(*runs));
    enum db_status status;

    if (!runs)
        return message_set(ret_message, DB_MEMORY, "no memory");
    sort->runs = runs;
    status = open_file(sort, ret_message);
    if (status != DB_OK)
        return status;
    order(batch);
    runs[sort->run_count].begin = sort->bytes;
    status = write_records(sort, batch, ret_message);
    runs[sort->run_count++].end = sort->bytes;
    batch->count = 0;
    batch->is_in_order = true;
    return status;
}

/* --- the thread --- */

static void *work(void *arg)
{
    struct sort *sort = arg;

    pthread_mutex_lock(&sort->mutex);
    while (!sort->should_stop || sort->writing) {
        struct db_message message = {""};
        enum db_status status;

        if (!sort->writing) {
            pthread_cond_wait(&sort->changed, &sort->mutex);
            continue;
        }
        pthread_mutex_unlock(&sort->mutex);
        status = write_run(sort, sort->writing, &message);
        pthread_mutex_lock(&sort->mutex);
        if (sort->status == DB_OK && status != DB_OK) {
            sort->status = status;
            sort->message = message;
        }
        sort->writing = NULL;
        pthread_cond_signal(&sort->changed);
    }
    pthread_mutex_unlock(&sort->mutex);
    return NULL;
}

/* Hands a batch over once the one before is written. Return: how that went. */
static enum db_status hand_over(struct sort *sort, struct batch *batch,
                                struct db_message *ret_message)
{
    enum db_status status;

    pthread_mutex_lock(&sort->mutex);
    while (sort->writing)
        pthread_cond_wait(&sort->changed, &sort->mutex);
    status = sort->status;
    if (status != DB_OK && ret_message)
        *ret_message = sort->message;
    if (status == DB_OK)
        sort->writing = batch;
    pthread_cond_signal(&sort->changed);
    pthread_mutex_unlock(&sort->mutex);
    return status;
}

static enum db_status write_batch(struct sort *sort, struct batch *batch,
                                  struct db_message *ret_message)
{
    if (!sort->has_thread)
        sort->has_thread = pthread_create(&sort->thread, NULL, work, sort) == 0;
    if (!sort->has_thread)
        return write_run(sort, batch, ret_message);
    return hand_over(sort, batch, ret_message);
}

/* Waits for the last batch. Return: how the writing went. */
static enum db_status stop_thread(struct sort *sort, struct db_message *ret_message)
{
    if (!sort->has_thread)
        return DB_OK;
    pthread_mutex_lock(&sort->mutex);
    sort->should_stop = true;
    pthread_cond_signal(&sort->changed);
    pthread_mutex_unlock(&sort->mutex);
    pthread_join(sort->thread, NULL);
    sort->has_thread = false;
    if (sort->status != DB_OK && ret_message)
        *ret_message = sort->message;
    return sort->status;
}

/* --- in and out --- */

static void free_batch(struct batch *batch)
{
    free(batch->records);
    free(batch->handles);
    *batch = (struct batch){0};
}

static int make_batch(struct batch *batch, uint32_t capacity)
{
    batch->records = malloc(capacity * sizeof(*batch->records));
    batch->handles = malloc(capacity * sizeof(*batch->handles));
    batch->is_in_order = true;
    return batch->records && batch->handles ? 0 : -1;
}

struct sort *sort_new(const char *folder, uint32_t records)
{
    struct sort *sort = calloc(1, sizeof(*sort));
    int failures = 0;

    if (!sort)
        return NULL;
    sort->folder = folder;
    sort->fd = -1;
    sort->capacity = records ? records : SORT_BATCH_RECORDS;
    sort->filling = &sort->batches[0];
    pthread_mutex_init(&sort->mutex, NULL);
    pthread_cond_init(&sort->changed, NULL);
    for (int i = 0; i < BATCHES; i++)
        failures += make_batch(&sort->batches[i], sort->capacity);
    return failures == 0 ? sort : sort_free(sort);
}

struct sort *sort_free(struct sort *sort)
{
    if (!sort)
        return NULL;
    stop_thread(sort, NULL);
    for (int i = 0; i < BATCHES; i++)
        free_batch(&sort->batches[i]);
    merge_free(sort->merge);
    free(sort->buffer);
    free(sort->runs);
    if (sort->fd >= 0)
        close(sort->fd);
    pthread_cond_destroy(&sort->changed);
    pthread_mutex_destroy(&sort->mutex);
    free(sort);
    return NULL;
}

static struct batch *other(struct sort *sort)
{
    return sort->filling == &sort->batches[0] ? &sort->batches[1] : &sort->batches[0];
}

enum db_status sort_add(struct sort *sort, const struct record *record,
                        struct db_message *ret_message)
{
    struct batch *batch = sort->filling;

    if (batch->count == sort->capacity) {
        enum db_status status = write_batch(sort, batch, ret_message);

        if (status != DB_OK)
            return status;
        /* hand_over() has waited until the other one was written. */
        sort->filling = batch = other(sort);
    }
    if (batch->is_in_order && batch->count > 0)
        batch->is_in_order = record_compare(&batch->records[batch->count - 1], record) < 0;
    batch->records[batch->count++] = *record;
    return DB_OK;
}

enum db_status sort_finish(struct sort *sort, struct db_message *ret_message)
{
    const bool is_small = !sort->has_thread && sort->run_count == 0;
    enum db_status status = DB_OK;

    if (is_small) {
        order(sort->filling);
        free_batch(other(sort));
        return DB_OK;
    }
    if (sort->filling->count > 0)
        status = write_batch(sort, sort->filling, ret_message);
    if (stop_thread(sort, status == DB_OK ? ret_message : NULL) != DB_OK && status == DB_OK)
        status = sort->status;
    for (int i = 0; i < BATCHES; i++)
        free_batch(&sort->batches[i]);
    free(sort->buffer);
    sort->buffer = NULL;
    if (status == DB_OK)
        status = merge_new(sort->fd, sort->runs, sort->run_count, &sort->merge, ret_message);
    return status;
}

enum db_status sort_next(struct sort *sort, const struct record **ret,
                         struct db_message *ret_message)
{
    if (sort->merge)
        return merge_next(sort->merge, ret, ret_message);
    *ret = sort->next < sort->filling->count ? sort->filling->handles[sort->next++].record : NULL;
    return DB_OK;
}

uint64_t sort_disk_bytes(const struct sort *sort)
{
    return sort->bytes;
}
