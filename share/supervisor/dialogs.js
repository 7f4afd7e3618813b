/** A question before something is done, and a word after it. */

import { open } from '/assets/dialog.js';
import { button, el } from '/assets/dom.js';
import { t } from '/assets/texts.js';
import { problemText } from './status.js';

const TOLD_MS = 6_000;

/** True when the answer is yes. */
export function confirm(testid, title, text, yes, values = {}) {
  return new Promise((resolve) => {
    const answer = (value) => () => {
      resolve(value);
      dialog.close();
    };
    const dialog = open(
      testid,
      () => t(title, values),
      [el('p', { said: () => t(text, values) })],
      [
        button({ testid: 'confirm-no', text: () => t('desk.no'), className: 'quiet', press: answer(false) }),
        button({ testid: 'confirm-yes', text: () => t(yes), className: 'primary', press: answer(true) }),
      ],
      () => resolve(false),
    );
  });
}

/** Says at the bottom how it ended: `done` is a text's key, or a function that gives the text. */
export function tell({ ok, status, answer }, done) {
  // Who is not logged in any more sees the login.
  if (status === 401) return;
  const text = ok
    ? () => (typeof done === 'function' ? done(answer) : t(done))
    : () => problemText(answer?.error ?? { code: 'request.failed' });
  document.querySelector('.told')?.remove();
  const box = el('p', { class: `told ${ok ? 'told-good' : 'told-bad'}`, testid: 'told', role: ok ? 'status' : 'alert',
    'data-ok': String(ok), 'data-code': answer?.error?.code ?? '', said: text });
  document.getElementById('app').append(box);
  // What went wrong stays until the next word.
  if (ok) setTimeout(() => box.remove(), TOLD_MS);
  else box.addEventListener('click', () => box.remove());
}
