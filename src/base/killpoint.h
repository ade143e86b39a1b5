/* The named instants at which a process of the office may die, for the torture test.
 *
 * Only a build with -DYC_KILLPOINTS (make units: build/points) has them; elsewhere KILLPOINT(P) is
 * nothing.  There, a process finds in the environment YC_KILLPOINTS=FILE, maps that file, counts
 * every passage of every point in it, and kills itself with SIGKILL at the passage the test has
 * armed.  All processes of a hall and its clients share the file, so exactly one of them dies.
 *
 * This is the table of all points.  X(name, who passes it, what is and is not done there). */
#ifndef YC_BASE_KILLPOINT_H
#define YC_BASE_KILLPOINT_H

#include <stdbool.h>

#define KILLPOINTS(X)                                                                              \
    X(REQUEST_TAKEN, DATA, "a request is read, no worker has it")                                  \
    X(ACT_BEGUN, DATA, "the transaction is begun, nothing written")                                \
    X(NUMBER_TAKEN, DATA, "a number is taken, the act that needs it not written")                  \
    X(INDEX_HALF, DATA, "one of a record's indexes is changed, the others are not")                \
    X(ACT_WRITTEN, DATA, "all is written, nothing committed")                                      \
    X(ACT_COMMITTED, DATA, "committed, the log is not on disk")                                    \
    X(ACT_FLUSHED, DATA, "on disk, the memory of the office not yet changed, no reply")            \
    X(ONCE_FOUND, DATA, "a repeated request is found done, not yet answered")                      \
    X(REPLY_MADE, DATA, "done and told to the others, the reply not sent")                         \
    X(REPLY_SENT, DATA, "the reply is sent, the line not taken up again")                          \
    X(PUBLISH_FILE, DATA, "one of several files published in one act is written")                  \
    X(PUBLISHED, DATA, "published on disk, the office still works by the old definitions")         \
    X(CLOCK_READ, DATA, "a clock is found due, nothing done")                                      \
    X(CLOCK_STRUCK, DATA, "one clock is dealt with, perhaps not on disk, the next is due")         \
    X(CLOCKS_DONE, DATA, "all due clocks are dealt with, not settled")                             \
    X(JUDGED_ONE, DATA, "one matter of a page is judged by the new calendar")                      \
    X(JUDGED_PAGE, DATA, "a page of matters is judged")                                            \
    X(JUDGED_ALL, DATA, "all are judged, the sum is not written")                                  \
    X(CHECKPOINT_BEGIN, DATA, "before a checkpoint writes pages")                                  \
    X(CHECKPOINT_DONE, DATA, "after it, finished logs not yet archived")                           \
    X(LOG_LINKED, DATA, "a log is in the archive and still in its place")                          \
    X(LOG_MOVED, DATA, "one log is moved, the next is not")                                        \
    X(REGION_READY, DATA, "the place of shared memory is made, nothing recovered")                 \
    X(RECOVERED, DATA, "recovered, no file open")                                                  \
    X(FILE_OPENED, DATA, "some files are open, some not")                                          \
    X(INDEX_MADE, DATA, "a new index is filled, not committed")                                    \
    X(DATA_STARTED, DATA, "a new data process, the office not open")                               \
    X(OFFICE_OPEN, DATA, "the office is open, nobody served")                                      \
    X(CLOSING, DATA, "an orderly stop: everybody answered, no last checkpoint")                    \
    X(CLOSED, DATA, "an orderly stop: closed, shared memory not removed")                          \
    X(COPIED_FILE, DATA, "a backup has some of the files")                                         \
    X(COPIED_DATA, DATA, "a backup has all files, no log")                                         \
    X(FILE_PUT, DATA, "a file is on disk under its passing name")                                  \
    X(LOCKED, SUPERVISOR, "the home is locked, the old socket still there")                        \
    X(UNLINKED, SUPERVISOR, "the old socket is gone, nobody listens")                              \
    X(LISTENING, SUPERVISOR, "listening, no data process")                                         \
    X(FORKED, SUPERVISOR, "a data process is forked, its line not noted")                          \
    X(DATA_ENDED, SUPERVISOR, "an end is seen, what is attached still runs")                       \
    X(ALL_ENDED, SUPERVISOR, "all attached are ended, none started")                               \
    X(NIGHT_FORKED, SUPERVISOR, "the night batch is forked, not noted")                            \
    X(NIGHT_SEEN, SUPERVISOR, "the batch has ended well, not recorded")                            \
    X(NIGHT_RECORDED, SUPERVISOR, "it is recorded, the data process not told")                     \
    X(NIGHT_OPEN, NIGHT, "the batch has joined, nothing written")                                  \
    X(NIGHT_REPORT, NIGHT, "one report of the night is written, the next is not")                  \
    X(NIGHT_FILE, NIGHT, "a report is on disk under its passing name")                             \
    X(NIGHT_CHECKPOINT, NIGHT, "the reports are there, no backup")                                 \
    X(NIGHT_COPIED, NIGHT, "the backup is made, under its passing name")                           \
    X(NIGHT_PLACED, NIGHT, "the backup has its name, the one before is still there")               \
    X(NIGHT_DONE, NIGHT, "everything is there, the batch has not left")                            \
    X(REQUEST_SENT, CLIENT, "a client has sent its request")                                       \
    X(REPLY_TAKEN, CLIENT, "a client has the reply, has done nothing with it")                     \
    X(REDIALLED, CLIENT, "a client has a new line, nothing sent again")                            \
    X(DRAFT_WRITTEN, CLIENT, "a draft is on disk under its passing name")                          \
    X(DRAFT_NAMED, CLIENT, "it has its name, the folder is not on disk")

enum killpoint {
#define KILLPOINT_NAME(name, who, what) KP_##name,
    KILLPOINTS(KILLPOINT_NAME)
#undef KILLPOINT_NAME
        KILLPOINT_COUNT
};

/* What is in the file. */
struct killpoint_table {
    _Atomic int armed; /* enum killpoint; KILLPOINT_COUNT: none */
    _Atomic int left;  /* passages to the death; 0 and below: it is over */
    _Atomic int victim;
    _Atomic unsigned passed[KILLPOINT_COUNT];
};

#ifdef YC_KILLPOINTS
void killpoint_pass(enum killpoint p);
extern bool killpoint_spared; /* this process passes all points: the test itself */
#define KILLPOINT(name) killpoint_pass(KP_##name)
#else
#define KILLPOINT(name) ((void)0)
#endif

#endif
