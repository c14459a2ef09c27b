/* app/web/store/chat_view.c - the records of chat.h. */
#include "app/web/store/chat.h"

const struct record converse_body_record = {
    "shop.converse", sizeof(struct converse_body),
    (const struct field[]){
        FIELD(struct converse_body, message, .max = 500, .doc = "what the visitor says"),
        FIELD(struct converse_body, here, .max = 500, .flags = OPTIONAL, .doc = "the product whose page is open"),
        FIELD(struct converse_body, removed, .max = 50, .flags = OPTIONAL,
              .doc = "labels of chips that were taken away"),
        {0}}};
static const struct record turn_view_record = {
    "shop.turn", sizeof(struct turn_view),
    (const struct field[]){FIELD(struct turn_view, who, .choice = "shopper|assistant", .doc = "who said it"),
                           FIELD(struct turn_view, text, .doc = "what"),
                           {0}}};
const struct record conversation_view_record = {
    "shop.conversation", sizeof(struct conversation_view),
    (const struct field[]){FIELD_LIST(struct conversation_view, turns, &turn_view_record, .doc = "oldest first"), {0}}};
