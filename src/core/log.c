/* core/log.c - structured lines on stderr. */
#include "core/log.h"
#include <stdarg.h>
#include <time.h>

static enum level least_level = LOG_INFO; /* set once at start, by --verbose and --quiet */

void log_level(enum level least) { least_level = least; }

static void put_json(FILE *f, const char *s)
{
    fputc('"', f);
    for (; *s; s++) {
        unsigned char ch = (unsigned char)*s;
        if (ch == '"' || ch == '\\')
            fputc('\\', f), fputc(ch, f);
        else if (ch < 0x20)
            fprintf(f, "\\u%04x", ch);
        else
            fputc(ch, f);
    }
    fputc('"', f);
}

void log_line(enum level l, const char *what, const char *fmt, ...)
{
    static const char *const names[] = {"debug", "info", "warn", "error"};
    if (l < least_level)
        return;
    char text[1024], at[40];
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now); /* a log's own stamp: not an input of any run */
    struct tm tm;
    gmtime_r(&now.tv_sec, &tm);
    strftime(at, sizeof at, "%Y-%m-%dT%H:%M:%S", &tm);
    flockfile(stderr);
    fprintf(stderr, "{\"at\":\"%s.%03ldZ\",\"level\":\"%s\",\"what\":", at, now.tv_nsec / 1000000, names[l]);
    put_json(stderr, what);
    fputs(",\"text\":", stderr);
    put_json(stderr, text);
    fputs("}\n", stderr);
    funlockfile(stderr);
}
