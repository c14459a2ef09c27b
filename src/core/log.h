/* core/log.h - one JSON object a line on stderr: at, level, what, and named values. No personal data. */
#pragma once
#include "core/str.h"

enum level { LOG_DEBUG, LOG_INFO, LOG_WARN, LOG_ERROR };
void log_level(enum level least); /* default LOG_INFO; the one process-wide setting */
void log_line(enum level l, const char *what, const char *fmt, ...) FORMAT(3, 4);
