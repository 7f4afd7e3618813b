/** Who did what, the newest first. Nothing here can be changed or removed. */

import { el, say, show } from '/assets/dom.js';
import { moment } from '/assets/format.js';
import { has, t } from '/assets/texts.js';
import { getAudit } from './calls.js';
import { act } from './desk.js';
import { problemText } from './status.js';

/** Lines are handed out from the first on, by 500; the page keeps the last ones. */
const KEPT = 500;
const MOST_PAGES = 100;

export function audit() {
  const note = el('p', { class: 'empty', testid: 'audit-note' });
  const list = el('ol', { class: 'audit-list', testid: 'audit', reversed: true });
  const node = el('div', { class: 'audit' }, el('p', { class: 'small', said: () => t('desk.audit.text') }), note, list);
  say(note, () => t('desk.loading'));

  async function load() {
    let lines = [];
    let after = 0;
    for (let page = 0; page < MOST_PAGES && after !== null; page += 1) {
      const { ok, answer } = await act(getAudit(after));
      if (!node.isConnected) return;
      if (!ok) {
        say(note, () => problemText(answer?.error ?? { code: 'request.failed' }));
        return;
      }
      lines = [...lines, ...answer.lines].slice(-KEPT);
      after = answer.next ?? null;
    }
    list.replaceChildren(...lines.reverse().map(row));
    show(note, lines.length === 0);
    say(note, () => t('desk.audit.none'));
  }

  load();
  return { node };
}

function row({ number, at, actor, role, via, action, subject, detail }) {
  return el(
    'li',
    { class: 'audit-line', value: number, 'data-action': action },
    el('span', { class: 'audit-at', said: () => moment(at) }),
    el('strong', { said: () => actorText(actor, role) }),
    el('span', { class: 'audit-what', said: () => actionText(action) }),
    subject && el('span', { class: 'audit-subject', said: () => subject }),
    detail && el('span', { class: 'small', said: () => detailText(action, detail) }),
    el('span', { class: 'small audit-via', said: () => viaText(via, role) }),
  );
}

function actorText(actor, role) {
  if (role === 'clerk') return t('desk.audit.clerk');
  return actor === '-' ? t('desk.audit.unknown') : actor;
}

/** The log's own words are English; these are the ones that the page can say itself. */
const details = [
  [/^(?<claims>\d+) claims, (?<photos>\d+) photos$/, 'desk.audit.detail.export'],
  [/^(?<claims>\d+) claims$/, 'desk.audit.detail.chain'],
  [/^(?<answered>\d+) answered, (?<known>\d+) known, (?<refused>\d+) refused$/, 'desk.audit.detail.import'],
];
const subjects = { 'bank-card': 'desk.amend.card', certificate: 'desk.amend.certificate' };

function detailText(action, detail) {
  if (action.endsWith('.amend')) {
    return detail.split(', ').map((name) => {
      const key = subjects[name] ?? `desk.amend.part.${name}`;
      return has(key) ? t(key) : name;
    }).join(' · ');
  }
  for (const [pattern, key] of details) {
    const found = pattern.exec(detail);
    if (found) return t(key, found.groups);
  }
  return detail;
}

const actionText = (action) => (has(`desk.audit.${action}`) ? t(`desk.audit.${action}`) : action);

/** The counter's name says already where it was done. */
function viaText(via, role) {
  if (role === 'clerk') return '';
  return t(via === 'socket' ? 'desk.audit.via.socket' : 'desk.audit.via.page');
}
