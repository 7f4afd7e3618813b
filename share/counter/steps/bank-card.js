/**
 * The bank card's number, typed twice. It lives in the two fields only, and they are emptied as soon as it is sent,
 * whatever the answer.
 */

import { act } from '../api.js';
import { button, el, say } from '../dom.js';
import { grouped } from '../format.js';
import { keypad } from '../keypad.js';
import { supervisorButton } from '../supervisor.js';
import { t } from '../texts.js';

const wrong = new Set([
  'bank-card-mismatch', 'bank-card-form', 'bank-card-luhn', 'bank-card-length', 'bank-card-again',
]);
const lengths = { least: 16, most: 19 };

export function bankCard() {
  const first = field('bank-card');
  const again = field('bank-card-again');
  const counts = new Map([first, again].map((input) => [input, el('span', { class: 'count', 'aria-hidden': 'true' })]));
  again.addEventListener('paste', (event) => event.preventDefault());
  again.addEventListener('drop', (event) => event.preventDefault());

  const tidy = (input) => {
    group(input);
    const count = input.value.replace(/\D/g, '').length;
    const mark = counts.get(input);
    mark.dataset.enough = String(count >= lengths.least && count <= lengths.most);
    say(mark, () => (count > 0 ? t('bank-card.digits', { count }) : ''));
  };
  for (const input of [first, again]) input.addEventListener('input', () => tidy(input));

  const submit = button({
    testid: 'bank-card-submit',
    text: () => t('action.submit'),
    draws: 'forward',
    className: 'primary big',
    type: 'submit',
  });
  const supervisor = supervisorButton();
  const form = el(
    'form',
    { class: 'bank-card-form', novalidate: true, autocomplete: 'off' },
    labelled('bank-card.first', first, counts.get(first)),
    labelled('bank-card.again', again, counts.get(again)),
    el('p', { class: 'small', said: () => t('bank-card.own') }),
    el('div', { class: 'row' }, submit, supervisor.node),
  );
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const empty = [first, again].find((input) => input.value === '');
    if (empty) {
      empty.focus();
      return;
    }
    const body = { number: digits(first), repeated: digits(again) };
    for (const input of [first, again]) {
      input.value = '';
      tidy(input);
    }
    await act('/v1/session/bank-card', body);
    // A number that looks wrong is asked for again.
    if (first.isConnected) first.focus();
  });
  const node = el('div', { class: 'bank-card' }, form, keypad([first, again], tidy));
  let doubtful = false;
  const update = (session) => {
    const { hint } = session;
    doubtful = Boolean(session.canOverride);
    supervisor.update(session);
    for (const input of [first, again]) input.setAttribute('aria-invalid', String(wrong.has(hint?.code)));
  };
  return { node, update, focus: first, waiting: () => (doubtful ? 'waiting.supervisor' : null) };
}

const digits = (input) => input.value.replace(/\D/g, '');

/** Groups the digits and leaves the caret behind the digit it was behind. */
function group(input) {
  const caret = input.selectionStart ?? input.value.length;
  const before = input.value.slice(0, caret).replace(/\D/g, '').length;
  const atEnd = caret === input.value.length;
  const value = grouped(input.value);
  if (value !== input.value) input.value = value;
  if (atEnd || document.activeElement !== input) return;
  let position = 0;
  for (let seen = 0; seen < before && position < value.length; position += 1) {
    if (value[position] !== ' ') seen += 1;
  }
  input.setSelectionRange(position, position);
}

function field(testid) {
  return el('input', {
    type: 'text',
    class: 'input digits',
    id: testid,
    testid,
    inputmode: 'numeric',
    autocomplete: 'off',
    spellcheck: 'false',
    maxlength: 23,
    'aria-describedby': 'hint',
  });
}

function labelled(key, input, count) {
  const label = el('label', { for: input.id, said: () => t(key) });
  return el('div', { class: 'field' }, el('div', { class: 'label-row' }, label, count), input);
}
