/** What nodes measure, and what {@code deploy/} makes of it for Prometheus and Grafana. */
package io.replog.cluster.metrics;
