/* night: has the service run the night batch for a day, and waits for its end. */
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "cli/connect.h"
#include "cli/lang.h"
#include "cli/say.h"

enum { LOOK_US = 50000 };

/* The file is replaced by every batch that ends well, so another one stands there afterwards. */
static ino_t mark_of(const char *path)
{
    struct stat st;

    return stat(path, &st) == 0 ? st.st_ino ^ (ino_t)st.st_mtim.tv_nsec ^ (ino_t)st.st_mtim.tv_sec
                                : 0;
}

/* Until no batch runs. */
static enum status wait_end(const struct cli *c, struct door *d)
{
    enum status status = STATUS_DONE;

    for (bool running = true; running;) {
        usleep(LOOK_US);
        Yc__Reply *r = connect_ask(d, connect_request(c, "hall_stat", NULL, NULL), &status);
        running = r && *door_reply_get(r, "night");
        if (r) door_reply_free(r);
    }
    return status;
}

static enum status night(const struct cli *c, struct door *d, const char *date)
{
    char *done = mem_printf("%s/reports/%s/done", c->home, date);
    ino_t before = mark_of(done);
    enum status status;
    Yc__Reply *r =
        connect_ask(d, connect_request(c, "hall_night", NULL, "date", date, NULL), &status);

    if (r) status = wait_end(c, d);
    if (r && status == STATUS_DONE && mark_of(done) == before) {
        complain(_("yichuang: the night batch for {1} failed; {2}/yichuangd.log says why"), date,
                 c->home, NULL);
        status = STATUS_REFUSED;
    } else if (r && status == STATUS_DONE) {
        say(_("The day {1} is closed: {2}/reports/{1}/day.txt"), date, c->home, NULL);
    }
    if (r) door_reply_free(r);
    free(done);
    return status;
}

static enum status run(struct cli *c, struct args *a)
{
    const char *given = args_option(a, "--date");
    enum status status = STATUS_DONE;
    char date[DAY_TEXT];
    day_t day = DAY_NONE;

    if (!args_words(a, 0, 0) || (given && !day_parse(given, &day)))
        return cli_usage(&command_night);
    struct door *d = connect_door(c);
    if (!d) return STATUS_UNAVAILABLE;
    if (!given) status = connect_today(c, d, &day);
    if (status == STATUS_DONE) status = night(c, d, day_text(day, date));
    door_close(d);
    return status;
}

const struct command command_night = {
    "night", "[--date D]", N_("close a day: reports, closed loop, checkpoint, backup"), run};
