/* Paging: see app/paging.h. */
#include "app/paging.h"

bool paging_next(const struct source *source, const struct body *page, char *query,
                 size_t size)
{
    /* What cannot be told now is told when the body is decoded. */
    struct error ignored = {0};
    const struct decoder *decoder = decoder_find(source->format, page, &ignored);
    return decoder && decoder->next && decoder->next(page, query, size);
}
