/* app/web/store/image.c - photographs of products, as small as a page asks for them. */
#include "app/web/store/store.h"

enum status store_image(struct visit *v)
{
    struct str bytes;
    const char *type;
    TRY(photo_of(v, &bytes, &type));
    bool named = pairs_get(&v->url.query, "v").n > 0; /* the address changes with the picture */
    visit_header(v, "Cache-Control", named ? STR("public, max-age=31536000, immutable") : STR("public, max-age=3600"));
    visit_header(v, "Cross-Origin-Resource-Policy", STR("cross-origin"));
    return text_answer(v, 200, type, bytes);
}
