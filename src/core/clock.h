/* core/clock.h - the machine's clocks, for loops, waits and logs: a run is told the time by ctx->now_ms. */
#pragma once
#include <stdint.h>

int64_t clock_ms(void);        /* UTC, since 1970 */
int64_t clock_steady_us(void); /* from no set moment, and never set back: for what lasts */
int64_t clock_steady_ms(void);
