/**
 * The battery's voltage: one large button for each that is paid, one for all others, and one for a label that cannot be
 * read. What can be counted and measured besides is folded away: it is a second witness, or the only one where there
 * is no label.
 */

import { button, el, say, show } from '../dom.js';
import { money } from '../format.js';
import { t } from '../texts.js';
import { evidenceTexts } from './part-card.js';

/** Voltages of e-bike batteries that are often seen; others are typed. */
const common = [36, 64, 80, 84, 96];
/** Shown where the tariff does not go by voltage. */
const usual = [48, 60, 72];
const range = { least: 12, most: 400 };
const most = { blocks: 32, millivolts: 400_000 };

/** `chosen()` is called when a voltage, an illegible label or other evidence is given. */
export function voltsBand(chosen) {
  /** Volts on the label, `illegible` or null. */
  let label = null;
  let blocks = null;
  let meterMillivolts = null;
  let drawn = '';

  const paid = el('div', { class: 'volts-row' });
  const input = numberField('volts-other-input', 3, 'part.volts.other.label');
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
  const seen = common.map((value) => volt(value));
  const rest = el('div', { class: 'volts-row' }, fold('volts-other-back'), ...seen, typed);

  const blocksField = numberField('volts-blocks', 2, 'part.volts.blocks');
  const meterField = numberField('volts-meter', 6, 'part.volts.meter');
  meterField.inputMode = 'decimal';
  const measured = el(
    'form',
    { class: 'volts-row volts-measured', novalidate: true },
    fold('volts-evidence-back'),
    blocksField,
    meterField,
    button({ testid: 'volts-evidence-submit', text: () => t('action.submit'), className: 'primary', type: 'submit' }),
  );
  measured.addEventListener('submit', (event) => {
    event.preventDefault();
    takeEvidence();
  });

  const evidenceText = el('span', { class: 'volts-evidence-value' });
  const evidence = el(
    'button',
    { type: 'button', class: 'button quiet volts-evidence', testid: 'volts-evidence', 'data-act': true },
    evidenceText,
  );
  evidence.addEventListener('click', () => turnTo(measured));
  const line = el('div', { class: 'volts-line' }, paid, rest, measured, evidence);
  const node = el('section', { class: 'volts', testid: 'volts' }, line);

  function pick(value) {
    label = value;
    mark();
    chosen();
  }

  function mark() {
    for (const item of node.querySelectorAll('[data-label]')) {
      item.setAttribute('aria-pressed', String(item.dataset.label === String(label)));
    }
    const texts = () => evidenceTexts({ blocks, meterMillivolts });
    evidence.setAttribute('aria-pressed', String(texts().length > 0));
    say(evidenceText, () => texts().join(' · ') || t('part.volts.evidence'));
  }

  /** Both fields may be empty: that takes back what was said before. */
  function takeEvidence() {
    const counted = blocksField.value.trim();
    const shown = meterField.value.trim();
    const count = /^\d{1,2}$/.test(counted) ? Number(counted) : 0;
    const wrongBlocks = counted !== '' && !(count >= 1 && count <= most.blocks);
    const millivolts = shown === '' ? null : thousandths(shown);
    const wrongMeter = shown !== '' && !(millivolts >= 1 && millivolts <= most.millivolts);
    blocksField.setAttribute('aria-invalid', String(wrongBlocks));
    meterField.setAttribute('aria-invalid', String(wrongMeter));
    if (wrongBlocks || wrongMeter) {
      (wrongBlocks ? blocksField : meterField).select();
      return;
    }
    blocks = counted === '' ? null : count;
    meterMillivolts = millivolts;
    turnTo(paid);
    mark();
    chosen();
  }

  function turnTo(row) {
    for (const other of [paid, rest, measured]) show(other, other === row);
    show(evidence, row === paid);
    if (row === rest) input.focus();
    if (row === measured) blocksField.focus();
  }

  function fold(testid) {
    const back = button({ testid, text: () => '', draws: 'back', className: 'quiet', press: () => turnTo(paid) });
    say(back, () => t('action.back'), 'aria-label');
    return back;
  }

  function volt(value, under = null) {
    return choice(`volts-${value}`, value, () => t('volts', { volts: value }), under, () => pick(value));
  }

  function update(visible, asked, plateless, tariff) {
    // It keeps its room: the cards must not grow under a finger that has just chosen a voltage.
    node.dataset.visible = String(visible);
    node.dataset.asked = String(asked);
    const wanted = JSON.stringify([plateless, tariff]);
    if (wanted === drawn) return;
    drawn = wanted;
    const decides = tariff.by === 'voltage' && !plateless;
    const rows = tariff.by === 'voltage' ? tariff.rows : usual.map((from) => ({ from }));
    const review = () => t('part.volts.other.text');
    const other = choice('volts-other', '', () => t('part.volts.other'), decides && review, () => turnTo(rest));
    const illegible = choice(
      'volts-illegible',
      'illegible',
      () => t('part.volts.illegible'),
      decides && review,
      () => pick('illegible'),
    );
    illegible.classList.add('volt-words');
    // Without a plate the amount does not depend on the voltage.
    const amount = (fen) => decides && (() => money(fen));
    const known = rows.filter(({ from }) => from != null).map(({ from, amountFen }) => volt(from, amount(amountFen)));
    paid.replaceChildren(...known, other, illegible);
    mark();
  }

  turnTo(paid);
  return {
    node,
    update,
    /** Whether anything is known of the voltage. */
    isGiven: () => label !== null || blocks !== null || meterMillivolts !== null,
    entry: () => ({
      label: label === null ? 'none' : label === 'illegible' ? 'illegible' : 'read',
      ...(typeof label === 'number' ? { volts: label } : {}),
      ...(blocks === null ? {} : { blocks }),
      ...(meterMillivolts === null ? {} : { meterMillivolts }),
    }),
    focus: () => node.querySelector('[data-label]')?.focus({ preventScroll: true }),
    clear: () => {
      label = null;
      blocks = null;
      meterMillivolts = null;
      for (const field of [input, blocksField, meterField]) {
        field.value = '';
        field.removeAttribute('aria-invalid');
      }
      turnTo(paid);
      mark();
    },
  };
}

/** `61.25` → 61250, by its digits; null when it is no such number. */
function thousandths(text) {
  const match = /^(\d{1,3})(?:[.,](\d{1,3}))?$/.exec(text);
  return match ? Number(match[1] + (match[2] ?? '').padEnd(3, '0')) : null;
}

function choice(testid, value, words, under, press) {
  return el(
    'button',
    {
      type: 'button',
      class: 'button volt',
      testid,
      'data-act': true,
      'data-label': value,
      'aria-pressed': 'false',
      on: { click: press },
    },
    el('span', { class: 'volt-number', said: words }),
    under && el('span', { class: 'volt-amount', said: under }),
  );
}

function numberField(testid, maxlength, key) {
  const input = el('input', {
    type: 'text',
    class: 'input volts-input',
    testid,
    inputmode: 'numeric',
    maxlength,
    autocomplete: 'off',
    'aria-describedby': 'hint',
  });
  say(input, () => t(key), 'aria-label');
  say(input, () => t(key), 'placeholder');
  return input;
}
