// What the charts show: one sample a second of the last minutes. Nothing here touches the document.

const KEPT = 300; // seconds

/** Values by name, all as long as times. A value is null where nothing was known. */
export class Samples {
  constructor() {
    this.times = [];
    this.series = new Map();
  }

  /** values: by name; a name that is missing now was not known, and one that is new was not before. */
  add(time, values) {
    for (const name of Object.keys(values)) {
      if (!this.series.has(name)) this.series.set(name, this.times.map(() => null));
    }
    this.times.push(time);
    for (const [name, past] of this.series) past.push(values[name] ?? null);
    if (this.times.length > KEPT) {
      this.times.shift();
      for (const past of this.series.values()) past.shift();
    }
    for (const [name, past] of this.series) {
      if (past.every((value) => value === null)) this.series.delete(name);
    }
  }
}

/** The value that a share of values does not exceed; undefined of none. */
export function percentile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)];
}

/** How many messages the longest log has. */
const length = (view) => Math.max(0, ...view.nodes.map((node) => node.messages ?? 0));

/** Messages a second between two views, null where a log was replaced or nothing was heard. */
export function rate(before, after, seconds) {
  if (!before || !after || before.self.log_id !== after.self.log_id || seconds <= 0) return null;
  const more = length(after) - length(before);
  return more < 0 ? null : more / seconds;
}

/** Lag in messages, by node. */
export function lags(view) {
  return Object.fromEntries(view.nodes.filter((node) => node.role !== 'master' && node.lag !== undefined).map((node) => [node.id, node.lag]));
}
