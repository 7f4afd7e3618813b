/** The notice that is due before a card is read: who collects what, why, how long, and what the owner may ask. */

import { act } from '../api.js';
import { button, el, icon, say } from '../dom.js';
import { t } from '../texts.js';

const topics = { who: 'office', what: 'card', why: 'question', long: 'hourglass', rights: 'scale', once: 'warning' };

export function notice(_, snapshot) {
  // What is agreed to is what was shown, even if a newer version arrives while it is read.
  const version = snapshot.programme.noticeVersion;
  const hotline = snapshot.programme.hotline;
  const under = el('p', { class: 'small notice-version', testid: 'notice-version' });
  say(under, () => t('notice.version', { version, hotline }));
  const agree = button({
    testid: 'agree',
    text: () => t('action.agree'),
    draws: 'check',
    className: 'primary big',
    press: () => act('/v1/session/notice', { noticeVersion: version }),
  });
  const cards = Object.entries(topics).map(([topic, drawing]) =>
    el(
      'section',
      { class: 'notice-topic' },
      el('h2', {}, icon(drawing), el('span', { said: () => t(`notice.${topic}.title`) })),
      el('p', { said: () => t(`notice.${topic}.text`) }),
    ));
  const node = el(
    'div',
    { class: 'notice' },
    el('div', { class: 'notice-topics', tabindex: 0, role: 'region' }, ...cards),
    el('div', { class: 'bottom' }, under, agree),
  );
  return { node, update: () => {} };
}
