/** Waits for an ID card, the owner's or the agent's; shows what the reader is doing and, once read, who it is. */

import { act } from '../api.js';
import { button, el, icon, redraw, say, show } from '../dom.js';
import { problem } from '../format.js';
import { t } from '../texts.js';

const drawings = { reading: 'hourglass', 'remove-card': 'lift', starting: 'hourglass' };
const troubles = new Set(['missing', 'unavailable', 'silent', 'faulty']);

export const identity = () => card('applicant');

/** Who comes for the owner shows an own card too. */
export const agent = () => card('agent');

/** `whose` names the field of the session that the card goes into. */
function card(whose) {
  const drawing = icon('tap', 'drawing');
  const state = el('p', { class: 'identity-state' });
  const trouble = el('p', { class: 'note note-bad', testid: 'device-problem' });
  const name = el('p', { class: 'identity-name' });
  const number = el('p', { class: 'identity-number' });
  const kind = el('p', { class: 'identity-kind' });
  const who = el('div', { class: 'identity-who' }, name, number, kind);
  const own = el('p', { class: 'small' });
  const forOwner = button({
    testid: 'agent',
    text: () => t('action.agent'),
    draws: 'people',
    className: 'quiet',
    press: () => act('/v1/session/agent'),
  });
  const node = el('div', { class: 'identity' }, drawing, state, who, trouble, own, forOwner);
  let sentence = null;
  const update = (session, { devices, programme }) => {
    const applicant = session[whose];
    const reader = devices.find((device) => device.role === 'id-card');
    const now = reader?.state ?? 'missing';
    const bad = !applicant && troubles.has(now);
    redraw(drawing, applicant ? 'card' : bad ? 'warning' : (drawings[now] ?? 'tap'));
    node.dataset.state = applicant ? 'read' : bad ? 'bad' : now;
    say(state, () => t(`device.state.${now}`));
    show(state, !applicant);
    show(trouble, bad && Boolean(reader?.problem));
    say(trouble, () => (reader?.problem ? problem(reader.problem) : ''));
    show(who, Boolean(applicant));
    say(name, () => applicant?.name ?? '');
    say(number, () => applicant?.maskedNumber ?? '');
    say(kind, () => (applicant ? `${t(`identity.kind.${applicant.cardKind}`)} · ${validity(applicant)}` : ''));
    show(own, !applicant && !bad);
    const agentComes = whose === 'agent' || Boolean(session.agentComes);
    say(own, () => t(whose === 'agent' ? 'agent.own' : agentComes ? 'agent.first' : 'identity.own'));
    show(forOwner, whose === 'applicant' && Boolean(programme.agents) && !agentComes && session.waitingFor === 'card');
    sentence = agentComes && session.waitingFor === 'card' && ['ready', 'asking'].includes(now)
      ? `waiting.card.of-${whose === 'agent' ? 'agent' : 'owner'}`
      : null;
  };
  return { node, update, waiting: () => sentence };
}

function validity({ cardValidUntil, cardExpired }) {
  const named = cardValidUntil === 'long-term' || cardValidUntil === 'unreadable';
  const until = named ? t(`identity.until.${cardValidUntil}`) : t('identity.until', { day: cardValidUntil });
  return cardExpired ? `${until} (${t('identity.expired')})` : until;
}
