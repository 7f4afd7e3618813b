/** The page's whole state: the last snapshot, whether the daemon is there, whether a request is under way. */

export const store = {
  snapshot: null,
  /** When the snapshot came, by the page's monotonic clock in milliseconds. */
  cameAt: 0,
  connected: false,
  busy: false,
  /** The last error that no hint of the session explains: `{code, message, remedy}`. */
  problem: null,
};

const listeners = new Set();

/** Calls the listener with the store after every change, until what it returns is called. */
export function onChange(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function change(values) {
  Object.assign(store, values);
  for (const listener of listeners) listener(store);
}

/**
 * Takes a snapshot unless a newer one is shown already: an answer can be overtaken by an event. `fresh` is the
 * first one of a connection and always taken, because revisions start anew with the daemon.
 */
export function accept(snapshot, fresh = false) {
  if (!fresh && store.snapshot && snapshot.revision <= store.snapshot.revision) return;
  change({ snapshot, cameAt: performance.now() });
}
