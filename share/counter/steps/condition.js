/** A bike without a plate: its condition decides what the company pays. */

import { act } from '../api.js';
import { el } from '../dom.js';
import { money } from '../format.js';
import { ownText, t } from '../texts.js';

/** A second press that was meant for the last part chooses nothing. */
const SETTLE_MS = 600;

export function condition() {
  const builtAt = performance.now();
  const rows = el('div', { class: 'conditions' });
  const node = el('div', { class: 'condition' }, el('p', { said: () => t('plate.plateless.text') }), rows);
  let drawn = '';
  const update = (_, { programme }) => {
    const wanted = JSON.stringify(programme.plateless);
    if (wanted === drawn) return;
    drawn = wanted;
    rows.replaceChildren(...programme.plateless.map((row) => choice(row, builtAt)));
  };
  return { node, update };
}

function choice({ condition: name, title, valueFen }, builtAt) {
  const press = () => {
    if (performance.now() - builtAt >= SETTLE_MS) act('/v1/session/condition', { condition: name });
  };
  const testid = `condition-${name}`;
  return el(
    'button',
    { type: 'button', class: 'button condition-row', testid, 'data-act': true, on: { click: press } },
    el('span', { said: () => ownText(title) }),
    el('span', { class: 'tariff-amount', said: () => money(valueFen) }),
  );
}
