/** Name and PIN. The PIN lives in its field only, which is emptied as soon as it is sent, whatever the answer. */

import { button, el, icon, say, show } from '/assets/dom.js';
import { keypad } from '/assets/keypad.js';
import { t } from '/assets/texts.js';
import { logIn } from './calls.js';
import { desk, welcome } from './desk.js';
import { problemText } from './status.js';

export function login() {
  const name = field('login-name', { type: 'text', maxlength: 40, autocapitalize: 'characters' });
  const pin = field('login-pin', { type: 'password', maxlength: 12, inputmode: 'numeric' });
  const trouble = el('p', { class: 'note note-bad', role: 'alert', testid: 'login-problem', hidden: true });
  const ended = el('p', { class: 'note note-wait', testid: 'login-ended', said: () => t('desk.login.ended') });
  const submit = button({ testid: 'login-submit', text: () => t('desk.login'), className: 'primary big', type: 'submit' });
  const form = el(
    'form',
    { class: 'login-form', novalidate: true, autocomplete: 'off' },
    el('h2', { class: 'login-title' }, icon('people'), el('span', { said: () => t('desk.login.title') })),
    el('p', { class: 'small', said: () => t('desk.login.text') }),
    ended,
    labelled('supervisor.name', name),
    labelled('supervisor.pin', pin),
    trouble,
    submit,
  );
  const tell = (text) => {
    show(trouble, text !== null);
    say(trouble, text ?? (() => ''));
  };
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const empty = [name, pin].find((input) => input.value.trim() === '');
    if (empty) {
      empty.focus();
      return;
    }
    const [who, secret] = [name.value.trim(), pin.value];
    pin.value = '';
    submit.disabled = true;
    const { ok, answer } = await logIn(who, secret);
    submit.disabled = false;
    trouble.dataset.code = answer?.error?.code ?? '';
    if (ok) {
      welcome(answer);
      return;
    }
    tell(() => problemText(answer?.error ?? { code: 'request.failed' }));
    pin.focus();
  });
  const node = el('div', { class: 'login', testid: 'login' }, form, keypad([pin, name], () => tell(null)));
  return { node, focus: name, update: () => show(ended, desk.ended) };
}

function field(testid, rest) {
  return el('input', { class: 'input', id: testid, testid, autocomplete: 'off', spellcheck: 'false', ...rest });
}

function labelled(key, input) {
  return el('div', { class: 'field' }, el('label', { for: input.id, said: () => t(key) }), input);
}
