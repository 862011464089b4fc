// Who this node is, and whether it is still heard.

import { $, element, isPage, nodeLink, rebuild, setClass, setText } from './dom.js';
import { connection } from './live.js';
import { duration, summary } from './words.js';

let present = null;

export function showStatus(view) {
  present = view;
  document.title = `${view.self.id} · Replog`;
  setText($('self-id'), view.self.id);
  const [kind, words] = summary(view);
  setClass($('summary'), `summary ${kind}`);
  setText($('summary'), words);
  rebuild($('facts'), facts(view), ([name, value, url]) =>
    element('div', {}, element('dt', {}, name), element('dd', {}, url ? nodeLink(value, url) : value)));
}

function facts(view) {
  const { self } = view;
  return [
    ['Master', view.master ?? (isPage(view.master_url) ? 'its page' : 'none known'), self.id === view.master ? null : view.master_url],
    ['Term', view.term],
    ['Epoch', view.epoch],
    ['This node', `${self.role}, ${self.mode}`],
    ['Log', self.log_id === null ? 'none yet' : self.log_id.slice(0, 8)],
    ['Others as told by', view.told_by],
    ['Voters that come or go', view.change && [...view.change.adds.map((id) => `+${id}`), ...view.change.removes.map((id) => `−${id}`)].join(' ')],
  ].filter(([, value]) => value !== undefined && value !== null).map(([name, value, url]) => [name, String(value), url]);
}

/** Called on every change of the connection, and every second. */
export function showConnection() {
  const lost = connection.failure !== null;
  document.body.classList.toggle('stale', lost);
  setClass($('live'), `live ${lost ? 'bad' : connection.viewAt === null ? '' : 'good'}`);
  if (!lost) {
    setText($('live'), connection.viewAt === null ? 'connecting' : 'live');
    $('notice').hidden = true;
    return;
  }
  setText($('live'), 'connection lost');
  const age = connection.viewAt === null ? '' : ` What is shown is ${duration((Date.now() - connection.heardAt) / 1000)} old.`;
  $('notice').hidden = false;
  const others = (present?.nodes ?? []).filter((node) => node.id !== present.self.id && isPage(node.url));
  rebuild($('notice'), [[connection.failure, age], others.map(({ id, url }) => [id, url])], (part, i) =>
    typeof part[0] === 'string' && !Array.isArray(part[0])
      ? element('span', {}, `This node is not heard (${part[0]}); the page tries again every second.${part[1]}`)
      : element('span', {}, part.length > 0 ? ' Other nodes: ' : '', ...part.flatMap(([id, url], i) => [i > 0 ? ', ' : '', nodeLink(id, url)])));
}
