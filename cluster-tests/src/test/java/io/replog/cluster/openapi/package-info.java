/** The OpenAPI document against the answers of nodes. */
package io.replog.cluster.openapi;
