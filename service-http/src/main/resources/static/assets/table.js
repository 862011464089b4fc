// The picture of the cluster as a table, for those who read rather than see.

import { $, element, number, rebuild } from './dom.js';
import { health } from './words.js';

const count = (value) => (typeof value === 'number' ? number(value) : '');

const COLUMNS = [
  ['Node', (view, node) => node.id],
  ['Role', (view, node) => node.role],
  ['Health', (view, node) => health(view, node)[1]],
  ['Messages', (view, node) => count(node.messages)],
  ['Behind', (view, node) => count(node.lag)],
  ['For seconds', (view, node) => count(node.replication?.lag_seconds)],
  ['Beyond a gap', (view, node) => gap(node)],
  ['In flight', (view, node) => count(node.replication?.in_flight)],
  ['Retries', (view, node) => count(node.replication?.retry?.attempts)],
  ['Breaker', (view, node) => node.replication?.breaker ?? ''],
  ['Epoch', (view, node) => count(node.epoch)],
  ['Set aside', (view, node) => count(node.stored?.set_aside)],
  ['First order', (view, node) => count(node.stored?.first)],
  ['Voter', (view, node) => node.voter ?? ''],
  ['Last failure', (view, node) => node.replication?.trouble ?? node.replication?.last_failure ?? ''],
];

function gap(node) {
  const ranges = (node.stored?.held ?? []).map(({ first, last }) => (first === last ? `${first}` : `${first} to ${last}`));
  return node.stored?.buffered > 0 ? `${number(node.stored.buffered)} (${ranges.join(', ')})` : count(node.stored?.buffered);
}

export function showTable(view) {
  rebuild($('table-head'), COLUMNS.map(([name]) => name), (name) => element('th', { scope: 'col' }, name));
  const rows = view.nodes.map((node) => COLUMNS.map(([, value]) => value(view, node)));
  rebuild($('table-rows'), rows, ([name, ...values]) =>
    element('tr', {}, element('th', { scope: 'row' }, name), ...values.map((value) => element('td', {}, value))));
}
