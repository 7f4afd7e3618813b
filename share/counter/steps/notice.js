/** The notice that is due before a card is read: who collects what, why, how long, and what the owner may ask. */

import { act } from '../api.js';
import { choices } from '../choices.js';
import { button, el, icon, say } from '../dom.js';
import { ownText, t } from '../texts.js';

const topics = { who: 'office', what: 'card', why: 'question', long: 'hourglass', rights: 'scale', once: 'warning' };
const methods = ['spoken', 'signature', 'thumbprint'];

export function notice(_, snapshot) {
  // What is agreed to is what was shown, even if a newer version arrives while it is read.
  const version = snapshot.programme.noticeVersion;
  const { hotline, campaign, onceOnly } = snapshot.programme;
  const under = el('p', { class: 'small notice-version', testid: 'notice-version' });
  say(under, () => t('notice.version', { version, hotline }));
  const method = choices('consent', methods, { name: 'notice.method', prefix: 'notice.method' });
  // Another purpose: asked for separately, and no unless somebody says yes.
  const tick = campaign && el('input', { type: 'checkbox', class: 'tick', testid: 'campaign' });
  const separate = campaign && el(
    'label',
    { class: 'campaign' },
    tick,
    el('span', { said: () => t('notice.campaign', { campaign: ownText(campaign.title) }) }),
  );
  const agree = button({
    testid: 'agree',
    text: () => t('action.agree'),
    draws: 'check',
    className: 'primary big',
    press: () => act('/v1/session/notice', {
      noticeVersion: version,
      method: method.value(),
      campaign: Boolean(tick?.checked),
    }),
  });
  const cards = Object.entries(topics).map(([topic, drawing]) =>
    el(
      'section',
      { class: 'notice-topic' },
      el('h2', {}, icon(drawing), el('span', { said: () => t(`notice.${topic}.title`) })),
      el('p', { said: () => t(topic === 'once' ? `notice.once.${onceOnly}` : `notice.${topic}.text`) }),
    ));
  const node = el(
    'div',
    { class: 'notice' },
    el('div', { class: 'notice-topics', tabindex: 0, role: 'region' }, ...cards),
    separate,
    el('div', { class: 'bottom' }, el('div', { class: 'notice-how' }, method.node, under), agree),
  );
  return { node, update: () => {} };
}
