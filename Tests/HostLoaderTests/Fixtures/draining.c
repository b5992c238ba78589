/* SPDX-License-Identifier: Apache-2.0 */
/* Tells a service about its end: "drain" and then "destroy" are logged. */
#include "fixture.h"

static const char *const needs[] = {TW_SERVICE_LOG, NULL};

static void say(void *instance, const char *what) {
    const tw_host *host = instance;
    const tw_log *log = host->get_service(host, TW_SERVICE_LOG);
    log->write(host, TW_LOG_INFO, fixture_bytes(what), (tw_bytes){NULL, 0});
}

static void drain(void *instance, void *user, void (*drained)(void *user)) {
    say(instance, "drain");
    drained(user);
    drained(user);
}

static void destroy(void *instance) { say(instance, "destroy"); }

FIXTURE_PLUGIN("draining", .needs = needs, .drain = drain, .destroy = destroy)
