/* SPDX-License-Identifier: Apache-2.0 */
/** @file metrics.h Service "tagwarden.metrics/1": counters, gauges and durations. */
#ifndef TAGWARDEN_SERVICES_METRICS_H
#define TAGWARDEN_SERVICES_METRICS_H

#include "../host.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Id for `get_service`; absent from hosts that keep no metrics. Since 1.0. */
#define TW_SERVICE_METRICS "tagwarden.metrics/1"

/** The service. Names are `[a-z0-9_]{1,64}`; the host puts the plugin's id before them. Since 1.0. */
typedef struct tw_metrics {
    uint32_t struct_size;
    uint32_t reserved;
    /** Adds to a counter; `labels` is a JSON object of strings, or empty. [any-thread] */
    void (*count)(const tw_host *host, tw_bytes name, double amount, tw_bytes labels);
    /** Sets a gauge. [any-thread] */
    void (*gauge)(const tw_host *host, tw_bytes name, double value, tw_bytes labels);
    /** Adds a duration in seconds to a histogram. [any-thread] */
    void (*observe)(const tw_host *host, tw_bytes name, double seconds, tw_bytes labels);
} tw_metrics;

#ifdef __cplusplus
}
#endif

#endif
