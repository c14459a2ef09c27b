/* app/web/store/image.c - photographs of products, as small as a page asks for them. */
#include "core/image.h"
#include "app/web/store/store.h"

/* Widths that pages ask for; any other gives the whole picture, so that nobody has many made. */
static bool is_width(int64_t w) { return w == 400 || w == 800 || w == 1600; }

enum status store_image(struct visit *v)
{
    struct str bytes, small, want = pairs_get(&v->url.query, "w");
    const char *type;
    int64_t width;
    TRY(photo_of(v, &bytes, &type));
    bool named = pairs_get(&v->url.query, "v").n > 0; /* the address changes with the picture */
    bool jpeg = strcmp(type, "image/jpeg") == 0;
    if (jpeg && str_int(want, &width) && is_width(width) && image_shrink(v->c, bytes, (int)width, &small) == OK)
        bytes = small; /* one that cannot be shrunk is sent as it is: browsers read much */
    visit_header(v, "Cache-Control", named ? STR("public, max-age=31536000, immutable") : STR("public, max-age=3600"));
    visit_header(v, "Cross-Origin-Resource-Policy", STR("cross-origin"));
    return text_answer(v, 200, type, bytes);
}
