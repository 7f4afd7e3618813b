/** Large digits for gloved fingers: they go into the field that was used last. */

import { el, icon, say } from './dom.js';
import { t } from './texts.js';

/** A press meant for the step before types nothing. */
const SETTLE_MS = 500;

/** `fields` are inputs; `changed(field)` is called after each press. */
export function keypad(fields, changed) {
  let target = fields[0];
  const builtAt = performance.now();
  for (const field of fields) field.addEventListener('focus', () => { target = field; });
  const type = (digit) => {
    if (performance.now() - builtAt < SETTLE_MS) return;
    if (target.maxLength >= 0 && target.value.length >= target.maxLength) return;
    target.value += digit;
    changed(target);
  };
  const erase = () => {
    target.value = target.value.trimEnd().slice(0, -1);
    changed(target);
  };
  const keys = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '0'].map((digit) => {
    const press = { click: () => type(digit) };
    return el('button', { type: 'button', class: 'key', 'data-act': true, tabindex: -1, said: () => digit, on: press });
  });
  const erasing = { type: 'button', class: 'key key-erase', 'data-act': true, tabindex: -1, on: { click: erase } };
  const eraser = el('button', erasing, icon('erase'));
  say(eraser, () => t('action.erase'), 'aria-label');
  const pad = el('div', { class: 'keypad', role: 'group', testid: 'keypad' }, ...keys, eraser);
  say(pad, () => t('bank-card.keypad'), 'aria-label');
  // The field keeps the focus, and with it the caret and the keyboard.
  pad.addEventListener('pointerdown', (event) => event.preventDefault());
  return pad;
}
