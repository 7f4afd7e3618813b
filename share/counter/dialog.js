/** A modal dialog: title, lines, actions. */

import { button, el } from './dom.js';
import { t } from './texts.js';

export function openWithClose(testid, title, lines, actions = []) {
  const close = button({
    testid: 'dialog-close',
    text: () => t('action.close'),
    className: 'quiet',
    press: () => dialog.close(),
  });
  const dialog = open(testid, title, lines, [close, ...actions]);
}

/** A modal dialog that is gone from the document once closed. */
export function open(testid, title, lines, actions, closed = () => {}) {
  const id = `${testid}-title`;
  const dialog = el(
    'dialog',
    { class: 'dialog', testid, 'aria-labelledby': id },
    el('h2', { id, said: title }),
    el('div', { class: 'dialog-lines' }, ...lines),
    el('div', { class: 'dialog-actions' }, ...actions),
  );
  dialog.addEventListener('close', () => {
    dialog.remove();
    closed();
  });
  document.getElementById('app').append(dialog);
  dialog.showModal();
  return dialog;
}
