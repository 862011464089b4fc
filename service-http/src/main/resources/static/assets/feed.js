// What happened, the latest first.

import { $, element, setText } from './dom.js';

const KEPT = 60;
const ANNOUNCE_MS = 5000;
const KINDS = {
  good: ['healthy', 'connected', 'caught-up', 'gap-closed', 'elected', 'counts', 'answers', 'joined'],
  bad: ['unhealthy', 'diverged', 'rejecting', 'no-master', 'fault', 'other-log', 'set-aside', 'silent'],
};

const seen = new Set();
let unspoken = [];

export function showHappened(happened) {
  // A node tells again what it told before, to those who connect anew.
  const key = JSON.stringify(happened);
  if (seen.has(key)) return;
  seen.add(key);
  if (seen.size > 4 * KEPT) seen.delete(seen.values().next().value);
  const time = new Date(happened.time);
  $('feed').prepend(element('li', { class: kind(happened.kind), 'data-kind': happened.kind },
    element('time', { datetime: happened.time, title: time.toLocaleString() }, time.toLocaleTimeString()),
    element('span', {}, happened.words)));
  while ($('feed').childElementCount > KEPT) $('feed').lastElementChild.remove();
  $('feed-empty').hidden = true;
  unspoken.push(happened.words);
}

function kind(name) {
  return Object.keys(KINDS).find((each) => KINDS[each].includes(name)) ?? 'warn';
}

/** A screen reader is told little, and seldom. */
setInterval(() => {
  if (unspoken.length === 0) return;
  const more = unspoken.length > 2 ? `, and ${unspoken.length - 2} more` : '';
  setText($('announcement'), unspoken.slice(-2).join('. ') + more);
  unspoken = [];
}, ANNOUNCE_MS);
