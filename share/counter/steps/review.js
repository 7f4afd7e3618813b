/** Everything once more, the amount in large figures or why there is none yet, and the owner's yes. */

import { act } from '../api.js';
import { button, el, icon, say, show } from '../dom.js';
import { conditionText, explain, money } from '../format.js';
import { store } from '../store.js';
import { t } from '../texts.js';
import { whyExactly } from '../why.js';
import { findingText } from './part-card.js';

export function review() {
  let held = false;
  const confirm = button({
    testid: 'confirm',
    text: () => t(held ? 'action.confirm.hold' : 'action.confirm'),
    draws: 'check',
    className: 'primary big',
    press: () => act('/v1/session/confirm', { visit: store.snapshot.session.visit }),
  });
  const { node, update } = summary(confirm);
  return {
    node,
    update: (session, snapshot) => {
      held = session.verdict?.kind === 'hold';
      say(confirm.querySelector('.label'), () => t(held ? 'action.confirm.hold' : 'action.confirm'));
      update(session, snapshot);
    },
    waiting: () => (held ? 'waiting.confirmation.hold' : null),
  };
}

/** The summary with something below the amount. */
export function summary(below) {
  const list = el('dl', { class: 'facts' });
  const title = el('h2', { class: 'amount-title' });
  const amount = el('p', { class: 'amount', testid: 'amount' });
  const reason = el('p', { class: 'note note-wait', testid: 'reason', hidden: true });
  const note = el('p', { class: 'small' });
  const provisional = el('p', { class: 'note note-wait', testid: 'provisional', said: () => t('review.provisional') });
  const why = whyExactly();
  const drawing = el('div', { class: 'amount-drawing' }, icon('hourglass', 'drawing'));
  const notes = [reason, note, provisional];
  const foot = el('div', { class: 'amount-foot' }, why.node, below);
  const side = el('section', { class: 'amount-box' }, drawing, title, amount, ...notes, foot);
  const node = el('div', { class: 'review' }, list, side);
  const update = (session, { programme }) => {
    const { verdict } = session;
    const held = verdict?.kind === 'hold';
    list.replaceChildren(...facts(session, programme));
    const residual = verdict?.kind === 'residual';
    node.dataset.kind = verdict?.kind ?? '';
    show(drawing, held);
    say(title, () => t(held ? 'review.hold' : residual ? 'review.amount.residual' : 'review.amount'));
    show(amount, !held);
    say(amount, () => money(verdict?.amountFen));
    show(reason, held && Boolean(session.reason));
    reason.dataset.code = session.reason?.code ?? '';
    say(reason, () => (session.reason ? explain('reason', session.reason, '.text') : ''));
    say(note, () => noteText(verdict, programme));
    show(provisional, Boolean(verdict?.provisional) && !held);
    why.update(verdict, programme);
  };
  return { node, update };
}

function noteText(verdict, { paymentDays }) {
  if (verdict?.kind === 'hold') return t('review.hold.text');
  return verdict?.kind === 'residual' ? t('plate.plateless.text') : t('review.paid', { days: paymentDays });
}

function facts(session, programme) {
  const { applicant, agent, plate, plateless, model, certificateNumber, parts, kilometres, condition } = session;
  const rows = [
    fact(() => t('identity.name'), () => applicant?.name ?? '–'),
    fact(() => t('identity.number'), () => applicant?.maskedNumber ?? '–'),
  ];
  if (agent) rows.push(fact(() => t('review.agent'), () => `${agent.name} ${agent.maskedNumber}`));
  rows.push(fact(() => t('plate.label'), () => (plateless ? t('plate.none') : (plate ?? '–'))));
  if (model) rows.push(fact(() => t('review.model'), () => model));
  if (certificateNumber) rows.push(fact(() => t('review.certificate'), () => certificateNumber));
  for (const name of ['battery', 'motor', 'frame']) {
    if (parts[name]) rows.push(fact(() => t(`step.${name}`), () => partText(parts[name])));
  }
  if (kilometres != null) rows.push(fact(() => t('step.kilometres'), () => t('kilometres', { kilometres })));
  if (condition) rows.push(fact(() => t('step.condition'), () => conditionText(condition, programme)));
  rows.push(fact(() => t('review.bank-card'), () => session.maskedBankCard ?? t('review.no-bank-card')));
  return rows;
}

const partText = (part) => [findingText(part), part.serial].filter(Boolean).join(' · ');

const fact = (name, value) => el('div', { class: 'fact' }, el('dt', { said: name }), el('dd', { said: value }));
