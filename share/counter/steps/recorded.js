/** The end that everyone came for: the claim's number, and how far it has got. */

import { act } from '../api.js';
import { button, el, icon, redraw, say, show } from '../dom.js';
import { explain, moment, money } from '../format.js';
import { paperButtons } from '../paper.js';
import { t } from '../texts.js';

const marks = {
  recorded: 'hourglass',
  accepted: 'check',
  paid: 'check',
  'in-review': 'hourglass',
  duplicate: 'warning',
  returned: 'warning',
  'needs-person': 'warning',
};

export function recorded() {
  const number = el('p', { class: 'claim-number', testid: 'claim-number' });
  const amount = el('p', { class: 'amount', testid: 'amount' });
  const at = el('p', { class: 'small' });
  const mark = icon('hourglass');
  const words = el('span', { testid: 'claim-status-text' });
  const status = el('p', { class: 'claim-status', testid: 'claim-status', role: 'status' }, mark, words);
  const why = el('p', { class: 'note note-wait', testid: 'reason' });
  const provisional = el('p', { class: 'note note-wait', testid: 'provisional', said: () => t('review.provisional') });
  const safe = el('p', { class: 'small', said: () => t('claim.safe') });
  const finish = button({
    testid: 'finish',
    text: () => t('action.finish'),
    draws: 'forward',
    className: 'primary big',
    press: () => act('/v1/session/finish'),
  });
  const papers = paperButtons();
  const node = el(
    'div',
    { class: 'recorded' },
    el('h2', { class: 'claim-title', said: () => t('claim.number') }),
    number,
    status,
    why,
    provisional,
    papers.node,
    el('div', { class: 'recorded-bottom' }, finish, el('div', { class: 'recorded-facts' }, amount, at, safe)),
  );
  const update = ({ claim, reason, verdict }) => {
    if (!claim) return;
    say(number, () => claim.claimNumber);
    say(amount, () => money(claim.amountFen));
    show(amount, claim.amountFen != null);
    say(at, () => [
      t('claim.recorded-at', { time: moment(claim.recordedAt) }),
      claim.centralReceivedAt && t('claim.received-at', { time: moment(claim.centralReceivedAt) }),
    ].filter(Boolean).join(' · '));
    status.dataset.status = claim.status;
    redraw(mark, marks[claim.status] ?? 'warning');
    say(words, () => t(`claim.status.${claim.status}`));
    const cause = claim.reason ?? reason;
    show(why, Boolean(cause));
    why.dataset.code = cause?.code ?? '';
    say(why, () => (cause ? explain('reason', cause, '.text') : ''));
    show(provisional, claim.status === 'recorded' && Boolean(verdict?.provisional) && verdict.kind !== 'hold');
    show(safe, claim.status === 'recorded');
    papers.update(claim);
  };
  return { node, update };
}
