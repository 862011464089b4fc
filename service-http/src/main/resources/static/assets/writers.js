// The form, and the posts of this page.

import { postTook } from './charts.js';
import { $, element, isPage, rebuild, setText } from './dom.js';
import { Post, mintId } from './post.js';
import { concerns, waiting } from './words.js';

const WAITING = 3; // a browser opens six connections to a host, and the page needs some of them
const KEPT = 6;

const posts = [];
let present = null;

export function showWriters(view) {
  present = view;
  const mayPost = view.self.role === 'master' || view.term !== undefined;
  $('post-form').hidden = !mayPost;
  showElsewhere(view, mayPost);
  setText($('waiting'), waiting(view));
  offer(view);
  for (const post of posts) post.show(view);
}

function showElsewhere(view, mayPost) {
  $('elsewhere').hidden = mayPost;
  if (mayPost) return;
  rebuild($('elsewhere'), [view.master_url], (url) =>
    isPage(url)
      ? element('span', {}, 'A secondary takes no messages. ', element('a', { href: url, rel: 'noreferrer' }, 'Write on the master’s page'), ', which shows the whole cluster.')
      : element('span', {}, 'A secondary takes no messages, and this one knows of no master.'));
}

function offer(view) {
  const select = $('post-w');
  const options = concerns(view);
  const chosen = select.value || (view.term === undefined ? 'all' : 'majority');
  rebuild(select, options, ([value, words]) => element('option', { value }, words));
  if (options.some(([value]) => value === chosen)) select.value = chosen;
}

function submit(event) {
  event.preventDefault();
  if ($('post-button').disabled) return;
  const w = $('post-w').value;
  const seconds = $('post-timeout').valueAsNumber;
  const request = {
    message: $('post-message').value,
    w: /^\d+$/.test(w) ? Number(w) : w,
    id: $('post-id').value || mintId(),
  };
  if (seconds > 0) request.timeout_ms = Math.max(1, Math.round(seconds * 1000));
  add(new Post(request, changed));
  $('post-message').value = '';
  $('post-id').value = '';
  $('post-message').focus();
}

function add(post) {
  posts.unshift(post);
  $('posts').prepend(post.element);
  while (posts.length > KEPT && !posts.at(-1).waits) posts.pop().element.remove();
  post.send();
  if (present) post.show(present);
  changed();
}

function changed(ended) {
  if (ended?.kind === 'good') postTook(ended.request.w, ended.took);
  $('post-button').disabled = posts.filter((post) => post.waits).length >= WAITING;
}

export function beginWriting() {
  $('post-form').addEventListener('submit', submit);
  $('post-message').addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      $('post-form').requestSubmit();
    }
  });
  setInterval(() => posts.forEach((post) => post.tick()), 250);
}
