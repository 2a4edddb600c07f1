/* SPDX-License-Identifier: MIT */
/* uuid: names that are the same in every database, for what other programs keep. */
#ifndef ENTENTE_HANDLERS_UUID_H
#define ENTENTE_HANDLERS_UUID_H

enum { UUID_SIZE = 37 }; /* with its NUL */

/** The UUID of @name among ours: version 5, RFC 9562 section 5.5. */
void uuid_of_name(const char *name, char ret[UUID_SIZE]);

#endif
