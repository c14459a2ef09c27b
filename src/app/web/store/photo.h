/* app/web/store/photo.h - photos that visitors search by: kept an hour, without what the camera noted, under a word nobody guesses. */
#pragma once
#include "app/web/store/store.h"
#include "core/model.h"

enum { PHOTO_UPLOAD_MAX = 15 << 20 };

/* Look at the bytes of an upload and keep what is needed of it. REJECT: it is no picture that is read. */
MUST enum status photo_keep(struct visit *v, struct str bytes, struct str *token);

/* What was seen on it; deny(404) where it is no longer kept. */
MUST enum status photo_seen(struct visit *v, struct str token, struct look *out);
/* Its picture, as a JPEG. */
MUST enum status photo_picture(struct visit *v, struct str token, struct str *jpeg);

/* page_list.c: products that look like it. */
enum status listing_photo(struct visit *v, struct str token, const struct look *look);

/* Links to what is like a product with something changed; `chosen` is what was changed already. */
void put_otherwise(struct visit *v, struct str id, struct str chosen);
