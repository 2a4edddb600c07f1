/* SPDX-License-Identifier: MIT */
#include "db/import/input.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "db/connection.h"
#include "db/file.h"

/* What tells a format: gzip, a byte-order mark, zip. */
enum { WINDOW_BITS_GZIP = 15 + 16, INPUT_START_BYTES = 4 };

static bool fail(struct input *input, enum db_status status)
{
    input->status = status;
    input->at_end = true;
    return false;
}

static bool fail_packed(struct input *input, const char *what)
{
    return fail(input,
                message_set(input->message, DB_FAILED, "%s: %s (after %llu bytes of the file)",
                            input->path, what, (unsigned long long)input->disk_bytes));
}

/* Reads bytes of the file and hashes them. Return: how many; 0 at the end or after a failure. */
static size_t read_disk(struct input *input, void *at, size_t size)
{
    ssize_t count;

    do {
        count = read(input->fd, at, size);
    } while (count < 0 && errno == EINTR);
    if (count < 0) {
        fail(input, file_report(input->message, errno, input->path, "cannot read"));
        return 0;
    }
    if (count == 0)
        input->is_disk_at_end = true;
    sha256_update(&input->hash, (size_t)count, at);
    input->disk_bytes += (uint64_t)count;
    return (size_t)count;
}

static bool fill_packed(struct input *input)
{
    if (input->unpack.avail_in > 0 || input->is_disk_at_end)
        return input->unpack.avail_in > 0;
    input->unpack.next_in = input->packed;
    input->unpack.avail_in = (uInt)read_disk(input, input->packed, INPUT_CHUNK_BYTES);
    return input->unpack.avail_in > 0;
}

/* A gzip file may be several, one behind the other, and padded with zeros. */
static bool begin_member(struct input *input)
{
    while (fill_packed(input) && *input->unpack.next_in == 0) {
        input->unpack.next_in++;
        input->unpack.avail_in--;
    }
    if (input->unpack.avail_in == 0)
        return false;
    if (inflateReset(&input->unpack) != Z_OK)
        return fail_packed(input, "cannot be unpacked");
    input->is_between_members = false;
    return true;
}

/* Return: how many bytes were unpacked; 0 at the end or after a failure. */
static size_t read_packed(struct input *input, void *at, size_t size)
{
    z_stream *unpack = &input->unpack;

    unpack->next_out = at;
    unpack->avail_out = (uInt)size;
    while (unpack->avail_out == (uInt)size) {
        if (input->is_between_members && !begin_member(input))
            return 0;
        if (!fill_packed(input)) {
            if (input->status == DB_OK)
                fail_packed(input, "the compressed data ends too early");
            return 0;
        }

        const int code = inflate(unpack, Z_NO_FLUSH);
        if (code == Z_STREAM_END) {
            input->is_between_members = true;
        } else if (code == Z_MEM_ERROR) {
            fail(input, message_set(input->message, DB_MEMORY, "no memory"));
            return 0;
        } else if (code != Z_OK) {
            fail_packed(input, unpack->msg ? unpack->msg : "the compressed data is damaged");
            return 0;
        }
    }
    return size - unpack->avail_out;
}

bool input_fill(struct input *input)
{
    size_t length = input->end - input->begin;
    size_t size = INPUT_WINDOW_BYTES - length;
    size_t count;

    if (input->at_end || size == 0)
        return false;
    memmove(input->data, input->data + input->begin, length);
    input->begin = 0;
    if (size > INPUT_CHUNK_BYTES)
        size = INPUT_CHUNK_BYTES;
    count = input->is_packed ? read_packed(input, input->data + length, size)
                             : read_disk(input, input->data + length, size);
    input->end = length + count;
    if (count == 0)
        input->at_end = true;
    return count > 0;
}

void input_want(struct input *input, size_t size)
{
    while (input->end - input->begin < size && input_fill(input))
        ;
}

static bool begins(const struct input *input, const char *bytes, size_t length)
{
    return input->end - input->begin >= length &&
           memcmp(input->data + input->begin, bytes, length) == 0;
}

/* What was read so far becomes the first packed bytes. */
static enum db_status begin_unpacking(struct input *input)
{
    input->packed = malloc(INPUT_CHUNK_BYTES + INPUT_START_BYTES);
    if (!input->packed || inflateInit2(&input->unpack, WINDOW_BITS_GZIP) != Z_OK) {
        free(input->packed);
        input->packed = NULL;
        return message_set(input->message, DB_MEMORY, "no memory");
    }
    input->is_packed = true;
    memcpy(input->packed, input->data, input->end);
    input->unpack.next_in = input->packed;
    input->unpack.avail_in = (uInt)input->end;
    input->end = 0;
    input->at_end = false;
    input_want(input, INPUT_START_BYTES);
    return input->status;
}

static enum db_status look_at_start(struct input *input)
{
    if (begins(input, "\xEF\xBB\xBF", 3))
        input->begin += 3;
    if (begins(input, "\xFF\xFE", 2) || begins(input, "\xFE\xFF", 2))
        return message_set(input->message, DB_FAILED,
                           "%s is UTF-16; convert it to UTF-8 first (iconv -f UTF-16 -t UTF-8)",
                           input->path);
    if (begins(input, "PK\x03\x04", 4))
        return message_set(input->message, DB_FAILED,
                           "%s is a zip archive or a workbook; unpack it, or save it as CSV",
                           input->path);
    return DB_OK;
}

enum db_status input_open(struct input *input, const char *path, struct db_message *message)
{
    const bool is_stdin = strcmp(path, "-") == 0;

    memset(input, 0, sizeof *input);
    input->path = is_stdin ? "standard input" : path;
    input->message = message;
    sha256_init(&input->hash);
    input->fd = is_stdin ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
    if (input->fd < 0)
        return file_report(message, errno, path, "cannot open");
    input->data = malloc(INPUT_WINDOW_BYTES + 1);
    if (!input->data)
        return message_set(message, DB_MEMORY, "no memory");

    /* At most a chunk and three bytes, which the room for packed bytes holds. */
    while (input->end < INPUT_START_BYTES && input_fill(input))
        ;
    if (input->status == DB_OK && begins(input, "\x1F\x8B", 2))
        input->status = begin_unpacking(input);
    return input->status == DB_OK ? look_at_start(input) : input->status;
}

void input_checksum(struct input *input, char ret[INPUT_CHECKSUM_SIZE])
{
    static const char digits[] = "0123456789abcdef";
    uint8_t digest[SHA256_DIGEST_SIZE];
    char *at = ret + sprintf(ret, "sha256:");

    sha256_digest(&input->hash, sizeof digest, digest);
    for (size_t i = 0; i < sizeof digest; i++) {
        *at++ = digits[digest[i] >> 4];
        *at++ = digits[digest[i] & 15];
    }
    *at = '\0';
}

void input_close(struct input *input)
{
    if (input->is_packed)
        inflateEnd(&input->unpack);
    free(input->packed);
    free(input->data);
    if (input->fd > STDIN_FILENO)
        close(input->fd);
}
