/* SPDX-License-Identifier: MIT */
#include "db/load_check.h"

#include <ctype.h>
#include <string.h>

#include "db/load.h"
#include "model/date.h"

/* A mistake when the date of @later cannot lie on or after that of @earlier. */
static enum db_status check_order(struct load *load, const json_t *record, const char *earlier,
                                  const char *later)
{
    const char *from = record_text(record, earlier);
    const char *until = record_text(record, later);
    struct date start;
    struct date end;

    if (!from || !until || !date_parse(from, &start) || !date_parse(until, &end) ||
        strcmp(end.end, start.start) >= 0)
        return DB_OK;
    return load_mistake(load, later, "%s lies before %s, %s", until, earlier, from);
}

enum db_status load_check_event(struct load *load, const json_t *record)
{
    return check_order(load, record, "starts_on", "ends_on");
}

static enum db_status check_agreement_dates(struct load *load, const json_t *dates)
{
    enum db_status status = check_order(load, dates, "in_force_from", "in_force_until");

    if (status == DB_OK)
        status = check_order(load, dates, "signed_on", "terminated_on");
    return status;
}

enum db_status load_check_agreement(struct load *load, const json_t *record)
{
    const json_t *parties = json_object_get(record, "parties");
    enum db_status status = check_agreement_dates(load, record);
    size_t i;
    json_t *party;

    if (record_has(record, "value_reason") && !record_has(record, "value_claim"))
        load_mistake(load, "value_reason", "there is no value_claim to give a reason for");
    load->place.list = "parties";
    json_array_foreach(parties, i, party)
    {
        load->place.element = i + 1;
        if (status == DB_OK)
            status = check_agreement_dates(load, party);
    }
    load->place.list = NULL;
    return status;
}

/* --- reference lists and statistics --- */

enum db_status load_check_commodity(struct load *load, const json_t *record)
{
    const char *code = record_text(record, "code");
    const bool is_total = strcmp(code, "TOTAL") == 0;
    const size_t level = (size_t)json_integer_value(json_object_get(record, "level"));

    if (level != (is_total ? 0 : strlen(code)))
        return load_mistake(load, "level", "is the number of digits of the code, 0 for TOTAL");
    if (is_total == record_has(record, "parent"))
        return load_mistake(load, "parent", "every commodity but TOTAL has one");
    return DB_OK;
}

enum db_status load_check_series(struct load *load, const json_t *record)
{
    const char *classification = record_text(record, "classification");
    bool is_known = false;
    enum db_status status = load_has_row(load, "SELECT 1 FROM commodity WHERE classification = ?1",
                                         classification, NULL, &is_known);

    if (status != DB_OK || is_known)
        return status;
    return load_mistake(load, "classification", "there are no commodities of %s",
                        load_quote(load, classification));
}

static enum db_status check_flow(struct load *load, const json_t *record)
{
    const char *flow = record_text(record, "flow");
    const bool is_domestic = strcmp(flow, "domestic") == 0;
    const bool is_same =
        strcmp(record_text(record, "reporter"), record_text(record, "partner")) == 0;

    if (is_domestic == is_same)
        return DB_OK;
    return load_mistake(load, "flow",
                        "is domestic where, and only where, reporter and partner are the same");
}

static enum db_status check_commodity_of_series(struct load *load, const json_t *record)
{
    static const char sql[] =
        "SELECT 1 FROM dataset d JOIN series s ON s.id = d.series"
        " JOIN commodity c ON c.classification = s.classification WHERE d.slug = ?1"
        " AND c.code = ?2";
    bool is_known = false;
    enum db_status status = load_has_row(load, sql, record_text(record, "dataset"),
                                         record_text(record, "commodity"), &is_known);

    if (status != DB_OK || is_known)
        return status;
    return load_mistake(load, "commodity", "the series' classification does not have it");
}

static enum db_status check_basis(struct load *load, const json_t *record)
{
    static const char sql[] = "SELECT 1 FROM dataset d JOIN series s ON s.id = d.series"
                              " WHERE d.slug = ?1 AND (s.basis = 'reported' OR ?2 IN ('X',"
                              " 'domestic'))";
    bool is_sound = false;
    enum db_status status = load_has_row(load, sql, record_text(record, "dataset"),
                                         record_text(record, "flow"), &is_sound);

    if (status != DB_OK || is_sound)
        return status;
    return load_mistake(load, "flow",
                        "is X in a reconciled series: the exporter is the reporter there");
}

enum db_status load_check_observation(struct load *load, const json_t *record)
{
    enum db_status status = check_flow(load, record);

    if (status == DB_OK)
        status = check_commodity_of_series(load, record);
    if (status == DB_OK)
        status = check_basis(load, record);
    return status;
}

/* --- all together --- */

/* Rows: number and id of the record, and what is wrong. */
static const struct {
    const char *file;
    const char *member;
    const char *sql;
} findings[] = {
    {"agreements", "value_claim",
     "SELECT g.id, g.slug, 'the claim ' || c.slug || ' is not about the deal_value of this"
     " agreement' FROM agreement_version v JOIN agreement g ON g.id = v.agreement"
     " JOIN claim_version k ON k.claim = v.value_claim JOIN claim c ON c.id = k.claim"
     " WHERE k.agreement IS NOT v.agreement OR k.metric <> 'deal_value' ORDER BY g.id"},
    {"agreements", "count_claim",
     "SELECT g.id, g.slug, 'the claim ' || c.slug || ' is not about the deal_count of this"
     " agreement' FROM agreement_version v JOIN agreement g ON g.id = v.agreement"
     " JOIN claim_version k ON k.claim = v.count_claim JOIN claim c ON c.id = k.claim"
     " WHERE k.agreement IS NOT v.agreement OR k.metric <> 'deal_count' ORDER BY g.id"},
    {"agreements", "part_of",
     "WITH RECURSIVE up (start, at) AS (SELECT agreement, part_of FROM agreement_version"
     " WHERE part_of IS NOT NULL UNION SELECT up.start, v.part_of FROM up"
     " JOIN agreement_version v ON v.agreement = up.at WHERE v.part_of IS NOT NULL)"
     " SELECT i.id, i.slug, 'the agreement would be part of itself' FROM up"
     " JOIN agreement i ON i.id = up.start WHERE up.start = up.at ORDER BY i.id"},
    {"agreements", "amends",
     "WITH RECURSIVE up (start, at) AS (SELECT agreement, amends FROM agreement_version"
     " WHERE amends IS NOT NULL UNION SELECT up.start, v.amends FROM up"
     " JOIN agreement_version v ON v.agreement = up.at WHERE v.amends IS NOT NULL)"
     " SELECT i.id, i.slug, 'the agreement would amend itself' FROM up"
     " JOIN agreement i ON i.id = up.start WHERE up.start = up.at ORDER BY i.id"},
    {"acknowledged", "claims",
     "WITH said AS (SELECT v.acknowledgement AS id, v.check_kind || ' ' || (SELECT "
     "group_concat(s.claim)"
     " FROM (SELECT c.claim FROM acknowledgement_claim c WHERE c.version = v.version"
     " ORDER BY c.claim) s) AS what FROM acknowledgement_version v)"
     " SELECT i.id, i.slug, o.slug || ' acknowledges the same already' FROM said a"
     " JOIN said b ON b.what = a.what AND b.id < a.id JOIN acknowledgement i ON i.id = a.id"
     " JOIN acknowledgement o ON o.id = b.id ORDER BY i.id"},
    {"events", "part_of",
     "WITH RECURSIVE up (start, at) AS (SELECT event, part_of FROM event_version"
     " WHERE part_of IS NOT NULL UNION SELECT up.start, v.part_of FROM up"
     " JOIN event_version v ON v.event = up.at WHERE v.part_of IS NOT NULL)"
     " SELECT i.id, i.slug, 'the event would be part of itself' FROM up"
     " JOIN event i ON i.id = up.start WHERE up.start = up.at ORDER BY i.id"},
};

static enum db_status note_findings(struct load *load, size_t which)
{
    sqlite3_stmt *statement = NULL;
    enum db_status status =
        load_statement(load, findings[which].sql, findings[which].sql, &statement);
    int code = SQLITE_ROW;

    while (status == DB_OK && (code = sqlite3_step(statement)) == SQLITE_ROW) {
        load->place = (struct load_place){
            .file = findings[which].file,
            .number = (size_t)sqlite3_column_int64(statement, 0),
            .id = (const char *)sqlite3_column_text(statement, 1),
        };
        load_mistake(load, findings[which].member, "%s",
                     (const char *)sqlite3_column_text(statement, 2));
    }
    if (status == DB_OK && code != SQLITE_DONE)
        status = load_failure(load, "cannot check the records");
    return status;
}

enum db_status load_check_together(struct load *load)
{
    enum db_status status = DB_OK;

    for (size_t i = 0; status == DB_OK && i < sizeof(findings) / sizeof(findings[0]); i++)
        status = note_findings(load, i);
    return status;
}
