/**
 * Shows a snapshot. A step's elements are built once and then updated, so that what someone is typing survives every
 * snapshot of the same step and person; they are thrown away with the step.
 */

import { say, show } from './dom.js';
import { updateDrawer } from './drawer.js';
import { explain, problem } from './format.js';
import { updateFrame } from './frame.js';
import { bankCard } from './steps/bank-card.js';
import { committing } from './steps/committing.js';
import { condition } from './steps/condition.js';
import { ending } from './steps/ending.js';
import { agent, identity } from './steps/identity.js';
import { idle } from './steps/idle.js';
import { kilometres } from './steps/kilometres.js';
import { notice } from './steps/notice.js';
import { ownership } from './steps/ownership.js';
import { parts } from './steps/parts.js';
import { plate } from './steps/plate.js';
import { recorded } from './steps/recorded.js';
import { review } from './steps/review.js';
import { firstOf, t } from './texts.js';

/**
 * Step → what builds its view: `{node, update(session, snapshot), focus?, waiting?()}`. `waiting` may give the key of
 * another sentence than the session's own, for what is asked within the step.
 */
const views = {
  idle,
  notice,
  identity,
  agent,
  plate,
  ownership,
  battery: parts,
  motor: parts,
  frame: parts,
  kilometres,
  condition,
  'bank-card': bankCard,
  review,
  committing,
  recorded,
  refused: ending,
  held: ending,
};

const byId = (id) => document.getElementById(id);
let shown = { build: null, person: null, step: null, view: null };
let focusBefore = null;

export function render(store) {
  show(byId('lost'), !store.connected);
  byId('app').inert = !store.connected;
  if (!store.connected) say(byId('lost-title'), () => t('connection.lost'));
  if (!store.connected) say(byId('lost-text'), () => t('connection.lost.text'));
  const { snapshot } = store;
  if (!snapshot) return;
  const { session } = snapshot;
  const main = byId('step');
  main.dataset.step = session.step;
  updateFrame(snapshot);
  updateDrawer(snapshot);
  updateMessages(session.hint, store.problem);
  const stepped = updateView(session, snapshot);
  setBusy(store.busy, stepped);
}

function updateView(session, snapshot) {
  const build = views[session.step] ?? idle;
  const person = session.applicant?.maskedNumber ?? null;
  // The card arrives within the identity step: that alone is no new person.
  const moved = build !== shown.build || (person !== shown.person && shown.person !== null);
  if (moved) {
    shown = { build, person, step: null, view: build(session, snapshot) };
    byId('view').replaceChildren(shown.view.node);
  }
  const stepped = session.step !== shown.step;
  shown.person = person;
  shown.step = session.step;
  shown.view.update(session, snapshot);
  const own = shown.view.waiting?.();
  say(byId('waiting'), () => (own ? t(own) : waitingText(snapshot)));
  if (stepped && !byId('simulator').contains(document.activeElement)) {
    focusBefore = null;
    (shown.view.focus ?? byId('waiting')).focus({ preventScroll: true });
  }
  return stepped;
}

/** A request under way turns every action off; the focus comes back to where it was. */
function setBusy(busy, stepped) {
  const app = byId('app');
  if (busy && !('busy' in app.dataset)) focusBefore = document.activeElement;
  app.toggleAttribute('data-busy', busy);
  app.setAttribute('aria-busy', String(busy));
  for (const control of document.querySelectorAll('[data-act]')) control.disabled = busy;
  if (busy || stepped || !focusBefore) return;
  const lostFocus = document.activeElement === document.body || document.activeElement === null;
  if (lostFocus && focusBefore.isConnected) focusBefore.focus({ preventScroll: true });
  focusBefore = null;
}

function waitingText({ session, devices }) {
  const { step, waitingFor } = session;
  const detail = waitingFor === 'card' ? devices.find((device) => device.role === 'id-card')?.state : step;
  const part = t(`part.${step}`);
  return firstOf([`waiting.${waitingFor}.${detail}`, `waiting.${waitingFor}`], { part });
}

function updateMessages(hint, trouble) {
  const box = byId('messages');
  const wanted = [hint && ['hint', () => explain('hint', hint)], trouble && ['problem', () => problem(trouble)]];
  for (const [index, testid] of ['hint', 'problem'].entries()) {
    let line = box.querySelector(`[data-testid=${testid}]`);
    if (!line) {
      line = document.createElement('p');
      line.id = testid;
      line.className = `message message-${testid}`;
      line.dataset.testid = testid;
      line.setAttribute('role', testid === 'hint' ? 'status' : 'alert');
      box.append(line);
    }
    show(line, Boolean(wanted[index]));
    say(line, wanted[index] ? wanted[index][1] : () => '');
    if (testid === 'hint') line.dataset.code = hint?.code ?? '';
    if (testid === 'problem') line.dataset.code = trouble?.code ?? '';
  }
}

/** The same refusal twice changes nothing on screen; a short movement shows that it was heard. */
document.addEventListener('refused', () => {
  if (matchMedia('(prefers-reduced-motion: reduce)').matches) return;
  byId('hint')?.animate([{ translate: '0' }, { translate: '8px' }, { translate: '-8px' }, { translate: '0' }], 240);
});
