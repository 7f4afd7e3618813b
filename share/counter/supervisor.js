/**
 * A supervisor's word: name, PIN and reason. The PIN lives in its field only, which is emptied as soon as it is sent,
 * whatever the answer.
 */

import { act } from './api.js';
import { open } from './dialog.js';
import { button, el, say, show } from './dom.js';
import { explain, problem } from './format.js';
import { keypad } from './keypad.js';
import { onChange, store } from './store.js';
import { t } from './texts.js';

/** The button that opens the dialog; shown while the session can be overridden. */
export function supervisorButton() {
  const node = button({
    testid: 'supervisor',
    text: () => t('action.supervisor'),
    draws: 'people',
    className: 'quiet',
    press: ask,
  });
  return { node, update: ({ canOverride }) => show(node, Boolean(canOverride)) };
}

function ask() {
  const { step } = store.snapshot.session;
  const name = field('supervisor-name', 'text', 40);
  const pin = field('supervisor-pin', 'password', 12, { inputmode: 'numeric' });
  const reason = field('supervisor-reason', 'text', 200);
  const trouble = el('p', { class: 'note note-bad', role: 'alert', testid: 'supervisor-problem', hidden: true });
  const form = el(
    'form',
    { class: 'supervisor-form', id: 'supervisor-form', novalidate: true, autocomplete: 'off' },
    el('p', { said: () => t(step === 'bank-card' ? 'supervisor.text.bank-card' : 'supervisor.text.refused') }),
    labelled('supervisor.name', name),
    labelled('supervisor.pin', pin),
    labelled('supervisor.reason', reason),
    trouble,
  );
  const close = () => dialog.close();
  const dialog = open(
    'supervisor-dialog',
    () => t('supervisor.title'),
    [el('div', { class: 'supervisor' }, form, keypad([pin], () => {}))],
    [
      button({ testid: 'dialog-close', text: () => t('action.close'), className: 'quiet', press: close }),
      button({
        testid: 'supervisor-submit',
        text: () => t('action.override'),
        className: 'primary',
        type: 'submit',
        form: 'supervisor-form',
      }),
    ],
    () => forget(),
  );
  dialog.classList.add('dialog-wide');
  // The visit may end while the supervisor is on the way.
  const forget = onChange(() => {
    const { session } = store.snapshot;
    if (session.step !== step || !session.canOverride || !store.connected) dialog.close();
  });
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const empty = [name, pin, reason].find((input) => input.value.trim() === '');
    if (empty) {
      empty.focus();
      return;
    }
    const body = { supervisor: name.value.trim(), pin: pin.value, reason: reason.value.trim() };
    pin.value = '';
    let refusal = null;
    const taken = await act('/v1/session/override', body, 'POST', (error) => { refusal = error; });
    if (taken) {
      dialog.close();
      return;
    }
    // The session's own hint may speak of what was typed before: the request's own answer goes first.
    const code = /^[a-z-]+/.exec(refusal?.message ?? '')?.[0] ?? 'supervisor-refused';
    const { hint } = store.snapshot.session;
    const other = store.problem;
    show(trouble, true);
    say(trouble, () => (other ? problem(other) : explain('hint', hint?.code === code ? hint : { code })));
    pin.focus();
  });
  name.focus();
}

function field(testid, type, maxlength, rest = {}) {
  return el('input', {
    type,
    class: 'input',
    id: testid,
    testid,
    maxlength,
    autocomplete: 'off',
    spellcheck: 'false',
    ...rest,
  });
}

function labelled(key, input) {
  return el('div', { class: 'field' }, el('label', { for: input.id, said: () => t(key) }), input);
}
