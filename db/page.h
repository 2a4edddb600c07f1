/* SPDX-License-Identifier: MIT */
/* page: what the parts that fill a page of a list share. db/ only. */
#ifndef ENTENTE_DB_PAGE_H
#define ENTENTE_DB_PAGE_H

#include "db/db.h"

/** Counts a row and adds what stands before it. */
void page_begin_row(struct db_page *page);

/** Adds the slugs between commas in @slugs, NULL for none, to the datasets that rows come from.
 * What finds no memory or no room is left out, and said so. */
void page_add_used(struct db_page *page, const char *slugs);

#endif
