/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/command.h"
#include "config/config.h"

/* argp keys beyond the characters: the n-th setting is KEY_SETTING + n. */
enum { KEY_CONFIG = 0x100, KEY_PRINT_CONFIG, KEY_SETTING };

enum { FLAG_SIZE = 48, DOC_SIZE = 320 };

/* What argp needs of a setting, which it keeps pointers to. */
struct flag {
    char name[FLAG_SIZE];
    char doc[DOC_SIZE];
};

static int set(struct settings_input *input, int key, const char *argument)
{
    size_t count;
    const struct config_setting *settings = config_settings(&count);
    size_t i = (size_t)(key - KEY_SETTING);
    char *message = NULL;

    if (key < KEY_SETTING || i >= count)
        return ARGP_ERR_UNKNOWN;
    if (config_set_flag(input->store, settings[i].name, argument, &message) == 0)
        return 0;
    exit(command_fail(EXIT_USAGE, "%s", message ? message : "out of memory"));
}

static error_t parse(int key, char *argument, struct argp_state *state)
{
    struct settings_input *input = state->input;

    switch (key) {
    case KEY_CONFIG:
        input->file = argument;
        return 0;
    case KEY_PRINT_CONFIG:
        input->should_print = 1;
        return 0;
    default:
        return set(input, key, argument);
    }
}

static const char *placeholder(enum config_type type)
{
    switch (type) {
    case CONFIG_INTEGER:
        return "NUMBER";
    case CONFIG_TEXT:
        return "TEXT";
    case CONFIG_BOOLEAN:
        return "true|false";
    case CONFIG_CHOICE:
        return "WORD";
    }
    return NULL;
}

/* "0 to 65535", "json|text", or nothing. */
static void describe_range(const struct config_setting *setting, char *ret, size_t size)
{
    ret[0] = '\0';
    if (setting->type == CONFIG_INTEGER)
        snprintf(ret, size, "%lld to %lld, ", (long long)setting->low, (long long)setting->high);
    if (setting->type == CONFIG_CHOICE)
        snprintf(ret, size, "%s, ", setting->words);
}

static void describe(const struct config_setting *setting, struct flag *ret)
{
    char range[DOC_SIZE / 4];
    size_t i = 0;

    for (; setting->name[i] && i + 1 < sizeof(ret->name); i++)
        ret->name[i] = setting->name[i] == '_' ? '-' : setting->name[i];
    ret->name[i] = '\0';
    describe_range(setting, range, sizeof(range));
    snprintf(ret->doc, sizeof(ret->doc), "%s (%sdefault: %s)", setting->description, range,
             setting->default_value);
}

const struct argp *settings_argp(void)
{
    static struct argp argp = {.parser = parse};
    size_t count;
    const struct config_setting *settings = config_settings(&count);
    struct argp_option *options = calloc(count + 3, sizeof(*options));
    struct flag *flags = calloc(count, sizeof(*flags));

    if (!options || !flags) {
        free(options);
        free(flags);
        return NULL;
    }
    options[0] = (struct argp_option){.name = "config",
                                      .key = KEY_CONFIG,
                                      .arg = "FILE",
                                      .doc = "read settings from an INI file"};
    options[1] = (struct argp_option){.name = "print-config",
                                      .key = KEY_PRINT_CONFIG,
                                      .doc = "print every setting, as such a file, and stop"};
    for (size_t i = 0; i < count; i++) {
        describe(&settings[i], &flags[i]);
        options[i + 2] = (struct argp_option){
            .name = flags[i].name,
            .key = KEY_SETTING + (int)i,
            .arg = placeholder(settings[i].type),
            .flags = settings[i].type == CONFIG_BOOLEAN ? OPTION_ARG_OPTIONAL : 0,
            .doc = flags[i].doc,
            .group = 1,
        };
    }
    argp.options = options;
    return &argp;
}

static int is_known(const struct argp_option *options, const char *name, size_t length)
{
    for (; options->name; options++) {
        if (strncmp(options->name, name, length) == 0)
            return 1;
    }
    return strncmp("help", name, length) == 0 || strncmp("usage", name, length) == 0;
}

static int fail(char *message)
{
    command_fail(EXIT_USAGE, "%s", message ? message : "out of memory");
    free(message);
    return EXIT_USAGE;
}

int settings_check_flags(struct config_store *store, const struct argp *argp, char **argv)
{
    for (char **argument = argv + 1; *argument; argument++) {
        const char *name = *argument + 2;
        char *message = NULL;

        if (strncmp(*argument, "--", 2) != 0 || !name[0] ||
            is_known(argp->options, name, strcspn(name, "=")))
            continue;
        (*argument)[2 + strcspn(name, "=")] = '\0';
        if (config_set_flag(store, name, "", &message) != 0)
            return fail(message);
    }
    return 0;
}

int settings_read(struct settings_input *input)
{
    const char *file = input->file ? input->file : getenv("ENTENTE_CONFIG");
    char *message = NULL;

    if (file && config_read_file(input->store, file, &message) != 0)
        return fail(message);
    if (config_read_environment(input->store, environ, &message) != 0)
        return fail(message);
    return 0;
}
