/** One line of a list of amounts. */

import { el } from './dom.js';
import { money } from './format.js';

/** `name` gives the words before the amount. */
export const tariffLine = (name, amountFen) =>
  el(
    'li',
    {},
    el('span', { class: 'tariff-name', said: name }),
    el('span', { class: 'tariff-amount', said: () => money(amountFen) }),
  );
