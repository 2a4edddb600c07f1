/* SPDX-License-Identifier: MIT */
/* objects: the parts that records of several resources have, and those of a pair's page. */
#ifndef ENTENTE_MODEL_RESOURCES_OBJECTS_H
#define ENTENTE_MODEL_RESOURCES_OBJECTS_H

#include "model/resource.h"

extern const struct object object_agreement_count;
extern const struct object object_agreement_value;
extern const struct object object_citation;
extern const struct object object_participant;
extern const struct object object_party;
extern const struct object object_quantity;
extern const struct object object_stated_value;

#endif
