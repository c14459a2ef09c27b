/* intelligence/answer/service/reply_send.c - an answer to a customer, written already: what lets it out is the policy.
 *
 * Flow  reply_in → reply_out; doubts of whoever wrote it become the item's, so that a person looks
 */
#include "core/capability.h"
#include "data/reply.h"

static enum status run(struct ctx *c, const void *opt, const void *in_, void *out_)
{
    const struct reply_in *in = in_;
    struct reply_out *out = out_;
    (void)opt;
    out->text = str_copy(c, str_trim(in->text));
    if (!out->text.n)
        return fail(c, REJECT, "an answer needs a text");
    for (size_t i = 0; i < in->doubts.n; i++)
        doubt(c, "%.*s", FMT(in->doubts.at[i]));
    return OK;
}

static enum status changes(struct ctx *c, const void *in_, const void *out_, struct changes *list)
{
    const struct reply_in *in = in_;
    const struct reply_out *out = out_;
    list->at = NEW(c, struct change);
    list->at[0] = (struct change){STR("message"), in->message, STR("reply"), out->text, STR("text")};
    list->n = 1;
    return OK;
}

const struct capability reply_send = {
    .name = "reply.send", .doc = "answer a customer", .stage = ANSWER, .in = &reply_in_record, .out = &reply_out_record, .run = run, .changes = changes};
