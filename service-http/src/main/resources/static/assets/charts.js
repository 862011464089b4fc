// The last minutes as charts: the rate, how far nodes lag, and what this page's own posts took.

import { Chart, key } from './chart.js';
import { $, number, rebuild, setText } from './dom.js';
import { connection } from './live.js';
import { Samples, lags, percentile, rate } from './samples.js';

const SAMPLE_MS = 1000;
const LATENCIES = 200; // posts of this page

const rates = new Samples();
const lagging = new Samples();
const latencies = []; // {time, w, ms}
let present = null;
let before = null;
let beforeAt = 0;

export const showInCharts = (view) => {
  present = view;
};

/** One post of this page was answered after so many milliseconds. */
export function postTook(w, ms) {
  latencies.push({ time: Date.now() / 1000, w: `w=${w}`, ms });
  if (latencies.length > LATENCIES) latencies.shift();
}

export function beginCharts() {
  const charts = { rate: new Chart($('chart-rate')), lag: new Chart($('chart-lag')), latency: new Chart($('chart-latency'), { points: true }) };
  setInterval(() => {
    if (document.hidden || present === null) return;
    sample();
    draw(charts);
  }, SAMPLE_MS);
}

function sample() {
  const now = Date.now() / 1000;
  const heard = connection.failure === null ? present : null;
  rates.add(now, { rate: rate(before, heard, now - beforeAt) });
  lagging.add(now, heard ? lags(heard) : {});
  before = heard;
  beforeAt = now;
}

function draw(charts) {
  const series = [...rates.series];
  charts.rate.show(rates.times, series);
  const lately = rates.series.get('rate') ?? [];
  tell('rate', `${number(Math.round(lately.at(-1) ?? 0))} a second now, ${number(Math.round(Math.max(0, ...lately)))} at most`);

  const nodes = [...lagging.series].sort(([a], [b]) => a.localeCompare(b));
  charts.lag.show(lagging.times, nodes);
  rebuild($('chart-lag-keys'), nodes.map(([name]) => name), key);
  const most = nodes.map(([name, values]) => [name, values.at(-1)]).filter(([, value]) => value > 0);
  tell('lag', nodes.length === 0 ? 'not known' : most.length === 0 ? 'no node lags' : most.map(([name, value]) => `${name} ${number(value)}`).join(', '));

  drawLatencies(charts.latency);
}

function drawLatencies(chart) {
  const names = [...new Set(latencies.map(({ w }) => w))].sort();
  chart.show(latencies.map(({ time }) => time), names.map((name) => [name, latencies.map(({ w, ms }) => (w === name ? ms : null))]));
  const words = names.map((name) => {
    const took = latencies.filter(({ w }) => w === name).map(({ ms }) => ms);
    return `${name}: p50 ${number(Math.round(percentile(took, 0.5)))}, p99 ${number(Math.round(percentile(took, 0.99)))}`;
  });
  rebuild($('chart-latency-keys'), words, key);
  tell('latency', latencies.length === 0 ? 'none yet' : `${latencies.length === 1 ? 'one post' : `${latencies.length} posts`}, by w`);
}

function tell(chart, words) {
  setText($(`chart-${chart}-words`), words);
}
