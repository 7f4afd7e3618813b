/** The plate stands in another name: the community's certificate. */

import { act } from '../api.js';
import { button, el } from '../dom.js';
import { t } from '../texts.js';

export function ownership() {
  const issuer = field('certificate-issuer', 80);
  const number = field('certificate-number', 80);
  const date = field('certificate-date', 10, { inputmode: 'numeric', placeholder: '2025-03-01' });
  const form = el(
    'form',
    { class: 'certificate', novalidate: true },
    labelled('ownership.issuer', issuer),
    el('div', { class: 'fields' }, labelled('ownership.number', number), labelled('ownership.date', date)),
    el(
      'div',
      { class: 'bottom' },
      button({
        testid: 'certificate-submit',
        text: () => t('action.submit'),
        draws: 'forward',
        className: 'primary big',
        type: 'submit',
      }),
    ),
  );
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const empty = [issuer, number, date].find((input) => input.value.trim() === '');
    if (empty) {
      empty.focus();
      return;
    }
    act('/v1/session/certificate', {
      issuer: issuer.value.trim(),
      number: number.value.trim(),
      issuedOn: date.value.trim().replace(/[/.]/g, '-'),
    });
  });
  const node = el('div', { class: 'ownership' }, el('p', { said: () => t('ownership.text') }), form);
  return { node, update: () => {}, focus: issuer };
}

function field(testid, maxlength, rest = {}) {
  return el('input', {
    type: 'text',
    class: 'input',
    id: testid,
    testid,
    maxlength,
    autocomplete: 'off',
    spellcheck: 'false',
    'aria-describedby': 'hint',
    ...rest,
  });
}

function labelled(key, input) {
  return el('div', { class: 'field' }, el('label', { for: input.id, said: () => t(key) }), input);
}
