/* Any line of the machine interface is a request or is refused; any bytes are a record, an event,
 * or null, as JSON.  The first byte chooses.  What a line makes of itself stays in proportion. */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "cli/json_record.h"
#include "cli/json_request.h"
#include "model/matter.pb-c.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void line(const char *text, size_t n)
{
    json_t *v = json_loadb(text, n, JSON_REJECT_DUPLICATES, NULL),
           *lets = json_pack("{s:s}", "a", "1");
    Yc__Request *q = NULL;
    struct fault f = {0};

    if (v && json_request(v, lets, &q, &f) == RC_OK) {
        assert(q && q->name);
        assert(yc__request__get_packed_size(q) <= 64 * n + 64);
        door_request_free(q);
    } else {
        assert(!q && (!v || f.msgid));
    }
    json_decref(v);
    json_decref(lets);
}

static void record(json_t *v)
{
    char *text = json_dumps(v, JSON_ENCODE_ANY);

    assert(text);
    free(text);
    json_decref(v);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (!size) return 0;
    if (data[0] % 3 == 0)
        line((const char *)data + 1, size - 1);
    else if (data[0] % 3 == 1)
        record(json_packed(&yc__matter__descriptor, data + 1, size - 1));
    else
        record(json_event(data + 1, size - 1));
    return 0;
}
