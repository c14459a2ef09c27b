/* app/page.h - the files of app/dash, embedded in the program. */
#pragma once
#include <stddef.h>

struct page_file {
    const char *name; /* "style.css" */
    const char *text; /* 0-ended */
    size_t n;
};
extern const struct page_file page_files[]; /* ends with {0} */
extern const struct page_file example_files[]; /* a golden case of each capability that has one, by its name; ends with {0} */
