/** Dialogs over the page: a question before a visit is thrown away, and what stands behind a light. */

import { send } from './api.js';
import { button, el } from './dom.js';
import { explain, moment, money, problem } from './format.js';
import { store } from './store.js';
import { t } from './texts.js';

/** True when staff want to end the visit. */
export function askCancel() {
  return new Promise((resolve) => {
    const close = (answer) => () => {
      resolve(answer);
      dialog.close();
    };
    const dialog = open(
      'cancel-dialog',
      () => t('cancel.title'),
      [el('p', { said: () => t('cancel.text') })],
      [
        button({ testid: 'cancel-no', text: () => t('cancel.no'), className: 'quiet', press: close(false) }),
        button({ testid: 'cancel-yes', text: () => t('cancel.yes'), className: 'danger', press: close(true) }),
      ],
      () => resolve(false),
    );
  });
}

export function showDevice(role) {
  const device = store.snapshot?.devices.find((candidate) => candidate.role === role);
  const lines = [el('p', { class: 'large', said: () => t(`device.state.${device?.state ?? 'missing'}`) })];
  const trouble = device?.problem;
  lines.push(el('p', { said: () => (trouble ? problem(trouble) : t('device.fine')) }));
  if (device) lines.push(el('p', { said: () => t('device.reads', { reads: device.reads }) }));
  lines.push(technical([device?.path, ...detail(trouble)]));
  openWithClose(`device-${role}-dialog`, () => t(`device.${role}`), lines);
}

export function showQueue() {
  const { queue } = store.snapshot;
  const lines = [
    el('p', { class: 'large', said: () => t(`queue.central.${queue.central}`) }),
    el('p', { said: () => t('queue.counts', { accepted: queue.accepted, duplicate: queue.duplicate }) }),
  ];
  if (queue.lastProblem) lines.push(el('p', { said: () => problem(queue.lastProblem) }));
  if (queue.nextAttemptAt) lines.push(el('p', { said: () => t('queue.next', { time: moment(queue.nextAttemptAt) }) }));
  const list = el('ul', { class: 'claims', testid: 'claims' });
  lines.push(el('h3', { said: () => t('queue.claims') }), list, technical(detail(queue.lastProblem)));
  const retry = button({
    testid: 'queue-retry',
    text: () => t('action.retry'),
    draws: 'again',
    press: async () => {
      retry.disabled = true;
      await send('POST', '/v1/queue/retry', {});
      retry.disabled = false;
      fillClaims(list);
    },
  });
  openWithClose('queue-dialog', () => t('queue.title'), lines, [retry]);
  fillClaims(list);
}

async function fillClaims(list) {
  const { ok, answer } = await send('GET', '/v1/claims');
  const claims = ok ? [...(answer?.claims ?? [])].sort((a, b) => b.sequence - a.sequence).slice(0, 50) : [];
  const rows = claims.map((claim) => {
    const why = claim.reason ? explain('reason', claim.reason, '.title') : claim.problem && problem(claim.problem);
    return el(
      'li',
      { 'data-status': claim.status },
      el('span', { class: 'claims-number', said: () => claim.claimNumber }),
      el('span', { said: () => moment(claim.recordedAt) }),
      el('span', { said: () => money(claim.amountFen) }),
      el('span', { class: 'claims-status', said: () => t(`claim.status.${claim.status}`) }),
      why && el('span', { class: 'claims-why', said: () => why }),
    );
  });
  const none = ok ? () => t('queue.claims.none') : () => problem(answer?.error ?? { code: 'request.failed' });
  list.replaceChildren(...(rows.length > 0 ? rows : [el('li', { said: none })]));
}

const detail = (trouble) => (trouble ? [trouble.code, trouble.message, trouble.remedy] : []);

/** Codes, paths and messages as the daemon gives them. */
function technical(lines) {
  const texts = lines.filter(Boolean);
  if (texts.length === 0) return null;
  const summary = el('summary', { said: () => t('details.technical') });
  return el('details', { class: 'technical' }, summary, ...texts.map((text) => el('p', { said: () => text })));
}

function openWithClose(testid, title, lines, actions = []) {
  const close = button({
    testid: 'dialog-close',
    text: () => t('action.close'),
    className: 'quiet',
    press: () => dialog.close(),
  });
  const dialog = open(testid, title, lines, [close, ...actions]);
}

/** A modal dialog that is gone from the document once closed. */
function open(testid, title, lines, actions, closed = () => {}) {
  const id = `${testid}-title`;
  const dialog = el(
    'dialog',
    { class: 'dialog', testid, 'aria-labelledby': id },
    el('h2', { id, said: title }),
    el('div', { class: 'dialog-lines' }, ...lines),
    el('div', { class: 'dialog-actions' }, ...actions),
  );
  dialog.addEventListener('close', () => {
    dialog.remove();
    closed();
  });
  document.getElementById('app').append(dialog);
  dialog.showModal();
  return dialog;
}
