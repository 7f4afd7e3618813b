/** The battery's voltage: one large button for each that is paid, one for all others, and how it was found. */

import { button, el, icon, say, show } from '../dom.js';
import { money } from '../format.js';
import { t } from '../texts.js';

const methods = ['label', 'meter', 'blocks'];
/** Voltages of e-bike batteries that are often seen; others are typed. */
const common = [36, 64, 80, 84, 96];
const range = { least: 12, most: 120 };

/** `chosen()` is called when a voltage is picked. */
export function voltsBand(chosen) {
  let volts = null;
  let method = methods[0];
  let others = false;
  let drawn = '';

  const paid = el('div', { class: 'volts-row' });
  const input = el('input', {
    type: 'text',
    class: 'input volts-input',
    testid: 'volts-other-input',
    inputmode: 'numeric',
    maxlength: 3,
    autocomplete: 'off',
    'aria-describedby': 'hint',
  });
  say(input, () => t('part.volts.other.label'), 'aria-label');
  say(input, () => t('part.volts.other.label'), 'placeholder');
  const typed = el(
    'form',
    { class: 'volts-typed', novalidate: true },
    input,
    button({ testid: 'volts-other-submit', text: () => t('action.submit'), className: 'primary', type: 'submit' }),
  );
  typed.addEventListener('submit', (event) => {
    event.preventDefault();
    const value = Number(input.value);
    if (Number.isInteger(value) && value >= range.least && value <= range.most) pick(value);
    else input.select();
  });
  const fold = button({
    testid: 'volts-other-back',
    text: () => '',
    draws: 'back',
    className: 'quiet',
    press: () => setOthers(false),
  });
  say(fold, () => t('action.back'), 'aria-label');
  const rest = el('div', { class: 'volts-row' }, fold, ...common.map((value) => voltButton(value, null)), typed);
  const methodText = el('span', { class: 'volts-method-value' });
  const methodButton = el(
    'button',
    { type: 'button', class: 'button quiet volts-method', testid: 'voltage-method', 'data-act': true },
    el('span', { class: 'volts-method-name', said: () => t('part.volts.method') }),
    methodText,
    icon('swap'),
  );
  methodButton.addEventListener('click', () => setMethod(methods[(methods.indexOf(method) + 1) % methods.length]));
  const line = el('div', { class: 'volts-line' }, paid, rest, methodButton);
  const node = el('section', { class: 'volts', testid: 'volts' }, line);

  function pick(value) {
    volts = value;
    mark();
    chosen();
  }

  function mark() {
    for (const item of node.querySelectorAll('[data-volts]')) {
      item.setAttribute('aria-pressed', String(Number(item.dataset.volts) === volts));
    }
  }

  function setOthers(value) {
    others = value;
    show(paid, !others);
    show(rest, others);
    if (others) input.focus();
  }

  function setMethod(value) {
    method = value;
    methodButton.dataset.method = value;
    say(methodText, () => t(`part.volts.method.${method}`));
  }

  function voltButton(value, under) {
    return el(
      'button',
      {
        type: 'button',
        class: 'button volt',
        testid: `volts-${value}`,
        'data-act': true,
        'data-volts': value,
        'aria-pressed': 'false',
        on: { click: () => pick(value) },
      },
      el('span', { class: 'volt-number', said: () => t('volts', { volts: value }) }),
      under && el('span', { class: 'volt-amount', said: under }),
    );
  }

  function update(visible, asked, plateless, tariff) {
    // It keeps its room: the cards must not grow under a finger that has just chosen a voltage.
    node.dataset.visible = String(visible);
    node.dataset.asked = String(asked);
    const wanted = JSON.stringify([plateless, tariff]);
    if (wanted === drawn) return;
    drawn = wanted;
    // Without a plate the amount does not depend on the voltage.
    const rows = [...tariff].sort((a, b) => a.volts - b.volts).map(({ volts: value, amountFen }) =>
      voltButton(value, plateless ? null : () => money(amountFen)));
    const other = el(
      'button',
      { type: 'button', class: 'button volt', testid: 'volts-other', 'data-act': true },
      el('span', { class: 'volt-number', said: () => t('part.volts.other') }),
      !plateless && el('span', { class: 'volt-amount', said: () => t('part.volts.other.text') }),
    );
    other.addEventListener('click', () => setOthers(true));
    paid.replaceChildren(...rows, other);
  }

  setOthers(false);
  setMethod(methods[0]);
  return {
    node,
    update,
    value: () => volts,
    entry: () => ({ volts, voltageMethod: method }),
    focus: () => node.querySelector('[data-volts]')?.focus({ preventScroll: true }),
    clear: () => {
      volts = null;
      input.value = '';
      setOthers(false);
      setMethod(methods[0]);
      mark();
    },
  };
}
