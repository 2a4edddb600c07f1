/* SPDX-License-Identifier: MIT */
/* text: texts that are made, and what is released at the end of a block. db/ only. */
#ifndef ENTENTE_DB_TEXT_H
#define ENTENTE_DB_TEXT_H

#include <errno.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

/** Formats into new memory (free() it); NULL, with errno ENOMEM, when there is none. */
static inline char *__attribute__((format(printf, 1, 2))) text_format(const char *format, ...)
{
    va_list arguments;
    char *text = NULL;

    va_start(arguments, format);
    int length = vasprintf(&text, format, arguments);
    va_end(arguments);
    if (length >= 0)
        return text;
    errno = ENOMEM;
    return NULL;
}

static inline void text_cleanup(char **text)
{
    free(*text);
}
#define _cleanup_text_ __attribute__((cleanup(text_cleanup)))

static inline void sqlite_cleanup(sqlite3 **sqlite)
{
    sqlite3_close(*sqlite);
}
#define _cleanup_sqlite_ __attribute__((cleanup(sqlite_cleanup)))

static inline void sqlite_statement_cleanup(sqlite3_stmt **statement)
{
    sqlite3_finalize(*statement);
}
#define _cleanup_statement_ __attribute__((cleanup(sqlite_statement_cleanup)))

#endif
