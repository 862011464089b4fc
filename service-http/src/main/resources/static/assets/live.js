// Keeps this page connected to its node: one stream, opened again after a loss, closed while nobody looks.

import { readEvents } from './sse.js';

const SILENCE_MS = 6000; // the node sends a sign at least every two seconds
const RETRY_MS = 1000;

/**
 * Where the page stands. Invariant: failure is null while signs of the node arrive.
 * viewAt: when the last view came; heardAt: when anything did; signAt: that, or when the present attempt began.
 */
export const connection = { viewAt: null, heardAt: null, signAt: null, failure: null };

/** Calls handlers[name](data) for each event, and onChange whenever the connection comes or goes. */
export function connect(handlers, onChange) {
  let current = null;

  async function stayConnected(mine) {
    while (!mine.signal.aborted) {
      const attempt = new AbortController();
      mine.signal.addEventListener('abort', () => attempt.abort(), { once: true });
      const watch = setInterval(() => {
        if (Date.now() - connection.signAt > SILENCE_MS) attempt.abort();
      }, 500);
      connection.signAt = Date.now();
      try {
        await readEvents('cluster/stream', attempt.signal, sign, (name, data) => handle(name, data));
        lose('it ended the connection');
      } catch (failure) {
        if (mine.signal.aborted) return;
        lose(attempt.signal.aborted ? 'it has given no sign for some seconds' : failure.message);
      } finally {
        clearInterval(watch);
      }
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
  }

  function sign() {
    connection.signAt = Date.now();
    connection.heardAt = connection.signAt;
    if (connection.failure !== null) {
      connection.failure = null;
      onChange();
    }
  }

  function handle(name, data) {
    if (name === 'view') connection.viewAt = Date.now();
    if (name === 'problem') throw new Error(JSON.parse(data).detail);
    handlers[name]?.(JSON.parse(data));
  }

  function lose(why) {
    connection.failure = why;
    onChange();
  }

  function begin() {
    current?.abort();
    current = new AbortController();
    stayConnected(current);
  }

  // A hidden page takes no place on the node.
  document.addEventListener('visibilitychange', () => (document.hidden ? current?.abort() : begin()));
  if (!document.hidden) begin();
}
