/** Everything at one glance: why the light is what it is and what to do, and the facts. */

import { el, say, show } from '/assets/dom.js';
import { moment } from '/assets/format.js';
import { t } from '/assets/texts.js';
import { isFresh } from './desk.js';
import { openTab } from './frame.js';
import { ageText, bytesText, levelOf, problemText, reasonsOf, reserves } from './status.js';

/** Fact → its value, what stands below it, how serious it is, and where a press leads. */
const facts = {
  waiting: {
    value: (s) => s.waiting,
    under: (s) => (s.waiting > 0 ? t('queue.oldest', { age: ageText(s.oldestAgeSeconds) }) : t('desk.fact.nothing')),
    level: (s) => (s.waiting > 0 ? 'wait' : 'good'),
    press: () => openTab('claims', 'unsent'),
  },
  'needs-person': {
    value: (s) => s.needsPerson,
    under: (s) => (s.needsPerson > 0 ? t('desk.fact.look') : t('desk.fact.nothing')),
    level: (s) => (s.needsPerson > 0 ? 'bad' : 'good'),
    press: () => openTab('claims', 'needs-person'),
  },
  returned: {
    value: (s) => s.returned,
    under: (s) => (s.returned > 0 ? t('desk.fact.correct') : t('desk.fact.nothing')),
    level: (s) => (s.returned > 0 ? 'bad' : 'good'),
    press: () => openTab('claims', 'returned'),
  },
  photos: {
    value: (s) => s.photosWaiting + s.photosNeedPerson,
    under: (s) => {
      if (s.photosNeedPerson > 0) return t('desk.fact.photos.person', { count: s.photosNeedPerson });
      return s.photosWaiting > 0 ? t('desk.fact.photos.wait') : t('desk.fact.nothing');
    },
    level: (s) => (s.photosNeedPerson > 0 ? 'bad' : s.photosWaiting > 0 ? 'wait' : 'good'),
  },
  confirmed: {
    value: (s) => `${s.confirmedUpTo} / ${s.lastSequence}`,
    under: (s) => t(s.lost > 0 ? 'desk.fact.confirmed.lost' : 'desk.fact.confirmed.under', { count: s.lost }),
    level: (s) => (s.confirmedUpTo < s.lastSequence ? 'wait' : 'good'),
  },
  central: {
    value: (s) => t(`desk.fact.central.${s.paused ? 'paused' : s.central}`),
    under: (s) => (s.nextAttemptAt && !s.paused ? t('queue.next', { time: moment(s.nextAttemptAt) }) : ''),
    level: (s) => (s.central === 'reachable' && !s.paused ? 'good' : 'wait'),
  },
  room: {
    value: (s) => t('desk.fact.room.value', { count: s.roomForClaims.toLocaleString('en') }),
    under: (s) => t('desk.fact.room.under', { free: bytesText(s.freeBytes) }),
    level: (s) => reserves[s.space] ?? 'bad',
  },
  clock: {
    value: (s) => t(`desk.fact.clock.${s.clock}`),
    under: (s) => t(`desk.fact.clock.${s.clock}.text`),
    level: (s) => (s.clock === 'set-back' ? 'bad' : 'good'),
  },
  certificate: {
    value: (s) => (s.certificateEnds ? s.certificateEnds.slice(0, 10) : t('desk.fact.certificate.none')),
    under: (s) => (s.certificateEnds ? t('desk.fact.certificate.under', { days: Math.max(0, s.certificateDays) }) : ''),
    level: (s) => (s.certificate ? reserves[s.certificate] ?? 'bad' : 'good'),
  },
  answers: {
    value: (s) => s.accepted,
    under: (s) => t('desk.fact.answers.under', { inReview: s.inReview, duplicate: s.duplicate }),
    level: () => 'good',
    press: () => openTab('claims', 'all'),
  },
};

export function overview() {
  const waiting = el('p', { class: 'empty', testid: 'overview-wait' });
  const reasons = el('ul', { class: 'reasons', testid: 'reasons' });
  const cards = Object.entries(facts).map(([name, fact]) => card(name, fact));
  const grid = el('div', { class: 'facts-grid' }, ...cards.map(({ node }) => node));
  const node = el('div', { class: 'overview' }, waiting, grid, reasons);
  let said = '';
  return {
    node,
    update({ status, problem }) {
      show(waiting, !status);
      show(grid, Boolean(status));
      show(reasons, Boolean(status) && levelOf(status, isFresh()) !== 'good');
      say(waiting, () => (problem ? problemText(problem) : t('desk.loading')));
      if (!status) return;
      for (const { update } of cards) update(status);
      const why = reasonsOf(status);
      const now = JSON.stringify(why.map(({ code, trouble, details }) => [code, trouble?.code, details]));
      // Only made anew when it changes: what somebody opened stays open.
      if (now !== said) {
        said = now;
        reasons.replaceChildren(...why.map(reasonLine));
      } else {
        why.forEach((reason, index) => sayReason(reasons.children[index], reason));
      }
    },
  };
}

function reasonLine(reason) {
  const line = el(
    'li',
    { class: 'reason', 'data-level': reason.level, testid: `reason-${reason.code}` },
    el('span', { class: 'reason-text' }),
    el('span', { class: 'reason-next' }),
  );
  const details = reason.trouble ?? reason.details;
  if (details) line.append(technical(details));
  sayReason(line, reason);
  return line;
}

function sayReason(line, reason) {
  say(line.children[0], reason.text);
  say(line.children[1], reason.next);
}

/** Codes and messages as the machine gives them. */
export function technical({ code, message, remedy }) {
  const summary = el('summary', { said: () => t('details.technical') });
  const texts = [code, message, remedy].filter(Boolean);
  return el('details', { class: 'technical' }, summary, ...texts.map((text) => el('p', { said: () => text })));
}

function card(name, fact) {
  const value = el('span', { class: 'fact-value' });
  const under = el('span', { class: 'fact-under' });
  const node = el(
    fact.press ? 'button' : 'div',
    {
      class: 'fact-card',
      testid: `fact-${name}`,
      ...(fact.press ? { type: 'button', on: { click: fact.press } } : {}),
    },
    el('span', { class: 'fact-name', said: () => t(`desk.fact.${name}`) }),
    value,
    under,
  );
  return {
    node,
    update(status) {
      node.dataset.level = isFresh() ? fact.level(status) : 'unknown';
      say(value, () => String(fact.value(status)));
      say(under, () => fact.under(status));
    },
  };
}

