// What became of a post, in words. Nothing here touches the document.

import { number } from './dom.js';

/** Refusals of a server that come before anything is stored; every other failure of one leaves that open. */
const BEFORE_STORING = ['no-master', 'no-quorum', 'overloaded', 'shutting-down', 'recovering', 'fenced', 'broken'];

/**
 * kind: good, warn (stored, but …), bad (nothing stored) or unknown.
 * again: the words of the button that sends the same id again; absent where that would not help.
 */
export function outcome(status, answer, milliseconds) {
  const took = `after ${number(Math.round(milliseconds))} ms`;
  if (status === 201 || status === 200) return stored(status, answer, took);
  const type = String(answer?.type ?? '').replace('urn:replog:', '');
  const detail = answer?.detail ?? answer?.title ?? `HTTP ${status}`;
  switch (type) {
    case 'write-concern-timeout':
      return { kind: 'warn', order: answer.order, words: `Stored as order ${number(answer.order)}, but not on enough nodes in time. The master goes on delivering it.`, again: 'Wait on' };
    case 'outcome-pending':
      return { kind: 'unknown', order: answer.order, words: `It may be stored, and the node could not wait: ${detail}`, again: 'Ask again with the same id' };
    case 'outcome-unknown':
      return unknown(`Nobody can say whether it is stored: ${detail}`);
    default:
      if (status >= 500 && !BEFORE_STORING.includes(type)) return unknown(`The node failed (${detail}): it may be stored, or not.`);
      return { kind: 'bad', words: `Nothing was stored: ${detail}`, again: status >= 503 ? 'Try again' : undefined };
  }
}

function stored(status, answer, took) {
  const where = `order ${number(answer.order)}, on ${answer.acks.length === 1 ? 'one node' : `${answer.acks.length} nodes`}`;
  const risk = answer.survives_failover === false ? ' Until a majority holds it, a failover may set it aside.' : '';
  const words = status === 200 ? `Duplicate: this very message was stored before, as ${where}, ${took}.` : `Done: ${where}, ${took}.`;
  return { kind: 'good', order: answer.order, words: words + risk };
}

const unknown = (words) => ({ kind: 'unknown', words, again: 'Ask again with the same id' });

export const lost = (why) => unknown(`The connection broke before the answer (${why}): it may be stored, or not.`);

/** The node is not master, and set to send writers there; a browser does not follow to another origin. */
export const redirected = { kind: 'bad', words: 'Nothing was stored: this node passes no messages on. Write on the page of the master.' };

export const left = { kind: 'warn', words: 'You stopped waiting. If it was stored, it stays.', again: 'Wait on' };
