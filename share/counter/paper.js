/** The papers of a recorded claim, as they will be printed: the receipt and the scrapping proof. */

import { send } from './api.js';
import { open } from './dialog.js';
import { button, el, say } from './dom.js';
import { problem } from './format.js';
import { store } from './store.js';
import { language, t } from './texts.js';

const kinds = { receipt: 'paper', certificate: 'recycled' };

/** `update(claim)` says whose papers they are. */
export function paperButtons() {
  let claimId = null;
  const buttons = Object.entries(kinds).map(([kind, draws]) =>
    button({
      testid: `${kind}-open`,
      text: () => t(`recorded.${kind}`),
      draws,
      className: 'quiet',
      press: () => showPaper(kind, claimId),
    }));
  const node = el('div', { class: 'papers' }, ...buttons);
  return { node, update: (claim) => { claimId = claim.claimId; } };
}

async function showPaper(kind, claimId) {
  const words = encodeURIComponent(language());
  const { ok, answer } = await send('GET', `/v1/claims/${encodeURIComponent(claimId)}/${kind}?language=${words}`);
  const close = button({
    testid: 'dialog-close',
    text: () => t('action.close'),
    className: 'quiet',
    press: () => dialog.close(),
  });
  const print = ok && button({
    testid: 'paper-print',
    text: () => t('action.print'),
    draws: 'paper',
    className: 'primary',
    press: () => (hasPrinter() ? printPaper(kind, claimId, words, said) : window.print()),
  });
  const said = el('p', { class: 'paper-outcome', testid: 'paper-outcome', 'aria-live': 'polite' });
  const error = answer?.error ?? { code: 'request.failed' };
  const later = () => el('p', { class: 'large', testid: 'paper-later', said: () => problem(error) });
  const content = ok ? sheet(answer) : later();
  const dialog = open('paper-dialog', () => t(`recorded.${kind}`), [content, said], [close, print].filter(Boolean));
}

const hasPrinter = () => store.snapshot?.devices.some(({ role }) => role === 'printer');

/** On the kiosk's own printer; what became of it is said under the paper. */
async function printPaper(kind, claimId, words, said) {
  say(said, () => t('print.busy'));
  const path = `/v1/claims/${encodeURIComponent(claimId)}/${kind}/print`;
  const { ok, answer } = await send('POST', path, { language: decodeURIComponent(words) });
  if (!ok) return say(said, () => problem(answer?.error ?? { code: 'request.failed' }));
  const trouble = answer.problem;
  const outcome = answer.copy ? `${answer.outcome}.copy` : answer.outcome;
  return say(said, () => [t(`print.${outcome}`), trouble && problem(trouble)].filter(Boolean).join(' '));
}

/** The lines as a printer would get them, and the code as a picture. */
function sheet({ lines = [], picture }) {
  const headings = lines.findIndex(isRule);
  const rows = lines.map((text, index) => line(text, index < headings));
  // The last lines and the picture stay on one page: the code is read from both.
  const last = 3;
  const end = el('div', { class: 'paper-end' }, ...rows.slice(-last), drawing(picture));
  return el('div', { class: 'paper', testid: 'paper', tabindex: 0 }, ...rows.slice(0, -last), end);
}

const isRule = (text) => /^\s*-{8,}\s*$/.test(text);

function line(text, heading) {
  if (isRule(text)) return el('hr');
  // Spaces that centre a line on a printer's paper are the page's own business here.
  const centred = heading || /^ {3,}\S/.test(text);
  return el('p', { class: `paper-line${centred ? ' paper-centred' : ''}`, said: () => (centred ? text.trim() : text) });
}

function drawing(picture) {
  if (!picture) return null;
  const { documentElement: root } = new DOMParser().parseFromString(picture, 'image/svg+xml');
  if (root.localName !== 'svg') return null;
  return el('div', { class: 'paper-code', testid: 'paper-code' }, document.importNode(root, true));
}
