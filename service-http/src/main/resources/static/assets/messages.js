// The latest messages that this node shows, read whenever a view says that there are more.

import { $, element, number, setText } from './dom.js';

const SHOWN = 30;
const LONGEST = 2000; // characters shown of one message until somebody asks for all

// Invariant: recent holds at most SHOWN messages in ascending order, and ends before next.
const log = { id: null, next: 0, wanted: 0, recent: [], reading: false };

/** The message at an order, if it is among the latest. */
export const messageAt = (order) => log.recent.find((message) => message.order === order);

export function showMessages(view) {
  const { log_id: id, shown } = view.self;
  if (id !== log.id || shown < log.next) {
    Object.assign(log, { id, next: Math.max(0, shown - SHOWN), recent: [] });
    render();
  }
  log.wanted = shown;
  read();
}

async function read() {
  if (log.reading || log.next >= log.wanted) return;
  log.reading = true;
  const from = Math.max(log.next, log.wanted - SHOWN);
  const { id } = log;
  try {
    const response = await fetch(`full_messages?from=${from}&limit=${SHOWN}`, {
      cache: 'no-store',
      headers: { Accept: 'application/json' },
    });
    if (!response.ok) throw new Error(`HTTP ${response.status}`);
    const { messages } = await response.json();
    if (id === log.id) take(messages);
  } catch {
    // The next view asks again; a lost connection shows at the top.
    log.wanted = log.next;
  } finally {
    log.reading = false;
  }
  read();
}

function take(messages) {
  if (messages.length === 0) {
    log.wanted = log.next;
    return;
  }
  log.recent = [...log.recent, ...messages].slice(-SHOWN);
  log.next = messages.at(-1).order + 1;
  render();
}

function render() {
  const body = $('message-rows');
  const oldest = log.recent[0]?.order ?? Infinity;
  for (const row of [...body.children]) {
    if (Number(row.dataset.order) < oldest || log.recent.length === 0) row.remove();
  }
  const newest = body.firstElementChild ? Number(body.firstElementChild.dataset.order) : -1;
  body.prepend(...log.recent.filter((message) => message.order > newest).map(row).reverse());
  $('log-empty').hidden = log.recent.length > 0;
  setText($('log-range'), log.recent.length > 0 ? `orders ${number(oldest)} to ${number(log.next - 1)}` : '');
}

function row({ order, message, id }) {
  return element('tr', { 'data-order': order },
    element('td', { class: 'number' }, number(order)), foreign(message), foreign(id));
}

/** Anyone's text: whole in the document, or its beginning with a button for the rest. */
function foreign(text) {
  const whole = String(text);
  const shown = element('div', { class: 'foreign', dir: 'auto', tabindex: '0' });
  const cell = element('td', {}, shown);
  if (whole.length <= LONGEST) {
    shown.textContent = whole;
    return cell;
  }
  shown.textContent = `${whole.slice(0, LONGEST)}…`;
  const all = element('button', { type: 'button', class: 'quiet' }, `show all ${number(whole.length)} characters`);
  all.addEventListener('click', () => {
    shown.textContent = whole;
    all.remove();
  });
  cell.append(all);
  return cell;
}
