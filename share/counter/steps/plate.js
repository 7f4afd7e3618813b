/** The plate: scanned, or typed; or the bike has none. */

import { act } from '../api.js';
import { button, el, icon, say, show } from '../dom.js';
import { store } from '../store.js';
import { t } from '../texts.js';

const wrong = new Set(['plate-invalid', 'plate-pattern']);

export function plate() {
  const input = el('input', {
    type: 'text',
    class: 'input plate-field',
    id: 'plate-input',
    testid: 'plate-input',
    autocomplete: 'off',
    autocapitalize: 'characters',
    autocorrect: 'off',
    spellcheck: 'false',
    maxlength: 40,
    'aria-describedby': 'hint',
  });
  const submit = button({
    testid: 'plate-submit',
    text: () => t('action.submit'),
    draws: 'forward',
    className: 'primary',
    type: 'submit',
  });
  const form = el(
    'form',
    { class: 'plate-form', novalidate: true },
    el('label', { for: 'plate-input', said: () => t('plate.typed') }),
    el('div', { class: 'row' }, input, submit),
  );
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (input.value.trim() === '') input.focus();
    else act('/v1/session/plate', { plate: input.value });
  });
  const none = button({
    testid: 'plateless',
    text: () => t('action.plateless'),
    draws: 'no-plate',
    className: 'quiet',
    press: () => act('/v1/session/plateless'),
  });
  const missing = el('p', { class: 'note note-wait', said: () => t('plate.scanner-missing'), hidden: true });
  const claimed = el('p', { class: 'note note-wait', testid: 'only-plateless', hidden: true });
  say(claimed, () => t('plate.only-plateless'));
  const drawing = icon('scan', 'drawing');
  const found = el('p', { class: 'plate-found' });
  const ask = el(
    'div',
    { class: 'plate-ask' },
    claimed,
    missing,
    form,
    el('div', { class: 'plate-none' }, none, el('p', { class: 'small', said: () => t('plate.plateless.text') })),
  );
  const node = el('div', { class: 'plate' }, drawing, found, ask);
  const update = (session, { devices, programme }) => {
    const looking = session.waitingFor === 'look-up';
    const state = devices.find((device) => device.role === 'scanner')?.state ?? 'missing';
    show(missing, ['missing', 'unavailable', 'silent', 'faulty'].includes(state));
    show(found, looking);
    say(found, () => session.plate ?? '');
    show(ask, !looking);
    const taken = programme.plateless.length > 0;
    show(none, taken);
    show(none.nextSibling, taken);
    show(claimed, (session.warnings ?? []).some(({ code }) => code === 'person-claimed'));
    input.setAttribute('aria-invalid', String(wrong.has(store.snapshot.session.hint?.code)));
  };
  return { node, update, focus: input };
}
