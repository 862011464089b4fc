// One post: it stays in the page while it waits, and shows which nodes hold its message.

import { element, rebuild, setText } from './dom.js';
import { left, lost, outcome, redirected } from './outcome.js';
import { counting, duration } from './words.js';

const ASK_MS = 400; // between two questions for the order of a message that waits
const CLIPPED = 140;

/** Ids that no two pages mint; randomUUID is missing where the page comes over plain HTTP from elsewhere. */
export function mintId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return `page-${[...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}

export class Post {
  /** request: {message, w, id, timeout_ms?}; onEnd: called whenever it no longer waits. */
  constructor(request, onEnd) {
    this.request = request;
    this.onEnd = onEnd;
    this.order = null;
    this.acks = new Set();
    this.askedAt = Date.now();
    const text = request.message.length > CLIPPED ? `${request.message.slice(0, CLIPPED)}…` : request.message;
    this.words = element('p', { class: 'words' });
    this.chips = element('ul', { class: 'acks', 'aria-label': 'Nodes that hold it' });
    this.actions = element('p', { class: 'actions' });
    this.element = element('li', { class: 'post waits', 'data-id': request.id },
      element('p', { class: 'said' }, element('q', {}, element('bdi', {}, text)), element('span', { class: 'w' }, `w=${request.w}`)),
      element('div', { class: 'end' }, this.words, this.chips), this.actions);
  }

  get waits() {
    return this.abort !== undefined;
  }

  async send() {
    this.abort = new AbortController();
    const began = performance.now();
    this.began = began;
    this.element.className = 'post waits';
    this.action('Stop waiting', () => this.abort?.abort());
    this.tick();
    let end;
    try {
      const response = await fetch('messages', {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', Accept: 'application/json, application/problem+json' },
        body: JSON.stringify(this.request),
        signal: this.abort.signal,
        redirect: 'manual',
      });
      if (response.type === 'opaqueredirect') {
        end = redirected;
      } else {
        const answer = await response.json();
        this.took = performance.now() - began;
        end = outcome(response.status, answer, this.took);
      }
    } catch (failure) {
      end = this.abort.signal.aborted ? left : lost(failure.message);
    }
    this.abort = undefined;
    this.finish(end);
  }

  finish(end) {
    this.order = end.order ?? this.order;
    this.kind = end.kind;
    this.element.className = `post ${end.kind}`;
    setText(this.words, end.words);
    if (end.again) this.action(end.again, () => this.send());
    else this.actions.replaceChildren();
    this.onEnd(this);
  }

  action(words, act) {
    const button = element('button', { type: 'button', class: 'quiet' }, words);
    button.addEventListener('click', act);
    this.actions.replaceChildren(button);
  }

  /** How long it has waited; called now and then. */
  tick() {
    if (this.waits) setText(this.words, `Waits for its acknowledgements, ${duration((performance.now() - this.began) / 1000)}`);
  }

  /** Lights up the nodes that hold its message. */
  show(view) {
    if (this.order === null && this.kind !== 'bad') this.askForOrder(view);
    const held = (node) => this.order !== null && (node.messages ?? 0) > this.order;
    for (const node of counting(view)) {
      // A node that is silent now still has what it had.
      if (held(node)) this.acks.add(node.id);
      else if (node.messages !== null) this.acks.delete(node.id);
    }
    const nodes = counting(view).map((node) => [node.id, this.acks.has(node.id)]);
    rebuild(this.chips, nodes, ([id, lit]) =>
      element('li', { class: lit ? 'lit' : '' }, lit ? '✓ ' : '', id, element('span', { class: 'visually-hidden' }, lit ? ' holds it' : ' does not yet')));
  }

  async askForOrder(view) {
    if (Date.now() - this.askedAt < ASK_MS) return;
    this.askedAt = Date.now();
    const own = view.term === undefined ? '' : '&acked=1'; // also what no majority holds
    try {
      const response = await fetch(`messages/by-id?id=${encodeURIComponent(this.request.id)}${own}`, {
        cache: 'no-store',
        headers: { Accept: 'application/json' },
      });
      if (response.ok) this.order ??= (await response.json()).order;
    } catch {
      // Asked again at the next view.
    }
  }
}
