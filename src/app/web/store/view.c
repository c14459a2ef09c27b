/* app/web/store/view.c - the records of view.h. */
#include "app/web/store/view.h"

#define MAYBE .flags = OPTIONAL
#define R(name) const struct record name##_record = {"shop." #name, sizeof(struct name), (const struct field[]) {
#define END \
    { \
        0 \
    } \
    } \
    } \
    ;

R(search_query)
FIELD(struct search_query, q, MAYBE, .max = 400, .doc = "as the shopper wrote it; absent: everything"),
    FIELD(struct search_query, filters, MAYBE, .max = 2000,
          .doc = "\"brand:nike;size:42\": name and value; several values of one name are alternatives"),
    FIELD(struct search_query, removed, MAYBE, .max = 2000, .doc = "labels of chips that were taken away, ';' between"),
    FIELD(struct search_query, sort, MAYBE, .choice = "best|price|-price|title", .init_str = "best", .doc = "order"),
    FIELD(struct search_query, least, MAYBE, .unit = "minor", .max = 9e15, .init = NONE, .doc = "costs at least"),
    FIELD(struct search_query, most, MAYBE, .unit = "minor", .max = 9e15, .init = NONE, .doc = "costs at most"),
    FIELD(struct search_query, page, MAYBE, .min = 1, .max = 400, .init = 1, .doc = "from 1"),
    FIELD(struct search_query, per_page, MAYBE, .min = 1, .max = 100, .init = 24, .doc = "products a page"),
    END R(suggest_query) FIELD(struct suggest_query, q, .min = 1, .max = 200, .doc = "typed so far"),
    END R(recommend_query)
        FIELD(struct recommend_query, kind, .choice = "similar|goes-with|popular|for-you", .doc = "which list"),
    FIELD(struct recommend_query, product, MAYBE, .max = 500, .doc = "id: beside which product"),
    FIELD(struct recommend_query, k, MAYBE, .min = 1, .max = 50, .init = 8, .doc = "products wanted"),
    END R(cart_body) FIELD(struct cart_body, action, .choice = "add|set|remove", .doc = "what to do"),
    FIELD(struct cart_body, product, .min = 1, .max = 500, .doc = "id"),
    FIELD(struct cart_body, variant, MAYBE, .max = 200,
          .doc = "SKU, or '#' and its place; absent: the first that can be had"),
    FIELD(struct cart_body, quantity, MAYBE, .max = 99, .init = 1, .doc = "units; 0 takes it out"),
    END static const struct record event_body_record = {
        "shop.event", sizeof(struct event_body),
        (const struct field[]){
            FIELD(struct event_body, event, .min = 1, .max = 60,
                  .doc = "name of Segment's e-commerce vocabulary: \"Product Viewed\""),
            FIELD(struct event_body, properties, MAYBE,
                  .doc = "as that vocabulary has them: product_id, sku, query, products, …"),
            END R(events_body)
                FIELD_LIST(struct events_body, events, &event_body_record, .min = 1, .max = 30, .doc = "oldest first"),
            END static R(card_view) FIELD(struct card_view, id), FIELD(struct card_view, title),
            FIELD(struct card_view, brand, MAYBE), FIELD(struct card_view, category, MAYBE),
            FIELD(struct card_view, url, .doc = "of its page"),
            FIELD(struct card_view, image, MAYBE, .doc = "address of its first picture"),
            FIELD(struct card_view, price, MAYBE, .unit = "minor", .init = NONE, .doc = "of the cheapest variant"),
            FIELD(struct card_view, compare_at, MAYBE, .unit = "minor", .init = NONE, .doc = "instead of"),
            FIELD(struct card_view, currency, MAYBE), FIELD(struct card_view, in_stock),
            FIELD(struct card_view, why, MAYBE, .doc = "why it stands here"),
            END R(suggest_view) FIELD(struct suggest_view, queries, .doc = "likeliest first"),
            FIELD_LIST(struct suggest_view, products, &card_view_record, .doc = "that already fit"),
            END static const struct record chip_record = {
                "shop.chip", sizeof(struct search_chip),
                (const struct field[]){
                    FIELD(struct search_chip, label, .doc = "give it in `removed` to take the limit away"),
                    FIELD(struct search_chip, kind),
                    FIELD(struct search_chip, words, MAYBE, .doc = "the words it was read from"),
                    FIELD(struct search_chip, exclude, MAYBE), FIELD(struct search_chip, wish, MAYBE),
                    END static const struct record facet_record = {
                        "shop.facet", sizeof(struct search_facet),
                        (const struct field[]){
                            FIELD(struct search_facet, name),
                            FIELD(struct search_facet, values, .doc = "products with each value"),
                            END static const struct record rescue_record = {
                                "shop.rescue", sizeof(struct search_rescue),
                                (const struct field[]){
                                    FIELD(struct search_rescue, without),
                                    FIELD(struct search_rescue, all, .doc = "labels of the chips to take away"),
                                    FIELD(struct search_rescue, total,
                                          .doc = "products there would be without that chip"),
                                    END R(search_view) FIELD_LIST(struct search_view, products, &card_view_record,
                                                                  .doc = "best first"),
                                    FIELD_LIST(struct search_view, chips, &chip_record,
                                               .doc = "limits read from the query and chosen"),
                                    FIELD_LIST(struct search_view, facets, &facet_record, MAYBE,
                                               .doc = "to narrow it down"),
                                    FIELD_LIST(struct search_view, rescue, &rescue_record, MAYBE,
                                               .doc = "where nothing is found"),
                                    FIELD(struct search_view, did_you_mean, MAYBE),
                                    FIELD(struct search_view, unknown, MAYBE, .doc = "words of the query that no product has"), FIELD(struct search_view, total),
                                    FIELD(struct search_view, page), FIELD(struct search_view, per_page),
                                    END R(cards_view)
                                        FIELD_LIST(struct cards_view, products, &card_view_record, .doc = "best first"),
                                    END static const struct record cart_line_record = {
                                        "shop.cart_line", sizeof(struct cart_line_view),
                                        (const struct field[]){
                                            FIELD(struct cart_line_view, product),
                                            FIELD(struct cart_line_view, variant), FIELD(struct cart_line_view, title),
                                            FIELD(struct cart_line_view, choice, MAYBE),
                                            FIELD(struct cart_line_view, url), FIELD(struct cart_line_view, quantity),
                                            FIELD(struct cart_line_view, price, MAYBE, .unit = "minor", .init = NONE,
                                                  .doc = "of one"),
                                            FIELD(struct cart_line_view, problem, MAYBE,
                                                  .doc = "why it cannot be had like this"),
                                            END R(cart_view) FIELD_LIST(struct cart_view, lines, &cart_line_record),
                                            FIELD(struct cart_view, units),
                                            FIELD(struct cart_view, total, .unit = "minor"),
                                            FIELD(struct cart_view, currency, MAYBE),
                                            FIELD(struct cart_view, ready, .doc = "every line can be had"),
                                            END R(taken_view) FIELD(struct taken_view, taken, .doc = "events noted"),
                                            FIELD(struct taken_view, recognized,
                                                  .doc = "under the visitor's number; else only counted"),
                                            END
