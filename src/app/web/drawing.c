/* app/web/drawing.c - pictures of numbers on a page, drawn by insight.chart. */
#include "app/web/drawing.h"
#include "core/capability.h"

struct chart_in drawing_new(const char *kind, struct str title)
{
    struct chart_in in;
    record_init(&chart_in_record, &in);
    in.kind = str_z(kind), in.title = str_part(title, 0, title.n < 80 ? title.n : 80), in.unit = STR("day"), in.bare = true;
    return in;
}

enum status put_drawing(struct visit *v, const struct chart_in *in)
{
    struct chart_out out;
    struct ctx aside = *v->c;
    aside.db = NULL;
    if (capability_call(&aside, "insight.chart", in, &out) != OK)
        return OK;
    put(v, "<figure class=figure>");
    buf_add(v->c, &v->out, out.svg); /* its texts are escaped where it is drawn */
    if (!str_eq(in->kind, STR("compare"))) /* whose numbers stand at its bars, and in its title for those who do not see them */
        put(v, "<figcaption class=dim>{}</figcaption>", A(out.sentence));
    put(v, "</figure>");
    return OK;
}
