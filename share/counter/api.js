/** The way to the daemon: one stream of snapshots in, one request at a time out. */

import { accept, change, store } from './store.js';

const RETRY_MS = 1_000;
const ANSWER_MS = 15_000;
/** Refusals that the session explains by a hint in its snapshot. */
const HINTED = new Set(['session.event-ignored', 'session.input-invalid']);

export function connect() {
  const stream = new EventSource('/v1/events');
  let fresh = true;
  stream.addEventListener('snapshot', (event) => {
    const snapshot = JSON.parse(event.data);
    if (fresh) change({ connected: true, problem: null });
    accept(snapshot, fresh);
    fresh = false;
  });
  stream.addEventListener('error', () => {
    fresh = true;
    change({ connected: false });
    // The browser tries again by itself unless the answer was no stream at all.
    if (stream.readyState === EventSource.CLOSED) setTimeout(connect, RETRY_MS);
  });
}

/**
 * Moves the session. False when it was refused, could not be sent, or another request is under way. `refused` is called
 * with an error that the session explains by a hint.
 */
export async function act(path, body = {}, method = 'POST', refused = () => {}) {
  if (store.busy || !store.connected) return false;
  change({ busy: true, problem: null });
  try {
    const { ok, answer } = await send(method, path, body);
    if (ok && answer?.session) accept(answer);
    if (!ok) {
      const problem = answer?.error ?? { code: 'request.failed' };
      if (HINTED.has(problem.code)) {
        refused(problem);
        document.dispatchEvent(new CustomEvent('refused'));
      } else {
        change({ problem });
      }
    }
    return ok;
  } finally {
    change({ busy: false });
  }
}

/** One exchange that does not move the session: `{ok, answer}`. Never throws. */
export const send = (method, path, body) =>
  exchange(path, {
    method,
    headers: body === undefined ? {} : { 'Content-Type': 'application/json' },
    body: body === undefined ? undefined : JSON.stringify(body),
  });

/** A photo for an entry of this visit: `{ok, answer: {photo}}`. Never throws. */
export const sendPhoto = (image) =>
  exchange('/v1/session/photos', { method: 'POST', headers: { 'Content-Type': image.type }, body: image });

async function exchange(path, request) {
  try {
    const response = await fetch(path, { ...request, signal: AbortSignal.timeout(ANSWER_MS), cache: 'no-store' });
    const answer = await response.json().catch(() => null);
    return { ok: response.ok, answer };
  } catch {
    return { ok: false, answer: { error: { code: 'no-answer', message: '', remedy: '' } } };
  }
}
