/* app/web/store/page_photo.c - searching by photo: the form, the upload, and what looks like it. Complete without a script. */
#include "app/web/multipart.h"
#include "app/web/store/photo.h"

static void put_photo_form(struct visit *v, struct str id)
{
    put(v,
        "<form class=byphoto method=post action=\"/shop/photo\" enctype=\"multipart/form-data\"><label for=\"{}\">A photo of what you look "
        "for</label>"
        "<input id=\"{}\" type=file name=photo required accept=\"image/jpeg,image/png,image/webp,image/avif\">"
        "<label for=\"{}-q\">And what must hold <small>(you may leave it empty)</small></label>"
        "<input id=\"{}-q\" name=q maxlength=400 autocomplete=off placeholder=\"under 100, in red, not leather\">"
        "<button class=primary>Find what looks like it</button>"
        "<p class=dim>JPEG, PNG, WebP or AVIF, up to {} MiB. It is kept for an hour, without place or camera data, and no person looks at it.</p></form>",
        A(id), A(id), A(id), A(id), A((int64_t)PHOTO_UPLOAD_MAX >> 20));
}

/* The form, with what was wrong. */
static enum status form_again(struct visit *v, int code, struct str why)
{
    TRY(store_frame(v, &(struct frame){.title = STR("Search by photo"), .kind = STR("photo")}));
    put(v, "<section class=\"prose photopage\"><h1>Search by photo</h1>");
    if (why.n)
        put(v, "<p class=problem role=alert>{}</p>", A(why));
    else
        put(v, "<p class=lead>Show a photo, and see what here looks like it.</p>");
    put_photo_form(v, STR("photo-page"));
    put(v, "</section>");
    TRY(store_done(v, false));
    v->reply->code = code;
    return OK;
}

static struct str sentence(struct ctx *c, const char *before) { return str_fmt(c, "%s: %s.", before, str_copy(c, str_z(c->why)).p); }

enum status store_photo_form(struct visit *v) { return form_again(v, 200, (struct str){0}); }

enum status store_photo_take(struct visit *v)
{
    struct parts form = {0};
    struct str token;
    TRY(own_site(v));
    if (multipart_read(v->c, request_header(v->r, "Content-Type"), v->r->body, &form) != OK)
        return form_again(v, 400, sentence(v->c, "The photo did not arrive"));
    const struct part *photo = multipart_part(&form, "photo"), *q = multipart_part(&form, "q");
    if (!photo || !photo->bytes.n)
        return form_again(v, 400, STR("Choose a photo first."));
    if (photo->bytes.n > PHOTO_UPLOAD_MAX)
        return form_again(v, 413, str_fmt(v->c, "The photo is larger than %d MiB. A smaller one will do as well.", PHOTO_UPLOAD_MAX >> 20));
    enum status s = photo_keep(v, photo->bytes, &token);
    if (s != OK && v->code)
        return form_again(v, v->code, sentence(v->c, v->code == 422 ? "This photo cannot be searched by" : "Not now"));
    TRY(s);
    struct str words = q && str_is_utf8(q->bytes) ? str_trim(str_copy(v->c, str_part(q->bytes, 0, q->bytes.n < 400 ? q->bytes.n : 400))) : STR("");
    words = str_copy(v->c, str_mend(v->c, words));
    return visit_go(v, words.n ? str_fmt(v->c, "/shop/photo/%s?q=%s", token.p, url_escape(v->c, words).p) : str_fmt(v->c, "/shop/photo/%s", token.p));
}

enum status store_photo(struct visit *v)
{
    struct str token = visit_param(v, "token");
    struct look look;
    enum status s = photo_seen(v, token, &look);
    if (s != OK && v->code == 404)
        return form_again(v, 404, STR("This photo is no longer kept: photos are deleted after an hour. Choose it again."));
    TRY(s);
    return listing_photo(v, token, &look);
}

enum status store_photo_picture(struct visit *v)
{
    struct str jpeg;
    TRY(photo_picture(v, visit_param(v, "token"), &jpeg));
    visit_header(v, "Cache-Control", STR("private, no-store"));
    return text_answer(v, 200, "image/jpeg", jpeg);
}
