/** Waits for the ID card; shows what the reader is doing and, once read, who it is. */

import { el, icon, redraw, say, show } from '../dom.js';
import { problem } from '../format.js';
import { t } from '../texts.js';

const drawings = { reading: 'hourglass', 'remove-card': 'lift', starting: 'hourglass' };
const troubles = new Set(['missing', 'unavailable', 'silent', 'faulty']);

export function identity() {
  const drawing = icon('tap', 'drawing');
  const state = el('p', { class: 'identity-state' });
  const trouble = el('p', { class: 'note note-bad', testid: 'device-problem' });
  const name = el('p', { class: 'identity-name' });
  const number = el('p', { class: 'identity-number' });
  const kind = el('p', { class: 'identity-kind' });
  const who = el('div', { class: 'identity-who' }, name, number, kind);
  const own = el('p', { class: 'small', said: () => t('identity.own') });
  const node = el('div', { class: 'identity' }, drawing, state, who, trouble, own);
  const update = ({ applicant }, { devices }) => {
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
  };
  return { node, update };
}

function validity({ cardValidUntil, cardExpired }) {
  const named = cardValidUntil === 'long-term' || cardValidUntil === 'unreadable';
  const until = named ? t(`identity.until.${cardValidUntil}`) : t('identity.until', { day: cardValidUntil });
  return cardExpired ? `${until} (${t('identity.expired')})` : until;
}
