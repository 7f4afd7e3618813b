/** Everything once more, the amount in large figures, and the owner's yes. */

import { act } from '../api.js';
import { button, el, say, show } from '../dom.js';
import { money } from '../format.js';
import { store } from '../store.js';
import { t } from '../texts.js';
import { findingText } from './part-card.js';

export function review() {
  const confirm = button({
    testid: 'confirm',
    text: () => t('action.confirm'),
    draws: 'check',
    className: 'primary big',
    press: () => act('/v1/session/confirm', { visit: store.snapshot.session.visit }),
  });
  const { node, update } = summary(confirm);
  return { node, update };
}

/** The summary with something below the amount. */
export function summary(below) {
  const list = el('dl', { class: 'facts' });
  const title = el('h2', { class: 'amount-title' });
  const amount = el('p', { class: 'amount', testid: 'amount' });
  const note = el('p', { class: 'small' });
  const provisional = el('p', { class: 'note note-wait', said: () => t('review.provisional') });
  const side = el('section', { class: 'amount-box' }, title, amount, note, provisional, below);
  const node = el('div', { class: 'review' }, list, side);
  const update = (session) => {
    const { verdict } = session;
    list.replaceChildren(...facts(session));
    const residual = verdict?.kind === 'residual';
    say(title, () => t(residual ? 'review.amount.residual' : 'review.amount'));
    say(amount, () => money(verdict?.amountFen));
    say(note, () => (residual ? t('plate.plateless.text') : t('review.paid')));
    show(provisional, Boolean(verdict?.provisional));
  };
  return { node, update };
}

function facts({ applicant, plate, plateless, certificateNumber, parts, maskedBankCard }) {
  const rows = [
    fact(() => t('identity.name'), () => applicant?.name ?? '–'),
    fact(() => t('identity.number'), () => applicant?.maskedNumber ?? '–'),
    fact(() => t('plate.label'), () => (plateless ? t('plate.none') : (plate ?? '–'))),
  ];
  if (certificateNumber) rows.push(fact(() => t('review.certificate'), () => certificateNumber));
  for (const name of ['battery', 'motor', 'frame']) {
    if (parts[name]) rows.push(fact(() => t(`step.${name}`), () => partText(parts[name])));
  }
  rows.push(fact(() => t('review.bank-card'), () => maskedBankCard ?? t('review.no-bank-card')));
  return rows;
}

const partText = (part) => [findingText(part), part.serial].filter(Boolean).join(' · ');

const fact = (name, value) => el('div', { class: 'fact' }, el('dt', { said: name }), el('dd', { said: value }));
