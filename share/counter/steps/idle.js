/** Nobody at the counter: what is paid, what to bring, and one large button. */

import { act } from '../api.js';
import { button, el, say, show } from '../dom.js';
import { rangeText } from '../format.js';
import { tariffLine } from '../tariff-line.js';
import { ownText, t } from '../texts.js';

export function idle() {
  const title = el('h2');
  const rows = el('ul', { class: 'tariff', testid: 'tariff' });
  const conditions = el('ul', { class: 'tariff tariff-small', testid: 'conditions' });
  const plateless = el(
    'div',
    { class: 'idle-plateless' },
    el('h3', { said: () => t('idle.plateless') }),
    conditions,
  );
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
      title,
      rows,
      plateless,
      el('p', { class: 'idle-bring', said: () => t('idle.bring') }),
      el('div', { class: 'small' }, hotline, version),
    ),
  );
  let drawn = '';
  const update = (_, { programme }) => {
    const wanted = JSON.stringify([programme.tariff, programme.plateless]);
    if (wanted !== drawn) {
      const { by } = programme.tariff;
      rows.replaceChildren(...programme.tariff.rows.map((row) => tariffLine(() => rangeText(row, by), row.amountFen)));
      const residual = programme.plateless.map((row) => tariffLine(() => ownText(row.title), row.valueFen));
      conditions.replaceChildren(...residual);
      say(title, () => t(`idle.tariff.${by}`));
    }
    drawn = wanted;
    show(plateless, programme.plateless.length > 0);
    say(hotline, () => t('idle.hotline', { hotline: programme.hotline }));
    say(version, () => t('idle.version', { version: programme.version }));
  };
  return { node, update };
}
