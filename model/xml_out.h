/* SPDX-License-Identifier: MIT */
/* xml_out: text in an XML 1.0 document. */
#ifndef ENTENTE_MODEL_XML_OUT_H
#define ENTENTE_MODEL_XML_OUT_H

struct buffer;

/** Adds @text, valid UTF-8, as content or between double quotes as an attribute's value. Characters
 * that XML 1.0 does not have (section 2.2) are left out. */
void xml_out_text(struct buffer *out, const char *text);

/** Adds `<NAME>text</NAME>` and a line break; nothing where @text is NULL. */
void xml_out_element(struct buffer *out, const char *name, const char *text);

#endif
