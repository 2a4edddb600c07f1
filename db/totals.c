/* SPDX-License-Identifier: MIT */
#include "db/totals.h"

#include <stddef.h>

/* A level is a bit, 1 << digits; the least bit of a dataset's levels is TOTAL, else its shortest
 * codes. */
#define LEVEL_OF_ROW "(1 << iif(o.commodity = 'TOTAL', 0, length(o.commodity)))"

const char *const totals_steps[] = {
    "UPDATE dataset SET levels = coalesce((SELECT sum(level) FROM"
    " (SELECT DISTINCT " LEVEL_OF_ROW
    " AS level FROM observation o WHERE o.dataset = dataset.id)), 0)",

    "UPDATE dataset SET totals = coalesce((SELECT max(o.partner = 0) + 2 * max(o.customs = '')"
    " + 4 * max(o.transport = 0) + 8 * max(o.partner2 = 0)"
    " FROM observation o WHERE o.dataset = dataset.id), 0)",

    "INSERT INTO observation_total (reporter, partner_kind, partner, flow, frequency, period,"
    "  classification, dataset, value, net_weight, observations)"
    " SELECT o.reporter, 'one', o.partner, o.flow, o.frequency, o.period, o.classification,"
    "  o.dataset, sum(o.value), sum(o.net_weight), count(*)"
    " FROM observation o JOIN dataset d ON d.id = o.dataset"
    " WHERE " LEVEL_OF_ROW " = (d.levels & -d.levels)"
    "  AND (o.partner2 = 0 OR NOT d.totals & 8) AND (o.customs = '' OR NOT d.totals & 2)"
    "  AND (o.transport = 0 OR NOT d.totals & 4)"
    " GROUP BY 1, 3, 4, 5, 6, 7, 8",

    "INSERT INTO observation_total (reporter, partner_kind, partner, flow, frequency, period,"
    "  classification, dataset, value, net_weight, observations)"
    " SELECT t.reporter, 'all', 0, t.flow, t.frequency, t.period, t.classification, t.dataset,"
    "  sum(t.value), sum(t.net_weight), sum(t.observations)"
    " FROM observation_total t JOIN dataset d ON d.id = t.dataset JOIN area p ON p.id = t.partner"
    " WHERE iif(d.totals & 1, t.partner = 0, p.kind NOT IN ('world', 'group'))"
    " GROUP BY 1, 4, 5, 6, 7, 8",

    NULL,
};
