/* SPDX-License-Identifier: MIT */
#include "model/json_out.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/buffer.h"
#include "model/interval.h"
#include "model/number.h"

static void begin_value(struct json_out *json, const char *name)
{
    if (json->has_before)
        buffer_add_char(json->out, ',');
    json->has_before = true;
    if (!name)
        return;
    buffer_add_char(json->out, '"');
    buffer_add_text(json->out, name);
    buffer_add_text(json->out, "\":");
}

void json_out_begin(struct json_out *json, const char *name, char bracket)
{
    begin_value(json, name);
    buffer_add_char(json->out, bracket);
    json->has_before = false;
}

void json_out_end(struct json_out *json, char bracket)
{
    buffer_add_char(json->out, bracket);
    json->has_before = true;
}

void json_out_text(struct json_out *json, const char *name, const char *text)
{
    begin_value(json, name);
    if (text)
        buffer_add_json_string(json->out, text, strlen(text));
    else
        buffer_add_text(json->out, "null");
}

void json_out_quoted(struct json_out *json, const char *name, struct buffer *part)
{
    begin_value(json, name);
    json->out->has_failed = json->out->has_failed || part->has_failed;
    if (!part->has_failed)
        buffer_add_json_string(json->out, part->data ? part->data : "", part->length);
    part->length = 0;
}

void json_out_number(struct json_out *json, const char *name, double value)
{
    char text[NUMBER_SIZE] = "null";

    begin_value(json, name);
    if (isfinite(value))
        number_write(value, text);
    buffer_add_text(json->out, text);
}

void json_out_integer(struct json_out *json, const char *name, int64_t value)
{
    begin_value(json, name);
    buffer_add_integer(json->out, value);
}

void json_out_boolean(struct json_out *json, const char *name, bool value)
{
    begin_value(json, name);
    buffer_add_text(json->out, value ? "true" : "false");
}

void json_out_null(struct json_out *json, const char *name)
{
    begin_value(json, name);
    buffer_add_text(json->out, "null");
}

/* What a difference leaves behind the twelfth digit says nothing. */
static double round_off(double value)
{
    char text[NUMBER_SIZE];

    if (!isfinite(value))
        return value;
    snprintf(text, sizeof(text), "%.12g", value);
    return strtod(text, NULL);
}

void json_out_calculated(struct json_out *json, const char *name, double value)
{
    json_out_number(json, name, round_off(value));
}

void json_out_interval(struct json_out *json, const char *low, const char *high,
                       const struct interval *interval)
{
    json_out_calculated(json, low, interval->low);
    json_out_calculated(json, high, interval->high);
}
