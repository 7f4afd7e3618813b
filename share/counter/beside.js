/** What stands by all through the visit: warnings in the header, and the bike on record beside what is asked. */

import { el, icon, say, show } from './dom.js';
import { showWarning } from './dialogs.js';
import { explain } from './format.js';
import { t } from './texts.js';

/** Steps at which the bike is looked at. */
const looking = new Set(['ownership', 'battery', 'motor', 'frame', 'kilometres', 'condition']);
let model;
let chips;
let drawn = '';

/** `record` is the place for the bike on record; the chips are given back. */
export function buildBeside(record) {
  model = el('p', { class: 'on-record', testid: 'registered-as', hidden: true });
  record.append(model);
  chips = el('div', { class: 'chips', testid: 'warnings' });
  return chips;
}

export function updateBeside({ step, model: name, warnings }) {
  show(model, Boolean(name) && looking.has(step));
  say(model, () => t('plate.registered-as', { model: name ?? '' }));
  const wanted = JSON.stringify(warnings ?? []);
  if (wanted === drawn) return;
  drawn = wanted;
  chips.replaceChildren(...(warnings ?? []).map(chip));
}

function chip(warning) {
  const text = el('span', { class: 'chip-text', said: () => explain('warning', warning, '.title') });
  return el(
    'button',
    {
      type: 'button',
      class: 'chip',
      testid: `warning-${warning.code}`,
      'data-code': warning.code,
      on: { click: () => showWarning(warning) },
    },
    icon('warning'),
    text,
  );
}
