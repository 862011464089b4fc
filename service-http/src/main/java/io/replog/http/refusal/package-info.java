/** Refusing, before anything else looks at them, requests that Spring or Tomcat would misread. */
package io.replog.http.refusal;
