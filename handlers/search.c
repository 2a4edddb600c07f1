/* SPDX-License-Identifier: MIT */
#include "db/db.h"
#include "handlers/handlers.h"
#include "handlers/list.h"
#include "model/buffer.h"
#include "server/problem.h"
#include "server/request.h"

static bool has_words(const char *text)
{
    struct buffer words;
    bool result;

    buffer_init(&words);
    result = db_search_words(text, &words);
    buffer_fini(&words);
    return result;
}

/* GET /v1/search?q= */
int search_answer(const struct request *rq, struct reply *ret, struct problem *reterr)
{
    if (!has_words(request_query(rq)->match))
        return problem_set(reterr, PROBLEM_INVALID_PARAMETER, "q",
                           "q needs at least one letter or digit: q=turnover 2023");
    return list_reply(rq, request_query(rq), "", ret, reterr);
}
