/** What both services share of HTTP, one package a concern. */
package io.replog.http;
