/* SPDX-License-Identifier: MIT */
/* accept: what a client takes: Accept and Accept-Encoding (RFC 9110, 12.5.1 and 12.5.3). */
#ifndef ENTENTE_SERVER_ACCEPT_H
#define ENTENTE_SERVER_ACCEPT_H

#include <stdbool.h>
#include <stddef.h>

/**
 * Chooses the media type that @accept likes best; among equals the first.
 *
 * @accept  the header's value; NULL, or without one well-formed element: anything will do
 * @offers  media types without parameters
 *
 * Return: which offer; -1 when none is acceptable.
 */
int accept_choose(const char *accept, const char *const *offers, size_t count);

/** Whether gzip may be sent. @accept_encoding may be NULL: then not. */
bool accept_takes_gzip(const char *accept_encoding);

#endif
