/** Nobody at the counter: what is paid, what to bring, and one large button. */

import { act } from '../api.js';
import { button, el, say } from '../dom.js';
import { money } from '../format.js';
import { t } from '../texts.js';

export function idle() {
  const rows = el('ul', { class: 'tariff' });
  const hotline = el('p');
  const version = el('p');
  const start = button({
    testid: 'start',
    text: () => t('action.start'),
    draws: 'play',
    className: 'primary huge',
    press: () => act('/v1/session/start'),
  });
  const node = el(
    'div',
    { class: 'idle' },
    el('div', { class: 'idle-start' }, start),
    el(
      'section',
      { class: 'idle-info' },
      el('h2', { said: () => t('idle.tariff') }),
      rows,
      el('p', { class: 'idle-bring', said: () => t('idle.bring') }),
      el('div', { class: 'small' }, hotline, version),
    ),
  );
  let drawn = '';
  const update = (_, { programme }) => {
    const tariff = JSON.stringify(programme.tariff);
    if (tariff !== drawn) rows.replaceChildren(...programme.tariff.map(row));
    drawn = tariff;
    say(hotline, () => t('idle.hotline', { hotline: programme.hotline }));
    say(version, () => t('idle.version', { version: programme.version }));
  };
  return { node, update };
}

function row({ volts, amountFen }) {
  return el(
    'li',
    {},
    el('span', { class: 'tariff-volts', said: () => t('volts', { volts }) }),
    el('span', { class: 'tariff-amount', said: () => money(amountFen) }),
  );
}
