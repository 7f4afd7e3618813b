/** Lists of claims: what each is about without naming anybody, how it stands, why, and what to do. */

import { button, el, say, show } from '/assets/dom.js';
import { explain, money, moment } from '/assets/format.js';
import { has, t } from '/assets/texts.js';
import { openAmendment } from './amend.js';
import { getClaims } from './calls.js';
import { act, desk, follow } from './desk.js';
import { technical } from './overview.js';
import { problemText, signature } from './status.js';

const filters = ['unsent', 'needs-person', 'returned', 'all'];
const PAGE = 50;

/** How many the status says there are. */
const counts = {
  unsent: (s) => s.waiting + s.needsPerson,
  'needs-person': (s) => s.needsPerson,
  returned: (s) => s.returned,
  all: (s) => s.lastSequence,
};

export function claims(wanted) {
  let filter = filters.includes(wanted) ? wanted : 'unsent';
  let asked = 0;
  let seen = '';
  /** Where the next page begins; null when there is none. */
  let next = null;
  const list = el('ul', { class: 'claim-list', testid: 'claims' });
  const note = el('p', { class: 'empty', testid: 'claims-note' });
  const more = button({ testid: 'claims-more', text: () => t('desk.claims.more'), className: 'quiet', press: () => load(false) });
  const choices = filters.map((name) => {
    const label = el('span', { class: 'label' });
    return el('button', {
      type: 'button',
      class: 'button quiet filter',
      testid: `filter-${name}`,
      'data-filter': name,
      on: { click: () => pick(name) },
    }, label);
  });
  const node = el('div', { class: 'claims-view' }, el('div', { class: 'filters', role: 'group' }, ...choices), note, list, more);

  function pick(name) {
    filter = name;
    load(true);
  }

  /** `byItself`: nobody asked, the numbers changed. */
  async function load(anew, byItself = false) {
    asked += 1;
    const mine = asked;
    seen = signature(desk.status);
    if (anew) {
      next = null;
      list.replaceChildren();
      say(note, () => t('desk.loading'));
      show(note, true);
      show(more, false);
      mark();
    }
    const newestFirst = filter === 'all';
    const last = desk.status?.lastSequence ?? 0;
    const after = newestFirst ? Math.max(0, (next ?? last) - PAGE) : next ?? 0;
    const upTo = newestFirst ? next ?? Infinity : Infinity;
    const { ok, answer } = await (byItself ? follow(getClaims(filter, after, true)) : act(getClaims(filter, after)));
    if (mine !== asked || !node.isConnected) return;
    if (!ok) {
      say(note, () => problemText(answer?.error ?? { code: 'request.failed' }));
      show(note, true);
      return;
    }
    const found = answer.claims.filter(({ sequence }) => sequence <= upTo);
    if (newestFirst) found.reverse();
    list.append(...found.map(row));
    next = newestFirst ? (after > 0 ? after : null) : answer.next ?? null;
    show(more, next !== null);
    show(note, list.children.length === 0);
    say(note, () => t(`desk.claims.none.${filter}`));
  }

  function mark() {
    for (const choice of choices) {
      const name = choice.dataset.filter;
      choice.setAttribute('aria-pressed', String(name === filter));
      const count = desk.status ? counts[name](desk.status) : '–';
      say(choice.firstChild, () => `${t(`desk.filter.${name}`)} · ${count}`);
    }
  }

  const update = ({ status }) => {
    mark();
    if (!status) return;
    // What somebody reads or corrects is not taken away from under the hand.
    if (signature(status) === seen || document.querySelector('dialog[open]') || next !== null) return;
    if (!list.contains(document.activeElement)) load(true, true);
  };
  load(true);
  return { node, update };
}

function row(claim) {
  const { status, problem, reason, attempts } = claim;
  const amendable = status === 'returned' || status === 'needs-person';
  const why = reason
    ? () => explain('reason', reason, '.title')
    : problem && (() => problemText(problem));
  return el(
    'li',
    { class: 'claim', 'data-status': status, testid: `claim-${claim.claimNumber}` },
    el(
      'div',
      { class: 'claim-main' },
      el('p', { class: 'claim-line' },
        el('strong', { class: 'claims-number', said: () => claim.claimNumber }),
        el('span', { said: () => moment(claim.recordedAt) }),
        el('span', { said: () => [claim.maskedApplicant, claim.maskedPlate].filter(Boolean).join(' · ') }),
        el('span', { said: () => money(claim.amountFen) })),
      el('p', { class: 'claim-state', said: () => statusText(status) }),
      why && el('p', { class: 'claim-why', said: why }),
      el('p', { class: 'claim-do', said: () => doText(status, attempts) }),
      problem && technical(problem),
    ),
    amendable && button({
      testid: `amend-${claim.claimNumber}`,
      text: () => t('desk.amend'),
      className: 'primary claim-act',
      press: () => openAmendment(claim),
    }),
  );
}

const statusText = (status) => (has(`claim.status.${status}`) ? t(`claim.status.${status}`) : status);

function doText(status, attempts) {
  if (status === 'recorded' && desk.status?.paused) return t('desk.claim.do.paused');
  if (status === 'recorded' && attempts > 0) return t('desk.claim.do.tried', { count: attempts });
  return has(`desk.claim.do.${status}`) ? t(`desk.claim.do.${status}`) : '';
}
