/* SPDX-License-Identifier: MIT */
/* office: whether a person speaks in an office of state (docs/decisions/figures-that-disagree.md).
 */
#ifndef ENTENTE_MODEL_OFFICE_H
#define ENTENTE_MODEL_OFFICE_H

#include <stdbool.h>

/** Whether @said_as names a minister, an ambassador, a secretary of state or of a cabinet, or a
 * president, governor or head of a state that it names. NULL is none. */
bool office_is_of_state(const char *said_as);

#endif
