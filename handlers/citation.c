/* SPDX-License-Identifier: MIT */
#include "handlers/citation.h"

#include <string.h>

#include "db/db.h"
#include "handlers/audits.h"
#include "handlers/database.h"
#include "handlers/handlers.h"
#include "handlers/record.h"
#include "model/area.h"
#include "model/arena.h"
#include "model/buffer.h"
#include "model/cite.h"
#include "server/problem.h"
#include "server/reply.h"
#include "server/request.h"

/* A way to write it; json, the default, is the first and has no writer here. */
static const struct format {
    const char *word;
    const char *type;
    const char *extension; /* of the file that it is saved as; NULL: it is read on the spot */
    void (*write)(const struct cite *cite, struct buffer *out);
} formats[] = {
    {"text", "text/plain; charset=utf-8", NULL, cite_write_text},
    {"csl-json", "application/vnd.citationstyles.csl+json", "json", cite_write_csl},
    {"bibtex", "application/x-bibtex; charset=utf-8", "bib", cite_write_bibtex},
};

static const struct format *find_format(const char *word)
{
    for (size_t i = 0; word && i < sizeof(formats) / sizeof(formats[0]); i++) {
        if (strcmp(formats[i].word, word) == 0)
            return &formats[i];
    }
    return NULL;
}

/* One member of the record whose key is @id; NULL in @ret where it has none. */
static enum db_status read_member(const struct request *rq, const struct resource *resource,
                                  const char *id, const char *member, const char **ret)
{
    const struct value value = {.type = VALUE_TEXT, .text = id};
    const struct field *field = resource_field(resource, member);
    struct query query = {
        .resource = resource,
        .filters = {{.field = resource_field(resource, resource->id),
                     .op = OP_EQ,
                     .values = &value,
                     .value_count = 1}},
        .filter_count = 1,
        .members = UINT64_C(1) << (field - resource->fields),
    };
    struct db_rows *rows = NULL;
    size_t length;
    enum db_status status = db_list(request_db(rq), &query, DB_COLUMNS_CELLS, &rows);

    if (status == DB_OK)
        status = db_rows_next(rows);
    const char *text = status == DB_OK ? db_rows_text(rows, 0, &length) : NULL;
    *ret = text ? arena_copy(request_arena(rq), text, length) : NULL;
    if (text && !*ret)
        status = DB_MEMORY;
    db_rows_close(rows);
    return status;
}

/* The title of what a figure is about. */
static enum db_status read_about(const struct request *rq, const struct claim *claim,
                                 const char **ret)
{
    *ret = NULL;
    if (claim->agreement)
        return read_member(rq, &resource_agreements, claim->agreement, "title", ret);
    if (claim->event)
        return read_member(rq, &resource_events, claim->event, "title", ret);
    return DB_OK;
}

static const struct claim *find_claim(const struct claims *claims, const char *id)
{
    for (size_t i = 0; i < claims->count; i++) {
        if (strcmp(claims->items[i].id, id) == 0)
            return &claims->items[i];
    }
    return NULL;
}

static int add_file_name(const struct request *rq, const struct format *format,
                         const struct claim *claim, struct reply *ret, struct problem *reterr)
{
    const char *value = arena_format(request_arena(rq), "attachment; filename=\"%s.%s\"", claim->id,
                                     format->extension);

    return value ? reply_add_header(ret, reterr, "Content-Disposition", value)
                 : problem_set_no_memory(reterr);
}

static int reply_cite(const struct request *rq, const struct cite *cite, struct reply *ret,
                      struct problem *reterr)
{
    const struct format *format = find_format(request_parameter(rq, "format"));
    struct buffer out;

    buffer_init(&out);
    if (format)
        format->write(cite, &out);
    else
        citation_write_json(cite, request_arena(rq), &out);
    if (reply_set_json(ret, reterr, &out) != 0)
        return -1;
    if (!format)
        return 0;
    ret->content_type = format->type;
    return format->extension ? add_file_name(rq, format, cite->claim, ret, reterr) : 0;
}

/* Those of its pair, or all where it is about none, so that its checks can be made. */
static int reply_claim(const struct request *rq, const char *id, const char *pair_text,
                       struct reply *ret, struct problem *reterr)
{
    struct pair pair;
    char unknown[64];
    struct claims claims;
    struct audit audit;
    struct cite cite = {.audit = &audit, .revision = request_revision(rq)};
    const bool has_pair = pair_text && pair_parse(pair_text, &pair, unknown) == PAIR_CANONICAL;

    if (audits_read(rq, has_pair ? &pair : NULL, &claims, &audit, reterr) != 0)
        return -1;
    cite.claim = find_claim(&claims, id);
    enum db_status status = cite.claim ? read_about(rq, cite.claim, &cite.about) : DB_DAMAGED;
    if (status != DB_OK)
        return problem_from_db(reterr, rq, status);
    return reply_cite(rq, &cite, ret, reterr);
}

/* GET /v1/claims/{id}/citation: the evidence for a figure. */
int citation_answer(const struct request *rq, struct reply *ret, struct problem *reterr)
{
    const char *id = request_segment(rq);
    const char *pair;
    enum db_status status = read_member(rq, &resource_claims, id, "pair", &pair);

    if (status == DB_NOT_FOUND)
        return record_refuse(rq, resource_field(&resource_claims, "id"), id, reterr);
    if (status != DB_OK)
        return problem_from_db(reterr, rq, status);
    return reply_claim(rq, id, pair, ret, reterr);
}
