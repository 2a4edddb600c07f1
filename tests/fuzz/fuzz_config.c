/* SPDX-License-Identifier: MIT */
/* Files of settings; what is accepted must print as a file that is accepted. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "config/config.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Reads a file with these bytes. Return: what config_read_file() says. */
static int read_bytes(struct config_store *store, const void *bytes, size_t size)
{
    char path[32];
    char *message = NULL;
    const int fd = memfd_create("settings", MFD_CLOEXEC);

    if (fd < 0 || write(fd, bytes, size) != (ssize_t)size)
        abort();
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    const int result = config_read_file(store, path, &message);
    if (result < 0 && !message)
        abort();
    free(message);
    close(fd);
    return result;
}

static void read_again(const struct config_store *store)
{
    struct config_store *again = config_new();
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);

    if (!again || !out)
        abort();
    config_print(store, out);
    fclose(out);
    if (read_bytes(again, text, size) < 0)
        abort();
    free(text);
    config_free(again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct config_store *store = config_new();

    if (!store)
        return 0;
    if (read_bytes(store, data, size) == 0)
        read_again(store);
    config_free(store);
    return 0;
}
