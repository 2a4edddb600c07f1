/* SPDX-License-Identifier: MIT */
#include "handlers/pairs.h"

#include <inttypes.h>
#include <string.h>

#include "db/db.h"
#include "handlers/database.h"
#include "handlers/handlers.h"
#include "model/area.h"
#include "model/buffer.h"
#include "server/problem.h"
#include "server/reply.h"
#include "server/request.h"

/* The parts of the page, in order; what is said when one is empty. */
static const struct {
    const char *name;
    enum db_statement statement;
    const char *reason;
} parts[] = {
    {"agreements", DB_Q_PAIR_AGREEMENTS, "no agreement that both take part in is recorded"},
    {"events", DB_Q_PAIR_EVENTS, "no event that both took part in is recorded"},
    {"claims", DB_Q_PAIR_CLAIMS, "no claim about the two is recorded"},
    {"targets", DB_Q_PAIR_TARGETS, "no target of the two is recorded"},
    {"statements", DB_Q_PAIR_STATEMENTS, "no statement about the two is recorded"},
    {"trade", DB_Q_PAIR_TRADE, "no dataset has yearly totals of trade between the two"},
};

enum { PART_COUNT = sizeof(parts) / sizeof(parts[0]) };

static enum db_status add_part(struct db *db, const struct pair *pair, size_t part,
                               struct buffer *out, bool *ret_is_empty)
{
    buffer_add_format(out, ",\n\"%s\":[", parts[part].name);
    const size_t before = out->length;
    enum db_status status =
        db_pair_part(db, parts[part].statement, pair->a->code, pair->b->code, out);
    *ret_is_empty = out->length == before;
    buffer_add_text(out, "]");
    return status;
}

static void add_country(struct buffer *out, const char *member, const struct area *area)
{
    buffer_add_format(out, ",\"%s\":{\"code\":\"%s\",\"name\":", member, area->code);
    buffer_add_json_string(out, area->name, strlen(area->name));
    buffer_add_text(out, "}");
}

static void add_reasons(struct buffer *out, const bool is_empty[PART_COUNT])
{
    const char *comma = "";

    buffer_add_text(out, ",\n\"reasons\":{");
    for (size_t i = 0; i < PART_COUNT; i++) {
        if (!is_empty[i])
            continue;
        buffer_add_format(out, "%s\"%s\":\"%s\"", comma, parts[i].name, parts[i].reason);
        comma = ",";
    }
    buffer_add_text(out, "}");
}

static enum db_status write_page(const struct request *rq, const struct pair *pair,
                                 struct buffer *out)
{
    bool is_empty[PART_COUNT] = {false};
    enum db_status status = DB_OK;

    db_set_pair(request_db(rq), pair->a->code, pair->b->code);
    buffer_add_format(out, "{\"data\":{\"pair\":\"%s\"", pair->text);
    add_country(out, "a", pair->a);
    add_country(out, "b", pair->b);
    for (size_t i = 0; i < PART_COUNT && status == DB_OK; i++)
        status = add_part(request_db(rq), pair, i, out, &is_empty[i]);
    add_reasons(out, is_empty);
    buffer_add_format(out, "},\n\"meta\":{\"revision\":%" PRId64 ",\"on\":\"%s\"}}\n",
                      request_revision(rq), request_day(rq));
    return status;
}

static int reply_page(const struct request *rq, const struct pair *pair, struct reply *ret,
                      struct problem *reterr)
{
    struct buffer out;
    enum db_status status;

    buffer_init(&out);
    status = write_page(rq, pair, &out);
    if (status == DB_OK)
        return reply_set_json(ret, reterr, &out);
    buffer_fini(&out);
    return problem_from_db(reterr, rq, status);
}

static int redirect(const struct request *rq, const struct pair *pair, struct reply *ret,
                    struct problem *reterr)
{
    const char *target = request_moved_target(rq, pair->text);

    if (!target)
        return problem_set(reterr, PROBLEM_INTERNAL, NULL, "out of memory");
    return reply_set_redirect(ret, reterr, target);
}

static int refuse_unknown(const char *text, struct problem *reterr)
{
    const struct area *area = area_find(text);
    const struct area *nearest = area_nearest(text);

    if (area)
        return problem_set(reterr, PROBLEM_NO_SUCH_RECORD, NULL,
                           "%s (%s) is an area, but no country, and a pair is two countries; "
                           "/v1/trade?partner=%s has trade with it",
                           area->code, area->name, area->code);
    if (nearest && nearest->kind != AREA_COUNTRY)
        nearest = NULL;
    return problem_set(reterr, PROBLEM_NO_SUCH_RECORD, NULL,
                       "\"%s\" is no country%s%s%s; a pair is written KAZ-TJK, with ISO 3166-1 "
                       "codes or names; /v1/countries lists them",
                       text, nearest ? "; did you mean " : "", nearest ? nearest->code : "",
                       nearest ? "?" : "");
}

enum pair_found pairs_find(const struct request *rq, struct pair *ret_pair, struct reply *ret,
                           struct problem *reterr)
{
    char unknown[64];

    switch (pair_parse(request_segment(rq), ret_pair, unknown)) {
    case PAIR_CANONICAL:
        return PAIR_FOUND;
    case PAIR_OTHERWISE:
        return redirect(rq, ret_pair, ret, reterr) == 0 ? PAIR_ANSWERED : PAIR_REFUSED;
    case PAIR_SAME:
        problem_set(reterr, PROBLEM_NO_SUCH_RECORD, NULL, "a pair is two different countries");
        return PAIR_REFUSED;
    case PAIR_UNKNOWN:
        refuse_unknown(unknown, reterr);
        return PAIR_REFUSED;
    case PAIR_MALFORMED:
        break;
    }
    problem_set(reterr, PROBLEM_NO_SUCH_RECORD, NULL,
                "a pair is two countries with a hyphen between them: KAZ-TJK");
    return PAIR_REFUSED;
}

/* GET /v1/pairs/{pair}: everything known about two countries, on one page. */
int pair_answer(const struct request *rq, struct reply *ret, struct problem *reterr)
{
    struct pair pair;
    enum pair_found found = pairs_find(rq, &pair, ret, reterr);

    if (found != PAIR_FOUND)
        return found == PAIR_ANSWERED ? 0 : -1;
    return reply_page(rq, &pair, ret, reterr);
}
