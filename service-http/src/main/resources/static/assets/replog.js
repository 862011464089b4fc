// The page of one node: who it is, its secondaries, its latest messages as they come, and a form to post.
// Ids and messages are anyone's text. They reach the document through textContent only.

const SHOWN = 200; // messages in the page, however long the log is
const LONGEST = 4000; // characters shown of one message
const POLL_MS = 2000;
const RENDER_MS = 150;
const ANNOUNCE_MS = 5000;
const FAR_BEHIND = 5000; // from here on, reading the new tail is quicker than following
const WAITING_POSTS = 3; // a browser opens six connections to a host: the stream and the polls need theirs
const KEPT_POSTS = 6;

const $ = (id) => document.getElementById(id);
const number = new Intl.NumberFormat('en');

/** Creates an element with a text and attributes. */
function element(name, text, attributes = {}) {
  const made = document.createElement(name);
  if (text !== undefined) made.textContent = text;
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

/** Sets a text only where it differs, so that live regions speak of changes and nothing else. */
function setText(target, text) {
  if (target.textContent !== text) target.textContent = text;
}

/** A link to a node, or its plain name where the address is none that a browser should follow. */
function nodeLink(name, url) {
  return /^https?:\/\//.test(url ?? '') ? element('a', name, { href: url, rel: 'noreferrer' }) : element('span', name);
}

function setBadge(target, text, kind) {
  target.className = `badge ${kind}`;
  setText(target, text);
}

function setNotice(text) {
  $('notice').hidden = !text;
  setText($('notice'), text ?? '');
}

async function problemText(response) {
  try {
    const problem = await response.json();
    return problem.detail ?? problem.title ?? `HTTP ${response.status}`;
  } catch {
    return `HTTP ${response.status}`;
  }
}

// ---- this node ---------------------------------------------------------------------------------

let answeredAt = null;
let timer = null;

async function poll() {
  clearTimeout(timer);
  const expected = log.next;
  try {
    const response = await fetch('health', {
      cache: 'no-store',
      headers: { Accept: 'application/json' },
      signal: AbortSignal.timeout(5000),
    });
    const health = await response.json();
    if (typeof health.role !== 'string') throw new Error(health.detail ?? health.title ?? `HTTP ${response.status}`);
    answeredAt = new Date();
    setNotice(log.failure);
    showHealth(health, response.ok);
    follow(health, expected);
  } catch (failure) {
    showSilence(failure);
  }
  timer = setTimeout(poll, POLL_MS);
}

function showSilence(failure) {
  setBadge($('state'), 'no answer', 'bad');
  const since = answeredAt ? ` What is shown is from ${answeredAt.toLocaleTimeString()}.` : '';
  setNotice(`This node gives no answer (${failure.message}).${since}`);
}

function showHealth(health, ok) {
  document.title = `${health.id} · Replog`;
  setText($('node-id'), health.id);
  const mode = health.mode ? ` · ${health.mode}` : '';
  const calm = !health.mode || health.mode === 'read-write';
  setBadge($('state'), `${health.status}${mode}`, !ok || health.status !== 'UP' ? 'bad' : calm ? 'good' : '');
  showFacts(health);
  showSecondaries(health.secondaries);
  const master = health.role === 'master';
  $('posting').hidden = !master;
  if (master) offerWriteConcerns(health.nodes ?? 1);
}

function showFacts(health) {
  const facts = [
    ['Role', health.role],
    ['Id', health.id],
    ['Mode', health.mode],
    ['Epoch', health.epoch],
    ['Messages', health.messages],
    ['Waiting for a gap', health.buffered],
    ['Waiting posts', health.waiting],
    ['Nodes', health.nodes],
    ['Healthy', health.healthy],
    ['Master', health.master],
    ['Faults set', health.faults],
  ].filter(([, value]) => value !== undefined && value !== null);
  rebuild($('facts'), facts, ([name, value]) => {
    const shown = element('dd');
    if (name === 'Master') shown.append(nodeLink(value, value));
    else if (typeof value === 'number') shown.textContent = number.format(value);
    else shown.textContent = typeof value === 'string' ? value : JSON.stringify(value);
    const pair = element('div');
    pair.append(element('dt', name), shown);
    return pair;
  });
}

function showSecondaries(secondaries) {
  $('secondaries').hidden = !Array.isArray(secondaries);
  rebuild($('secondary-rows'), secondaries ?? [], (secondary) => {
    const row = element('tr');
    const name = element('th', undefined, { scope: 'row' });
    name.append(nodeLink(secondary.id ?? secondary.url, secondary.url));
    const status = element('td');
    const badge = element('span');
    setBadge(badge, secondary.status, { HEALTHY: 'good', SUSPECTED: '' }[secondary.status] ?? 'bad');
    status.append(badge);
    row.append(name, status, count(secondary.acked), count(secondary.lag), element('td', when(secondary.last_seen)));
    return row;
  });
}

function count(value) {
  return element('td', typeof value === 'number' ? number.format(value) : '–', { class: 'number' });
}

function when(instant) {
  return instant ? new Date(instant).toLocaleString() : 'never';
}

/** Fills a parent anew where what it shows has changed; otherwise focus and selection stay. */
const shownBefore = new Map();
function rebuild(parent, items, toElement) {
  const now = JSON.stringify(items);
  if (shownBefore.get(parent) === now) return;
  shownBefore.set(parent, now);
  parent.replaceChildren(...items.map(toElement));
}

// ---- the latest messages -----------------------------------------------------------------------

// Invariant: recent is in ascending order, at most SHOWN long, and ends before next.
const log = {
  next: 0,
  recent: [],
  id: null,
  stream: null,
  loading: false,
  ready: false,
  failure: null,
  unspoken: 0,
  rendering: null,
};

/** Keeps the list on the end of the log; expected is what was next before this health was asked for. */
function follow(health, expected) {
  if (document.hidden || log.loading || typeof health.messages !== 'number') return;
  const emptied = health.messages < expected;
  const replaced = log.id !== null && health.log_id !== undefined && health.log_id !== log.id;
  const behind = health.messages - log.next > FAR_BEHIND;
  log.id = health.log_id ?? null;
  if (!log.ready || emptied || replaced || behind) load(health.messages);
  else if (log.stream === null) listen();
}

/** Reads the end of a log that is length messages long, and follows it from there. */
async function load(length) {
  log.loading = true;
  stopListening();
  try {
    const from = Math.max(0, length - SHOWN);
    const response = await fetch(`full_messages?from=${from}&limit=${SHOWN}`, {
      cache: 'no-store',
      headers: { Accept: 'application/json' },
    });
    if (!response.ok) throw new Error(await problemText(response));
    const { messages } = await response.json();
    log.recent = messages.slice(-SHOWN);
    log.next = log.recent.length > 0 ? log.recent.at(-1).order + 1 : from;
    log.ready = true;
    log.failure = null;
    $('message-rows').replaceChildren();
    renderSoon();
    if (!document.hidden) listen();
  } catch (failure) {
    log.ready = false;
    log.failure = `The messages could not be read (${failure.message}).`;
    setNotice(log.failure);
  } finally {
    log.loading = false;
  }
}

function listen() {
  log.stream = new EventSource(`messages/stream?from=${log.next}`);
  log.stream.onmessage = (event) => take(parseInt(event.lastEventId, 10), event.data);
  // Opened anew at the next poll, from what is next by then: the browser's own retry repeats the first address.
  log.stream.onerror = stopListening;
}

function stopListening() {
  log.stream?.close();
  log.stream = null;
}

/** Takes one event. Its text is parsed when it is shown: a busy log brings many that never are. */
function take(order, data) {
  if (!(order >= log.next)) return;
  log.recent.push({ order, data });
  if (log.recent.length > SHOWN) log.recent.shift();
  log.next = order + 1;
  log.unspoken++;
  renderSoon();
}

function renderSoon() {
  log.rendering ??= setTimeout(render, RENDER_MS);
}

function render() {
  log.rendering = null;
  const body = $('message-rows');
  const newest = body.firstElementChild ? Number(body.firstElementChild.dataset.order) : -1;
  const fresh = log.recent.filter((entry) => entry.order > newest).map(messageRow);
  body.prepend(...fresh.reverse());
  while (body.childElementCount > log.recent.length) body.lastElementChild.remove();
  $('empty').hidden = log.recent.length > 0;
  const first = log.recent[0]?.order;
  setText($('shown'), log.recent.length > 0 ? `${number.format(first)} to ${number.format(log.next - 1)}` : '');
}

function messageRow(entry) {
  const { id, message } = entry.data === undefined ? entry : JSON.parse(entry.data);
  const row = element('tr', undefined, { 'data-order': entry.order });
  row.append(element('td', number.format(entry.order), { class: 'number' }), foreign(message), foreign(id));
  return row;
}

function foreign(text) {
  const cell = element('td');
  const whole = String(text);
  const shown = whole.length > LONGEST ? `${whole.slice(0, LONGEST)}… (${number.format(whole.length)} characters)` : whole;
  cell.append(element('div', shown, { class: 'foreign', dir: 'auto' }));
  return cell;
}

/** Tells a screen reader how many messages came, not each of them. */
setInterval(() => {
  if (log.unspoken === 0) return;
  setText($('announcement'), `${log.unspoken} new messages, up to order ${log.next - 1}`);
  log.unspoken = 0;
}, ANNOUNCE_MS);

// A hidden page holds no stream; back in view it starts from the end of the log.
document.addEventListener('visibilitychange', () => {
  if (document.hidden) {
    stopListening();
    log.ready = false;
  } else {
    poll();
  }
});

// ---- posting -----------------------------------------------------------------------------------

let waitingPosts = 0;

function offerWriteConcerns(nodes) {
  const select = $('post-w');
  const options = [['all', nodes === 1 ? 'the only node' : `all ${nodes} nodes (w=all)`], ['majority', 'a majority (w=majority)']];
  for (let w = 1; w <= nodes; w++) options.push([String(w), w === 1 ? 'this master (w=1)' : `${w} nodes (w=${w})`]);
  const chosen = select.value;
  rebuild(select, options, ([value, text]) => element('option', text, { value }));
  if (options.some(([value]) => value === chosen)) select.value = chosen;
}

$('post-form').addEventListener('submit', (event) => {
  event.preventDefault();
  const field = $('post-message');
  post(field.value, $('post-w').value);
  field.value = '';
  field.focus();
});

async function post(message, chosen) {
  const w = /^\d+$/.test(chosen) ? Number(chosen) : chosen;
  const line = element('li', undefined, { dir: 'auto' });
  const began = performance.now();
  const tell = (text) => setText(line, `“${message.slice(0, 60)}${message.length > 60 ? '…' : ''}”, w=${w}: ${text}`);
  tell('waiting for its acknowledgements');
  $('posts').prepend(line);
  while ($('posts').childElementCount > KEPT_POSTS) $('posts').lastElementChild.remove();
  countWaiting(+1);
  try {
    const response = await fetch('messages', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Accept: 'application/json, application/problem+json' },
      body: JSON.stringify({ message, w }),
    });
    tell(response.ok ? success(await response.json(), performance.now() - began) : await problemText(response));
  } catch {
    tell('the connection broke before the answer; whether it is stored shows in the list below');
  } finally {
    countWaiting(-1);
  }
}

function success(answer, milliseconds) {
  const risk = answer.survives_failover === false ? '; until a majority holds it, a failover may set it aside' : '';
  return `order ${number.format(answer.order)}, on ${answer.acks.join(', ')}, after ${number.format(Math.round(milliseconds))} ms${risk}`;
}

function countWaiting(change) {
  waitingPosts += change;
  $('post-button').disabled = waitingPosts >= WAITING_POSTS;
}

poll();
