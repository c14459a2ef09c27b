/* execution/channel/chat.c - answers in the web chat: said as soon as they are let out, since the page reads our own database. */
#include "core/capability.h"
#include "data/effect.h"

static enum status run(struct ctx *c, const void *opt, const void *in_, void *out_)
{
    const struct channel_in *in = in_;
    struct channel_out *out = out_;
    (void)opt;
    *out = (struct channel_out){0};
    if (str_eq(in->verb, STR("fields")))
        strs_add(c, &out->fields, STR("reply"));
    else if (str_eq(in->verb, STR("pull")))
        return fail(c, REJECT, "a chat has no catalogue to pull");
    else
        for (size_t i = 0; i < in->effects.n; i++) {
            const struct effect *e = &in->effects.at[i];
            struct seen said = {.state = STR("shown"), .shown = e->value, .want = e->value};
            if (e->restore)
                said = (struct seen){.state = STR("refused"), .why = STR("what was said in a chat cannot be called back")};
            *LIST_ADD(c, &out->seen) = said;
        }
    return OK;
}

const struct capability channel_chat = {
    .name = "channel.chat", .doc = "answer customers in the web chat", .stage = PUBLISH, .in = &channel_in_record, .out = &channel_out_record, .run = run};
