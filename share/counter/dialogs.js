/** Dialogs over the page: a question before a visit is thrown away, what stands behind a light or a warning. */

import { send } from './api.js';
import { open, openWithClose } from './dialog.js';
import { button, el, show } from './dom.js';
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
  const trouble = device?.problem ?? device?.notice;
  lines.push(el('p', { said: () => (trouble ? problem(trouble) : t('device.fine')) }));
  if (device && role !== 'printer') lines.push(el('p', { said: () => t('device.reads', { reads: device.reads }) }));
  lines.push(technical([device?.path, ...detail(trouble)]));
  openWithClose(`device-${role}-dialog`, () => t(`device.${role}`), lines);
}

/** What a warning means, and what to do. */
export function showWarning(warning) {
  const lines = [
    el('p', { said: () => explain('warning', warning, '.text') }),
    el('p', { class: 'strong', said: () => explain('warning', warning, '.next') }),
  ];
  openWithClose('warning-dialog', () => explain('warning', warning, '.title'), lines);
}

export function showRegistry() {
  const { registry } = store.snapshot;
  const { state, asOf, version, ageDays, problem: trouble } = registry;
  const lines = [
    el('p', { class: 'large', said: () => t(`registry.state.${state}`) }),
    asOf && el('p', { said: () => t('registry.as-of', { day: asOf, age: t('age.days', { n: ageDays }) }) }),
    el('p', { said: () => t(`registry.next.${state}`) }),
    trouble && el('p', { class: 'note note-wait', said: () => problem(trouble) }),
    technical([version, ...detail(trouble)]),
  ];
  openWithClose('registry-dialog', () => t('registry.title'), lines.filter(Boolean));
}

export function showQueue() {
  const { queue } = store.snapshot;
  const lines = queue ? queueLines(queue) : [el('p', { class: 'large', testid: 'queue-unknown', said: () => t('queue.unknown.text') })];
  const list = el('ul', { class: 'claims', testid: 'claims' });
  lines.push(el('h3', { said: () => t('queue.claims') }), list, technical(detail(queue?.lastProblem)));
  const retry = button({
    testid: 'queue-retry',
    text: () => t('action.retry'),
    draws: 'again',
    press: async () => {
      retry.disabled = true;
      await send('POST', '/v1/queue/retry', {});
      retry.disabled = false;
      show(retry, isWaiting(store.snapshot.queue));
      fillClaims(list);
    },
  });
  show(retry, isWaiting(queue));
  // A link and no button: what waits is a supervisor's matter, on a page of its own.
  const more = el('a', { class: 'button quiet', href: '/supervisor', testid: 'queue-supervisors' },
    el('span', { class: 'label', said: () => t('desk.open') }));
  openWithClose('queue-dialog', () => t('queue.title'), lines, [more, retry]);
  fillClaims(list);
}

const isWaiting = (queue) => Boolean(queue) && queue.waiting + queue.photosWaiting > 0;

function queueLines(queue) {
  const { accepted, inReview, duplicate } = queue;
  const lines = [
    el('p', { class: 'large', said: () => t(`queue.central.${queue.central}`) }),
    el('p', { testid: 'queue-counts', said: () => t('queue.counts', { accepted, inReview, duplicate }) }),
  ];
  for (const [testid, reason] of [['queue-photos-missing', queue.photosMissing], ['queue-stopped', queue.stopped]]) {
    if (reason) lines.unshift(el('p', { class: 'note note-bad', testid, said: () => problem(reason) }));
  }
  const note = (testid, key, count) => {
    if (count > 0) lines.push(el('p', { class: 'note note-wait', testid, said: () => t(key, { count }) }));
  };
  note('queue-returned', 'queue.returned.text', queue.returned);
  note('queue-photos', 'queue.photos-need-person.text', queue.photosNeedPerson);
  if (queue.lastProblem) lines.push(el('p', { said: () => problem(queue.lastProblem) }));
  if (queue.nextAttemptAt) lines.push(el('p', { said: () => t('queue.next', { time: moment(queue.nextAttemptAt) }) }));
  return lines;
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
