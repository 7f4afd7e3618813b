/**
 * The page's state: who is logged in, the last status and when it came. The status is asked again every few seconds,
 * only while somebody can see the page; asking again keeps no session alive, what a person does keeps it.
 */

import { getStatus, logOut, whoAmI } from './calls.js';

const LOOK_MS = 3_000;
/** A status older than this says nothing of now. */
const FRESH_MS = 15_000;

export const desk = {
  /** `undefined` until it was asked, `null` while nobody is logged in. */
  supervisor: undefined,
  kiosk: null,
  status: null,
  /** By the page's monotonic clock, milliseconds. */
  cameAt: 0,
  offline: false,
  /** Why nobody is logged in any more: the session ended. */
  ended: false,
  /** The error of the last status, when there was an answer. */
  problem: null,
};

const listeners = new Set();
let timer = null;
let asking = false;
let moved = true;

export function onChange(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function change(values) {
  Object.assign(desk, values);
  for (const listener of listeners) listener(desk);
}

/** Whether the status on the screen is of now. */
export const isFresh = () => desk.status !== null && !desk.offline && performance.now() - desk.cameAt < FRESH_MS;

export function begin() {
  document.addEventListener('visibilitychange', () => { if (!document.hidden) look(); });
  for (const type of ['pointerdown', 'keydown', 'wheel']) {
    document.addEventListener(type, () => { moved = true; }, { passive: true });
  }
  look();
}

/** Asks now, and again later, whatever becomes of the answer. */
export async function look() {
  clearTimeout(timer);
  try {
    if (!asking && !document.hidden) {
      asking = true;
      try {
        await ask();
      } finally {
        asking = false;
      }
    }
  } finally {
    clearTimeout(timer);
    if (!document.hidden) timer = setTimeout(look, LOOK_MS);
  }
}

async function ask() {
  const looking = !moved;
  moved = false;
  const { supervisor } = desk;
  const asked = supervisor ? await getStatus(looking) : await whoAmI(looking);
  if (desk.supervisor !== supervisor) {
    // Somebody logged in or out meanwhile: that was the answer to another question.
    await ask();
    return;
  }
  if (asked.status === 0) {
    change({ offline: true });
  } else if (asked.status === 401) {
    leave(true);
  } else if (supervisor) {
    if (asked.ok) change({ offline: false, problem: null, status: asked.answer, cameAt: performance.now() });
    else change({ offline: false, problem: asked.answer?.error ?? { code: 'request.failed' }, status: null });
  } else if (asked.ok) {
    welcome(asked.answer);
  } else {
    change({ offline: false, problem: asked.answer?.error ?? { code: 'request.failed' } });
  }
}

/** Takes the answer of a login, or of who is here. */
export function welcome({ supervisor = null, kiosk }) {
  const isNew = supervisor !== null && desk.supervisor !== supervisor;
  change({ supervisor, kiosk, offline: false, problem: null, ...(supervisor ? { ended: false } : {}) });
  if (isNew) queueMicrotask(look);
}

export function leave(ended) {
  change({ supervisor: null, status: null, ended, offline: false, problem: null });
}

/** Gives the answer as it came: a session that did not end is still there, and so is the page. */
export async function goodbye() {
  const done = await logOut();
  if (done.ok || done.status === 401) leave(false);
  return done;
}

/**
 * What every action of a tab does: a session that ended leads to the login, and the status is asked again. Gives the
 * answer as it came.
 */
export async function act(call) {
  moved = true;
  const done = await follow(call);
  if (done.status !== 401) look();
  return done;
}

/** The same for what the page asks by itself, which is no action: it must keep no session alive. */
export async function follow(call) {
  const done = await call;
  if (done.status === 401) leave(true);
  return done;
}
