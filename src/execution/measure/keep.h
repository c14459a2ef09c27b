/* execution/measure/keep.h - how long a change stands until it is kept, and what takes it back before.
 *
 * A change that is live is looked at once a day. A guard (setting "guard") takes it back when a metric of its product fell by
 * more than it may. Where products of its batch were held out (setting "flow", `holdouts`), those are its control: what
 * proves better is kept, what proves worse is taken back. Else it is kept after `hold_days`, and the move says that nothing
 * measured it. A change between two times (data/window.h) is taken back when its time is over, and read then.
 */
#pragma once
#include "data/item.h"

enum keep_verdict { KEEP_WAIT, KEEP_KEPT, KEEP_UNDO, KEEP_END /* its time is over */ };
struct keep {
    enum keep_verdict verdict;
    struct str because;
    int64_t again_ms; /* of KEEP_WAIT */
};

/* Look at an item that is LIVE. */
MUST enum status keep_look(struct ctx *c, const struct item *i, struct keep *out);

enum holdout_verdict { HOLD_NOT, HOLD_WAIT, HOLD_DROP };
struct holdout {
    enum holdout_verdict verdict; /* NOT: publish it now */
    struct str because;
    int64_t again_ms;
};

/* Whether an item that is APPROVED is held out as control, and for how much longer. */
MUST enum status holdout_look(struct ctx *c, const struct item *i, struct holdout *out);

extern const struct record hold_record, guard_setting_record;
