/* SPDX-License-Identifier: MIT */
/* Prints docs/settings.md: `meson compile settings-page` writes it. */
#include "config/config.h"

int main(void)
{
    config_print_page(stdout);
    return fclose(stdout) == 0 ? 0 : 1;
}
