/* SPDX-License-Identifier: MIT */
#include "db/load_derive.h"

#include <stddef.h>

#include "db/load.h"
#include "db/totals.h"

/* In one transaction with the rows that they complete: nobody ever saw those otherwise. */
static const char *const steps[] = {
    "INSERT INTO event_country (version, area)"
    " SELECT p.version, p.area FROM event_participant p JOIN area a ON a.id = p.area"
    "  WHERE a.kind = 'country'"
    " UNION SELECT p.version, i.country FROM event_participant p"
    "  JOIN institution_version i ON i.institution = p.institution WHERE i.country IS NOT NULL",

    "INSERT INTO agreement_country (version, area)"
    " SELECT p.version, p.area FROM agreement_party p JOIN area a ON a.id = p.area"
    "  WHERE a.kind = 'country'"
    " UNION SELECT p.version, i.country FROM agreement_party p"
    "  JOIN institution_version i ON i.institution = p.institution WHERE i.country IS NOT NULL",

    "UPDATE claim_version SET (pair_a, pair_b) ="
    " (SELECT iif(x.code < m.code, x.id, m.id), iif(x.code < m.code, m.id, x.id)"
    "  FROM area x, area m WHERE x.id = exporter AND m.id = importer)"
    " WHERE exporter IS NOT NULL",

    "INSERT INTO dataset_block (dataset, reporter, frequency, period, classification, since)"
    " SELECT DISTINCT dataset, reporter, frequency, period, classification, 1 FROM observation",

    "INSERT INTO dataset_pair (a, b, dataset, observations)"
    " SELECT iif(r.code < p.code, r.id, p.id), iif(r.code < p.code, p.id, r.id), o.dataset,"
    "  count(*) FROM observation o JOIN area r ON r.id = o.reporter JOIN area p ON p.id = o.partner"
    "  WHERE r.kind = 'country' AND p.kind = 'country' AND r.id <> p.id GROUP BY 1, 2, 3",

    "UPDATE dataset SET observations ="
    " (SELECT count(*) FROM observation o WHERE o.dataset = dataset.id)",

    NULL,
};

/* @statements NULL-ended. */
static enum db_status run(struct load *load, const char *const *statements)
{
    for (; *statements; statements++) {
        if (sqlite3_exec(load->sqlite, *statements, NULL, NULL, NULL) != SQLITE_OK)
            return load_failure(load, "cannot complete the records");
    }
    return DB_OK;
}

enum db_status load_derive(struct load *load)
{
    enum db_status status = run(load, steps);

    return status == DB_OK ? run(load, totals_steps) : status;
}
