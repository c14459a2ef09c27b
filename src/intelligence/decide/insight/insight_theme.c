/* intelligence/decide/insight/insight_theme.c - one theme of what customers say, as a task for a colleague.
 *
 * Flow  theme of insight.mine → work item; accepted, it stands among the shop's tasks (channel.file: theme/…)
 */
#include "intelligence/decide/insight/mine.h"
#include <math.h>

struct theme_out { struct str text; };
static const struct record theme_out_record = {"theme_out", sizeof(struct theme_out), (const struct field[]){
    FIELD(struct theme_out, text, .doc = "the task, in a few lines"), {0}}};

enum { LINKS = 20 };

static void trend_tell(struct ctx *c, struct buf *b, const struct mine_theme *t)
{
    buf_fmt(c, b, "%lld message%s, %.1f %% of what was read; %lld in this window, %lld in the one before", (long long)t->n, t->n == 1 ? "" : "s",
            100 * t->share, (long long)t->now, (long long)t->before);
    if (!isnan(t->p))
        buf_fmt(c, b, " (%.*s; p = %.4g", FMT(t->trend), t->p);
    if (!isnan(t->p) && !isnan(t->q))
        buf_fmt(c, b, ", among all themes q = %.4g", t->q);
    buf_fmt(c, b, "%s.\n", isnan(t->p) ? "" : ")");
}

static enum status run(struct ctx *c, const void *opt, const void *in_, void *out_)
{
    const struct mine_theme *t = in_;
    struct theme_out *out = out_;
    struct buf b = {0};
    (void)opt;
    buf_fmt(c, &b, "Customers say: %.*s\n", FMT(t->label));
    trend_tell(c, &b, t);
    if (t->phrases.n > 1)
        buf_fmt(c, &b, "Their words: %s.\n", str_join(c, &t->phrases, STR(", ")).p);
    buf_fmt(c, &b, "For example: \"%.*s\"\nMessages:", FMT(t->sample));
    for (size_t i = 0; i < t->messages.n && i < LINKS; i++)
        buf_fmt(c, &b, " %.*s", FMT(t->messages.at[i]));
    if (t->messages.n > LINKS)
        buf_fmt(c, &b, " and %zu more", t->messages.n - LINKS);
    out->text = buf_str(&b);
    return OK;
}

static enum status changes(struct ctx *c, const void *in_, const void *out_, struct changes *list)
{
    const struct mine_theme *t = in_;
    const struct theme_out *out = out_;
    list->at = NEW(c, struct change);
    list->at[0] = (struct change){STR("theme"), t->label, STR("task"), out->text, STR("text")};
    list->n = 1;
    return OK;
}

const struct capability insight_theme = {
    .name = "insight.theme", .title = "Customers say {}", .doc = "a pain point of customers as a task", .stage = DECIDE, .in = &mine_theme_record, .out = &theme_out_record,
    .run = run, .changes = changes};
