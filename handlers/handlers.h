/* SPDX-License-Identifier: MIT */
/* handlers: what each path means. One file a kind of answer; the table is handlers/routes.c. */
#ifndef ENTENTE_HANDLERS_HANDLERS_H
#define ENTENTE_HANDLERS_HANDLERS_H

#include "server/route.h"

route_handler aggregate_answer;
route_handler agreements_answer;
route_handler citation_answer;
route_handler coverage_answer;
route_handler figures_answer;
route_handler health_answer;
route_handler index_answer;
route_handler list_answer;
route_handler openapi_answer;
route_handler pair_answer;
route_handler pair_checks_answer;
route_handler pair_figures_answer;
route_handler pair_targets_answer;
route_handler pair_timeline_answer;
route_handler pair_trade_answer;
route_handler problem_answer;
route_handler problems_answer;
route_handler ready_answer;
route_handler record_answer;
route_handler search_answer;
route_handler trade_answer;
route_handler version_answer;

#endif
