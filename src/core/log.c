/* core/log.c - structured lines on stderr. */
#include "core/log.h"
#include <stdarg.h>
#include <time.h>

static enum level least_level = LOG_INFO; /* set once at start, by --verbose and --quiet */

void log_level(enum level least) { least_level = least; }

/* As a JSON string, cut where the line is full. */
static size_t put_json(char *to, size_t room, const char *s)
{
    size_t n = 0;
    to[n++] = '"';
    for (; *s && n + 8 < room; s++) {
        unsigned char ch = (unsigned char)*s;
        if (ch == '"' || ch == '\\')
            to[n++] = '\\', to[n++] = (char)ch;
        else if (ch < 0x20)
            n += (size_t)snprintf(to + n, 7, "\\u%04x", ch);
        else
            to[n++] = (char)ch;
    }
    to[n++] = '"';
    return n;
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
    char line[4096]; /* one write: lines of several processes do not mix */
    size_t used = (size_t)snprintf(line, sizeof line, "{\"at\":\"%s.%03ldZ\",\"level\":\"%s\",\"what\":", at,
                                   now.tv_nsec / 1000000, names[l]);
    used += put_json(line + used, 300, what);
    used += (size_t)snprintf(line + used, 20, ",\"text\":");
    used += put_json(line + used, sizeof line - used - 4, text);
    memcpy(line + used, "}\n", 2);
    fwrite(line, 1, used + 2, stderr);
}
