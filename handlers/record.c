/* SPDX-License-Identifier: MIT */
#include "handlers/record.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "db/db.h"
#include "handlers/database.h"
#include "handlers/handlers.h"
#include "model/area.h"
#include "model/buffer.h"
#include "server/problem.h"
#include "server/reply.h"
#include "server/request.h"

int record_refuse(const struct request *rq, const struct field *id, const char *text,
                  struct problem *reterr)
{
    const struct resource *resource = request_route(rq)->resource;
    char nearest[DB_NEAREST_SIZE] = "";
    enum db_status status = db_find_value(request_db(rq), resource, id, text, nearest);

    if (status != DB_OK && status != DB_NOT_FOUND)
        return problem_from_db(reterr, rq, status);
    if (!nearest[0] && id->type == FIELD_AREA && area_nearest(text))
        snprintf(nearest, sizeof(nearest), "%s", area_nearest(text)->code);
    if (nearest[0])
        return problem_set(reterr, PROBLEM_NO_SUCH_RECORD, NULL,
                           "there is no %s \"%s\"; did you mean /v1/%s/%s?", resource->singular,
                           text, resource->name, nearest);
    return problem_set(reterr, PROBLEM_NO_SUCH_RECORD, NULL,
                       "there is no %s \"%s\"; /v1/%s lists them all", resource->singular, text,
                       resource->name);
}

static int reply_row(const struct request *rq, struct db_rows *rows, struct reply *ret,
                     struct problem *reterr)
{
    struct buffer out;
    size_t length;
    const char *row = db_rows_text(rows, 0, &length);
    bool has_status = resource_field(request_route(rq)->resource, "status") != NULL;

    buffer_init(&out);
    buffer_add_text(&out, "{\"data\":");
    buffer_add(&out, row, length);
    buffer_add_format(&out, ",\n\"meta\":{\"revision\":%" PRId64, request_revision(rq));
    if (has_status)
        buffer_add_format(&out, ",\"on\":\"%s\"", request_day(rq));
    buffer_add_text(&out, "}}\n");
    return reply_set_json(ret, reterr, &out);
}

static int reply_record(const struct request *rq, const struct query *query, struct reply *ret,
                        struct problem *reterr)
{
    struct db_rows *rows = NULL;
    int result = -1;
    enum db_status status = db_list(request_db(rq), query, DB_COLUMNS_JSON, &rows);

    if (status == DB_OK)
        status = db_rows_next(rows);
    if (status == DB_OK)
        result = reply_row(rq, rows, ret, reterr);
    db_rows_close(rows);
    if (status == DB_NOT_FOUND)
        return record_refuse(rq, query->filters[0].field, query->filters[0].values[0].text, reterr);
    return status == DB_OK ? result : problem_from_db(reterr, rq, status);
}

static int redirect(const struct request *rq, const char *segment, struct reply *ret,
                    struct problem *reterr)
{
    const char *target = request_moved_target(rq, segment);

    if (!target)
        return problem_set(reterr, PROBLEM_INTERNAL, NULL, "out of memory");
    return reply_set_redirect(ret, reterr, target);
}

/* GET /v1/NAME/{id}: any resource's single record. An area may be asked for by any code or name. */
int record_answer(const struct request *rq, struct reply *ret, struct problem *reterr)
{
    struct query query = *request_query(rq);
    struct value value = {.type = VALUE_TEXT, .text = request_segment(rq)};
    const struct field *id = resource_field(query.resource, query.resource->id);

    if (id->type == FIELD_AREA) {
        const struct area *area = area_find(value.text);
        if (area && strcmp(area->code, value.text) != 0)
            return redirect(rq, area->code, ret, reterr);
    }
    query.filters[0] =
        (struct query_filter){.field = id, .op = OP_EQ, .values = &value, .value_count = 1};
    query.filter_count = 1;
    query.limit = 0;
    return reply_record(rq, &query, ret, reterr);
}
