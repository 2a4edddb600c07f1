/* SPDX-License-Identifier: MIT */
#include "model/xml_out.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "model/buffer.h"

static const char *const escapes[] = {
    ['&'] = "&amp;",  ['<'] = "&lt;",   ['>'] = "&gt;", ['"'] = "&quot;",
    ['\r'] = "&#13;", ['\n'] = "&#10;", ['\t'] = "&#9;"};

static const char *escape_of(unsigned char c)
{
    return c < sizeof(escapes) / sizeof(escapes[0]) ? escapes[c] : NULL;
}

/* U+FFFE and U+FFFF, the only ones of valid UTF-8 beside control characters. */
static bool is_noncharacter(const char *text)
{
    return strncmp(text, "\xef\xbf\xbe", 3) == 0 || strncmp(text, "\xef\xbf\xbf", 3) == 0;
}

void xml_out_text(struct buffer *out, const char *text)
{
    for (; *text; text++) {
        const char *escape = escape_of((unsigned char)*text);

        if (escape)
            buffer_add_text(out, escape);
        else if (is_noncharacter(text))
            text += 2;
        else if ((unsigned char)*text >= 0x20)
            buffer_add_char(out, *text);
    }
}

void xml_out_element(struct buffer *out, const char *name, const char *text)
{
    if (!text)
        return;
    buffer_add_format(out, "<%s>", name);
    xml_out_text(out, text);
    buffer_add_format(out, "</%s>\n", name);
}
