/** What the odometer shows, where the tariff goes by it. */

import { act } from '../api.js';
import { button, el } from '../dom.js';
import { rangeText } from '../format.js';
import { keypad } from '../keypad.js';
import { tariffLine } from '../tariff-line.js';
import { t } from '../texts.js';

export function kilometres() {
  const input = el('input', {
    type: 'text',
    class: 'input digits',
    id: 'kilometres-input',
    testid: 'kilometres-input',
    inputmode: 'numeric',
    autocomplete: 'off',
    maxlength: 6,
    'aria-describedby': 'hint',
  });
  const tidy = () => {
    const digits = input.value.replace(/\D/g, '');
    if (digits !== input.value) input.value = digits;
  };
  input.addEventListener('input', tidy);
  const submit = button({
    testid: 'kilometres-submit',
    text: () => t('action.submit'),
    draws: 'forward',
    className: 'primary big',
    type: 'submit',
  });
  const rows = el('ul', { class: 'tariff tariff-small' });
  const form = el(
    'form',
    { class: 'bank-card-form', novalidate: true, autocomplete: 'off' },
    el('div', { class: 'field' }, el('label', { for: input.id, said: () => t('kilometres.label') }), input),
    submit,
    rows,
  );
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (input.value === '') input.focus();
    else act('/v1/session/kilometres', { kilometres: Number(input.value) });
  });
  let drawn = '';
  const update = ({ hint }, { programme }) => {
    input.setAttribute('aria-invalid', String(hint?.code === 'kilometres-invalid'));
    const wanted = JSON.stringify(programme.tariff);
    if (wanted === drawn) return;
    drawn = wanted;
    const { by } = programme.tariff;
    rows.replaceChildren(...programme.tariff.rows.map((row) => tariffLine(() => rangeText(row, by), row.amountFen)));
  };
  return { node: el('div', { class: 'bank-card' }, form, keypad([input], tidy)), update, focus: input };
}
