// A node's log as a strip of cells, one for each order of a window that all strips share.

import { element, setClass } from './dom.js';

/** The window [from, to) onto a log of this length: its end, with some room for what comes. */
export function windowOn(length, cells) {
  const room = Math.min(3, cells - 1);
  const from = Math.max(0, length - (cells - room));
  return { from, to: from + cells };
}

/** What a cell shows. length: of the longest log, without what lies beyond gaps; majority: what a majority holds. */
export function state(node, order, length, majority) {
  const messages = node.messages ?? 0;
  if (order < (node.stored?.first ?? 0)) return 'gone';
  if (order < messages) return order < majority ? 'firm' : 'light';
  const held = node.stored?.held ?? [];
  if (held.some((range) => range.first <= order && order <= range.last)) return 'beyond';
  if (order >= length && !held.some((range) => order < range.first)) return 'blank';
  return order === messages && node.replication?.in_flight > 0 ? 'coming' : 'missing';
}

/** Keeps one element for each order, so that a cell is seen to change. */
export class Strip {
  constructor() {
    this.element = element('div', { class: 'strip', 'aria-hidden': 'true' });
    this.from = 0;
  }

  /** Invariant: the children are the cells of the orders [from, to). */
  show(node, shown, length, majority) {
    const { children } = this.element;
    if (shown.from < this.from || shown.from >= this.from + children.length) this.element.replaceChildren();
    while (children.length > 0 && this.from < shown.from) {
      children[0].remove();
      this.from++;
    }
    if (children.length === 0) this.from = shown.from;
    while (this.from + children.length < shown.to) {
      this.element.append(element('i', { 'data-order': this.from + children.length }));
    }
    while (this.from + children.length > shown.to) this.element.lastElementChild.remove();
    for (let i = 0; i < children.length; i++) {
      const now = state(node, this.from + i, length, majority);
      setClass(children[i], `cell ${now}${children[i].classList.contains('picked') ? ' picked' : ''}`);
    }
  }
}
