/* app/web/store/page_privacy.c - what the shop remembers of a visitor, and the visitor's yes or no to it. */
#include "app/web/store/store.h"

enum { YEAR_S = 180 * 24 * 60 * 60 };

enum status store_privacy(struct visit *v)
{
    bool objects = shopper_objects(v), yes = shopper_agreed(v);
    TRY(store_frame(v, &(struct frame){.title = STR("Privacy and consent"), .kind = STR("privacy")}));
    put(v, "<section class=prose><h1>Privacy and consent</h1>"
           "<p>The cart and the assistant need to know that it is still you: once you use one of them, a cookie holds "
           "a random word. It says nothing about who you are,"
           " and is forgotten after 90 days without a visit.</p>"
           "<p>With your consent, what you look at, search for and put into the cart is noted under another random "
           "number, so that the shop can be sorted by what"
           " people like you look at. Without it, pages are only counted: no number, no search words.</p>"
           "<p>An e-mail address that you leave with an order is kept with it, so that you can change or cancel it.</p>"
           "<p>A photo that you search by is made small and anew, without place, time or camera, and deleted after an hour. What was seen on it is "
           "numbers and colours; nobody looks at it, and faces are not read.</p>"
           "<p>No other company is asked, told or loaded here. Voices are turned into words by your own browser, if "
           "you press the microphone; the shop never hears them.</p>");
    put(v, objects ? "<p class=state><b>Your browser says that it does not want to be tracked</b> (Do Not Track or "
                     "Global Privacy Control). We keep to that.</p>"
           : yes   ? "<p class=state><b>You said yes.</b></p>"
                   : "<p class=state><b>You have not said yes.</b> Nothing is noted under your number.</p>");
    put(v, "<form method=post action=\"/shop/privacy\"><button name=consent value=yes class=primary>Yes, remember what "
           "I look at</button>"
           " <button name=consent value=no>No, only count</button></form></section>");
    return store_done(v, false);
}

enum status store_consent(struct visit *v)
{
    struct pairs form;
    TRY(own_site(v));
    TRY(form_read(v->c, v->r->body, &form));
    bool yes = str_eq(pairs_get(&form, "consent"), STR("yes"));
    visit_header(v, "Set-Cookie",
                 str_fmt(v->c, "consent=%s; Path=/shop; SameSite=Lax; Max-Age=%d", yes ? "yes" : "no", YEAR_S));
    return visit_go(v, STR("/shop/privacy"));
}
