/* SPDX-License-Identifier: MIT */
/* load_derive: rows that follow from the records. db/ only. */
#ifndef ENTENTE_DB_LOAD_DERIVE_H
#define ENTENTE_DB_LOAD_DERIVE_H

#include "db/db.h"

struct load;

/** Countries that take part, pairs of directions, blocks and pairs of datasets. */
enum db_status load_derive(struct load *load);

#endif
