/* SPDX-License-Identifier: MIT */
/* Reading settings from the file, the environment and flags. */
#include "config/store.h"

#include <errno.h>
#include <ini.h>
#include <stdlib.h>
#include <string.h>

enum {
    LINE_SIZE = 8192,     /* of the longest line and its NUL: the longest value and twice as much */
    FLAG_NAME_SIZE = 128, /* of a name in messages; what is longer is no setting */
};

enum line_result { LINE_READ, LINE_END, LINE_TOO_LONG, LINE_HAS_NUL };

struct reader {
    struct config_store *store;
    struct config_place place;
    unsigned long set_in_line[CONFIG_COUNT]; /* 0: not yet */
    char **ret_message;
    int result; /* of the last line */
};

/* The newline is not kept. */
static enum line_result read_line(FILE *file, char line[LINE_SIZE])
{
    size_t length = 0;
    int c = getc(file);

    if (c == EOF)
        return LINE_END;
    for (; c != EOF && c != '\n'; c = getc(file)) {
        if (c == '\0')
            return LINE_HAS_NUL;
        if (length + 1 >= LINE_SIZE)
            return LINE_TOO_LONG;
        line[length++] = (char)c;
    }
    line[length] = '\0';
    return LINE_READ;
}

static int set_from_file(struct reader *reader, const char *name, const char *value)
{
    struct config_place *place = &reader->place;
    const size_t setting = config_find(name, CONFIG_FILE);

    place->name = name;
    if (setting == CONFIG_COUNT)
        return config_fail_unknown(place, CONFIG_FILE, reader->ret_message);
    if (reader->set_in_line[setting])
        return config_fail(place, reader->ret_message, "is set in line %lu already",
                           reader->set_in_line[setting]);
    reader->set_in_line[setting] = place->line;
    return config_set(reader->store, setting, value, CONFIG_FILE, place, reader->ret_message);
}

/* inih's handler: nonzero says that all is well. */
static int handle_entry(void *user, const char *section, const char *name, const char *value)
{
    struct reader *reader = user;

    (void)section;
    if (name[0] == '\0')
        return 0;
    reader->result = set_from_file(reader, name, value);
    reader->place.name = NULL;
    return reader->result == 0;
}

static int parse_line(struct reader *reader, const char *line)
{
    reader->place.name = NULL;
    reader->result = 0;
    if (line[strspn(line, " \t")] == '[')
        return config_fail(&reader->place, reader->ret_message, "this file has no sections");

    const int wrong_line = ini_parse_string(line, handle_entry, reader);
    if (reader->result < 0)
        return -1;
    if (wrong_line < 0)
        return config_fail(&reader->place, reader->ret_message, "out of memory");
    if (wrong_line > 0)
        return config_fail(&reader->place, reader->ret_message, "is not NAME = VALUE");
    return 0;
}

/*
 * inih (r55) reads on behind a mistake, cuts a line of 200 bytes in two, takes an indented line for
 * more of the value above, and a blank and ";" for the value's end. So it gets one line at a time,
 * and these variables of its own say no to the rest.
 */
static void set_up_inih(void)
{
    ini_use_stack = false;
    ini_initial_alloc = LINE_SIZE + 8;
    ini_max_line = LINE_SIZE + 8;
    ini_allow_multiline = false;
    ini_allow_inline_comments = false;
}

static int read_lines(struct reader *reader, FILE *file)
{
    char line[LINE_SIZE];

    for (;;) {
        reader->place.line++;
        reader->place.name = NULL;
        switch (read_line(file, line)) {
        case LINE_END:
            return 0;
        case LINE_TOO_LONG:
            return config_fail(&reader->place, reader->ret_message,
                               "this line is longer than %d bytes", LINE_SIZE - 1);
        case LINE_HAS_NUL:
            return config_fail(&reader->place, reader->ret_message, "this line has a NUL byte");
        case LINE_READ:
            break;
        }
        if (parse_line(reader, line) < 0)
            return -1;
    }
}

static int fail_unreadable(const char *path, int error, char **ret_message)
{
    return config_fail(&(struct config_place){.path = path}, ret_message, "cannot be read: %s",
                       strerror(error));
}

int config_read_file(struct config_store *store, const char *path, char **ret_message)
{
    struct reader reader = {.store = store, .place = {.path = path}, .ret_message = ret_message};
    FILE *file = fopen(path, "re");

    if (!file)
        return fail_unreadable(path, errno, ret_message);
    set_up_inih();

    int result = read_lines(&reader, file);
    if (result == 0 && ferror(file))
        result = fail_unreadable(path, errno, ret_message);
    fclose(file);
    return result;
}

static int set_from_environment(struct config_store *store, const char *name, const char *value,
                                char **ret_message)
{
    const struct config_place place = {.name = name};
    const size_t setting = config_find(name, CONFIG_ENVIRONMENT);

    if (strcmp(name, "ENTENTE_CONFIG") == 0)
        return 0;
    if (setting == CONFIG_COUNT)
        return config_fail_unknown(&place, CONFIG_ENVIRONMENT, ret_message);
    return config_set(store, setting, value, CONFIG_ENVIRONMENT, &place, ret_message);
}

int config_read_environment(struct config_store *store, char *const *environment,
                            char **ret_message)
{
    for (; *environment; environment++) {
        char name[FLAG_NAME_SIZE];
        const char *value = strchr(*environment, '=');

        if (strncmp(*environment, "ENTENTE_", 8) != 0 || !value)
            continue;
        snprintf(name, sizeof name, "%.*s", (int)(value - *environment), *environment);
        if (set_from_environment(store, name, value + 1, ret_message) < 0)
            return -1;
    }
    return 0;
}

/* `--name`, with hyphens. */
static void spell_flag(const char *name, char ret[FLAG_NAME_SIZE])
{
    snprintf(ret, FLAG_NAME_SIZE, "--%s", name);
    for (char *c = ret; *c; c++) {
        if (*c == '_')
            *c = '-';
    }
}

int config_set_flag(struct config_store *store, const char *name, const char *value,
                    char **ret_message)
{
    size_t count;
    const struct config_setting *settings = config_settings(&count);
    char spelled[FLAG_NAME_SIZE];
    const struct config_place place = {.name = spelled};

    spell_flag(name, spelled);
    const size_t setting = config_find(spelled, CONFIG_FLAG);
    if (setting == CONFIG_COUNT)
        return config_fail_unknown(&place, CONFIG_FLAG, ret_message);
    if (!value && settings[setting].type != CONFIG_BOOLEAN)
        return config_fail(&place, ret_message, "has no value");
    return config_set(store, setting, value ? value : "true", CONFIG_FLAG, &place, ret_message);
}
