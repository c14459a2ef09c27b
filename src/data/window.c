/* data/window.c - reading it from the item. */
#include "data/window.h"
#include "data/change.h"

static const struct record window_record = {"window", sizeof(struct window), (const struct field[]){
    FIELD(struct window, starts_ms, .init = (double)NONE, .flags = OPTIONAL), FIELD(struct window, ends_ms, .init = (double)NONE, .flags = OPTIONAL), {0}}};

enum status window_of(struct ctx *c, const struct item *i, struct window *out)
{
    record_init(&window_record, out);
    return kind_moves_money(i->kind) && i->input.text.n ? record_from_json(c, &window_record, i->input.text, LENIENT, out) : OK;
}
