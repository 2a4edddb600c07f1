/* SPDX-License-Identifier: MIT */
/* The settings as a file and as a page of documentation. */
#include "config/store.h"

#include <string.h>

/* "json|text" as "json, text". */
static void print_words(const char *words, FILE *out)
{
    for (; *words; words++) {
        if (*words == '|')
            fputs(", ", out);
        else
            putc(*words, out);
    }
}

static void print_allowed(const struct config_setting *setting, FILE *out)
{
    switch (setting->type) {
    case CONFIG_INTEGER:
        fprintf(out, "%lld to %lld", (long long)setting->low, (long long)setting->high);
        return;
    case CONFIG_TEXT:
        fprintf(out, "text, at most %lld bytes", (long long)setting->high);
        return;
    case CONFIG_BOOLEAN:
        fputs("true, false", out);
        return;
    case CONFIG_CHOICE:
        break;
    }
    print_words(setting->words, out);
}

static const char *origin_words(enum config_origin origin)
{
    switch (origin) {
    case CONFIG_FILE:
        return "from the file";
    case CONFIG_ENVIRONMENT:
        return "from the environment";
    case CONFIG_FLAG:
        return "from a flag";
    case CONFIG_DEFAULT:
        break;
    }
    return "the default";
}

void config_print(const struct config_store *store, FILE *out)
{
    size_t count;
    const struct config_setting *settings = config_settings(&count);

    for (size_t i = 0; i < count; i++) {
        char scratch[CONFIG_NUMBER_SIZE];

        fprintf(out, "%s# %s\n# ", i ? "\n" : "", settings[i].description);
        print_allowed(&settings[i], out);
        fprintf(out, "; this is %s\n%s = %s\n", origin_words(store->origins[i]), settings[i].name,
                config_value_text(store, i, scratch));
    }
}

static const char page_start[] =
    "# Settings\n"
    "\n"
    "Every setting may stand in a file, in the environment and on the command line. A flag wins "
    "over the environment,\n"
    "the environment over the file, the file over the default.\n"
    "\n"
    "- **File**: lines `name = value`, no sections; a line that begins with `;` or `#` is a "
    "comment, and none may stand\n"
    "  behind a value. A name may be set once. `ENTENTE_CONFIG` names the file.\n"
    "- **Environment**: `ENTENTE_` and the name in capitals: `ENTENTE_ADMIN_PORT=9090`. A variable "
    "that begins so and is\n"
    "  no setting is a mistake. Kubernetes sets such variables for a service called `entente` "
    "(`ENTENTE_PORT=tcp://…`):\n"
    "  give the service another name, or the pod `enableServiceLinks: false`.\n"
    "- **Flag**: the name with hyphens: `--admin-port=9090`.\n"
    "- Numbers are whole decimal numbers. True is also `yes`, `on` and `1`, false also `no`, "
    "`off` and `0`. A text is not\n"
    "  empty, neither begins nor ends with a blank, and has neither control characters nor a `;` "
    "or `#` behind a blank.\n"
    "- A mistake stops the program and names its place: `entente.ini:3: port: 70000 is not "
    "between 0 and 65535`.\n"
    "\n"
    "| setting | default | allowed | meaning |\n"
    "|---|---|---|---|\n";

void config_print_page(FILE *out)
{
    size_t count;
    const struct config_setting *settings = config_settings(&count);

    fputs(page_start, out);
    for (size_t i = 0; i < count; i++) {
        fprintf(out, "| `%s` | `%s` | ", settings[i].name, settings[i].default_value);
        print_allowed(&settings[i], out);
        fprintf(out, " | %s |\n", settings[i].description);
    }
}
