/* SPDX-License-Identifier: MIT */
/* routes: the one table of paths. */
#ifndef ENTENTE_HANDLERS_ROUTES_H
#define ENTENTE_HANDLERS_ROUTES_H

#include "server/route.h"

extern const struct routes routes_all;

#endif
