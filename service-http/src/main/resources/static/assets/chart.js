// One chart by uPlot, which index.html loads before the modules.

import { element, number } from './dom.js';

const HEIGHT = 150;
const LINES = ['--line-1', '--line-2', '--line-3', '--line-4', '--line-5'];

const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/** Of what a name gets, so that a node keeps its colour. */
export const lineOf = (index) => LINES[index % LINES.length];

export class Chart {
  /** points: whether each value stands alone, instead of being a line's. */
  constructor(place, { points = false } = {}) {
    this.place = place;
    this.points = points;
    this.plot = null;
    this.names = '';
    new ResizeObserver(() => this.resize()).observe(place);
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.forget());
  }

  /** times in seconds; series: [name, values] each. */
  show(times, series) {
    const names = JSON.stringify(series.map(([name]) => name));
    if (names !== this.names) this.forget();
    this.names = names;
    const data = [times, ...series.map(([, values]) => values)];
    if (this.plot === null) this.plot = new uPlot(this.options(series), data, this.place);
    else this.plot.setData(data);
  }

  forget() {
    this.plot?.destroy();
    this.plot = null;
  }

  resize() {
    if (this.place.clientWidth > 0) this.plot?.setSize({ width: this.place.clientWidth, height: HEIGHT });
  }

  options(series) {
    const axis = {
      stroke: colour('--muted'),
      font: '11px system-ui, sans-serif',
      grid: { stroke: colour('--line'), width: 1 },
      ticks: { show: false },
    };
    return {
      width: Math.max(100, this.place.clientWidth),
      height: HEIGHT,
      padding: [8, 8, 0, 0],
      legend: { show: false },
      cursor: { show: false },
      scales: { x: { time: true }, y: { range: (plot, least, most) => [0, Math.max(1, (most ?? 0) * 1.1)] } },
      axes: [
        { ...axis, size: 26, space: 70, values: (plot, ticks) => ticks.map(clock) },
        { ...axis, size: 48, values: (plot, ticks) => ticks.map(short) },
      ],
      series: [{}, ...series.map(([name], i) => this.line(name, colour(lineOf(i))))],
    };
  }

  line(label, stroke) {
    return this.points
      ? { label, stroke, paths: () => null, points: { show: true, size: 6, fill: stroke } }
      : { label, stroke, width: 2, points: { show: false }, spanGaps: false };
  }
}

const clock = (seconds) => new Date(seconds * 1000).toLocaleTimeString([], { hourCycle: 'h23' });
const short = (value) => (value >= 10000 ? `${number(Math.round(value / 1000))}k` : number(value));

/** Words in the colour of a line. */
export function key(words, index) {
  const swatch = element('i', { class: 'swatch' });
  swatch.style.setProperty('background', `var(${lineOf(index)})`);
  return element('li', {}, swatch, words);
}
