/* SPDX-License-Identifier: MIT */
#include "handlers/uuid.h"

#include <nettle/sha1.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

enum { UUID_BYTES = 16 };

/* Never to be changed: subscribers know entries by what comes of it. */
static const uint8_t ours[UUID_BYTES] = {0x5f, 0x0c, 0x9a, 0x52, 0x7d, 0x1e, 0x4b, 0x8a,
                                         0x9c, 0x56, 0x2f, 0x4b, 0xe0, 0xa7, 0xd3, 0x11};

void uuid_of_name(const char *name, char ret[UUID_SIZE])
{
    struct sha1_ctx context;
    uint8_t digest[SHA1_DIGEST_SIZE];
    size_t used = 0;

    sha1_init(&context);
    sha1_update(&context, sizeof(ours), ours);
    sha1_update(&context, strlen(name), (const uint8_t *)name);
    sha1_digest(&context, sizeof(digest), digest);
    digest[6] = (digest[6] & 0x0f) | 0x50;
    digest[8] = (digest[8] & 0x3f) | 0x80;
    for (size_t i = 0; i < UUID_BYTES; i++)
        used += (size_t)snprintf(ret + used, UUID_SIZE - used, "%s%02x",
                                 i == 4 || i == 6 || i == 8 || i == 10 ? "-" : "", digest[i]);
}
