/* SPDX-License-Identifier: MIT */
/* objects: the parts that records of several resources have, and those of a pair's page. */
#ifndef ENTENTE_MODEL_RESOURCES_OBJECTS_H
#define ENTENTE_MODEL_RESOURCES_OBJECTS_H

#include "model/resource.h"

/* A flag of members beside FIELD_NULLABLE: the member is not always there. */
enum { MEMBER_OPTIONAL = 1 << 16 };

extern const struct object object_agreement_count;
extern const struct object object_agreement_family;
extern const struct object object_agreement_value;
extern const struct object object_announced;
extern const struct object object_check_claim;
extern const struct object object_check_side;
extern const struct object object_citation;
extern const struct object object_figure_check;
extern const struct object object_figure_claim;
extern const struct object object_figure_statistic;
extern const struct object object_participant;
extern const struct object object_party;
extern const struct object object_quantity;
extern const struct object object_stated_value;

/* What surrounds records: model/resources/schemas.c. */
extern const struct object object_checks_meta;
extern const struct object object_citation_meta;
extern const struct object object_figures_meta;
extern const struct object object_count;            /* count=only */
extern const struct object object_day_meta;         /* meta of an answer that is about a day */
extern const struct object object_meta;             /* of any other */
extern const struct object object_page;             /* page of a list */
extern const struct object object_problem;          /* RFC 9457 */
extern const struct object object_selection_list;   /* a list with fields= */
extern const struct object object_selection_record; /* a record with fields= */
extern const struct object object_trade_meta;       /* meta of questions about trade */

/**
 * The schema of an answer that is neither list nor record, by the name that its route has for it.
 * An object without members may have any.
 *
 * Return: NULL when there is none of that name.
 */
const struct object *schema_find(const char *name);

#endif
