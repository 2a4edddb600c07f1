/* SPDX-License-Identifier: MIT */
#include <inttypes.h>

#include "handlers/handlers.h"
#include "handlers/version.h"
#include "model/buffer.h"
#include "server/problem.h"
#include "server/reply.h"
#include "server/request.h"

static int reply_text(const char *text, struct reply *ret, struct problem *reterr)
{
    struct buffer out;

    buffer_init(&out);
    buffer_add_text(&out, text);
    return reply_set_json(ret, reterr, &out);
}

/* GET /healthz: the process answers. */
int health_answer(const struct request *rq, struct reply *ret, struct problem *reterr)
{
    (void)rq;
    return reply_text("{\"status\":\"ok\"}\n", ret, reterr);
}

/* GET /readyz: the database can be read; if not, the transaction did not open and this is not
 * reached. */
int ready_answer(const struct request *rq, struct reply *ret, struct problem *reterr)
{
    struct buffer out;

    buffer_init(&out);
    buffer_add_format(&out, "{\"status\":\"ready\",\"revision\":%" PRId64 "}\n",
                      request_revision(rq));
    return reply_set_json(ret, reterr, &out);
}

/* GET /version */
int version_answer(const struct request *rq, struct reply *ret, struct problem *reterr)
{
    (void)rq;
    return reply_text("{\"name\":\"entente\",\"version\":\"" ENTENTE_VERSION
                      "\",\"build\":\"" ENTENTE_BUILD "\"}\n",
                      ret, reterr);
}
