// What a view of the cluster means, in words and plain values. Nothing here touches the document.

import { number } from './dom.js';

/** Nodes that w and a majority count. */
export const counting = (view) =>
  view.nodes.filter((node) => ['master', 'secondary'].includes(node.role) && node.replication?.counts !== false);

/** How many messages a majority is known to hold. */
export function majorityLength(view) {
  const lengths = counting(view).map((node) => node.messages ?? 0).sort((a, b) => b - a);
  return lengths[Math.floor(lengths.length / 2)] ?? 0;
}

/** The end of the longest log, what is held beyond gaps included. */
export function longest(view) {
  return Math.max(0, ...view.nodes.map((node) => Math.max(node.messages ?? 0, ...heldEnds(node))));
}

const heldEnds = (node) => (node.stored?.held ?? []).map((range) => range.last + 1);

const HEALTH = {
  HEALTHY: ['good', 'healthy'],
  SUSPECTED: ['warn', 'suspected'],
  UNHEALTHY: ['bad', 'unhealthy'],
  DIVERGED: ['bad', 'diverged'],
  REJECTING: ['bad', 'rejecting'],
};

/** [kind, word] of a node's health, as far as it is known. */
export function health(view, node) {
  if (node.id === view.self.id && view.self.fault) return ['bad', 'down'];
  if (node.status) return HEALTH[node.status] ?? ['bad', node.status.toLowerCase()];
  if (node.id === view.self.id) return ['good', 'answers'];
  return node.messages === null ? ['unknown', 'not known'] : ['good', 'answers'];
}

export function lag(node) {
  if (node.role === 'master') return '';
  if (node.lag === undefined) return node.messages === null ? '' : 'lag not known';
  if (node.lag === 0) return 'has all';
  const seconds = node.replication?.lag_seconds ?? 0;
  return `${number(node.lag)} behind${seconds > 0 ? ` · ${duration(seconds)}` : ''}`;
}

export function duration(seconds) {
  if (seconds < 100) return `${seconds < 10 ? seconds.toFixed(1) : Math.floor(seconds)} s`;
  if (seconds < 6000) return `${Math.floor(seconds / 60)} min`;
  return `${Math.floor(seconds / 3600)} h`;
}

/** What else is to say of a node: [kind, words] each. */
export function notes(view, node) {
  const found = [];
  const add = (kind, words) => found.push([kind, words]);
  const sending = node.replication;
  if (node.id === view.self.id && view.self.fault) add('bad', view.self.fault);
  if (sending?.trouble) add('bad', sending.trouble);
  if (sending?.counts === false && node.role === 'secondary') add('warn', 'the master has not reached it yet: it does not count');
  if (sending?.in_flight > 0) add('busy', `${sending.in_flight === 1 ? 'a delivery' : `${sending.in_flight} deliveries`} in flight`);
  if (sending?.retry) {
    add('warn', `attempt ${sending.retry.attempts} failed, the next after ${duration(sending.retry.pause_ms / 1000)}`);
  }
  if (sending && sending.breaker !== 'CLOSED') add('warn', `breaker ${sending.breaker.toLowerCase().replace('_', ' ')}`);
  if (sending?.last_failure && !sending.trouble) add('muted', sending.last_failure);
  if (node.stored?.buffered > 0) add('warn', `${number(node.stored.buffered)} held beyond a gap, hidden until it closes`);
  if (node.stored?.set_aside > 0) add('warn', `${number(node.stored.set_aside)} set aside`);
  if (node.epoch !== undefined && node.epoch < view.epoch) add('muted', `promised epoch ${node.epoch}`);
  return found;
}

/** [kind, words] of the whole cluster. */
export function summary(view) {
  if (!view.master) {
    if (view.term !== undefined) return ['bad', 'No master is known. Writes wait for one.'];
    return ['muted', 'A secondary, which knows only itself.'];
  }
  const mode = view.master === view.self.id ? view.self.mode : 'read-write';
  if (view.self.fault) return ['bad', `${view.self.id}: ${view.self.fault}`];
  if (mode !== 'read-write') return ['warn', `The master ${view.master} is ${mode}.`];
  const counted = counting(view);
  const master = view.nodes.find((node) => node.id === view.master);
  if (master?.messages === null) return ['bad', `${master.id}, the master, gives no answer.${view.term === undefined ? '' : ' The others will elect another.'}`];
  const ill = counted.filter((node) => node.status !== undefined && node.status !== 'HEALTHY');
  const unknown = counted.filter((node) => node.status === undefined && node.id !== view.self.id);
  if (ill.length > 0) return ['warn', `${ill.map((node) => node.id).join(', ')} ${ill.length === 1 ? 'is' : 'are'} not healthy.`];
  if (unknown.length > 0) return ['warn', 'The master does not tell how the others are.'];
  const late = counted.filter((node) => node.lag > 0 && node.replication?.lag_seconds >= 1);
  if (late.length > 0) return ['warn', `${late.map((node) => node.id).join(', ')} lag${late.length === 1 ? 's' : ''}.`];
  return ['good', counted.length === 1 ? 'One node, healthy.' : `All ${counted.length} nodes are healthy.`];
}

/** The choices of w: [value, words]. */
export function concerns(view) {
  const nodes = counting(view).length;
  const numbers = Array.from({ length: nodes }, (_, i) => [String(i + 1), i === 0 ? '1 node: the master' : `${i + 1} nodes`]);
  return [...numbers, ['majority', `a majority (${Math.floor(nodes / 2) + 1})`], ['all', `all ${nodes} nodes`]];
}

/** The master's word of who waits. */
export function waiting(view) {
  if (!view.waiting) return '';
  const each = Object.entries(view.waiting).map(([w, writers]) => `${number(writers)} for w=${w}`);
  return each.length === 0 ? 'No writer waits.' : `Writers that wait: ${each.join(', ')}.`;
}
