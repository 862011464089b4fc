// The page of one node: the whole cluster as that node knows it, live. Each part is shown by a module of its own.

import { beginCharts, showInCharts } from './charts.js';
import { $, number, setText } from './dom.js';
import { showHappened } from './feed.js';
import { pickable, showLanes } from './lanes.js';
import { connect } from './live.js';
import { messageAt, showMessages } from './messages.js';
import { showConnection, showStatus } from './status.js';
import { showTable } from './table.js';
import { beginWriting, showWriters } from './writers.js';

let present = null;

function showView(view) {
  present = view;
  showStatus(view);
  showLanes(view);
  showTable(view);
  showWriters(view);
  showMessages(view);
  showInCharts(view);
  showConnection();
}

function inspect(order) {
  if (order === null || present === null) {
    setText($('inspector'), '');
    return;
  }
  const message = messageAt(order);
  const holders = present.nodes.filter((node) => (node.messages ?? 0) > order).map((node) => node.id);
  const text = message ? ` “${message.message.slice(0, 80)}”` : '';
  setText($('inspector'), `Order ${number(order)}${text} ${holders.length > 0 ? `on ${holders.join(', ')}` : 'on no node'}`);
}

pickable(inspect);
beginWriting();
beginCharts();
connect({ view: showView, happened: showHappened }, showConnection);
setInterval(showConnection, 1000);
