// The cluster as a picture: a lane for each node, their logs aligned by order.

import { $, element, nodeLink, number, rebuild, setClass, setText } from './dom.js';
import { Strip, windowOn } from './strip.js';
import { counting, health, lag, longest, majorityLength, notes } from './words.js';

const lanes = new Map();
const lastKnown = new Map(); // id -> {messages, stored, at} of nodes that have answered
let present = null;

class Lane {
  constructor(id) {
    this.id = id;
    this.name = element('h3');
    this.badges = element('p', { class: 'badges' });
    this.strip = new Strip();
    this.figure = element('p', { class: 'figure' });
    this.notes = element('ul', { class: 'notes' });
    // Room for what a person may do to this node: switches for experiments come here.
    this.controls = element('div', { class: 'controls' });
    this.element = element('article', { class: 'lane', 'data-node': id },
      element('div', { class: 'who' }, this.name, this.badges), this.strip.element, this.figure, this.notes, this.controls);
  }

  show(view, node, shown) {
    const self = node.id === view.self.id;
    const known = remember(node);
    rebuild(this.name, [[node.id, node.url, self]], () =>
      element('span', {}, self ? element('span', {}, node.id) : nodeLink(node.id, node.url), self ? element('small', {}, ' this node') : null));
    const [kind, word] = health(view, node);
    rebuild(this.badges, [['role', node.role], [kind, word]], ([style, text]) =>
      element('span', { class: style === 'role' ? `role ${text}` : `health ${style}` }, text));
    this.strip.show({ ...node, messages: known.messages, stored: known.stored }, shown, shown.length, shown.majority);
    this.showFigure(node, known);
    rebuild(this.notes, notes(view, node), ([style, words]) => element('li', { class: style }, words));
    setClass(this.element, `lane ${node.role}${node.messages === null ? ' ghost' : ''} ${kind}`);
  }

  showFigure(node, known) {
    if (node.messages === null) {
      setText(this.figure, known.at ? `${number(known.messages)} when last seen` : 'not known');
      return;
    }
    rebuild(this.figure, [[node.messages, lag(node), node.lag > 0]], ([messages, late, behind]) =>
      element('span', {}, element('b', {}, number(messages)), late ? element('span', { class: behind ? 'late' : '' }, late) : null));
  }
}

/** What is known of a node's log, from now or from when it last told. */
function remember(node) {
  if (node.messages !== null) {
    lastKnown.set(node.id, { messages: node.messages, stored: node.stored ?? lastKnown.get(node.id)?.stored, at: Date.now() });
  }
  return lastKnown.get(node.id) ?? { messages: 0, stored: undefined, at: null };
}

/** How many cells fit beside each other. */
function cells() {
  const any = $('lanes').querySelector('.strip');
  const width = any?.clientWidth ?? 600;
  const style = any ? getComputedStyle(any) : null;
  const size = parseFloat(style?.getPropertyValue('--size')) || 16;
  const space = parseFloat(style?.getPropertyValue('--space')) || 3;
  return Math.max(8, Math.floor((width + space) / (size + space)));
}

export function showLanes(view) {
  present = view;
  for (const id of [...lanes.keys()]) {
    if (!view.nodes.some((node) => node.id === id)) {
      lanes.get(id).element.remove();
      lanes.delete(id);
    }
  }
  for (const node of view.nodes) {
    if (!lanes.has(node.id)) {
      const lane = new Lane(node.id);
      lanes.set(node.id, lane);
      $('lanes').append(lane.element);
    }
  }
  draw();
}

function draw() {
  if (present === null) return;
  const length = Math.max(0, ...present.nodes.map((node) => node.messages ?? 0));
  const alone = counting(present).length < 2;
  $('cluster').classList.toggle('alone', alone);
  const shown = { ...windowOn(longest(present), cells()), length, majority: alone ? length : majorityLength(present) };
  showRuler(shown);
  for (const node of present.nodes) lanes.get(node.id).show(present, node, shown);
}

const ruler = element('div', { class: 'ruler', 'aria-hidden': 'true' }, element('span', { class: 'orders' }));

function showRuler({ from, to }) {
  if (!ruler.isConnected) $('lanes').prepend(ruler);
  const step = 5;
  const marks = [];
  for (let order = Math.ceil(from / step) * step; order < to; order += step) marks.push([order, order - from]);
  rebuild(ruler.firstElementChild, marks, ([order, at]) => {
    const mark = element('span', {}, number(order));
    mark.style.setProperty('--at', at);
    return mark;
  });
}

/** Pointing at a cell shows its order in every lane. onPick: called with the order, or null. */
export function pickable(onPick) {
  const pick = (order) => {
    for (const cell of $('lanes').querySelectorAll('.cell')) cell.classList.toggle('picked', cell.dataset.order === order);
    onPick(order === null ? null : Number(order));
  };
  $('lanes').addEventListener('pointerover', (event) => pick(event.target.dataset?.order ?? null));
  $('lanes').addEventListener('pointerleave', () => pick(null));
  new ResizeObserver(draw).observe($('lanes'));
}
